"""A desk whose session is over says so by its name; one that cannot be kept to those who belong there is left."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hand_held import ROOM, Client, Server, at_work, seat
from rows import try_each
from side_scene import Scene

from bot.app.rooms.room_names import close_desk
from bot.matrix.room_creation import LONGEST_NAME
from bot.model import CloseDesk, Desk


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot; it is not at work yet."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.choose_wait = lambda *_: 0.0
        yield Scene(chair, server, tmp_path)


@try_each("name", ["Desk: Tuesdays", "D" * 200, ""])
async def test_a_closed_desk_is_called_closed(scene: Scene, name: str) -> None:
    """The name of a closed desk ends with that, however long it was; closed twice, it says so once."""
    async with at_work(scene.chair):
        desk = await scene.at_desk()
        scene.server.rooms.names[desk] = name
        scene.server.rooms.named.clear()
        await scene.orders(CloseDesk())
        await scene.done()
        await scene.orders(CloseDesk())
        await scene.done()
    closed = scene.server.rooms.names[desk]
    assert closed.endswith("(closed)")
    assert closed.startswith(name[:60])
    assert len(closed) <= LONGEST_NAME
    assert scene.server.rooms.named == [(desk, closed)]


async def test_without_a_desk_nothing_is_closed(scene: Scene) -> None:
    """A session that has no desk, or whose desk the bot is out of, gets none by being closed."""
    await close_desk(scene.chair, ROOM)
    assert scene.server.rooms.named == []
    assert await scene.chair.store.sides.find_side(ROOM, Desk()) is None
