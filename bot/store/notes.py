"""Small facts that outlive the process: how far it has read, which device it is, messages still sealed."""

from bot.model import RoomId
from bot.store.db import Database


class Notes:
    """Facts by name, and the ciphertexts of messages whose key has not come."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def read(self, key: str) -> str | None:
        """Return the fact `key`, or None if it was never written."""
        rows = await self._db.rows("SELECT value FROM note WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    async def write(self, **facts: str | None) -> None:
        """Write facts down, all at once; None forgets one."""
        async with self._db.transaction() as transaction:
            for key, value in facts.items():
                if value is None:
                    await transaction.run("DELETE FROM note WHERE key = ?", key)
                else:
                    await transaction.run("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", key, value)

    async def seal(self, room: RoomId, event: str, body: str, since: float) -> None:
        """Keep a message that cannot be read yet, as the ciphertext it came in."""
        async with self._db.transaction() as transaction:
            sql = "INSERT OR IGNORE INTO sealed (id, room, body, since) VALUES (?, ?, ?, ?)"
            await transaction.run(sql, event, room, body, since)

    async def sealed(self) -> tuple[tuple[RoomId, str, str, float], ...]:
        """Return the messages still sealed, oldest first: room, event id, ciphertext, since when."""
        rows = await self._db.rows("SELECT room, id, body, since FROM sealed ORDER BY since, rowid")
        return tuple((RoomId(room), event, body, since) for room, event, body, since in rows)

    async def unseal(self, event: str) -> None:
        """Forget a sealed message: it was read, or it will not be."""
        async with self._db.transaction() as transaction:
            await transaction.run("DELETE FROM sealed WHERE id = ?", event)
