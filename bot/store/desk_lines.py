"""Messages at desks that several sessions share: which session each is of. Ids alone, never a word."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import EventId, RoomId
from bot.store.db import Database, Transaction


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A message at the shared desk `desk`. `session` is empty where nobody knew of which it was; `ours`: the bot said it."""

    event: EventId
    desk: RoomId
    session: RoomId
    ours: bool = False


class DeskLines:
    """What was said at shared desks, by the ids of the messages."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def note_line(self, line: DeskLine) -> None:
        """Note of which session a message is; noted again, it changes nothing."""
        async with self._db.transaction() as transaction:
            await write_desk_lines(transaction, (line,))

    async def find_line(self, event: EventId) -> DeskLine | None:
        """Return of which session a message at a shared desk is, None if it is not known."""
        rows = await self._db.rows("SELECT event, desk, session, ours FROM desk_line WHERE event = ?", event)
        return next((DeskLine(EventId(row[0]), RoomId(row[1]), RoomId(row[2]), bool(row[3])) for row in rows), None)

    async def list_own(self, desk: RoomId, session: RoomId) -> tuple[EventId, ...]:
        """Return what the bot said of a session at a shared desk, the newest first."""
        sql = "SELECT event FROM desk_line WHERE desk = ? AND session = ? AND ours ORDER BY rowid DESC"
        return tuple(EventId(row[0]) for row in await self._db.rows(sql, desk, session))

    async def forget_line(self, event: EventId) -> None:
        """Forget a message that was taken back."""
        async with self._db.transaction() as transaction:
            await transaction.run("DELETE FROM desk_line WHERE event = ?", event)


async def write_desk_lines(transaction: Transaction, lines: Iterable[DeskLine]) -> None:
    """Write down of which session messages are, inside a transaction."""
    rows = [(line.event, line.desk, line.session, line.ours) for line in lines]
    await transaction.run_many("INSERT OR IGNORE INTO desk_line (event, desk, session, ours) VALUES (?, ?, ?, ?)", rows)


async def has_own_lines(transaction: Transaction, desk: RoomId, session: RoomId) -> bool:
    """Return whether something of the bot's stands at a desk of a session, inside a transaction."""
    sql = "SELECT 1 FROM desk_line WHERE desk = ? AND session = ? AND ours LIMIT 1"
    return bool(await transaction.rows(sql, desk, session))


async def forget_desk_lines(transaction: Transaction, desk: RoomId, session: RoomId | None = None) -> None:
    """Forget which messages at a desk were a session's, or anybody's, inside a transaction."""
    await transaction.run("DELETE FROM desk_line WHERE desk = ?1 AND (?2 IS NULL OR session = ?2)", desk, session)
