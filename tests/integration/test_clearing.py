"""`!clear` in a direct room: all that the bot ever wrote there is taken back, nothing anywhere else, whatever gets in the way."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hand_held import ANA, KIM, ROOM, Client, PowerCut, Server, at_work, seat
from side_scene import LINE, MARK, Scene

from bot.matrix.client.refusals import Limited, ServerSaysNo
from bot.model import Direct, Notice, Open, RoomId


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        yield Scene(chair, server, tmp_path)


async def come(scene: Scene) -> RoomId:
    """Let Kim come into her direct room, and return it as soon as she is greeted."""
    await scene.orders(Open(Direct(KIM)))
    await scene.done()
    side = await scene.chair.store.sides.find_side(ROOM, Direct(KIM))
    assert side is not None
    room = side.room
    assert room is not None
    await scene.server.moves(KIM, "join", room)
    await scene.server.until(lambda: scene.said(room))
    return room


async def clear(scene: Scene, room: RoomId) -> None:
    """Let Kim type it, and wait until it is done."""
    await scene.server.says_now("!clear", KIM, room)
    await scene.server.until(lambda: {post.event for post in scene.said(room)} <= set(taken_back(scene, room)))
    await scene.done()


def taken_back(scene: Scene, room: RoomId) -> list[str]:
    """Return what was taken back in a room, each as often as it was asked for."""
    return [event for where, event in scene.server.redacted if where == room]


async def test_all_of_it_goes_and_nothing_else(scene: Scene) -> None:
    """What the bot answered, showed in several parts and said by itself is taken back there; desk and session room keep theirs."""
    async with at_work(scene.chair):
        desk, room = await scene.at_desk(), await come(scene)
        question = await scene.server.says_now("!help", KIM, room)
        await scene.server.until(lambda: scene.server.replies(question))
        shown = await scene.server.says_now("!mydata", KIM, room)
        await scene.server.until(lambda: scene.server.replies(shown))
        elsewhere = await scene.server.says_now("!status", ANA, ROOM)
        await scene.server.until(lambda: scene.server.replies(elsewhere))
        await clear(scene, room)
        assert len(scene.said(room)) >= 3
        assert sorted(taken_back(scene, room)) == sorted(post.event for post in scene.said(room))
        assert {where for where, _ in scene.server.redacted} == {room}
        assert scene.said(desk)
        again = len(scene.server.redacted)
        later = await scene.server.says_now("!help", KIM, room)
        await scene.server.until(lambda: scene.server.replies(later))
        await clear(scene, room)
        assert len(scene.server.redacted) == again + 1


async def test_many_messages_at_a_server_that_asks_to_wait(scene: Scene) -> None:
    """Whatever was said there over the months goes, page by page; asked to wait, it goes on with what is left, each once."""
    refused: list[str] = []

    async def meddle(what: str) -> None:
        if "before" in what and "/redact/" in what and what not in refused and len(refused) < 40:
            refused.append(what)
            raise Limited(0.0)

    async with at_work(scene.chair):
        room = await come(scene)
        await scene.orders(*[Notice(LINE, MARK, where=Direct(KIM))] * 120)
        await scene.done()
        scene.client.meddle = meddle
        await clear(scene, room)
    assert len(refused) == 40
    assert len(taken_back(scene, room)) == len(set(taken_back(scene, room))) == 121


async def test_it_goes_on_after_a_power_cut(tmp_path: Path) -> None:
    """Cut off in the middle, the next start takes back the rest, and nothing that was said since."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair, at_work(chair):
        scene = Scene(chair, server, tmp_path)
        room = await come(scene)
        await scene.orders(*[Notice(LINE, MARK, where=Direct(KIM))] * 9)
        await scene.done()

    async def cut(what: str) -> None:
        if "after" in what and "/redact/" in what and len(server.redacted) == 4:
            raise PowerCut

    server.says("!clear", KIM, room)
    with pytest.raises(BaseExceptionGroup) as ended:
        async with seat(tmp_path, Client(server, cut)) as chair, at_work(chair):
            await asyncio.Event().wait()
    assert ended.group_contains(PowerCut)
    assert len(server.redacted) == 4
    async with seat(tmp_path, Client(server)) as chair, at_work(chair):
        scene = Scene(chair, server, tmp_path)
        await server.until(lambda: len(taken_back(scene, room)) == 10)
        await scene.done()
    assert len(set(taken_back(scene, room))) == 10


async def test_one_that_cannot_be_deleted_keeps_no_other(scene: Scene) -> None:
    """A message that the homeserver refuses to delete is passed over; the others go."""

    async def meddle(what: str) -> None:
        if what.startswith("before") and f"/redact/{first}/" in what:
            raise ServerSaysNo(403, "M_FORBIDDEN")

    async with at_work(scene.chair):
        room = await come(scene)
        await scene.orders(*[Notice(LINE, MARK, where=Direct(KIM))] * 3)
        await scene.done()
        first = scene.said(room)[1].event
        scene.client.meddle = meddle
        await scene.server.says_now("!clear", KIM, room)
        await scene.server.until(lambda: len(taken_back(scene, room)) == 3)
        await scene.done()
    assert first not in taken_back(scene, room)
