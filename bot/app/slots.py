"""Whose request is next: a backend works on a few at once, and those that wait go round the rooms.

A room that asks fifty times waits for itself: between two of its requests every other room that waits has one. What a
second reader of danger asks goes before what anybody else asks, but never twice in a row while others wait.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self, TypeAlias

from bot.model import RoomId

_Line: TypeAlias = "OrderedDict[RoomId, deque[asyncio.Future[None]]]"


class Slots:
    """The slots of one backend, and who waits for one. Nobody waits while one is free."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._lines: dict[bool, _Line] = {True: OrderedDict(), False: OrderedDict()}
        self._was_urgent = False

    def hold_slot(self, room: RoomId, *, urgent: bool = False) -> "HeldSlot":
        """Return a slot for a request of `room`, to be entered: the block begins when it is its turn, and has the slot until it ends."""
        return HeldSlot(self, room, urgent=urgent)

    def count_waiting(self) -> int:
        """Return how many requests wait."""
        return sum(len(waiting) for line in self._lines.values() for waiting in line.values())

    async def take_slot(self, room: RoomId, *, urgent: bool) -> None:
        """Take a slot as soon as it is the turn of `room`. Whoever is cancelled meanwhile has none, and stands in nobody's way."""
        slot: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines[urgent].setdefault(room, deque()).append(slot)
        self._hand_out()
        try:
            await slot
        except asyncio.CancelledError:
            if slot.cancelled():
                self._leave_line(room, slot, urgent=urgent)
            else:  # it was handed over in that very moment
                self.give_slot_back()
            raise

    def give_slot_back(self) -> None:
        """Let the next request have a slot."""
        self._free += 1
        self._hand_out()

    def _hand_out(self) -> None:
        """Hand free slots to those who wait: round the rooms, one each."""
        while self._free and any(self._lines.values()):
            urgent = bool(self._lines[True]) and not (self._was_urgent and self._lines[False])
            slot = _find_next(self._lines[urgent])
            if slot:
                slot.set_result(None)
                self._free -= 1
                self._was_urgent = urgent

    def _leave_line(self, room: RoomId, slot: asyncio.Future[None], *, urgent: bool) -> None:
        line = self._lines[urgent]
        if slot in line.get(room, ()):
            line[room].remove(slot)
            if not line[room]:
                del line[room]


def _find_next(line: _Line) -> asyncio.Future[None] | None:
    """Return the oldest of the first room, which then stands behind every other; None if that one was cancelled a moment ago."""
    room, waiting = next(iter(line.items()))
    slot = waiting.popleft()
    if not waiting:
        del line[room]
    elif not slot.done():
        line.move_to_end(room)
    return None if slot.done() else slot


class HeldSlot:
    """One slot of a backend, from when a request has it until its block ends."""

    def __init__(self, slots: Slots, room: RoomId, *, urgent: bool) -> None:
        self._slots = slots
        self._room = room
        self._urgent = urgent
        self._is_held = False

    async def __aenter__(self) -> Self:
        await self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._give_back()

    @asynccontextmanager
    async def step_aside(self) -> AsyncIterator[None]:
        """Let others have the slot while the block runs, and wait for a turn again after it."""
        self._give_back()
        yield
        await self._take()

    async def _take(self) -> None:
        await self._slots.take_slot(self._room, urgent=self._urgent)
        self._is_held = True

    def _give_back(self) -> None:
        if self._is_held:
            self._is_held = False
            self._slots.give_slot_back()
