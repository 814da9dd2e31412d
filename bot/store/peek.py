"""A look into the data folder beside a running bot, without its lock."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import StoreRefused
from bot.store.audit import Audit
from bot.store.db import Database, open_database
from bot.store.key import StoreKey, open_key
from bot.store.notes import Notes
from bot.store.pins import Pins
from bot.store.rooms import Rooms
from bot.store.sent import SentBook

_FILES = {"thirdchair.db": "database", "matrix.db": "matrix"}


@dataclass(frozen=True, slots=True)
class Peek:
    """The notebook's facts, pins, audit, rooms and what was sent, and the files that can be checked."""

    notes: Notes
    pins: Pins
    audit: Audit
    folder: Path
    key: StoreKey
    rooms: Rooms
    sent: SentBook
    db: Database

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
            connection.execute(f"PRAGMA key = \"x'{self.key.derived(purpose)}'\"")
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return False
            return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
        except (sqlcipher.DatabaseError, sqlite3.DatabaseError):
            return False
        finally:
            connection.close()


@asynccontextmanager
async def peek(folder: Path, key_file: Path | None) -> AsyncIterator[Peek]:
    """Open the notebook beside a running bot: its lock is against two bots, and SQLite takes turns by itself.

    Raises:
        StoreRefused: there is no notebook yet, or it cannot be opened with this key.
    """
    path = folder / "thirdchair.db"
    if not path.exists():
        raise StoreRefused(
            "There is no notebook in the data folder yet.",
            "Run `thirdchair keys setup` first, or start the bot: `thirdchair run`.",
        )
    key = open_key(key_file, folder)
    async with open_database(path, key.derived("database")) as db:
        yield Peek(Notes(db), Pins(db), Audit(db, key), folder, key, Rooms(db), SentBook(db, key), db)
