"""The rooms, and the words of their windows."""

from dataclasses import replace
from typing import Any, cast

from bot.model import EventId, Line, Room, RoomId, UserId
from bot.store.codec import pack_thing
from bot.store.db import Database, Transaction
from bot.store.rows import Row, read_row

REMEMBERED = 64
"""Rooms of which it is remembered what their stored state means: those that were read last."""


class Rooms:
    """Each room as it is between two events."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[RoomId, tuple[str, Room]] = {}
        self._lines: dict[RoomId, tuple[list[tuple[Any, ...]], tuple[Line, ...]]] = {}
        db.on_erased.append(self.forget_rooms)

    def forget_rooms(self) -> None:
        """Forget what was read, because something of it was erased."""
        self._read.clear()
        self._lines.clear()

    def list_remembered(self) -> frozenset[RoomId]:
        """Return the rooms of which something is remembered."""
        return frozenset((*self._read, *self._lines))

    def remember_state(self, room: Room, state: str) -> None:
        """Know what the stored `state` means, because it was written from that."""
        self._read.pop(room.id, None)
        self._read[room.id] = (state, replace(room, window=()))

    async def room(self, room: RoomId) -> Room:
        """Return the room, with its window; a room never heard of is empty and off.

        Raises:
            RowUnreadable: its state cannot be read. It is not decided about with any other.
        """
        rows = await self._db.rows("SELECT state FROM room WHERE id = ?", room)
        if not rows:
            return Room(room)
        lines = await self._db.rows("SELECT id, sender, at, text FROM line WHERE room = ? ORDER BY at, rowid", room)
        return replace(self._read_state(room, rows[0][0]), window=self._read_window(room, lines))

    def _read_window(self, room: RoomId, lines: list[tuple[Any, ...]]) -> tuple[Line, ...]:
        """Return a window; a line that was there the last time is the same object again. Nothing but what is on disk is remembered."""
        before, known = self._lines.pop(room, ([], ()))
        first = before.index(lines[0]) if lines and lines[0] in before else len(before)
        same = len(before) - first if before[first:] == lines[: len(before) - first] else 0
        new = (Line(EventId(event_id), UserId(sender), at, text) for event_id, sender, at, text in lines[same:])
        window = (*(known[first:] if same else ()), *new)
        self._lines[room] = (lines, window)
        if len(self._lines) > REMEMBERED:
            del self._lines[next(iter(self._lines))]
        return window

    async def read_state(self, transaction: Transaction, room: RoomId) -> Room:
        """Return the room without its window, inside a transaction.

        Raises:
            RowUnreadable: its state cannot be read.
        """
        rows = await transaction.rows("SELECT state FROM room WHERE id = ?", room)
        return self._read_state(room, rows[0][0]) if rows else Room(room)

    def _read_state(self, room: RoomId, state: str) -> Room:
        """Return what the stored `state` of a room means, which is looked into once: it is read three times for each event."""
        known = self._read.pop(room, None)
        if known is None or known[0] != state:
            known = (state, cast(Room, read_row(Row("room", room, room, "room"), state)))
        self._read[room] = known
        if len(self._read) > REMEMBERED:
            del self._read[next(iter(self._read))]
        return known[1]

    async def all(self) -> tuple[RoomId, ...]:
        """Return the id of every room ever heard of."""
        return tuple(RoomId(row[0]) for row in await self._db.rows("SELECT id FROM room"))

    async def due(self, now: float) -> tuple[tuple[RoomId, float], ...]:
        """Return the rooms whose deadline has come, with the deadline: those that take part in anything."""
        rows = await self._db.rows("SELECT id, deadline FROM active_room WHERE deadline <= ?", now)
        return tuple((RoomId(room), deadline) for room, deadline in rows)

    async def find_deadline(self, room: RoomId) -> float | None:
        """Return when `room` is to be looked at next, in seconds UTC; None if it is not."""
        rows = await self._db.rows("SELECT deadline FROM room WHERE id = ?", room)
        return cast(float | None, rows[0][0]) if rows else None

    async def next_deadline(self) -> float | None:
        """Return the earliest deadline of any room, in seconds UTC."""
        rows = await self._db.rows("SELECT min(deadline) FROM active_room")
        return cast(float | None, rows[0][0])


async def keep_room(transaction: Transaction, room: Room, deadline: float | None) -> str:
    """Write `room` down inside a transaction: its state whole, its window by what came and what went. Return the stored state."""
    state = pack_thing(replace(room, window=()))
    sql = "INSERT INTO room (id, state, deadline) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET state = ?2, deadline = ?3"
    await transaction.run(sql, room.id, state, deadline)
    stored = dict(await transaction.rows("SELECT id, text FROM line WHERE room = ?", room.id))
    wanted = {line.id: line for line in room.window}
    gone = [(room.id, event_id) for event_id in stored if event_id not in wanted]
    new = [
        (room.id, line.id, line.sender, line.at, line.text) for line in room.window if stored.get(line.id) != line.text
    ]
    await transaction.run_many("DELETE FROM line WHERE room = ? AND id = ?", gone)
    await transaction.run_many(
        "INSERT INTO line (room, id, sender, at, text) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (room, id) DO UPDATE SET text = excluded.text",
        new,
    )
    return state
