"""Who has a slot of a backend: fair by room, whatever the order in which people ask, and whoever goes away."""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import TypeAlias

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st

from bot.app.slots import Slots
from bot.model import RoomId

ROOMS = tuple(RoomId(f"!room{number}") for number in range(5))
ASKING = st.tuples(st.sampled_from(ROOMS), st.booleans())
GOING = st.tuples(st.sampled_from(["ends", "is cancelled", "steps aside"]), st.integers(0, 99))
Who: TypeAlias = tuple[RoomId, bool]


class Crowd:
    """Rooms that ask, end and go away as a test says; nothing here knows a clock.

    `waiting` are the requests without a slot by number, `holding` those with one. `passed` is, for each room that waits,
    how often every other had a slot since that room was last served, or came; what is urgent is a line of its own.
    """

    def __init__(self, count: int) -> None:
        self.slots, self.count = Slots(count), count
        self.tasks: dict[int, asyncio.Task[None]] = {}
        self.steps: dict[int, asyncio.Queue[str]] = {}
        self.waiting: dict[int, Who] = {}
        self.holding: dict[int, Who] = {}
        self.passed: dict[Who, Counter[RoomId]] = {}
        self.served: list[RoomId] = []
        self.kinds = ""

    async def ask(self, room: RoomId, *, urgent: bool = False) -> int:
        """Let a room ask, and return the request's number."""
        number = len(self.tasks)
        self.steps[number] = asyncio.Queue()
        self.tasks[number] = asyncio.create_task(self._hold(number, (room, urgent)))
        await self.settle()
        return number

    async def go(self, how: str, number: int) -> None:
        """Let a request end, be cancelled, or step aside for a moment; one that waits can only be cancelled."""
        if how == "is cancelled":
            self.tasks[number].cancel()
        elif number in self.holding:
            self.steps[number].put_nowait(how)
        await self.settle()

    async def settle(self) -> None:
        """Let everybody go on who can, and look at what must always be so."""
        for _ in range(8):
            await asyncio.sleep(0)
        assert len(self.holding) <= self.count
        assert not self.waiting or len(self.holding) == self.count
        assert self.slots.count_waiting() == len(self.waiting)

    async def close(self) -> None:
        """Let everybody go."""
        for task in self.tasks.values():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.settle()

    async def _hold(self, number: int, who: Who) -> None:
        try:
            self._wait(number, who)
            async with self.slots.hold_slot(who[0], urgent=who[1]) as slot:
                self._serve(number, who)
                while await self.steps[number].get() == "steps aside":
                    del self.holding[number]
                    async with slot.step_aside():
                        await asyncio.sleep(0)  # whoever has the slot now takes note of it
                        self._wait(number, who)
                    self._serve(number, who)
        finally:
            self.holding.pop(number, None)
            self.waiting.pop(number, None)
            if who not in self.waiting.values():
                self.passed.pop(who, None)

    def _wait(self, number: int, who: Who) -> None:
        self.waiting[number] = who
        self.passed.setdefault(who, Counter())

    def _serve(self, number: int, who: Who) -> None:
        """Note that a request has its slot, and that nobody was passed over for it."""
        room, urgent = who
        del self.waiting[number]
        self.passed.pop(who)
        if who in self.waiting.values():
            self.passed[who] = Counter()
        for (_, other), passed in self.passed.items():
            if other == urgent:
                passed[room] += 1
                assert passed[room] <= 1, "no room has two turns while another waits for one"
        self.holding[number] = who
        self.served.append(room)
        others = any(other != urgent for _, other in self.waiting.values())
        self.kinds = self.kinds + "ou"[urgent] if others else ""
        assert not self.kinds.endswith(("uu", "oo")), (
            "of two turns one is a second reader's, and one is not, if both wait"
        )


@given(st.integers(1, 3), st.lists(ASKING | GOING, max_size=60))
@try_examples(400)
async def test_slots_go_round_the_rooms(count: int, happenings: list[tuple[str, int]]) -> None:
    """Between two turns of a room that waits no other room has more than one; no slot is idle while anybody waits.

    That holds for any order of asking, ending, stepping aside and going away.
    """
    crowd = Crowd(count)
    for what, how in happenings:
        if what in ROOMS:
            await crowd.ask(RoomId(what), urgent=bool(how))
        elif crowd.tasks:
            await crowd.go(what, how % len(crowd.tasks))
    await crowd.close()
    assert (crowd.holding, crowd.waiting) == ({}, {})


async def test_a_flood_of_one_room_holds_nobody_up() -> None:
    """Who asks fifty times is served once before somebody who comes after all fifty."""
    crowd = Crowd(1)
    for _ in range(50):
        await crowd.ask(ROOMS[0])
    for room in ROOMS[1:]:
        await crowd.ask(room)
    for number in (0, 1, 50, 51):
        await crowd.go("ends", number)
    assert crowd.served == [ROOMS[0], ROOMS[0], *ROOMS[1:4]]
    await crowd.close()


async def test_who_is_cancelled_while_a_slot_is_handed_over_passes_it_on() -> None:
    """A slot that comes in the very moment in which its request is cancelled goes to the next, and is not lost."""
    slots = Slots(1)
    async with slots.hold_slot(ROOMS[0]):
        first, second = [asyncio.create_task(slots.take_slot(room, urgent=False)) for room in ROOMS[1:3]]
        await asyncio.sleep(0)
    first.cancel()
    await second
    assert first.cancelled()


async def test_a_cancelled_request_costs_its_room_no_turn() -> None:
    """Where the first request of a room is taken back as a slot comes free, that room's next one has it."""
    slots = Slots(1)
    async with slots.hold_slot(ROOMS[0]):
        asked = [asyncio.create_task(slots.take_slot(room, urgent=False)) for room in (ROOMS[1], *ROOMS[1:3])]
        await asyncio.sleep(0)
        asked[0].cancel()
    await asyncio.wait(asked[1:], return_when=asyncio.FIRST_COMPLETED)
    assert [task.done() for task in asked[1:]] == [True, False]
    asked[2].cancel()
