"""A backend that fails, and the one asked behind it, against two model servers: what each gets, and what is written down of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hand_held import KIM, ROOM
from model_server import ModelServer, Reply, model_server
from office import TODAY, arrive, furnished, seated

from bot.app.ask import answer_question
from bot.app.services import Chair
from bot.llm.backend import open_backend
from bot.metrics import BACKEND_ERRORS
from bot.model import (
    Answered,
    Ask,
    Cancel,
    Decision,
    Desk,
    EventId,
    Failed,
    Heard,
    InSession,
    Language,
    SessionRoom,
    Task,
    Trouble,
)
from bot.store import Job

SIGNED = "remote: true, agreement: {kind: BAA, with: Example, signed: 2026-01-01, expires: 2026-12-31}"
ASKED = "why Budi and 4711 zyx"
"""Somebody who is not in the room, a short number, and a word that nobody knows: the strict set alone masks these."""
BUSY, DOWN = Reply(status=429, headers={"retry-after": "0"}), Reply(status=500)
NOW = Reply(status=429, headers={"retry-after": "30"})


@dataclass(frozen=True)
class Pair:
    """A chair, and the model servers of its two backends, `house` and `other`."""

    chair: Chair
    house: ModelServer
    other: ModelServer

    async def asks(
        self, where: InSession = SessionRoom(), fallback: str = "other", text: str = ASKED
    ) -> Answered | Failed:
        """Let Kim ask something, and return what becomes of it."""
        en = Language("en")
        ask = Ask(EventId("$q"), KIM, Task.EXPLAIN, "house", en, (en,), text, where=where, fallback=fallback)
        room = await self.chair.store.rooms.room(ROOM)
        heard = Heard(EventId("j"), KIM, self.chair.clock(), text)
        await self.chair.store.commit(heard, Decision(room, (ask,)), None)
        return await answer_question(self.chair, Job("j/0", ROOM, ask, 1.0, 0), ask)

    async def written(self) -> list[tuple[str, str, int]]:
        """Return what was written down of each request, the oldest first: where it went, what came of it, how often it was sent."""
        sent = await self.chair.store.sent.list_of_room(ROOM, None, most=9)
        return [(request.request.backend, request.ending, request.tries) for request in reversed(sent)]


@asynccontextmanager
async def paired(
    folder: Path, first: str = "", second: str = "", rules: str = "backends_allowed: any\n"
) -> AsyncIterator[Pair]:
    """Give two backends, each with keys of its own, on a day on which agreements hold."""
    office = furnished(folder)
    async with AsyncExitStack() as opened:
        house, other = [await opened.enter_async_context(model_server()) for _ in range(2)]
        head = office.main.read_text().partition("backends:")[0]
        keys = "kind: openai, model: tiny, timeout: 5"
        office.main.write_text(
            f'{head}backends:\n  house: {{{keys}, base_url: "{house.url}/v1", fallback: other{first}}}\n'
            f'  other: {{{keys}, base_url: "{other.url}/v1"{second}}}\n'
        )
        office.rules(rules)
        chair = await opened.enter_async_context(seated(office))
        placed = chair.settings.placed_backends
        chair.backends = {
            name: await opened.enter_async_context(open_backend(placed[name])) for name in ("house", "other")
        }
        await arrive(chair)
        chair.clock = TODAY.timestamp
        yield Pair(chair, house, other)


@pytest.mark.parametrize(
    ("replies", "asked", "ending"),
    [
        ((DOWN, DOWN, DOWN), 3, "down"),
        ((BUSY, BUSY, BUSY), 3, "busy"),
        ((NOW,), 1, "busy"),
        ((Reply(status=401),), 1, "refused"),
        ((Reply(status=404),), 1, "refused"),
        ((Reply(status=302, headers={"location": "http://127.0.0.1:9/"}),), 1, "refused"),
        ((Reply(status=402),), 1, "spent"),
        ((Reply(status=413),), 1, "long"),
        ((Reply(break_off=True),) * 3, 3, "down"),
    ],
)
async def test_a_fault_of_the_servers_own_goes_on_to_the_fallback(
    tmp_path: Path, replies: tuple[Reply, ...], asked: int, ending: str
) -> None:
    """Down, busy, spent, too small or set up wrongly: the second is asked once, and it is written down which one answered."""
    async with paired(tmp_path) as pair:
        pair.house.script(*replies)
        outcome = await pair.asks()
        assert isinstance(outcome, Answered)
        assert outcome.backend == "other"
        assert (len(pair.house.requests), len(pair.other.requests)) == (asked, 1)
        assert await pair.written() == [("house", ending, asked), ("other", "answered", 1)]


async def test_a_slow_backend_goes_on_to_the_fallback(tmp_path: Path) -> None:
    """Who waited long enough for one is answered by the other; the first connection is closed."""
    async with paired(tmp_path) as pair:
        backends = pair.chair.settings.deployment.backends
        backends["house"] = backends["house"].model_copy(update={"timeout": 0.2})
        pair.house.script(Reply(hold=True))
        outcome = await pair.asks()
        assert isinstance(outcome, Answered)
        assert outcome.backend == "other"
        await pair.house.hung_up.wait()
        assert await pair.written() == [("house", "slow", 1), ("other", "answered", 1)]


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply("I would rather not.", refusal=True), Trouble.DECLINED),
        (Reply(status=400, body=b'{"error": {"code": "content_filter"}}'), Trouble.FILTERED),
        (Reply(status=400), Trouble.REFUSED),
        (Reply(status=403), Trouble.REFUSED),
        (Reply(status=422), Trouble.REFUSED),
        (Reply(status=451), Trouble.REFUSED),
    ],
)
async def test_nobody_shops_for_an_answer(tmp_path: Path, reply: Reply, trouble: Trouble) -> None:
    """A model that declines, a filter, and a refusal that may be either have answered: the second is not asked."""
    async with paired(tmp_path) as pair:
        pair.house.script(reply)
        outcome = await pair.asks()
        assert isinstance(outcome, Failed)
        assert outcome.trouble is trouble
        assert pair.other.requests == []


async def test_where_both_fail_the_room_reads_of_the_last(tmp_path: Path) -> None:
    """One calm line, about the one that was asked last; and nobody is asked a third time."""
    async with paired(tmp_path) as pair:
        pair.house.script(Reply(status=401))
        pair.other.script(BUSY, BUSY, Reply(status=402))
        outcome = await pair.asks()
        assert isinstance(outcome, Failed)
        assert (outcome.trouble, outcome.left) == (Trouble.SPENT, True)
        assert await pair.written() == [("house", "refused", 1), ("other", "spent", 3)]


async def test_both_get_the_stricter_set(tmp_path: Path) -> None:
    """Where the second is out of the clinic, names are replaced for the first as well, as the card says."""
    async with paired(tmp_path, second=f", {SIGNED}") as pair:
        pair.house.script(Reply(status=401))
        assert isinstance(await pair.asks(), Answered)
        for server in (pair.house, pair.other):
            (request,) = server.requests
            assert not any(word in str(request.json["messages"][-1]) for word in ("Budi", "4711", "zyx"))


async def test_a_near_fallback_gets_the_milder_set(tmp_path: Path) -> None:
    """Where neither leaves the clinic, the room's milder masking holds for both."""
    async with paired(tmp_path) as pair:
        pair.house.script(Reply(status=401))
        assert isinstance(await pair.asks(), Answered)
        assert "Budi" in str(pair.other.requests[0].json["messages"][-1])


@pytest.mark.parametrize(
    ("rules", "place", "fallback"),
    [
        ("backends_allowed: local\n", SessionRoom(), "other"),
        ("backends_allowed: any\n", Desk(), "other"),
        ("backends_allowed: any\n", SessionRoom(), ""),
    ],
)
async def test_a_fallback_that_was_not_agreed_to_is_not_asked(
    tmp_path: Path, rules: str, place: InSession, fallback: str
) -> None:
    """Rooms that stay in the clinic, the desk, and a question decided before there was a second one: the first alone is asked."""
    async with paired(tmp_path, second=f", {SIGNED}", rules=rules) as pair:
        pair.house.script(Reply(status=401))
        outcome = await pair.asks(place, fallback)
        assert isinstance(outcome, Failed)
        assert outcome.trouble is Trouble.REFUSED
        assert pair.other.requests == []


async def test_an_agreement_that_has_ended_ends_the_fallback(tmp_path: Path) -> None:
    """The day after its last, nothing goes to it; the first is asked, masked as people were told."""
    async with paired(tmp_path, second=f", {SIGNED}") as pair:
        pair.chair.clock = TODAY.replace(year=2027).timestamp
        pair.house.script(Reply(status=401))
        assert isinstance(await pair.asks(), Failed)
        assert pair.other.requests == []
        assert "Budi" not in str(pair.house.requests[0].json)


async def test_what_is_stopped_meanwhile_goes_nowhere_else(tmp_path: Path) -> None:
    """`!stop` while the first fails: the second is never asked."""
    async with paired(tmp_path) as pair:
        pair.house.script(Reply(status=401, hold=True))
        asking = asyncio.create_task(pair.asks())
        await pair.house.asked()
        room = await pair.chair.store.rooms.room(ROOM)
        await pair.chair.store.commit(Heard(EventId("stop"), KIM, 1.0, "!stop"), Decision(room, (Cancel(),)), None)
        pair.house.release()
        outcome = await asking
        assert isinstance(outcome, Failed)
        assert outcome.trouble is Trouble.REFUSED
        assert pair.other.requests == []


async def test_what_a_backend_may_not_serve_goes_to_the_other(tmp_path: Path) -> None:
    """A question decided for both is never sent to the one whose `commands` leave it out."""
    async with paired(tmp_path, first=", commands: [translate]") as pair:
        outcome = await pair.asks()
        assert isinstance(outcome, Answered)
        assert outcome.backend == "other"
        assert pair.house.requests == []


async def test_a_prompt_that_was_cut_in_silence_goes_on_to_the_fallback(tmp_path: Path) -> None:
    """A server that has read half of a question answers half of it: nobody is shown that, and the other one is asked."""
    text = "I slept badly and I do not know why that is. " * 150
    async with paired(tmp_path) as pair:
        pair.house.script(Reply("Half an answer.", tokens=(700, 9)))
        pair.other.script(Reply("A whole one.", tokens=(1900, 9)))
        outcome = await pair.asks(text=text)
        assert isinstance(outcome, Answered)
        assert (outcome.backend, outcome.text) == ("other", "A whole one.")
        assert await pair.written() == [("house", "long", 1), ("other", "answered", 1)]


async def test_each_failed_attempt_is_counted_by_backend_and_kind(tmp_path: Path) -> None:
    """A monitoring system sees which backend fails and how, and no label is anything that a server said."""

    def count(kind: str) -> float:
        return float(BACKEND_ERRORS.labels("house", kind)._value.get())

    before = {kind: count(kind) for kind in ("down", "spent")}
    async with paired(tmp_path) as pair:
        pair.house.script(DOWN, DOWN, Reply(status=402))
        await pair.asks()
    assert {kind: count(kind) - before[kind] for kind in before} == {"down": 2, "spent": 1}
