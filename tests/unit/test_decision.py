"""A decision: how what follows is put behind what came first."""

from dataclasses import replace
from typing import cast

import pytest

from bot.model import Alert, Cancel, Decision, Event, EventId, Room, RoomId, UserId
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.decide import decide


def _hear_talk(room: Room, talk: int, *, code: str = "heard") -> Decision:
    """Return a step that counts talk and says so, with what it was given beside the room."""
    return Decision(replace(room, talk=room.talk + talk), (Alert(code),))


def _ask(room: Room) -> Decision:
    """Return a step whose effect shows which room it was given."""
    return Decision(replace(room, codes=room.codes + 1), (Cancel(EventId(f"${room.talk}")),))


def test_a_step_is_taken_on_the_room_as_it_is_by_then() -> None:
    """Each step gets the room that the one before left, and what is to be done stands in the order of the steps."""
    decision = Decision(Room(RoomId("!a"))).then(_hear_talk, 2, code="first").then(_hear_talk, 3).then(_ask)
    assert decision.effects == (Alert("first"), Alert("heard"), Cancel(EventId("$5")))
    assert (decision.room.talk, decision.room.codes) == (5, 1)


def test_more_orders_change_no_room() -> None:
    """Orders that are given besides are done last, and the room stays the same one."""
    room = Room(RoomId("!a"), talk=7)
    decision = Decision(room, (Cancel(),)).also(Alert("one"), Alert("two"))
    assert decision.room is room
    assert decision.effects == (Cancel(), Alert("one"), Alert("two"))


def test_a_step_that_does_nothing_loses_nothing() -> None:
    """What was to be done before a step without effects is still to be done behind it."""
    decision = Decision(Room(RoomId("!a")), (Alert("kept"),)).then(Decision)
    assert decision == Decision(Room(RoomId("!a")), (Alert("kept"),)).also()


def test_an_event_without_a_rule_is_a_bug() -> None:
    """What no rule was written for is never taken for something that needs none."""
    policy = Policy(RoomRules(), UserId("@bot:clinic"), BackendFacts("embedded", "embedded", ""))
    with pytest.raises(AssertionError):
        decide(Room(RoomId("!a"), seated=True), cast(Event, object()), policy)
