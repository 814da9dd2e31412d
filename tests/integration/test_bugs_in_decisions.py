"""What becomes of a room when a decision in it has a bug: nothing of it is lost, least of all when to look at it again."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, ROOM, Client, Server, seat

from bot.app.services import Chair
from bot.app.think import think
from bot.model import Decision, EventId, Floor, Heard, Person, Room

NOW = 1000.0
PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))


class Buggy:
    """Settings in which looking for a room's policy fails, as nothing but a bug does."""

    def policy(self, *_: object) -> None:
        """Fail."""
        raise ZeroDivisionError


async def decide_with_a_bug(chair: Chair, deadline: float, event: Heard | None) -> float | None:
    """Let a bug meet `event`, or else what time brings, in a room with a `deadline`; return when it is looked at next."""
    settings: Any = Buggy()
    chair.settings, chair.clock = settings, lambda: NOW
    room = Room(ROOM, seated=True, floor=Floor.LISTEN, roster=PEOPLE)
    await chair.store.commit(Heard(EventId("$before"), KIM, NOW, "!help"), Decision(room), deadline)
    if event:
        await chair.store.inbox.admit(ROOM, event)
    thinking = asyncio.create_task(think(chair))
    await chair.to_act.wait()  # which rings when something was decided
    thinking.cancel()
    await asyncio.wait([thinking])
    assert await chair.store.rooms.room(ROOM) == room
    return await chair.store.rooms.next_deadline()


@pytest.mark.parametrize(("deadline", "then"), [(NOW + 30, NOW + 30), (NOW + 5000, NOW + 60)], ids=["soon", "late"])
async def test_a_bug_leaves_the_room_its_deadline(tmp_path: Path, deadline: float, then: float) -> None:
    """Alarms, retention and the idle stop go on: the room is looked at when it would have been, or in a minute."""
    async with seat(tmp_path, Client(Server())) as chair:
        heard = Heard(EventId("$heard"), KIM, NOW, "!help")
        assert await decide_with_a_bug(chair, deadline, heard) == then


async def test_a_bug_in_what_time_brings_is_tried_again_in_a_minute(tmp_path: Path) -> None:
    """Where looking at a room is what fails, it is looked at again in a minute: not never, and not at once for ever."""
    async with seat(tmp_path, Client(Server())) as chair:
        assert await decide_with_a_bug(chair, NOW - 100, None) == NOW + 60
