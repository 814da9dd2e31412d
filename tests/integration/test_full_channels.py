"""Letters where nothing can be written: whoever starts anew after a kill seals nothing twice alike, and everybody reads on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from bureau import DEVICE
from danger_page import holds
from key_room import Faults, Room, room_with_kim
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.matrix.client.client import open_client
from bot.matrix.sight import Sight


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Bring bot and Kim into a room in which Kim has read something."""
    async with room_with_kim(synapse, newcomer, tmp_path) as room:
        assert await room.kim.reads(room.id, await room.says())
        yield room


def lock(room: Room, *, locked: bool = True) -> None:
    """Let nothing be written into the bot's key store, or everything again."""
    room.bot.client.store.database.execute_sql(f"PRAGMA query_only = {int(locked)}")


async def say_under_new_key(room: Room) -> bool:
    """Let the bot say something under a new room key, which goes out in a letter; return whether Kim can read it."""
    room.bot.client.olm.outbound_group_sessions.clear()
    return await room.kim.reads(room.id, await room.says())


async def start_anew(room: Room) -> None:
    """Kill the bot, so that what only its memory knew is lost, and start it on what is on disk."""
    before = room.bot.client
    folder = room.folder / room.bot.account.login / DEVICE
    again = await room.opened.enter_async_context(
        open_client(room.synapse.url, before.user_id, DEVICE, folder, bytes(32).hex())
    )
    again.restore_login(before.user_id, DEVICE, before.access_token)
    room.bot.client, room.bot.sight = again, Sight(again)


@holds("full-disk")
async def test_killed_while_nothing_can_be_written_it_is_read_by_everybody_afterwards(room: Room) -> None:
    """What it says on the full disk can be read, and what it says after a kill too, on the full disk and with space again."""
    lock(room)
    assert await say_under_new_key(room)
    await start_anew(room)
    lock(room)
    assert await say_under_new_key(room)
    await start_anew(room)
    for _ in range(2):
        assert await say_under_new_key(room)


async def test_a_channel_that_is_opened_anew_is_used_also_behind_a_clock_that_was_set_back(room: Room) -> None:
    """Upstream writes through the channel used last by its time: one that is broken would be used until the clock has caught up."""
    olm = room.bot.client.olm
    (device,) = room.bot.client.device_store.active_user_devices(room.kim.account.user_id)
    broken = olm.session_store.get(device.curve25519)
    broken.use_time += timedelta(hours=1)
    await room.bot.client.open_channels([device])
    assert olm.session_store.get(device.curve25519) is not broken
    assert await say_under_new_key(room)


async def test_where_no_other_channel_can_be_opened_what_cannot_be_kept_is_used(room: Room) -> None:
    """A device without a one-time key is written to all the same: danger is told now, whatever a kill may cost later."""
    lock(room)
    Faults(room.bot.client, {"/keys/claim": lambda _: {"one_time_keys": {}}})
    assert await say_under_new_key(room)
    assert not room.kim.withheld()
