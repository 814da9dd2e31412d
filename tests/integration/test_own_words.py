"""The bot reads what it says itself, whatever became of a room's keys meanwhile: so it sees that its card stands before people."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from key_room import Room, room_with_kim, says_fixed
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room."""
    async with room_with_kim(synapse, newcomer, tmp_path) as room:
        yield room


async def test_after_a_room_is_forgotten_what_is_said_there_has_another_key(room: Room) -> None:
    """Put out and invited again, the bot reads what it says itself: so a consent card that it posts then is seen to stand there."""
    before = [await room.says(), await says_fixed(room)]
    room.bot.client.forget_room(room.id)
    for said, earlier in zip([await room.says(), await says_fixed(room)], before, strict=True):
        assert await room.session(said) != await room.session(earlier)
        assert await room.bot.reads(room.id, said)
