"""`thirdchair drill ROOM` over a real notebook: beside a running bot and without one, and what it refuses."""

import asyncio
from pathlib import Path

import pytest
from hand_held import ANA, ROOM
from office import Office, arrive, decided, furnished, held, room, seated
from typer.testing import CliRunner

from bot.app.operator.drill_order import order_drill
from bot.app.services import Chair
from bot.cli import app
from bot.errors import BotError
from bot.model import Decision, EventId, Floor, Heard, RoomId
from bot.settings import load_settings

CONTACTS = 'second_contacts: ["@bea:clinic", "@cal:clinic"]\n'


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give a configuration with two second contacts and an on-call room."""
    office = furnished(tmp_path)
    office.deploys(f'{CONTACTS}on_call_room: "!night:clinic"\n')
    office.rules(CONTACTS)
    return office


async def actions(chair: Chair) -> list[tuple[str, str]]:
    """Return the action and actor of each entry of the audit that is about a drill or an alarm."""
    rows = await chair.store.db.rows(
        "SELECT json_extract(entry, '$.action'), json_extract(entry, '$.actor') FROM audit ORDER BY number"
    )
    return [row for row in rows if row[0] in {"drill-ordered", "alarm", "alarm-over"}]


async def test_a_running_bot_plays_it(office: Office) -> None:
    """Ordered beside the bot, an alarm that is marked as played stands at the desk, the AI goes on, and the audit has both."""
    async with seated(office) as chair:
        await arrive(chair)
        said = await order_drill(load_settings(office.main), ROOM, chair.clock())
        await decided(chair)
        there = await room(chair)
        (alarm,) = there.alarms
        assert (alarm.drill, alarm.code, there.floor, there.is_paused) == (True, "A1", Floor.LISTEN, False)
        assert "card" in await held(chair)
        assert await actions(chair) == [("drill-ordered", "operator"), ("alarm", "bot")]
        assert (await chair.store.audit.verify()).broken is None
    for part in (
        "60 s without an answer: @bea:clinic, @cal:clinic",
        "120 s without an answer: the on-call room",
        "`!ack`",
    ):
        assert part in said


async def test_a_bot_that_starts_later_plays_it(office: Office) -> None:
    """Ordered while no bot runs, it waits for the next start; an answer is remembered, for `doctor`."""
    async with seated(office) as chair:
        await arrive(chair)
    await order_drill(load_settings(office.main), ROOM, 20.0)
    async with seated(office) as chair:
        await decided(chair)
        await chair.store.inbox.admit(ROOM, Heard(EventId("$ack"), ANA, 500.0, "!ack", signed=True))
        await decided(chair)
        there = await room(chair)
        assert (there.alarms, there.drilled) == ((), 500.0)


async def test_what_is_not_played(office: Office) -> None:
    """An unknown room, one without a session, and one in which an alarm waits are refused, with what to do."""
    settings = load_settings(office.main)
    async with seated(office) as chair:
        await arrive(chair)
        await order_drill(settings, ROOM, 20.0)
        await decided(chair)
        for where, what in ((RoomId("!nowhere:clinic"), "no such room"), (ROOM, "waits there already")):
            with pytest.raises(BotError, match=what) as refused:
                await order_drill(settings, where, 21.0)
            assert refused.value.remedy
        gone = (await room(chair)).vacated()
        await chair.store.commit(Heard(EventId("$c"), ANA, 22.0, "x"), Decision(gone), None)
        with pytest.raises(BotError, match="no session"):
            await order_drill(settings, ROOM, 23.0)
        assert len(await actions(chair)) == 2


def test_the_command(tmp_path: Path) -> None:
    """It prints what will happen and how it is ended; where nobody stands behind the therapist, that."""
    office = furnished(tmp_path)

    async def prepare() -> None:
        async with seated(office) as chair:
            await arrive(chair)

    asyncio.run(prepare())
    result = CliRunner().invoke(app, ["drill", ROOM, "--config", str(office.main)])
    assert result.exit_code == 0, result.output
    assert "Nobody else is called" in result.output
    assert "types `!ack` at the desk." in result.output
