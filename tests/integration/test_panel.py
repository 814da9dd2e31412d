"""What the bot says of itself to a monitoring system: alive, ready, and how long what has waited."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from hand_held import ANA, ROOM
from office import Office, arrive, furnished, room, seated
from prometheus_client import REGISTRY

from bot.app.act import act
from bot.app.panel import BotPanel
from bot.app.pulse import LOOPS, ROUND, Pulse
from bot.app.readings import set_gauges
from bot.app.services import Chair, Unkept
from bot.app.think import think
from bot.model import Alarm, Decision, EventId, Floor, Heard, Mark, Reply, make_words
from bot.model.terms import Language
from bot.store import Haul, measure, measure_notebook
from bot.store.measure import MOST

NOW = 1_800_000_000.0


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair]:
    """Return a bot in a session with the AI on, whose clock stands at `NOW`."""
    office: Office = furnished(tmp_path)
    async with seated(office) as chair:
        await arrive(chair)
        chair.clock = lambda: NOW
        yield chair


def read_gauge(name: str, **labels: str) -> float | None:
    """Return what a metric says."""
    return REGISTRY.get_sample_value(f"thirdchair_{name}", labels)


async def hear(chair: Chair, at: float, event: str = "$late") -> Heard:
    """Write down that Ana said something at `at`, which nobody has decided about yet."""
    heard = Heard(EventId(event), ANA, at, "a word of hers")
    await chair.store.take_in(Haul(((ROOM, heard),), (), {"synced_at": repr(at)}, {}))
    return heard


async def test_before_it_is_logged_in_a_bot_is_alive_and_not_ready() -> None:
    """Who waits for a homeserver that is down would not be helped by a new start."""
    panel = BotPanel()
    assert (await panel.list_stalls(), await panel.list_hindrances()) == ((), ("starting",))
    assert await panel.take_readings() == ()


@pytest.mark.parametrize("loop", ["listen", "think", "act"])
async def test_one_loop_that_stands_still_is_told(chair: Chair, loop: str) -> None:
    """Each of the three is looked at by itself: two that turn hide none that does not."""
    moment = 0.0
    chair.pulse = Pulse(clock=lambda: moment)
    for each in LOOPS:
        chair.pulse.promise_beat(each)
    panel = BotPanel(chair)
    assert await panel.list_stalls() == ()
    moment = ROUND + 1.0
    for each in LOOPS:
        if each != loop:
            chair.pulse.promise_beat(each)
    assert await panel.list_stalls() == (f"the loop `{loop}` stands still",)
    assert f"the loop `{loop}` stands still" in await panel.list_hindrances()


async def test_loops_note_that_they_turn(chair: Chair) -> None:
    """Deciding and doing note each turn by themselves, also while nothing is to be done or the homeserver is away."""
    turning = [asyncio.create_task(loop(chair)) for loop in (think, act)]
    async with asyncio.timeout(60):
        while len(chair.pulse.measure_silence()) < 2:  # noqa: ASYNC110 - a turn rings no bell
            await asyncio.sleep(0.01)
    for task in turning:
        task.cancel()
    await asyncio.gather(*turning, return_exceptions=True)
    assert set(chair.pulse.measure_silence()) == {"think", "act"}


async def test_ready_is_who_hears_and_can_write(chair: Chair) -> None:
    """A bot that is not in sync, or cannot write anything down, decides nothing, and says so while it is so."""
    panel = BotPanel(chair)
    assert await panel.list_hindrances() == ("no sync comes through",)
    chair.synced.set()
    assert await panel.list_hindrances() == ("no sync for over two minutes",)
    await hear(chair, NOW - 1.0)
    assert await panel.list_hindrances() == ()
    chair.unkept = Unkept(failures=1)
    assert await panel.list_hindrances() == ("nothing can be written into the data folder",)


async def test_what_waits_is_told_with_its_age(chair: Chair) -> None:
    """How long the oldest event and the oldest deed have waited, and how long ago the homeserver was heard."""
    await set_gauges(chair)
    waits = read_gauge("outbox_waiting") or 0.0
    assert read_gauge("inbox_age_seconds") == 0.0
    assert read_gauge("sync_age_seconds") == inf
    await hear(chair, NOW - 90.0)
    await hear(chair, NOW - 60.0, "$later")
    await set_gauges(chair)
    assert (read_gauge("inbox_waiting"), read_gauge("inbox_age_seconds")) == (2.0, 90.0)
    assert read_gauge("sync_age_seconds") == 60.0
    said = Reply(EventId("$late"), make_words("status", Language("en")), Mark(kind="status"))
    await chair.store.commit(Heard(EventId("$other"), ANA, NOW - 30.0, ""), Decision(await room(chair), (said,)), None)
    await set_gauges(chair)
    assert read_gauge("outbox_waiting") == waits + 1.0


async def test_alarms_and_rooms_are_counted_by_sort_and_floor(chair: Chair) -> None:
    """The oldest alarm of danger that nobody has acknowledged has an age of its own; a drill does not pass for one."""
    there = await room(chair)
    alarms = (
        Alarm("A1", "crisis", NOW - 200.0),
        Alarm("A2", "second-reader", NOW - 100.0),
        Alarm("A3", "crisis", NOW - 900.0, drill=True),
        Alarm("A4", "identity-changed", NOW - 3600.0),
    )
    held = Decision(replace(there, alarms=alarms, floor=Floor.SPEAK))
    await chair.store.commit(Heard(EventId("$a"), ANA, NOW, ""), held, None)
    await set_gauges(chair)
    ages = {sort: read_gauge("alarm_age_seconds", sort=sort) for sort in ("danger", "drill", "other")}
    assert ages == {"danger": 200.0, "drill": 900.0, "other": 3600.0}
    assert read_gauge("alarms_waiting", sort="danger") == 2.0
    assert [read_gauge("rooms", floor=floor) for floor in Floor] == [0.0, 0.0, 1.0]
    assert (read_gauge("disk_free_bytes") or 0) > 0


async def test_a_room_that_cannot_be_read_does_not_blind_the_rest(chair: Chair) -> None:
    """State that is no JSON is counted nowhere and hides nobody else."""
    async with chair.store.db.transaction() as transaction:
        await transaction.run("INSERT INTO room (id, state) VALUES ('!broken:clinic', '{nonsense')")
    measures = await measure_notebook(chair.store.db)
    assert measures.rooms[Floor.LISTEN] == 1


async def test_looking_does_not_take_longer_the_longer_the_bot_runs(chair: Chair) -> None:
    """What was decided and done long ago is not gone through: SQLite answers from the indices over what waits."""
    plans = [await chair.store.db.rows(f"EXPLAIN QUERY PLAN {sql}", MOST) for sql in (measure._INBOX, measure._OUTBOX)]
    scans = [step for plan in plans for *_, step in plan if step.split()[:2] in (["SCAN", "inbox"], ["SCAN", "job"])]
    assert len(scans) == 3
    assert [step for step in scans if "inbox_undecided" not in step and "job_waiting" not in step] == []


async def test_whoever_asks_often_keeps_nobody_busy(chair: Chair) -> None:
    """What was read a moment ago is told again, so that asking without end costs nothing."""
    panel, asked = BotPanel(chair), 0
    count = chair.store.db.rows

    async def rows(*values: object) -> list[tuple[object, ...]]:
        nonlocal asked
        asked += 1
        return await count(*values)  # type: ignore[arg-type]  # as it was given

    chair.store.db.rows = rows  # type: ignore[method-assign,assignment]  # counted, and else as before
    for _ in range(50):
        assert await panel.take_readings() == ()
    assert asked < 15


async def test_a_notebook_that_does_not_answer_is_told_and_no_old_counts(
    chair: Chair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody gets a turn at the notebook, the counts of before do not pass for today's."""
    monkeypatch.setattr("bot.app.panel.LIMIT", 0.05)
    chair.synced.set()
    async with chair.store.db._turn:
        assert await BotPanel(chair).take_readings() == ("the notebook does not answer",)
        assert "the notebook does not answer" in await BotPanel(chair).list_hindrances()
