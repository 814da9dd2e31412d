"""The inbox: what happened, each thing once, in order."""

from typing import cast

from bot.model import Event, RoomId
from bot.store.codec import pack_thing, tag_of
from bot.store.db import Database, Transaction
from bot.store.rows import Row, read_row


class Inbox:
    """Events from `listen` (and answers from `act`) on their way to `think`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def admit(self, room: RoomId, event: Event) -> bool:
        """Write `event` down; False if it was here before. It is on disk when this returns."""
        async with self._db.transaction() as transaction:
            return await admit_event(transaction, room, event)

    async def next_event(self) -> tuple[RoomId, Event] | None:
        """Return the oldest event that is not decided yet, or None. What is set aside is passed over.

        Raises:
            RowUnreadable: it cannot be read.
        """
        rows = await self._db.rows("SELECT id, room, kind, body FROM undecided ORDER BY seq LIMIT 1")
        if not rows:
            return None
        row, room, kind, body = rows[0]
        return RoomId(room), cast(Event, read_row(Row("inbox", row, RoomId(room), kind), body))


async def admit_event(transaction: Transaction, room: RoomId, event: Event) -> bool:
    """Write `event` down inside a transaction; False if it was here before."""
    row = (event.id, room, tag_of(event), pack_thing(event))
    return await transaction.run("INSERT OR IGNORE INTO inbox (id, room, kind, body) VALUES (?, ?, ?, ?)", *row) == 1


async def note_decided(transaction: Transaction, event: Event) -> None:
    """Note that `event` is decided. Its words go; its id stays, so that it never counts twice."""
    await transaction.run("UPDATE inbox SET decided = 1, body = NULL WHERE id = ?", event.id)
