"""A notebook into which nothing can be written, beside a homeserver that a test holds in its hand: danger is told, nothing is lost."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog.testing
from danger_page import holds
from hand_held import ANA, BOT, KIM, ROOM, Client, Post, Said, Server, at_work, seat
from polling import wait_until
from side_scene import CARD, SUE, Scene
from sqlcipher3 import dbapi2 as sqlcipher

from bot.app.keys.late_keys import open_late_messages
from bot.app.services import Chair
from bot.app.unkept import keep_up_loop
from bot.errors import Unwritable
from bot.model import Alarm, Card, Decision, EventId, Floor, Heard, Kind, Mark, RoomId
from bot.session.danger.ladder import STEP, find_next_call
from bot.store import Store, open_key

DANGER = "I want to kill myself"
LONG = f"{DANGER}. {'I cannot go on like this. ' * 400}"
"""Longer than what may be free in the pages that are there already."""
ON_CALL = RoomId("!made0:clinic")
OTHERS: list[Any] = []
"""What other programs have open."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot behind whose rooms there is an on-call room; it is not at work yet."""
    server = Server()
    on_call = server.rooms.make(SUE, {"is_direct": True})
    server.rooms.move(BOT, "join", on_call)
    assert on_call == ON_CALL
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.01
        scene = Scene(chair, server, tmp_path)
        scene.rules(deployment=f'on_call_room: "{ON_CALL}"')
        yield scene


async def fill(store: Store) -> None:
    """Let the file have no page more than it has, nor a free one."""
    async with store.db.transaction() as transaction:
        await transaction.run("CREATE TABLE filler (x)")
    await store.db.rows("PRAGMA max_page_count = 1")
    with pytest.raises(Unwritable):
        await _write_for_ever(store)


async def _write_for_ever(store: Store) -> None:
    while True:
        async with store.db.transaction() as transaction:
            await transaction.run("INSERT INTO filler VALUES (zeroblob(3000))")


async def lock(store: Store) -> None:
    """Let nothing be written into the file any more, as in a folder that was made read-only."""
    await store.db.rows("PRAGMA query_only = ON")


async def occupy(store: Store) -> None:
    """Let another program write into the file, and not come to an end."""
    file = Path((await store.db.rows("PRAGMA database_list"))[0][2])
    other = sqlcipher.connect(str(file), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{open_key(None, file.parent).derive('database')}'\"")
    other.execute("BEGIN IMMEDIATE")
    OTHERS.append(other)


async def make_space(store: Store) -> None:
    """Let everything be written again."""
    while OTHERS:
        OTHERS.pop().close()
    await store.db.rows("PRAGMA max_page_count = 1000000")
    await store.db.rows("PRAGMA query_only = OFF")


async def listening(scene: Scene) -> RoomId:
    """Let Ana come to the desk and the AI be on; return the desk."""
    desk = await scene.at_desk()
    await scene.done()
    room = await scene.chair.store.rooms.room(ROOM)
    heard = Heard(EventId("$listen"), ANA, scene.chair.clock(), "!listen")
    await scene.chair.store.commit(heard, Decision(replace(room, floor=Floor.LISTEN)), None)
    return desk


async def test_a_place_that_is_asked_from_again_is_another_question(scene: Scene) -> None:
    """Synapse gives the same answer to the same question for two minutes: each try from one place differs, or danger would not come."""
    server, asked = scene.server, list[tuple[object, object]]()
    answer = scene.client.sync

    async def note_question(**question: Any) -> Any:
        asked.append((question["since"], question["timeout"]))
        return await answer(**question)

    scene.client.sync = note_question  # type: ignore[method-assign]  # the question is what is looked at
    async with at_work(scene.chair):
        await listening(scene)
        await fill(scene.chair.store)
        await server.says_now(LONG)
        begin = len(asked)
        await try_often(scene)
        await make_space(scene.chair.store)
        await scene.done()
    tries = asked[begin:]
    assert len(tries) > 1
    assert len(set(tries)) == len(tries)


async def try_often(scene: Scene) -> None:
    """Return once the bot has tried to write some times more."""
    unkept = scene.chair.unkept
    before = unkept.failures

    async def has_tried() -> bool:
        return unkept.failures >= before + 10

    await wait_until(has_tried)


def alarms(scene: Scene, room: RoomId) -> list[Post]:
    """Return the alarms that the bot posted in a room."""
    return [post for post in scene.said(room) if post.content["org.thirdchair"]["kind"] == "alarm"]


def reasons(log: list[MutableMapping[str, Any]]) -> set[str]:
    """Return what the operator was alerted of."""
    return {str(line["reason"]) for line in log if line["event"] == "alert"}


@holds("full-disk")
@pytest.mark.parametrize("stop", [fill, lock, occupy], ids=["full", "read-only", "another-writes"])
async def test_danger_is_told_while_nothing_can_be_written(
    scene: Scene, stop: Callable[[Store], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Desk and on-call room are told once, however often it is tried; with space it is kept, and stands at the desk to be acknowledged."""
    monkeypatch.setattr("bot.store.db.BUSY", 20)
    server, store = scene.server, scene.chair.store
    with structlog.testing.capture_logs() as log:
        async with at_work(scene.chair):
            desk = await listening(scene)
            await stop(store)
            await server.says_now(LONG)
            await server.until(lambda: alarms(scene, desk) and alarms(scene, ON_CALL))
            second = await server.says_now(f"{LONG} Again.")
            await try_often(scene)
            assert (len(alarms(scene, desk)), len(alarms(scene, ON_CALL))) == (1, 1)
            assert not (await store.rooms.room(ROOM)).alarms
            assert second not in {line.id for line in (await store.rooms.room(ROOM)).window}
            await make_space(store)
            await server.until(lambda: len(alarms(scene, desk)) == 2)
            await scene.done()
    (unkept, kept) = alarms(scene, desk)
    assert "cannot write anything down" in unkept.content["body"]
    assert unkept.content["m.mentions"] == {"user_ids": [ANA]}
    assert kept.content["org.thirdchair"]["code"] == "A1"
    (alarm,) = (await store.rooms.room(ROOM)).alarms
    assert (alarm.kind, alarm.times) == (Kind.SUICIDE, 2)
    assert {"disk-full", "alarm-not-kept"} <= reasons(log)
    assert "there is space again" in {line["event"] for line in log}


@holds("full-disk")
async def test_a_disk_that_is_full_once_more(scene: Scene) -> None:
    """The same danger of the same person, hours after the first was kept and acknowledged, is told at once again: it is another alarm."""
    server, store = scene.server, scene.chair.store
    scene.rules("crisis: {in_off: true}")
    async with at_work(scene.chair):
        desk = await listening(scene)
        for times in (1, 2):
            await lock(store)
            await server.says_now(DANGER)
            await server.until(lambda times=times: len(alarms(scene, ON_CALL)) == times)  # type: ignore[misc]  # bound now
            await server.until(lambda times=times: len(alarms(scene, desk)) == 2 * times - 1)  # type: ignore[misc]  # bound now
            await make_space(store)
            await server.until(lambda times=times: len(alarms(scene, desk)) == 2 * times)  # type: ignore[misc]  # bound now
            acknowledged = await server.says_now("!ack", ANA, desk)
            await server.until(lambda acknowledged=acknowledged: server.replies(acknowledged))  # type: ignore[misc]  # bound now
            await scene.done()


@holds("full-disk")
async def test_what_was_heard_and_cannot_be_decided_is_told(scene: Scene) -> None:
    """Danger that is in the notebook, when what follows from it cannot be written down, is told, and decided with space."""
    server, store = scene.server, scene.chair.store
    async with at_work(scene.chair):
        desk = await listening(scene)
        scene.chair.to_think.clear()
        await store.inbox.admit(ROOM, Heard(EventId("$heard"), KIM, scene.chair.clock(), DANGER, signed=True))
        await lock(store)
        await server.until(lambda: alarms(scene, desk) and alarms(scene, ON_CALL))
        await try_often(scene)
        assert (len(alarms(scene, desk)), len(alarms(scene, ON_CALL))) == (1, 1)
        await make_space(store)
        await server.until(lambda: len(alarms(scene, desk)) == 2)
        await scene.done()
    assert [alarm.event for alarm in (await store.rooms.room(ROOM)).alarms] == ["$heard"]


@holds("full-disk")
async def test_the_ladder_is_climbed_without_a_notebook(scene: Scene) -> None:
    """Whoever is next for an alarm that was kept before is told when their minute comes, once, though it cannot be noted."""
    server, store = scene.server, scene.chair.store
    async with at_work(scene.chair):
        await listening(scene)
        room = await store.rooms.room(ROOM)
        alarm = Alarm("A1", "crisis", scene.chair.clock(), kind=Kind.SUICIDE, person=KIM, event=EventId("$danger"))
        waiting = replace(room.with_alarm(alarm), alarm_codes=1)
        cause = Heard(EventId("$cause"), KIM, alarm.at, "!cause")
        await store.commit(cause, Decision(waiting), find_next_call(waiting))
        await lock(store)
        scene.chair.clock = lambda: alarm.at + STEP
        scene.chair.to_think.set()
        await server.until(lambda: alarms(scene, ON_CALL))
        await try_often(scene)
        assert len(alarms(scene, ON_CALL)) == 1
        assert (await store.rooms.room(ROOM)).alarms[0].step == 0
        await make_space(store)
        await server.until(lambda: len(alarms(scene, ON_CALL)) == 2)
        await scene.done()


@holds("full-disk")
async def test_an_alarm_that_waits_to_be_posted_is_posted_once(scene: Scene) -> None:
    """What was decided before is said although nobody can note that it is, and once there is space it is not said again."""
    server, store = scene.server, scene.chair.store
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        await scene.done()
    await scene.orders(replace(CARD, mark=Mark(kind="alarm")), Card("K1", CARD.words, Mark(kind="draft")))
    await lock(store)
    async with at_work(scene.chair):
        await server.until(lambda: alarms(scene, desk))
        await try_often(scene)
        before = len(scene.said(desk))
        await make_space(store)
        await scene.done()
    assert (len(alarms(scene, desk)), len(scene.said(desk))) == (1, before + 1)


async def test_a_command_waits_for_space(scene: Scene) -> None:
    """What is no danger is neither answered nor told meanwhile, and answered once when there is space."""
    store = scene.chair.store
    async with at_work(scene.chair):
        desk = await listening(scene)
        await lock(store)
        question = await scene.server.says_now("!explain rumination")
        await try_often(scene)
        assert not scene.server.replies(question)
        assert not alarms(scene, desk)
        await make_space(store)
        await scene.server.until(lambda: scene.server.replies(question))
        await scene.done()
    assert len(scene.server.replies(question)) == 1


@holds("full-disk")
async def test_where_there_is_no_desk_the_operator_reads_it(scene: Scene) -> None:
    """A desk that was never made cannot be made now: the log says that it was not told there, and others are told all the same."""
    store = scene.chair.store
    with structlog.testing.capture_logs() as log:
        async with at_work(scene.chair):
            desk = await listening(scene)
            await store.sides.forget_room(desk)
            await lock(store)
            await scene.server.says_now(DANGER)
            await scene.server.until(lambda: alarms(scene, ON_CALL))
            await make_space(store)
    assert "alarm-not-told-at-desk" in reasons(log)


async def test_a_loop_begins_again_and_no_other_error_is_kept_quiet(scene: Scene) -> None:
    """A loop that ends for lack of space, by itself or in a group, begins again; a bug among it ends the process as ever."""
    ends: list[BaseException | None] = [
        Unwritable(),
        BaseExceptionGroup("loops", [Unwritable(), BaseExceptionGroup("jobs", [Unwritable()])]),
        None,
        BaseExceptionGroup("loops", [Unwritable(), ZeroDivisionError()]),
    ]
    begun: list[Chair] = []

    async def loop(chair: Chair) -> None:
        begun.append(chair)
        if error := ends[len(begun) - 1]:
            raise error

    await keep_up_loop(loop, scene.chair)
    assert len(begun) == 3
    with pytest.raises(BaseExceptionGroup):
        await keep_up_loop(loop, scene.chair)


@holds("full-disk")
async def test_what_is_opened_late_is_told(scene: Scene) -> None:
    """A message whose key comes while nothing can be written is compared too, and stays sealed until it can be kept."""
    server, store = scene.server, scene.chair.store
    async with at_work(scene.chair):
        desk = await listening(scene)
        sealed = server.seals(DANGER)
        await server.pulse()
        await wait_until(store.seals.all)
        await lock(store)
        server.readable[sealed] = Said(sealed, KIM, DANGER)
        server.key_news.note_session("s")
        await open_late_messages(scene.chair)
        await server.until(lambda: alarms(scene, desk) and alarms(scene, ON_CALL))
        assert [seal.id for seal in await store.seals.all()] == [sealed]
        await make_space(store)
        await server.pulse()
        await server.until(lambda: len(alarms(scene, desk)) == 2)
