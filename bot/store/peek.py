"""A look into the data folder beside a running bot, without its lock, and without bringing anything up to date."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import StoreRefused
from bot.store.audit_log import Audit
from bot.store.db import Database
from bot.store.facts import Notes
from bot.store.key import StoreKey, open_key
from bot.store.migrate import list_steps, read_version
from bot.store.pins import Pins
from bot.store.rooms import Rooms
from bot.store.sent_requests import SentBook
from bot.store.sides import Sides
from bot.store.trouble import connect_notebook, recognise_folder_trouble

_FILES = {"thirdchair.db": "database", "matrix.db": "matrix"}


@dataclass(frozen=True, slots=True)
class Peek:
    """The notebook's facts, pins, audit, rooms, what was sent and side rooms, and the files that can be checked.

    `version` is that of its schema, which may be an earlier one.
    """

    notes: Notes
    pins: Pins
    audit: Audit
    folder: Path
    key: StoreKey
    rooms: Rooms
    sent: SentBook
    sides: Sides
    db: Database
    version: int

    @property
    def is_older(self) -> str:
        """Return that an earlier version wrote the notebook, as one sentence; empty if this one did."""
        newest = len(list_steps())
        if self.version == newest:
            return ""
        return (
            f"An earlier version wrote this notebook (schema {self.version} of {newest}): "
            "it was left as it is, and is brought up to date when the bot starts."
        )

    async def faults(self) -> tuple[str, ...]:
        """Return the files that are damaged: each page's HMAC is checked, and then SQLite's own structure."""
        return tuple(name for name, purpose in _FILES.items() if not self._is_whole(name, purpose))

    def _is_whole(self, name: str, purpose: str) -> bool:
        path = self.folder / name
        if not path.exists():
            return True
        connection = sqlcipher.connect(f"file:{path}?mode=ro", uri=True)
        try:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{self.key.derive(purpose)}'\"")
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return False
            return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
        except (sqlcipher.DatabaseError, sqlite3.DatabaseError):
            return False
        finally:
            connection.close()


@asynccontextmanager
async def open_peek(folder: Path, key_file: Path | None, *, since: int | None = None) -> AsyncIterator[Peek]:
    """Open the notebook beside a running bot: its lock is against two bots, and SQLite takes turns by itself.

    Its schema is left as it is. It may be an earlier one than today's where all that is looked at is there `since` then.

    Raises:
        StoreRefused: there is no notebook yet, it cannot be opened with this key, or its schema is not one that will do.
    """
    path = folder / "thirdchair.db"
    with recognise_folder_trouble(folder):
        is_there = path.exists()
    if not is_there:
        raise StoreRefused(
            "There is no notebook in the data folder yet.",
            "Run `thirdchair keys setup` first, or start the bot: `thirdchair run`.",
        )
    with recognise_folder_trouble(folder):
        key, newest = open_key(key_file, folder), len(list_steps())
    async with connect_notebook(folder, key) as connection:
        version, db = await read_version(connection), Database(connection)
        if version < (newest if since is None else since):
            raise StoreRefused(
                f"An earlier version wrote this notebook (schema {version} of {newest}); this command leaves it as it is.",
                "Start the bot once, which brings it up to date, or use the version that wrote it.",
            )
        yield Peek(
            Notes(db), Pins(db), Audit(db, key), folder, key, Rooms(db), SentBook(db, key), Sides(db), db, version
        )
