"""A copy of the notebook in one encrypted file: taken beside a running bot, and put into an empty folder again.

Keys of messages are left out: channels to devices that go back are worth nothing, and do harm. So are login and place in
the stream, which belong to the device that the copy was taken from. A bot that starts over it is a new device.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import BotError, StoreRefused
from bot.private_files import open_private
from bot.store.db import connect
from bot.store.key import StoreKey, open_key
from bot.store.migrate import list_steps, read_version

NOTEBOOK = "thirdchair.db"
RESTORED = "restored_at"
"""The fact that a notebook was put back and the bot has not begun anew with it yet."""
_TAKEN = "backup_taken_at"
_OF_DEVICE = ("device_id", "access_token", "refresh_token", "token_ends", "sync_token")
_ERRORS = (sqlcipher.DatabaseError, sqlite3.DatabaseError)


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup: when it was taken (seconds UTC), how many sessions and audit entries, and whether it holds the identity."""

    taken: float
    sessions: int
    entries: int
    has_identity: bool


async def write_backup(data_dir: Path, key_file: Path | None, target: Path, now: float) -> Backup:
    """Copy the notebook in `data_dir` into the new file `target`, as it is at one moment; the bot may run. Return what is in it.

    Raises:
        StoreRefused: there is no notebook, it cannot be opened, or a later version of the program wrote it.
        BotError: `target` is there already or cannot be written, or the notebook is damaged. Nothing is left behind.
    """
    source = data_dir / NOTEBOOK
    if not source.exists():
        raise StoreRefused("There is no notebook in the data folder.", "Look at `data_dir` in bot.yaml.")
    key = open_key(key_file, data_dir)
    async with connect(source, key.derive("database")) as connection:
        await read_version(connection)
        _make_new_file(target)
        try:
            with _say_what_hinders():
                await connection.execute("VACUUM INTO ?", (str(target),))
                await asyncio.to_thread(_finish_backup, target, key, now)
                return await asyncio.to_thread(check_backup, target, key)
        except BaseException:
            await asyncio.to_thread(target.unlink, missing_ok=True)
            raise


def check_backup(file: Path, key: StoreKey) -> Backup:
    """Return what is in a backup, after every page of it was looked at. Nothing is written.

    Raises:
        StoreRefused: it is none, not whole, of another key, or of a later version of the program.
    """
    if not file.is_file():
        raise StoreRefused(f"There is no file {file.name}.", "Name the file that `thirdchair backup` wrote.")
    try:
        with closing(_open_file(file, key, "?mode=ro")) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            whole = not connection.execute("PRAGMA cipher_integrity_check").fetchall() and (
                connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            )
            facts = dict(connection.execute("SELECT key, value FROM note WHERE key IN (?, 'identity')", (_TAKEN,)))
            counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("room", "audit")]  # noqa: S608 - names from here
    except (*_ERRORS, MemoryError):  # SQLCipher takes some wrong keys for a lack of memory
        raise StoreRefused(
            f"{file.name} cannot be opened: it is no backup, it is damaged, or the key is not the one it was taken with.",
            "Take the store.key of the folder that it was taken from, or an earlier backup.",
        ) from None
    if version > len(list_steps()):
        raise StoreRefused(
            f"{file.name} was taken by a later version of the program (schema {version}, this one knows {len(list_steps())}).",
            "Install that version, or a later one.",
        )
    if not whole or _TAKEN not in facts:
        raise StoreRefused(f"{file.name} is no whole backup.", "Take another one: it was cut off or damaged.")
    return Backup(float(facts[_TAKEN]), counts[0], counts[1], "identity" in facts)


def put_back(file: Path, data_dir: Path, key: StoreKey, now: float) -> Backup:
    """Put the notebook of a backup into `data_dir`, whole or not at all; return what is in it.

    Raises:
        StoreRefused: the folder holds a notebook or keys already, or the backup is not one that can be used.
        BotError: the folder cannot be written.
    """
    require_empty_folder(data_dir)
    backup, part = check_backup(file, key), data_dir / f"{NOTEBOOK}.part"
    try:
        with _say_what_hinders():
            part.unlink(missing_ok=True)
            with open(part, "xb", opener=open_private) as copy, file.open("rb") as original:
                shutil.copyfileobj(original, copy)
            _mark_as_restored(part, key, now)
            require_empty_folder(data_dir)
            part.rename(data_dir / NOTEBOOK)
            _sync(data_dir)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return backup


def require_empty_folder(data_dir: Path) -> None:
    """Make sure that nothing of a bot is in the folder but a key.

    Raises:
        StoreRefused: there is.
    """
    there = sorted(
        path.name
        for name in (NOTEBOOK, "matrix.db")
        for end in ("", "-wal", "-shm", "-journal")
        if (path := data_dir / f"{name}{end}").exists()
    )
    if there:
        raise StoreRefused(
            f"The data folder holds {', '.join(there)} already: a backup is put into an empty one.",
            "Move what is there to another place, all but store.key, and keep it until the bot works again.",
        )


def _make_new_file(target: Path) -> None:
    """Make an empty file that is its owner's alone, and was not there.

    Raises:
        BotError: it was there, or cannot be made.
    """
    try:
        os.close(open_private(str(target), os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        raise BotError(f"{target.name} is there already, and is left as it is.", "Name a file that is new.") from None
    except OSError as error:
        raise _refuse_place(error.strerror) from None


@contextmanager
def _say_what_hinders() -> Iterator[None]:
    """Turn what the disk or SQLite says into words for the operator.

    Raises:
        BotError: what to do about it.
    """
    try:
        yield
    except OSError as error:
        raise _refuse_place(error.strerror) from None
    except _ERRORS as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise BotError(
                "The notebook is damaged, so no backup is taken of it.",
                "Keep earlier backups. Stop the bot and see `thirdchair doctor`.",
            ) from None
        raise _refuse_place("no space, or not allowed") from None


def _refuse_place(reason: str | None) -> BotError:
    return BotError(
        f"The file cannot be written ({reason or 'unknown'}).", "Make space, or let this user write there; try again."
    )


def _finish_backup(target: Path, key: StoreKey, now: float) -> None:
    """Take out what belongs to the device, and note last that the copy is whole."""
    with closing(_open_file(target, key)) as connection:
        places = ", ".join("?" * len(_OF_DEVICE))
        connection.execute("BEGIN")
        connection.execute(f"DELETE FROM note WHERE key IN ({places})", _OF_DEVICE)  # noqa: S608 - question marks
        connection.execute("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", (_TAKEN, repr(now)))
        connection.execute("COMMIT")


def _mark_as_restored(part: Path, key: StoreKey, now: float) -> None:
    with closing(_open_file(part, key)) as connection:
        connection.execute("BEGIN")
        connection.execute("DELETE FROM note WHERE key = ?", (_TAKEN,))
        connection.execute("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", (RESTORED, repr(now)))
        connection.execute("COMMIT")


def _open_file(path: Path, key: StoreKey, how: str = "?mode=rw") -> Any:
    """Return a connection to one file that nobody else has open, without a log beside it."""
    connection = sqlcipher.connect(f"{path.absolute().as_uri()}{how}", uri=True, isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.derive('database')}'\"")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
