"""A room, asked about itself."""

import pytest

from bot.model import (
    CRISIS,
    SECOND_READER,
    Alarm,
    EventId,
    Floor,
    Language,
    Pending,
    Person,
    Room,
    RoomId,
    Task,
    UserId,
)

ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")
HERE = RoomId("!a")


@pytest.mark.parametrize("floor", Floor)
def test_the_ai_is_on_wherever_it_listens(floor: Floor) -> None:
    """Listening and speaking are on; nothing else is."""
    assert Room(HERE, floor=floor).is_on is (floor in {Floor.LISTEN, Floor.SPEAK})


@pytest.mark.parametrize("reason", [CRISIS, SECOND_READER])
def test_danger_pauses_whoever_saw_it(reason: str) -> None:
    """The AI keeps quiet while an alarm of danger waits, whether the list or a model raised it."""
    room = Room(HERE, alarms=(Alarm("A1", "tripwire-broken", 1.0), Alarm("A2", reason, 2.0)))
    assert room.is_paused
    assert not room.is_frozen


def test_what_is_no_danger_pauses_nothing() -> None:
    """An alarm about anything else waits at the desk while the AI goes on."""
    assert not Room(HERE, alarms=(Alarm("A1", "identity-changed", 1.0),)).is_paused


def test_a_freeze_pauses_too() -> None:
    """In a room that the operator froze the AI keeps quiet, with no alarm at all."""
    room = Room(HERE, frozen_since=5.0)
    assert room.is_frozen
    assert room.is_paused


def test_a_room_knows_who_is_in_it() -> None:
    """Who is in the room is known by id, and nobody else is."""
    room = Room(HERE, roster=(Person(ANA, "Ana"),))
    assert room.person(ANA) == Person(ANA, "Ana")
    assert room.knows(ANA)
    assert not room.knows(KIM)


def test_a_room_knows_what_it_waits_for() -> None:
    """A question is found by the message that asked, until it is taken out; the others go on waiting."""
    first, second = (Pending(EventId(f"${name}"), KIM, Task.ASK, Language("en")) for name in "ab")
    room = Room(HERE, pending=(first, second))
    assert room.pending_for(first.question) is first
    assert room.is_waiting_for(Task.NOTE, Task.ASK)
    left = room.without_pending(first)
    assert left.pending == (second,)
    assert left.pending_for(first.question) is None
    assert not left.is_waiting_for(Task.NOTE)
