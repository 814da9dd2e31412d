"""The encrypted SQLite file: opening it, and one transaction at a time."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlcipher3 import dbapi2 as sqlcipher

from bot.errors import StoreRefused, Unwritable

UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
    }
)  # fmt: skip
"""What SQLite says where nothing can be written, or another program writes for long; the higher bits of a code say where it noticed."""
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""What it says where a page of the file is not what was written."""


Result = TypeVar("Result")
AT_ONCE = 16
"""Reads after which the other loops have a turn: one by itself takes some microseconds, and does not wait for anything."""
LONGEST_LOG = 1000
"""Pages of 4 KB in the log beside the file, after which a commit that waits for the disk moves them into it: SQLite's own number."""
BUSY = 5000
"""Milliseconds for which a transaction waits for an operator's command that is writing beside the bot."""


class Database:
    """One connection to the encrypted file, shared by the loops: transactions take turns.

    What is read, and what is written inside a transaction, is done where it is asked for. Only what may have to wait has a
    thread of its own: to begin while another process writes, and to commit, which waits for the disk. To change threads
    and back takes longer than most statements do, and a message takes dozens of them.
    To wait for the disk is most of what a commit costs. So what nobody acts on before something else is committed does not
    wait: it is there after a `kill -9`, and a power cut takes all of it or, with what came later, none.
    `is_ahead_of_disk`: something was committed that the disk may not have yet.
    `on_erased` is called where something was erased, by whoever remembers what was read.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._turn = asyncio.Lock()
        self._reads = 0
        self._is_left_at_work = False
        self.is_ahead_of_disk = False
        self.on_erased: list[Callable[[], None]] = []

    @asynccontextmanager
    async def transaction(self, *, durable: bool = True) -> AsyncIterator["Transaction"]:
        """Give a transaction that is committed at the end of the block, or not at all if the block raises.

        If it is `durable`, it and all before it survive a power cut from then on; any other does so from the next that is
        durable, or from `make_durable` on: nobody may act on it before.

        Raises:
            Unwritable: nothing of it was written down.
        """
        async with self._turn:
            with recognise_full_disk():
                await self._wait_for_thread()
                try:
                    # Inside: who is cancelled while it begins has begun it all the same.
                    await self._begin(durable=durable)
                    yield Transaction(self._connection)
                except BaseException:
                    await self._do_beside(self._connection.rollback())
                    raise
                await self._commit(durable=durable)
                self.is_ahead_of_disk = not durable

    async def make_durable(self) -> None:
        """Wait until all that was committed so far survives a power cut.

        Raises:
            Unwritable: some of it may not.
        """
        if not self.is_ahead_of_disk:
            return
        async with self._turn:
            with recognise_full_disk():
                await self._wait_for_thread()
                await self._do_in_thread(self._sync_log)
                self.is_ahead_of_disk = False

    async def _do_in_thread(self, work: Callable[[], None]) -> None:
        run: Any = self._connection._execute  # noqa: SLF001 - aiosqlite has no other way to its thread
        await self._do_beside(run(work))

    def _commit_to_disk(self) -> None:
        """Commit, and wait for the disk: by ourselves for what came before, since a commit that has changed nothing does not."""
        _find_driver(self._connection).commit()
        if self.is_ahead_of_disk:
            self._sync_log()

    def _sync_log(self) -> None:
        """Wait until the disk has the log, in which all is that was committed and is not in the file itself.

        SQLite holds no lock on the log that to close it would end.
        """
        _, _, path = _fetch_rows(self._connection, "PRAGMA database_list", ())[0]
        try:
            with Path(f"{path}-wal").open("rb") as log:
                os.fsync(log.fileno())
        except FileNotFoundError:  # all of it is in the file
            pass
        except OSError:
            raise Unwritable from None

    async def _do_beside(self, work: Awaitable[Result]) -> Result:
        """Return what the thread makes of `work`. Who is cancelled meanwhile leaves it at work."""
        self._is_left_at_work = True
        try:
            result = await work
        except Exception:
            self._is_left_at_work = False
            raise
        self._is_left_at_work = False
        return result

    async def _wait_for_thread(self) -> None:
        """Wait until the thread is through with what somebody who was cancelled has left it, and take back what that left open."""
        if self._is_left_at_work:
            await self._do_beside(self._connection.rollback())

    async def _begin(self, *, durable: bool) -> None:
        """Begin to write: at once if nobody else does, else as soon as they have done, with everything else going on meanwhile.

        What does not wait for the disk leaves it to others to empty the log, which does.
        """
        run = _find_driver(self._connection).execute
        run(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        run(f"PRAGMA wal_autocheckpoint = {LONGEST_LOG if durable else 0}")
        run("PRAGMA busy_timeout = 0")
        try:
            run("BEGIN IMMEDIATE")
            is_begun = True
        except sqlcipher.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            is_begun = False
        finally:
            run(f"PRAGMA busy_timeout = {BUSY}")
        if not is_begun:
            await self._do_beside(self._execute_beside("BEGIN IMMEDIATE"))

    async def _execute_beside(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self._connection.execute_fetchall(sql, values)]

    async def _commit(self, *, durable: bool) -> None:
        """Commit, or take all of it back where that cannot be: else the next transaction could not begin."""
        try:
            if durable:
                await self._do_in_thread(self._commit_to_disk)
            else:
                _find_driver(self._connection).commit()
        except sqlcipher.DatabaseError:
            await self._do_beside(self._connection.rollback())
            raise

    async def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query that is over soon.

        Raises:
            StoreRefused: the file is damaged.
            Unwritable: the disk does not give what is on it.
        """
        self._reads = (self._reads + 1) % AT_ONCE
        if not self._reads:
            await asyncio.sleep(0)
        async with self._turn:
            with recognise_full_disk():
                await self._wait_for_thread()
                return _fetch_rows(self._connection, sql, values)

    async def rows_beside(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query that may take a while, with everything else going on meanwhile.

        Raises:
            StoreRefused: the file is damaged.
            Unwritable: the disk does not give what is on it.
        """
        async with self._turn:
            with recognise_full_disk():
                await self._wait_for_thread()
                return await self._do_beside(self._execute_beside(sql, *values))

    async def settle(self) -> None:
        """Write all into the file itself and empty the log beside it, where the pages from before would stay a while.

        Raises:
            Unwritable: it stays there.
        """
        for forget in self.on_erased:
            forget()
        with recognise_full_disk():
            await self.rows_beside("PRAGMA wal_checkpoint(TRUNCATE)")


class Transaction:
    """What can be done inside one transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def run(self, sql: str, *values: Any) -> int:
        """Execute one statement and return how many rows it touched."""
        return int(_find_driver(self._connection).execute(sql, values).rowcount)

    async def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Execute one statement for each of `rows`."""
        if todo := list(rows):
            _find_driver(self._connection).executemany(sql, todo)

    async def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return _fetch_rows(self._connection, sql, values)


def _find_driver(connection: aiosqlite.Connection) -> Any:
    """Return the connection inside, for whoever has its turn: SQLite lets one thread after the other use it."""
    return connection._conn  # noqa: SLF001 - aiosqlite has no other way to use it without its thread


def _fetch_rows(connection: aiosqlite.Connection, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return the rows of a query, done here and now."""
    return list(_find_driver(connection).execute(sql, values).fetchall())


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
    """Return a connection to the encrypted file, used by one thread after the other. It is not known yet to open."""
    connection = sqlcipher.connect(str(path), isolation_level=None, timeout=BUSY / 1000, check_same_thread=False)
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
