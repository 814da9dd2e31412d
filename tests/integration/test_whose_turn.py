"""Who waits for whom while many rooms have much to be decided: nobody who stops, deletes, or may be in danger."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from asking_rooms import Clinic, ManyClient, SlottedModel, make_term, name_room
from hand_held import KIM, Server, at_work, seat

from bot.app.think import think
from bot.model import Ask, Elapsed, Event, EventId, Heard, Redacted, RoomId
from bot.store import Haul
from bot.store.inbox import Inbox

MANY = 12


@asynccontextmanager
async def not_thinking(folder: Path) -> AsyncIterator[Clinic]:
    """Give many rooms in which the AI is on, and a bot that decides nothing yet."""
    server = Server()
    async with seat(folder, ManyClient(server)) as chair:
        clinic = Clinic(chair, server, SlottedModel(server, 1, 0.0))
        for number in range(MANY):
            await clinic.seat_room(number)
        yield clinic


def say(number: int, text: str, name: str) -> tuple[RoomId, Event]:
    """Return that Kim wrote something in a room a moment ago."""
    return name_room(number), Heard(EventId(name), KIM, 1e9, text, signed=True)


def ask_everywhere(*, but: int = MANY) -> list[tuple[RoomId, Event]]:
    """Return that Kim asks for a word in each room `but` one."""
    return [say(number, f"!explain {make_term(number)}", f"$q{number}") for number in range(MANY) if number != but]


async def decide_all(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, *happened: tuple[RoomId, Event]) -> list[Event]:
    """Let one sync bring all that `happened`; return it in the order in which it was decided."""
    decided: list[Event] = []
    end_turn = Inbox.end_turn

    def note_turn(inbox: Inbox, event: Event) -> None:
        decided.append(event)
        end_turn(inbox, event)

    monkeypatch.setattr(Inbox, "end_turn", note_turn)
    await clinic.chair.store.take_in(Haul(happened, (), {}, {}))
    async with at_work(clinic.chair, think):
        while len(decided) < len(happened):  # noqa: ASYNC110 - nothing tells of a decision
            await asyncio.sleep(0)
    return decided


@pytest.mark.parametrize(
    "event",
    [
        say(11, "!stop", "$last")[1],
        say(11, "! stop please", "$last")[1],
        say(11, "!berhenti", "$last")[1],
        say(11, "!withdraw", "$last")[1],
        say(11, "!end yes", "$last")[1],
        say(11, "I want to kill myself", "$last")[1],
        Redacted(EventId("$last"), KIM, 1e9, EventId("$q11")),
    ],
    ids=["stop", "nearly stop", "stop in Indonesian", "withdraw", "end", "danger", "a deletion"],
)
async def test_what_ends_or_guards_stands_behind_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, event: Event
) -> None:
    """Whatever was written in eleven other rooms before it, it is decided next."""
    async with not_thinking(tmp_path) as clinic:
        decided = await decide_all(clinic, monkeypatch, *ask_everywhere(but=11), (name_room(11), event))
    assert decided[0].id == "$last"
    assert [other.id for other in decided[1:]] == [f"$q{number}" for number in range(11)]


async def test_stop_overtakes_nothing_of_its_own_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Kim asked before `!stop` is decided before it, and no room waits meanwhile for more than one event of theirs."""
    own = [say(11, f"!explain {make_term(number)}", f"$own{number}") for number in range(3)]
    async with not_thinking(tmp_path) as clinic:
        stop = say(11, "!stop", "$stop")
        decided = await decide_all(clinic, monkeypatch, *ask_everywhere(but=11), *own, stop)
        assert not (await clinic.chair.store.rooms.room(name_room(11))).is_on
        asked = {job.room for job in await clinic.chair.store.outbox.ready(2e9) if isinstance(job.effect, Ask)}
        assert name_room(11) not in asked
    names = [str(event.id) for event in decided]
    assert [name for name in names if name in {"$own0", "$own1", "$own2", "$stop"}] == [
        "$own0",
        "$own1",
        "$own2",
        "$stop",
    ]
    assert names.index("$stop") == 6


async def test_a_room_that_writes_much_waits_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty questions of one room come first, and each other room is decided before the second of them."""
    flood = [say(0, f"!explain {make_term(number)}", f"$flood{number}") for number in range(20)]
    async with not_thinking(tmp_path) as clinic:
        decided = await decide_all(clinic, monkeypatch, *flood, *ask_everywhere(but=0))
    names = [str(event.id) for event in decided]
    assert names[0] == "$flood0"
    assert max(names.index(f"$q{number}") for number in range(1, MANY)) < names.index("$flood1")


async def test_what_is_due_waits_for_no_other_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While much is to be decided elsewhere, a deadline is not forgotten; in its own room it waits for what was written before."""
    monkeypatch.setattr("bot.app.think.LOOK", 0.0)
    async with not_thinking(tmp_path) as clinic:
        async with clinic.chair.store.db.transaction() as transaction:
            await transaction.run("UPDATE room SET deadline = 1.0 WHERE id IN (?, ?)", name_room(0), name_room(11))
        decided = await decide_all(clinic, monkeypatch, *ask_everywhere(but=11))
    places = [index for index, event in enumerate(decided) if isinstance(event, Elapsed)]
    assert places
    assert places[0] < 4


async def test_what_is_urgent_is_a_matter_of_order_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in finding out what is urgent loses nothing and stops nobody."""

    def fail(*_: object) -> bool:
        raise RuntimeError

    monkeypatch.setattr("bot.app.think.goes_first", fail)
    async with not_thinking(tmp_path) as clinic:
        decided = await decide_all(clinic, monkeypatch, *ask_everywhere())
    assert sorted(event.id for event in decided) == sorted(f"$q{number}" for number in range(MANY))
