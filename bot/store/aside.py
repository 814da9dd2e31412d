"""Rows that cannot be read, set aside: kept as they are, where they are, while everything else goes on.

await store.aside.put(row, "no-json", at, effects)     # False: it was set aside before, and told of
await store.aside.look_again()                         # what can be read by now is taken up again
"""

from bot.audit.chain import make_deed
from bot.model import Desk, Effect, Elapsed, Event, EventId, Failed, RoomId, Trouble, Unsaid, WasAway
from bot.store.audit_log import append_deeds
from bot.store.db import Database, Transaction
from bot.store.inbox import admit_event
from bot.store.outbox import order_effects
from bot.store.rows import Row, RowUnreadable, read_row

_BODIES = {
    "inbox": "SELECT body FROM inbox WHERE id = ? AND decided = 0",
    "job": "SELECT body FROM job WHERE id = ? AND state = 'waiting'",
    "room": "SELECT state FROM room WHERE id = ?",
}


class SetAside:
    """Which rows are set aside."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def put(self, row: Row, reason: str, at: float, effects: tuple[Effect, ...]) -> bool:
        """Set a row aside at `at` (seconds UTC), with what is to be said of it, all at once; False if it is aside already.

        It is written into the audit. What hangs on the row is told as it is where something else goes wrong.
        """
        cause = Elapsed(EventId(f"set-aside/{row.source}/{row.id}/{at}"), at)
        sql = "INSERT OR IGNORE INTO set_aside (source, id, room, kind, reason, at) VALUES (?, ?, ?, ?, ?, ?)"
        async with self._db.transaction() as transaction:
            if not await transaction.run(sql, row.source, row.id, row.room, row.kind, reason, at):
                return False
            done = make_deed("set-aside", at, row.room, source=row.source, row=row.id, kind=row.kind, reason=reason)
            await append_deeds(transaction, [done], "")
            await order_effects(transaction, row.room, cause, effects)
            for event in await _consequences(transaction, row, at):
                await admit_event(transaction, row.room, event)
        return True

    async def all(self) -> tuple[Row, ...]:
        """Return every row that is set aside."""
        rows = await self._db.rows("SELECT source, id, room, kind FROM set_aside ORDER BY at, source, id")
        return tuple(Row(source, item, RoomId(room), kind) for source, item, room, kind in rows)

    async def look_again(self) -> None:
        """Take up again what can be read by now, such as after a mended file or a newer version; forget what is gone."""
        for row in await self.all():
            bodies = await self._db.rows(_BODIES[row.source], row.id)
            try:
                _ = bodies and read_row(row, bodies[0][0])
            except RowUnreadable:
                continue
            async with self._db.transaction() as transaction:
                await transaction.run("DELETE FROM set_aside WHERE source = ? AND id = ?", row.source, row.id)


async def _consequences(transaction: Transaction, row: Row, at: float) -> tuple[Event, ...]:
    """Return what follows for the session: nothing from its own state, which nobody can decide about.

    Of an event nobody knows what it was: it may have been a `!stop`, so it counts as an absence of the bot's own. Of a
    question somebody waits for the answer; what was not said at the desk may have been an alarm.
    """
    if row.source == "inbox":
        return (WasAway(EventId(f"unread/{row.id}"), at, at),)
    result = (
        await transaction.rows("SELECT question, lane FROM job WHERE id = ?", row.id) if row.source == "job" else []
    )
    if not result:
        return ()
    question, lane = result[0]
    if row.kind == "ask" and question:
        return (Failed(EventId(f"{row.id}/answer"), at, EventId(question), Trouble.DOWN),)
    return (Unsaid(EventId(f"{row.id}/unsaid"), at, Desk(), "unreadable-at-desk"),) if lane == "desk" else ()
