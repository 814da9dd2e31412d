"""Danger that meets a bug in a decision, or a desk that refuses it, beside a homeserver that a test holds in its hand: others are called."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from danger_page import holds
from hand_held import BOT, KIM, ROOM, Client, Post, Server, at_work, seat
from polling import wait_until
from side_scene import SUE, Scene

from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Alarm, Decision, EventId, Floor, Heard, Kind, RoomId
from bot.session.danger.ladder import STEP, find_next_call

ON_CALL = RoomId("!made0:clinic")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot behind whose rooms there is an on-call room; it is not at work yet."""
    server = Server()
    server.rooms.move(BOT, "join", server.rooms.make(SUE, {"is_direct": True}))
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.01
        scene = Scene(chair, server, tmp_path)
        scene.rules(deployment=f'on_call_room: "{ON_CALL}"')
        yield scene


def alarms(scene: Scene, room: RoomId) -> list[Post]:
    """Return the alarms that the bot posted in a room."""
    return [post for post in scene.said(room) if post.content["org.thirdchair"]["kind"] == "alarm"]


class Buggy:
    """Settings in which looking for a room's policy fails, as nothing but a bug does."""

    def __getattr__(self, name: str) -> Any:
        """Fail."""
        raise ZeroDivisionError(name)


@holds("outlives-restart")
async def test_a_bug_in_a_decision_holds_the_ladder_for_a_minute_at_most(scene: Scene) -> None:
    """Where the step to the on-call room meets a bug, it is taken a minute later."""
    chair, store = scene.chair, scene.chair.store
    async with at_work(chair):
        await scene.at_desk()
        await scene.done()
        room = await store.rooms.room(ROOM)
        alarm = Alarm("A1", "crisis", chair.clock(), kind=Kind.SUICIDE, person=KIM, event=EventId("$danger"))
        waiting = replace(room.with_alarm(alarm), alarm_codes=1)
        await store.commit(Heard(EventId("$cause"), KIM, alarm.at, ""), Decision(waiting), find_next_call(waiting))
        settings: Any = Buggy()
        sound, chair.settings = chair.settings, settings
        chair.clock = lambda: alarm.at + STEP
        chair.to_think.set()

        async def is_later() -> bool:
            return (await store.rooms.find_deadline(ROOM) or 0.0) > alarm.at + STEP

        await wait_until(is_later)
        chair.settings = sound
        assert alarms(scene, ON_CALL) == []
        chair.clock = lambda: alarm.at + 2 * STEP
        chair.to_think.set()
        await scene.server.until(lambda: alarms(scene, ON_CALL))


@holds("outlives-restart")
async def test_a_desk_that_refuses_it_calls_who_is_next_at_once(scene: Scene) -> None:
    """A job at the desk that fails for good is no end: the on-call room is told without waiting for the minute."""
    chair = scene.chair
    async with at_work(chair):
        desk = await scene.at_desk()
        await scene.done()

        async def refuse(what: str) -> None:
            if what == "before thirdchair.$danger/0":
                raise ServerSaysNo(403, "M_FORBIDDEN")

        scene.client.meddle = refuse
        room = await chair.store.rooms.room(ROOM)
        awake = replace(room, floor=Floor.LISTEN, last_talk=chair.clock(), last_therapist=chair.clock())
        await chair.store.commit(Heard(EventId("$on"), KIM, chair.clock(), ""), Decision(awake), None)
        heard = Heard(EventId("$danger"), KIM, chair.clock(), "I want to kill myself", signed=True)
        await chair.store.inbox.admit(ROOM, heard)
        chair.to_think.set()
        await scene.server.until(lambda: alarms(scene, ON_CALL))
    assert alarms(scene, desk) == []
