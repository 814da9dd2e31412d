"""What can be wrong with the data folder, each by its name: no space, not ours to write, no folder at all, damaged, another key."""

import errno
import os
import pwd
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import BotError, StoreRefused, Unwritable
from bot.store.db import connect
from bot.store.key import StoreKey

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO})
"""What the system says where nothing can be written now, and may be later."""
_RESTORE = "restore data folder and key from one backup, both of the same day"


@contextmanager
def recognise_folder_trouble(folder: Path) -> Iterator[None]:
    """Call what the system says of the data folder by its name.

    Raises:
        Unwritable: there is no space, or the disk is read-only: it may be mended while we wait.
        StoreRefused: the folder is somebody else's, or a file.
    """
    try:
        yield
    except OSError as error:
        raise _name_trouble(error, folder) from None


def _name_trouble(error: OSError, folder: Path) -> BotError | OSError:
    if error.errno in _FULL:
        return Unwritable()
    if error.errno in {errno.EEXIST, errno.ENOTDIR}:
        return StoreRefused(
            f"`data_dir` is {folder}, and that is a file or lies below one.",
            "Name a folder in bot.yaml; one that is not there yet is made.",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        owner, own = _name_owner(folder), _name_user(os.geteuid())
        return StoreRefused(
            f"The bot runs as {own} and may not write into the data folder {folder}, which belongs to {owner}.",
            f"Give it to the bot, `chown -R {own} {folder}`, or start the bot as {owner}.",
        )
    return error


def _name_owner(folder: Path) -> str:
    """Return whose a folder is, or the nearest above it that can be looked at."""
    for place in (folder, *folder.parents):
        with suppress(OSError):
            return _name_user(place.stat().st_uid)
    return "somebody else"


def _name_user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@asynccontextmanager
async def connect_notebook(folder: Path, key: StoreKey) -> AsyncIterator[aiosqlite.Connection]:
    """Open the notebook in `folder`, whatever its schema; made if it is not there.

    Raises:
        StoreRefused: it is damaged, or of another key: which of both is told, as far as it can be known.
        Unwritable: it cannot be made ready, for lack of space.
    """
    async with AsyncExitStack() as opened:
        try:
            connection = await opened.enter_async_context(connect(folder / "thirdchair.db", key.derive("database")))
        except StoreRefused:
            raise _explain_unopened(folder, key) from None
        yield connection


def _explain_unopened(folder: Path, key: StoreKey) -> StoreRefused:
    """Return why the notebook does not open, by whether the same key opens the file beside it."""
    fits = _does_open(folder / "matrix.db", key.derive("matrix"))
    if fits:
        return StoreRefused(
            "The notebook, thirdchair.db, is damaged: the key is the right one, since it opens matrix.db.",
            f"Keep the folder as it is, and {_RESTORE}. Without a backup: move thirdchair.db, -wal and -shm away and run "
            "`thirdchair keys setup --restore` with the recovery key; everybody is asked to agree again.",
        )
    if fits is False:
        return StoreRefused(
            "The key is not that of this data folder: it opens neither thirdchair.db nor matrix.db.",
            f"Put the right key file back, `store.key` or the one that `key_file` names; or {_RESTORE}.",
        )
    return StoreRefused(
        "The notebook, thirdchair.db, cannot be opened: its key is wrong, or it is damaged.",
        f"Put the right key file back; if it is the right one, {_RESTORE}.",
    )


def _does_open(path: Path, key: str) -> bool | None:
    """Return whether `key` opens an encrypted file, looked at without a change; None if there is none to try."""
    if not path.is_file() or not path.stat().st_size:
        return None
    connection = sqlcipher.connect(f"file:{path}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except (sqlcipher.DatabaseError, MemoryError):  # SQLCipher takes a wrong key for a lack of memory
        return False
    else:
        return True
    finally:
        connection.close()
