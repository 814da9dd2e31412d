"""A look into the data folder beside a running bot: reading alone, without its lock."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from bot.store.db import open_database
from bot.store.key import StoreKey
from bot.store.notes import Notes
from bot.store.pins import Pins

_FILES = {"thirdchair.db": "database", "matrix.db": "matrix"}


@dataclass(frozen=True, slots=True)
class Peek:
    """The notebook's facts and pins, and the files that can be checked."""

    notes: Notes
    pins: Pins
    folder: Path
    key: StoreKey

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
async def peek(folder: Path, key: StoreKey) -> AsyncIterator[Peek]:
    """Open the notebook for reading; the bot may be running.

    Raises:
        StoreRefused: it cannot be opened with this key.
    """
    async with open_database(folder / "thirdchair.db", key.derived("database")) as db:
        yield Peek(Notes(db), Pins(db), folder, key)
