"""The encrypted SQLite file: opening it, and one transaction at a time."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import StoreRefused, Unwritable

UNWRITABLE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
"""What SQLite says where nothing can be written; the higher bits of a code say where it noticed."""
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What it says where a page of the file is not what was written."""


class Database:
    """One connection to the encrypted file, shared by the loops: transactions take turns."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["Transaction"]:
        """Give a transaction that is committed at the end of the block, or not at all if the block raises.

        Raises:
            Unwritable: nothing of it was written down.
        """
        async with self._turn:
            with recognise_full_disk():
                try:
                    # Inside: who is cancelled while it begins has begun it all the same.
                    await self._connection.execute("BEGIN IMMEDIATE")
                    yield Transaction(self._connection)
                except BaseException:
                    await self._connection.rollback()
                    raise
                await self._commit()

    async def _commit(self) -> None:
        """Commit, or take all of it back where that cannot be: else the next transaction could not begin."""
        try:
            await self._connection.commit()
        except sqlcipher.DatabaseError:
            await self._connection.rollback()
            raise

    async def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query.

        Raises:
            StoreRefused: the file is damaged.
            Unwritable: the disk does not give what is on it.
        """
        async with self._turn:
            with recognise_full_disk():
                return [tuple(row) for row in await self._connection.execute_fetchall(sql, values)]

    async def settle(self) -> None:
        """Write all into the file itself and empty the log beside it, where the pages from before would stay a while.

        Raises:
            Unwritable: it stays there.
        """
        with recognise_full_disk():
            await self.rows("PRAGMA wal_checkpoint(TRUNCATE)")


class Transaction:
    """What can be done inside one transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, *values: Any) -> int:
        """Execute one statement and return how many rows it touched."""
        async with self._connection.execute(sql, values) as cursor:
            return cursor.rowcount

    async def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Execute one statement for each of `rows`."""
        await self._connection.executemany(sql, rows)

    async def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return [tuple(row) for row in await self._connection.execute_fetchall(sql, values)]


@contextmanager
def recognise_full_disk() -> Iterator[None]:
    """Call what SQLite says on a full or damaged disk by its name; any other error of its is a bug, and stays what it is.

    Raises:
        Unwritable: nothing of it was written.
        StoreRefused: a page of the file is damaged.
    """
    try:
        yield
    except sqlcipher.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in DAMAGED:
            raise StoreRefused(
                "The notebook, thirdchair.db, is damaged: a page of it cannot be read.",
                "Keep the folder as it is, look at the disk, and restore data folder and key from one backup.",
            ) from None
        if code not in UNWRITABLE:
            raise
        raise Unwritable from None


@asynccontextmanager
async def connect(path: Path, key: str) -> AsyncIterator[aiosqlite.Connection]:
    """Open the file at `path` with `key` (64 hexadecimal digits), whatever its schema; made if it is not there.

    Raises:
        StoreRefused: the key is wrong, or the file is no database of ours.
        Unwritable: it cannot be made ready, for lack of space.
    """
    with recognise_full_disk():
        connection = await aiosqlite.Connection(lambda: _connect_file(path, key), 64)
    try:
        await _unlock_file(connection)
        yield connection
    finally:
        await connection.close()


def _connect_file(path: Path, key: str) -> Any:
    """Return a connection to the encrypted file, in the worker thread that will use it. It is not known yet to open."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


async def _unlock_file(connection: aiosqlite.Connection) -> None:
    """Read the file for the first time, and set how it is written."""
    try:
        with recognise_full_disk():
            await connection.execute("PRAGMA foreign_keys = ON")
            await connection.execute("PRAGMA secure_delete = ON")
            await connection.execute("PRAGMA journal_mode = WAL")
            # FULL: what is committed survives a power cut, which exactly-once rests on.
            await connection.execute("PRAGMA synchronous = FULL")
            # Temporary tables and sorting stay in memory: nothing in clear beside the encrypted file.
            await connection.execute("PRAGMA temp_store = MEMORY")
    except sqlcipher.DatabaseError as error:
        raise StoreRefused(
            "The database cannot be opened: its key is wrong, or it is damaged.",
            "Put the right key file back, or restore data folder and key together.",
        ) from error
