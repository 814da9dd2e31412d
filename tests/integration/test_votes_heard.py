"""A vote is heard as its sender's word: sealed alone, under either name that it goes by, and at the desk alone."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, ROOM, Client, Server, seat
from megolm import ROOM as TALK
from megolm import QuietRoom, envelope, quiet_room
from routing_scene import DESK, DIRECT, EVE, PEOPLE, Scene, listening_scene, room_is

from bot.app.think import _elapse_deadlines
from bot.matrix.polls import END, START, make_poll_end, make_poll_start
from bot.matrix.sync import open_sealed
from bot.matrix.trust import Refusal
from bot.model import (
    Attached,
    Ballot,
    Decision,
    Desk,
    Elapsed,
    EndPoll,
    EventId,
    Floor,
    Language,
    Mark,
    Poll,
    Room,
    UndecryptedEvent,
    UserId,
    Voted,
    make_words,
)

UNSTABLE, STABLE = "org.matrix.msc3381.poll.response", "m.poll.response"
HERE = {"rel_type": "m.reference", "event_id": "$poll"}
EN = Language("en")


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Open an encrypted room with Ana and Kim."""
    async with quiet_room(tmp_path) as room:
        yield room


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot in a session at which everybody is, and let it listen."""
    async with listening_scene(tmp_path) as scene:
        yield scene


def vote(kind: str = UNSTABLE, **content: Any) -> dict[str, Any]:
    """Return a vote as somebody's app writes it."""
    return {"type": kind, "content": {"m.relates_to": HERE, kind: {"answers": ["yes"]}, **content}}


def test_what_a_poll_looks_like_to_an_app() -> None:
    """A poll stands under the names that apps of today read, one answer each, and mentions nobody; its end refers to it."""
    sentence = make_words("poll-question", EN, prefix="!", code="K1", seconds=10)
    yes, no = make_words("poll-yes", EN, prefix="!"), make_words("poll-no", EN, prefix="!")
    poll = Poll("K1", sentence, yes, no, "a" * 32, "b" * 32, Mark(kind="poll"), EventId("$asked"))
    content = make_poll_start(poll, "job")
    asked = content[START]
    assert [answer["id"] for answer in asked["answers"]] == ["a" * 32, "b" * 32]
    assert [answer["org.matrix.msc1767.text"] for answer in asked["answers"]] == ["Let it out", "Drop it"]
    assert asked["max_selections"] == 1
    assert asked["question"]["body"].startswith("K1: let it out?")
    assert content["m.mentions"] == {}
    end = make_poll_end(EndPoll(EventId("$poll"), yes, Mark(kind="poll")), "job")
    assert (end[END], end["m.relates_to"]) == ({}, HERE)


def test_a_vote_is_heard_under_either_name(room: QuietRoom) -> None:
    """The stable name and the unstable one are one, in each form that they have had; its device is known."""
    forms = (
        vote(),
        vote(STABLE),
        vote(STABLE, **{"m.selections": ["yes"], STABLE: None}),
        vote(STABLE, **{UNSTABLE: {"answers": ["yes"]}, STABLE: None}),
    )
    for number, form in enumerate(forms):
        sealed = {**room.ana.seals(form), "event_id": f"${number}"}
        voted = room.hears(sealed)
        assert isinstance(voted, Voted), number
        assert (voted.sender, voted.target, voted.answers) == (ANA, "$poll", ("yes",)), number
        assert (voted.signed, voted.device, voted.late) == (True, "PHONE", False), number


def test_a_vote_in_the_open_is_refused(room: QuietRoom) -> None:
    """A vote that anybody could have written, because it is not encrypted, counts for nothing, and is counted as refused."""
    for kind in (UNSTABLE, STABLE):
        clear = {**envelope(ANA), **vote(kind)}
        assert room.refuses(clear) == [Refusal.PLAINTEXT]


def test_a_spoilt_vote_takes_the_earlier_one_back(room: QuietRoom) -> None:
    """What names no answer, or nothing that could be one, is a vote with none; what refers to no poll is no vote."""
    spoilt: tuple[Any, ...] = ([], "yes", None, [7], ["y" * 65], {"a": 1})
    for number, answers in enumerate(spoilt):
        sealed = {**room.ana.seals(vote(UNSTABLE, **{UNSTABLE: {"answers": answers}})), "event_id": f"${number}"}
        voted = room.hears(sealed)
        assert isinstance(voted, Voted), number
        assert voted.answers == (), number
    strange: tuple[Any, ...] = ({}, None, {"rel_type": "m.thread", "event_id": "$poll"}, {**HERE, "event_id": 7})
    for number, relation in enumerate(strange):
        sealed = {**room.ana.seals(vote(UNSTABLE, **{"m.relates_to": relation})), "event_id": f"$no{number}"}
        assert room.hears(sealed) is None, number


def test_a_vote_whose_key_came_late(room: QuietRoom) -> None:
    """Of a vote that could be read only later it is known when it came, and, after a minute, that it was too long ago."""
    for number, (now, overdue) in enumerate(((59.0, False), (61.0, True))):
        sealed = {**room.ana.seals(vote()), "event_id": f"${number}"}
        seal = UndecryptedEvent(EventId(f"${number}"), TALK, ANA, json.dumps(sealed), 0.5)
        opened, (voted,) = open_sealed(room.bot, seal, now)
        assert opened, number
        assert isinstance(voted, Voted), number
        assert (voted.at, voted.written, voted.overdue) == (now, 0.5, overdue), number


def test_a_poll_of_a_person_is_no_vote(room: QuietRoom) -> None:
    """A poll that somebody asks stays what it was: something that the bot cannot see."""
    started = {"type": START, "content": {START: {"question": {"body": "tea?"}, "answers": []}}}
    assert isinstance(room.hears(room.ana.seals(started)), Attached)


async def test_votes_reach_the_session_from_the_desk_alone(scene: Scene) -> None:
    """A therapist's vote at the desk is told, where there was a poll at all; nobody else's, and none from elsewhere."""
    voted = Voted(EventId("$1"), ANA, 0.0, EventId("$poll"), ("yes",), signed=True)
    assert await scene.means(voted, DESK) == []
    ballots = (Ballot("K1", "binding", (EventId("$poll"),)),)
    await room_is(scene.chair, Room(ROOM, seated=True, floor=Floor.LISTEN, roster=PEOPLE, ballots=ballots))
    (told,) = await scene.means(replace(voted, id=EventId("$2")), DESK)
    assert isinstance(told, Voted)
    assert (told.where, told.answers) == (Desk(), ("yes",))
    others: tuple[tuple[UserId, Any], ...] = ((KIM, DESK), (EVE, DESK), (ANA, ROOM), (KIM, ROOM), (KIM, DIRECT))
    for number, (who, where) in enumerate(others):
        elsewhere = replace(voted, id=EventId(f"$other{number}"), sender=who)
        assert await scene.means(elsewhere, where) == [], number


async def test_a_deadline_says_whether_anybody_can_be_heard(tmp_path: Path) -> None:
    """What comes with time is told whether the homeserver answers just then: it does not before the first sync."""
    async with seat(tmp_path, Client(Server())) as chair:
        for number, answers in enumerate((False, True)):
            if answers:
                chair.synced.set()
            cause = Voted(EventId(f"$cause{number}"), ANA, 1.0, EventId("$poll"))
            await chair.store.commit(cause, Decision(Room(ROOM)), 2.0)
            assert await _elapse_deadlines(chair)
            taken = await chair.store.inbox.next_event()
            assert taken
            assert isinstance(taken[1], Elapsed)
            assert taken[1].deaf is not answers
            await chair.store.commit(taken[1], Decision(Room(ROOM)), None)
