"""What people are shown of themselves: nothing of it says that there was an alarm, nor that words of theirs were noticed."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from danger_page import holds
from hand_held import ANA, KIM, ROOM, Client, Server, at_work, seat
from side_scene import Scene

from bot.app.operator.erasure import export_person
from bot.app.show.person_data import Kept, describe_person
from bot.model import Decision, EventId, Floor, Heard, RoomId

DANGER = "I want to kill myself"
TELLING = re.compile(r"(?i)alarm|crisis|suicid|violen|tripwire|notice|danger|second-reader|\b[AN]\d\b|\back\b")
"""What would tell of an alarm, a notice, or what somebody did about one."""


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        yield Scene(chair, server, tmp_path)


async def alarmed(scene: Scene) -> RoomId:
    """Let Kim write words of danger, Ana acknowledge them at the desk, and Kim ask something; return the desk."""
    server, store = scene.server, scene.chair.store
    desk = await scene.at_desk()
    await scene.done()
    room = await store.rooms.room(ROOM)
    heard = Heard(EventId("$listen"), ANA, scene.chair.clock(), "!listen")
    await store.commit(heard, Decision(replace(room, floor=Floor.LISTEN)), None)
    await server.says_now(DANGER)
    await server.until(lambda: any(post.content["org.thirdchair"]["kind"] == "alarm" for post in scene.said(desk)))
    acknowledged = await server.says_now("!ack", ANA, desk)
    await server.until(lambda: server.replies(acknowledged))
    asked = await server.says_now("!explain rumination")
    await server.until(lambda: server.replies(asked))
    await scene.done()
    return desk


@holds("left-out")
async def test_nobody_is_shown_that_there_was_an_alarm(scene: Scene) -> None:
    """Neither `!mydata` nor the operator's export says so, of the person, of their therapist, or of another."""
    store = scene.chair.store
    async with at_work(scene.chair):
        await alarmed(scene)
        for person in (KIM, ANA):
            shown = await describe_person(Kept(store.rooms, store.sent, store.audit), person, [ROOM])
            exported = await export_person(scene.chair.settings, person)
            for text in (shown, exported):
                said = text.replace(DANGER, "")
                assert TELLING.findall(said) == [], person


@holds("left-out")
async def test_what_was_sent_holds_no_alarm(scene: Scene) -> None:
    """`!sent` shows what went to a model, and the alarm beside it is no part of that."""
    async with at_work(scene.chair):
        desk = await alarmed(scene)
        asked = await scene.server.says_now("!sent", ANA, desk)
        await scene.server.until(lambda: scene.server.replies(asked))
        said = "\n".join(str(post.content["body"]) for post in scene.server.replies(asked))
    assert TELLING.findall(said) == []
