"""The rooms, and the words of their windows."""

from dataclasses import dataclass, replace
from typing import Any, cast

from bot.model import EventId, Line, Room, RoomId, UserId
from bot.store.codec import Parts, join_parts, pack_parts
from bot.store.db import Database, Transaction
from bot.store.rows import Row, read_row

REMEMBERED = 64
"""Rooms that are remembered: those that were read last."""
_STATE = "SELECT state, (SELECT data_version FROM pragma_data_version) FROM room WHERE id = ?"
"""`data_version` changes as soon as another process has written to the file; what this one writes, it knows."""
_LINES = "SELECT id, sender, at, text, voiced FROM line WHERE room = ? ORDER BY at, rowid"


@dataclass(slots=True)
class Remembered:
    """What is known of a room: its stored `state`, what that means, without the window, and how each of its `parts` is stored.

    `whole` is the room with its window, None where that is to be read, as it was at the file's `version`.
    """

    state: str
    bare: Room
    parts: Parts
    whole: Room | None = None
    version: int = -1


class Rooms:
    """Each room as it is between two events. Nothing is remembered but what is on disk."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[RoomId, Remembered] = {}
        db.on_erased.append(self.forget_rooms)

    def forget_rooms(self) -> None:
        """Forget what was read, because something of it was erased."""
        self._known.clear()

    def list_remembered(self) -> frozenset[RoomId]:
        """Return the rooms of which something is remembered."""
        return frozenset(self._known)

    def remember_room(self, kept: Remembered) -> None:
        """Know a room as it was written, now that this is committed."""
        self._known.pop(kept.bare.id, None)
        self._known[kept.bare.id] = kept
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]

    async def room(self, room: RoomId) -> Room:
        """Return the room, with its window; a room never heard of is empty and off.

        Raises:
            RowUnreadable: its state cannot be read. It is not decided about with any other.
        """
        rows = await self._db.rows(_STATE, room)
        if not rows:
            return Room(room)
        known = self._recall(room, *rows[0])
        if known.whole is None:
            window = _read_lines(await self._db.rows(_LINES, room))
            known.whole = replace(known.bare, window=window)
        return known.whole

    async def look_at_state(self, room: RoomId) -> Room:
        """Return the room without its window: for whoever looks at many rooms, or at a notebook of an earlier version.

        Raises:
            RowUnreadable: its state cannot be read.
        """
        rows = await self._db.rows(_STATE, room)
        return self._recall(room, *rows[0]).bare if rows else Room(room)

    async def read_state(self, transaction: Transaction, room: RoomId) -> Room:
        """Return the room without its window, inside a transaction.

        Raises:
            RowUnreadable: its state cannot be read.
        """
        rows = await transaction.rows(_STATE, room)
        return self._recall(room, *rows[0]).bare if rows else Room(room)

    def _recall(self, room: RoomId, state: str, version: int) -> Remembered:
        """Return what is known of a room, of which `state` is stored at the file's `version`: it is read three times for each event."""
        known = self._known.get(room)
        if known is None or known.state != state:
            known = Remembered(state, cast(Room, read_row(Row("room", room, room, "room"), state)), {})
        if known.version != version:
            known.whole, known.version = None, version
        self.remember_room(known)
        return known

    async def keep_room(self, transaction: Transaction, room: Room, deadline: float | None) -> Remembered:
        """Write `room` down inside a transaction: of its state what is another, of its window what came and what went.

        Return what is to be remembered of it once that is committed; until then nothing is.
        """
        rows = await transaction.rows("SELECT data_version FROM pragma_data_version")
        known, version = self._known.pop(room.id, None), rows[0][0]
        bare = replace(room, window=())
        kept = Remembered("", bare, pack_parts(bare, known.parts if known else {}), room, version)
        kept.state = join_parts(kept.parts)
        sql = "INSERT INTO room (id, state, deadline) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET state = ?2, deadline = ?3"
        await transaction.run(sql, room.id, kept.state, deadline)
        if known and known.whole and known.version == version:
            before = known.whole.window
        else:
            before = _read_lines(await transaction.rows(_LINES, room.id))
        await _keep_lines(transaction, room, before)
        return kept

    async def all(self) -> tuple[RoomId, ...]:
        """Return the id of every room ever heard of."""
        return tuple(RoomId(row[0]) for row in await self._db.rows("SELECT id FROM room"))

    async def due(self, now: float) -> tuple[tuple[RoomId, float], ...]:
        """Return the rooms whose deadline has come, with the deadline: those that take part in anything."""
        rows = await self._db.rows("SELECT id, deadline FROM active_room WHERE deadline <= ?", now)
        return tuple((RoomId(room), deadline) for room, deadline in rows)

    async def list_alarms_after(self, time: float) -> tuple[RoomId, ...]:
        """Return the rooms with an alarm from after `time` (seconds UTC): of a date, where that is to come, which was wrong."""
        rows = await self._db.rows(
            "WITH fine AS MATERIALIZED (SELECT id, state FROM active_room WHERE deadline IS NOT NULL AND json_valid(state)) "
            "SELECT DISTINCT fine.id FROM fine, json_each(fine.state, '$.alarms') WHERE max(json_extract(value, '$.at'), "
            "coalesce(json_extract(value, '$.held'), 0.0)) > ?",
            time,
        )
        return tuple(RoomId(room) for (room,) in rows)

    async def find_deadline(self, room: RoomId) -> float | None:
        """Return when `room` is to be looked at next, in seconds UTC; None if it is not."""
        rows = await self._db.rows("SELECT deadline FROM room WHERE id = ?", room)
        return cast(float | None, rows[0][0]) if rows else None

    async def next_deadline(self) -> float | None:
        """Return the earliest deadline of any room, in seconds UTC."""
        rows = await self._db.rows("SELECT min(deadline) FROM active_room")
        return cast(float | None, rows[0][0])


def _read_lines(rows: list[tuple[Any, ...]]) -> tuple[Line, ...]:
    return tuple(
        Line(EventId(event_id), UserId(sender), at, text, bool(voiced)) for event_id, sender, at, text, voiced in rows
    )


async def _keep_lines(transaction: Transaction, room: Room, before: tuple[Line, ...]) -> None:
    """Write down what of the window is new, or another than `before`, and erase what is gone."""
    gone, new = compare_windows(before, room.window)
    await transaction.run_many("DELETE FROM line WHERE room = ? AND id = ?", [(room.id, line.id) for line in gone])
    await transaction.run_many(
        "INSERT INTO line (room, id, sender, at, text, voiced) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (room, id) DO UPDATE SET text = excluded.text, voiced = excluded.voiced",
        [(room.id, line.id, line.sender, line.at, line.text, line.voiced) for line in new],
    )


def compare_windows(before: tuple[Line, ...], after: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return which lines are gone, and which are new or another than they were.

    Nearly always some went at one end and some came at the other: then what lies between is compared as one.
    """
    start = next((number for number, line in enumerate(before) if after and line is after[0]), None)
    if start is not None and before[start:] == after[: len(before) - start]:
        return before[:start], after[len(before) - start :]
    stored, wanted = {line.id: line for line in before}, {line.id for line in after}
    gone = tuple(line for line in before if line.id not in wanted)
    return gone, tuple(line for line in after if stored.get(line.id) != line)
