"""Requests to verify the bot that come to its device, on a real homeserver: sealed or in the open, each is cancelled."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from key_room import Room, room_with_kim
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.matrix.client.verification import CANCEL, REQUEST


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room."""
    async with room_with_kim(synapse, newcomer, tmp_path) as room:
        yield room


async def cancelled(room: Room) -> dict[str, Any]:
    """Let the bot read its letters, and return the cancel that comes to Kim's device."""
    await room.bot.sight.look()
    while not (letters := [letter for letter in room.kim.letters if letter["type"] == CANCEL]):
        await room.kim.sight.look()
    return dict(letters[-1]["content"])


@pytest.mark.parametrize("sealed", [True, False])
async def test_a_letter_is_answered(room: Room, *, sealed: bool) -> None:
    """Whichever way an app asks the bot's device, its own device hears that it is over, and why."""
    await room.says()
    kim = room.kim.client
    content = {"from_device": kim.device_id, "transaction_id": "t1", "methods": ["m.sas.v1"], "timestamp": 1}
    device = kim.device_store[room.bot.account.user_id][room.bot.client.device_id]
    if sealed:
        assert await kim.open_missing_channels([device]) == set()
        await kim.deliver("m.room.encrypted", [(device, kim.seal(device, REQUEST, content))])
    else:
        await kim.deliver(REQUEST, [(device, content)])
    cancel = await cancelled(room)
    assert (cancel["transaction_id"], cancel["code"]) == ("t1", "m.user")
    assert cancel["reason"]
    assert room.bot.client.verifications.take_people() == (room.kim.account.user_id,)
