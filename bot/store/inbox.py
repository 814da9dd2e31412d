"""The inbox: what happened, each thing once, in order for each room."""

from collections.abc import Callable
from typing import TypeAlias, cast

from bot.model import Event, EventId, RoomId
from bot.store.codec import pack_thing, tag_of
from bot.store.db import Database, Transaction
from bot.store.rows import Row, RowUnreadable, read_row
from bot.store.turns import Place, Turns

IsUrgent: TypeAlias = Callable[[RoomId, Event], bool]
"""Whether an event goes before what waits in other rooms."""


class Inbox:
    """Events from `listen` (and answers from `act`) on their way to `think`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._turns = Turns()
        self._taken: tuple[EventId, Place] | None = None

    async def admit(self, room: RoomId, event: Event) -> bool:
        """Write `event` down; False if it was here before. It is on disk when this returns."""
        async with self._db.transaction() as transaction:
            return await admit_event(transaction, room, event)

    async def next_event(self, is_urgent: IsUrgent | None = None) -> tuple[RoomId, Event] | None:
        """Return what is to be decided next, or None: the rooms go in turn, those first in which something `is_urgent`.

        In each room it is the oldest. What is set aside is passed over. It is the same until that is decided.

        Raises:
            RowUnreadable: it cannot be read.
        """
        await self._join_line()
        if is_urgent:
            await self._look_for_urgent(is_urgent)
        while place := self._turns.find_next():
            event = await self._read_event(place)
            if event is not None:
                self._taken = (event.id, place)
                return place.room, event
            self._turns.leave_line(place)
        return None

    def list_waiting_rooms(self) -> frozenset[RoomId]:
        """Return the rooms in which something waits to be decided, as far as that is known."""
        return self._turns.rooms

    def end_turn(self, event: Event) -> None:
        """Let another room have its turn, now that `event` is decided."""
        if self._taken and self._taken[0] == event.id:
            self._turns.end_turn(self._taken[1])

    async def _join_line(self) -> None:
        """Let what has come since stand in line: where nothing does, whatever waits, also what was set aside and can be read again."""
        rows = await self._db.rows("SELECT room, seq FROM undecided WHERE seq > ? ORDER BY seq", self._turns.known)
        self._turns.join_line(Place(RoomId(room), number) for room, number in rows)

    async def _look_for_urgent(self, is_urgent: IsUrgent) -> None:
        """Let the rooms go first in which something that is new in line is urgent. What cannot be read is nothing's turn yet."""
        for place in self._turns.list_unread():
            try:
                event = await self._read_event(place)
            except RowUnreadable:
                continue
            if event is not None and is_urgent(place.room, event):
                self._turns.put_first(place)

    async def _read_event(self, place: Place) -> Event | None:
        """Return what stands at a place in the inbox; None if it is decided or set aside."""
        rows = await self._db.rows("SELECT id, kind, body FROM undecided WHERE seq = ?", place.number)
        if not rows:
            return None
        row, kind, body = rows[0]
        return cast(Event, read_row(Row("inbox", row, place.room, kind), body))


async def admit_event(transaction: Transaction, room: RoomId, event: Event) -> bool:
    """Write `event` down inside a transaction; False if it was here before."""
    row = (event.id, room, tag_of(event), pack_thing(event))
    return await transaction.run("INSERT OR IGNORE INTO inbox (id, room, kind, body) VALUES (?, ?, ?, ?)", *row) == 1


async def note_decided(transaction: Transaction, event: Event) -> None:
    """Note that `event` is decided. Its words go; its id stays, so that it never counts twice."""
    await transaction.run("UPDATE inbox SET decided = 1, body = NULL WHERE id = ?", event.id)
