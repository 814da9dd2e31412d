"""What each room's placeholders stand for: as secret as its talk, and as long-lived as the room."""

from pydantic import TypeAdapter

from bot.model import RoomId
from bot.safety.names import Names
from bot.store.db import Database

_NAMES = TypeAdapter(Names)


class KnownNames:
    """The names of each room, grown by one request after another."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, room: RoomId) -> Names:
        """Return what the placeholders of `room` stand for; nothing if nothing was ever masked there."""
        rows = await self._db.rows("SELECT body FROM placeholders WHERE room = ?", room)
        return _NAMES.validate_json(rows[0][0]) if rows else Names()

    async def keep(self, room: RoomId, names: Names) -> None:
        """Write down what the placeholders of `room` stand for from now on."""
        async with self._db.transaction() as transaction:
            sql = "INSERT OR REPLACE INTO placeholders (room, body) VALUES (?, ?)"
            await transaction.run(sql, room, _NAMES.dump_json(names).decode())
