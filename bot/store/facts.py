"""Small facts that outlive the process: how far it has read, which device it is."""

from bot.store.db import Database, Transaction


class Notes:
    """Facts by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def read(self, key: str) -> str | None:
        """Return the fact `key`, or None if it was never written."""
        rows = await self._db.rows("SELECT value FROM note WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    async def write(self, **facts: str | None) -> None:
        """Write facts down, all at once; None forgets one. What is written already is left, so that a full disk stops nobody."""
        if all([await self.read(key) == value for key, value in facts.items()]):
            return
        async with self._db.transaction() as transaction:
            await write_facts(transaction, **facts)


async def write_facts(transaction: Transaction, **facts: str | None) -> None:
    """Write facts down inside a transaction; None forgets one."""
    for key, value in facts.items():
        if value is None:
            await transaction.run("DELETE FROM note WHERE key = ?", key)
        else:
            await transaction.run("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", key, value)
