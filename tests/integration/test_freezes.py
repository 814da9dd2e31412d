"""The operator's freeze over a real notebook: it holds from the moment it is ordered, beside a running bot and without one."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hand_held import ANA, KIM, ROOM, Client, Server, at_work, heard, settled
from office import Office, arrive, decided, furnished, room, seated
from typer.testing import CliRunner

from bot.app.ask import answer_question
from bot.app.operator.erasure import erase_words
from bot.app.operator.incident_report import order_freeze, report_incident
from bot.app.services import Chair
from bot.app.show.show_records import erase_outlived
from bot.app.think import think
from bot.cli import app
from bot.errors import BotError
from bot.model import (
    Ask,
    Decision,
    EventId,
    Failed,
    Floor,
    Frozen,
    Heard,
    Language,
    Room,
    RoomId,
    SessionRoom,
    Task,
    Trouble,
)
from bot.session.request.segments import Piece
from bot.settings import load_settings
from bot.store import Job, Request, SentBook, open_key, open_store
from bot.store.freezes import find_freeze_time, write_freeze

EN = Language("en")
ASKING = Ask(EventId("$q"), ANA, Task.ASK, "house", EN, (EN,), "moonless otter")
REQUEST = Request(
    ROOM, "$q/0", ASKING.question, ANA, Task.ASK, SessionRoom(), "house", "small", "f" * 64, (Piece(0, "rules"),)
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give a configuration."""
    return furnished(tmp_path)


@pytest.fixture
async def chair(office: Office) -> AsyncIterator[Chair]:
    """Give a chair over a notebook that knows a room in which the AI is on."""
    async with seated(office) as chair:
        await arrive(chair)
        yield chair


async def asked(chair: Chair, at: float = 10.0) -> None:
    """Let a question be on its way to the backend."""
    here = await room(chair)
    await chair.store.commit(Heard(EventId("$q"), ANA, at, "!ask"), Decision(here, (ASKING,)), None)


async def actions(chair: Chair) -> list[tuple[str, str]]:
    """Return the action and actor of each entry of the audit that is about a freeze or a request."""
    rows = await chair.store.db.rows(
        "SELECT json_extract(entry, '$.action'), json_extract(entry, '$.actor') FROM audit ORDER BY number"
    )
    return [row for row in rows if row[0] in {"sent", "frozen", "freeze-lifted"}]


async def test_nothing_leaves_from_the_moment_of_the_order(chair: Chair, office: Office) -> None:
    """A request that waits does not begin once the operator's command has returned, though the bot has not seen it yet."""
    await asked(chair)
    said = await order_freeze(load_settings(office.main), ROOM, 20.0)
    assert said.startswith("Frozen: ")
    assert (await room(chair)).frozen_since == 0.0
    assert await find_freeze_time(chair.store.db, ROOM) == 20.0
    assert await chair.store.sent.begin(REQUEST, 21.0) is None
    assert await actions(chair) == [("frozen", "operator")]
    assert (await chair.store.audit.verify()).broken is None


class Gateless(SentBook):
    """A book of what was sent whose own gate, which would close too, is open."""

    async def begin(self, *_: object) -> int:
        """Let everything begin."""
        return 1


async def test_the_gate_asks_nobody_in_a_frozen_room(chair: Chair, tmp_path: Path) -> None:
    """Right before sending, the room as it is now decides: a frozen one asks no backend."""
    here = await room(chair)
    await chair.store.commit(Frozen(EventId("f"), 5.0), Decision(Room(ROOM, frozen_since=5.0)), None)
    chair.backends = {"house": object()}  # type: ignore[dict-item]  # never asked
    chair.store = replace(chair.store, sent=Gateless(chair.store.db, open_key(None, tmp_path)))
    failed = await answer_question(chair, Job("$q/0", ROOM, ASKING, 1.0, 0), ASKING)
    assert isinstance(failed, Failed)
    assert failed.trouble is Trouble.REFUSED
    assert here.floor is Floor.LISTEN


async def test_a_freeze_survives_a_restart_and_is_one_order(office: Office) -> None:
    """Ordered while no bot runs it holds when one starts, twice is once, and so is lifting it; the chain has each."""
    settings = load_settings(office.main)
    async with seated(office) as chair:
        await arrive(chair)
    await order_freeze(settings, ROOM, 20.0)
    assert "already" in await order_freeze(settings, ROOM, 21.0)
    async with seated(office) as chair:
        await decided(chair)
        there = await room(chair)
        assert (there.frozen_since, there.floor) == (20.0, Floor.OFF)
    assert "Frozen since 1970-01-01 00:00 UTC." in await report_incident(settings, ROOM, 30.0)
    assert "already" in await order_freeze(settings, ROOM, 31.0)
    await order_freeze(settings, ROOM, 32.0, lifted=True)
    assert "Not frozen." in await report_incident(settings, ROOM, 33.0)
    assert await order_freeze(settings, ROOM, 34.0, lifted=True) == "It is not frozen."
    async with seated(office) as chair:
        await decided(chair)
        assert (await room(chair)).frozen_since == 0.0
        assert await actions(chair) == [("frozen", "operator"), ("freeze-lifted", "operator")]
        assert (await chair.store.audit.verify()).broken is None


async def test_time_erases_no_request_of_a_frozen_room(chair: Chair) -> None:
    """What was sent stays past `retention.sent` while the room is frozen, and goes at the next look after it."""
    await asked(chair)
    assert await chair.store.sent.begin(REQUEST, 10.0) == 1
    await write_freeze(chair.store.db, ROOM, Frozen(EventId("f"), 20.0))
    chair.clock = lambda: 9000 * 3600.0
    for _ in range(2):
        await erase_outlived(chair)
        assert len(await chair.store.sent.list_of_room(ROOM)) == 1
        await decided(chair)
    await write_freeze(chair.store.db, ROOM, Frozen(EventId("l"), 30.0, lifted=True))
    await erase_outlived(chair)
    assert await chair.store.sent.list_of_room(ROOM) == ()


async def test_the_operator_lifts_first_and_erases_then(office: Office) -> None:
    """Everybody's words in a frozen session are not erased by a slip; one person's are, as is their right."""
    settings = load_settings(office.main)
    async with seated(office) as chair:
        await arrive(chair)
    await order_freeze(settings, ROOM, 20.0)
    with pytest.raises(BotError, match="frozen"):
        await erase_words(settings, ROOM, 21.0, sure=True)
    assert "Erased" in await erase_words(settings, KIM, 22.0, sure=True)
    await order_freeze(settings, ROOM, 23.0, lifted=True)
    assert "Erased" in await erase_words(settings, ROOM, 24.0, sure=True)


async def test_two_writers_keep_one_chain(chair: Chair, office: Office) -> None:
    """The bot and the operator's command write into the audit at the same time, and every link fits."""
    settings = load_settings(office.main)

    async def bot() -> None:
        for number in range(40):
            floor = Floor.LISTEN if number % 2 else Floor.OFF
            here = await room(chair)
            event = Heard(EventId(f"$n{number}"), KIM, 1.0 * number, "!stop")
            await chair.store.commit(event, Decision(Room(ROOM, seated=True, floor=floor, roster=here.roster)), None)

    async def operator() -> None:
        for number in range(10):
            await order_freeze(settings, ROOM, 100.0 + number, lifted=bool(number % 2))

    await asyncio.gather(bot(), operator())
    checked = await chair.store.audit.verify()
    assert checked.broken is None
    assert len(await actions(chair)) == 10


async def test_a_running_bot_takes_it_up_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The three loops notice an order that another process wrote, tell the room, and answer `!listen` with why not."""
    server, settings = Server(), settled(tmp_path)
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        chair = Chair(settings, store, Client(server), {}, hear=heard)  # type: ignore[arg-type]  # as much of a client as needed
        async with at_work(chair):
            await arrive_here(chair, server)
            await order_freeze(settings, ROOM, chair.clock())
            await server.until(lambda: [post for post in server.posts if "paused it in this room" in str(post.content)])
            question = await server.says_now("!listen", sender=ANA)
            await server.until(lambda: server.replies(question))
            assert "has paused the AI" in str(server.replies(question)[0].content)
            assert (await chair.store.rooms.room(ROOM)).floor is Floor.OFF


class Bell(asyncio.Event):
    """A bell that tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.awaited = asyncio.Event()

    async def wait(self) -> Literal[True]:
        """Wait for the bell."""
        self.awaited.set()
        return await super().wait()


async def test_it_needs_no_bell(chair: Chair, office: Office) -> None:
    """A bot that waits for nothing looks into its inbox within seconds, though nobody in its process rang."""
    bell = Bell()
    chair.to_think = bell
    here = await room(chair)
    await chair.store.commit(Frozen(EventId("f"), 5.0), Decision(here), None)
    thinking = asyncio.create_task(think(chair))
    async with asyncio.timeout(120):
        await bell.awaited.wait()
        await order_freeze(load_settings(office.main), ROOM, 20.0)
        while (await room(chair)).frozen_since != 20.0:
            await asyncio.wait([thinking], timeout=0.05)
    thinking.cancel()
    await asyncio.gather(thinking, return_exceptions=True)


async def arrive_here(chair: Chair, server: Server) -> None:
    """Let the bot have answered once, so that it knows the room."""
    question = await server.says_now("!help")
    await server.until(lambda: server.replies(question))


def test_the_command(tmp_path: Path) -> None:
    """`report_incident` freezes and reports, `--report-only` changes nothing, `--lift` ends it; an unknown room is refused."""
    office = furnished(tmp_path)

    async def prepared() -> None:
        async with seated(office) as chair:
            await arrive(chair)

    asyncio.run(prepared())

    def run(*more: str, where: str = ROOM) -> str:
        result = CliRunner().invoke(app, ["incident", where, *more, "--config", str(office.main)])
        assert result.exit_code == 0, result.output
        return result.output

    assert "Not frozen." in run("--report-only")
    said = run()
    assert said.startswith("Frozen: ")
    assert "Requests that left: 0" in said
    assert "Frozen since" in run("--report-only")
    assert "lifted" in run("--lift")
    assert "Not frozen." in run("--report-only")
    both = CliRunner().invoke(app, ["incident", ROOM, "--lift", "--report-only", "--config", str(office.main)])
    assert both.exit_code == 2
    with pytest.raises(BotError, match="no such room") as unknown:
        asyncio.run(order_freeze(load_settings(office.main), RoomId("!nowhere:clinic"), 1.0))
    assert unknown.value.remedy
    assert unknown.value.exit_code == 1
