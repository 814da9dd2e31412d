"""The key of a head at the desk: it is kept, opens that head alone, and lets the operator find the head by themselves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from key_room import Room, room_with_kim
from newcomer import Newcomer
from vodozemac import InboundGroupSession, MegolmDecryptionException, MegolmMessage, SessionKey

from bot.demo.homeserver import Homeserver
from bot.errors import StoreRefused
from bot.matrix.client.head_keys import HEAD, KEPT, MARKS
from bot.matrix.desk_heads import HeadKey, PostedHead, find_posted_head, read_head_keys
from bot.matrix.send import say
from bot.model import EventId, Mark, Notice, RoomId, make_words
from bot.words import FALLBACK

LINK = "ab" * 96
KEY = bytes(32).hex()


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> AsyncIterator[Room]:
    """Give a room with the bot and Kim."""
    async with room_with_kim(synapse, newcomer, tmp_path) as opened:
        yield opened


async def posts_head(room: Room, txn: str = "txn", head: str = LINK) -> EventId:
    """Let the bot look, and post a head."""
    await room.bot.sight.look()
    notice = Notice(make_words("audit-head", FALLBACK, head=head), Mark(kind=HEAD))
    return await say(room.bot.client, room.id, notice, txn)


def kept(room: Room) -> dict[RoomId, tuple[HeadKey, ...]]:
    """Return the keys of heads as somebody beside the bot reads them."""
    return read_head_keys(Path(room.bot.client.store.store_path), KEY)


async def opens(room: Room, key: HeadKey, event: EventId) -> bool:
    """Return whether a key opens a message."""
    answer = await room.bot.client.call("GET", f"/_matrix/client/v3/rooms/{room.id}/event/{event}")
    try:
        InboundGroupSession(SessionKey(key.key)).decrypt(MegolmMessage.from_base64(answer["content"]["ciphertext"]))
    except MegolmDecryptionException:
        return False
    return True


async def find(room: Room) -> PostedHead | None:
    """Return the newest head, as it is found with the keys on disk."""
    return await find_posted_head(room.bot.client, room.id, kept(room)[room.id])


async def test_a_head_is_the_last_message_of_its_key(room: Room) -> None:
    """The key that is kept opens the head and nothing else: what was said before comes before it, and after it another key is used."""
    before = await room.says("a word of somebody's")
    head = await posts_head(room)
    after = await room.says("another word of somebody's")
    ((key,),) = kept(room).values()
    assert [await opens(room, key, event) for event in (before, head, after)] == [False, True, False]
    assert await room.session(before) == await room.session(head) != await room.session(after)
    assert await room.kim.reads(room.id, head)
    assert await room.kim.reads(room.id, after)


async def test_it_is_found_after_the_bot_has_forgotten_it(room: Room) -> None:
    """Once the bot's own keys are turned forward it cannot open its head any more; with the key that is kept, the head is read."""
    head = await posts_head(room)
    for _ in range(3):
        await room.says()
    await room.bot.sight.look()
    room.bot.client.forget_opened(1e9, unsure=False)
    posted = await find(room)
    assert posted is not None
    assert (posted.event, posted.text.count(LINK)) == (head, 1)
    assert posted.at > 1e9


async def test_the_newest_counts(room: Room) -> None:
    """Of several heads at a desk the newest is found; a key that fits no message, of a post that failed, is passed over."""
    for number in range(3):
        newest = await posts_head(room, f"txn{number}")
    await room.bot.sight.look()
    await room.bot.client.share_group_session(room.id)
    marked: dict[str, Any] = {"body": "x", MARKS: {"kind": HEAD}}
    room.bot.client.encrypt(room.id, "m.room.message", marked)  # and then the power went
    posted = await find(room)
    assert posted is not None
    assert (posted.event, posted.later) == (newest, 1)


async def test_few_are_kept_and_none_of_a_room_that_is_left(room: Room) -> None:
    """No more than a handful of keys are kept for a desk, the newest; of a room that the bot is out of, none."""
    await room.says()
    marked: dict[str, Any] = {"body": "x", MARKS: {"kind": HEAD}}
    sessions = []
    for _ in range(KEPT + 2):
        await room.bot.client.share_group_session(room.id)
        sessions.append(room.bot.client.encrypt(room.id, "m.room.message", dict(marked))[1]["session_id"])
    assert [key.session for key in kept(room)[room.id]] == sessions[: -KEPT - 1 : -1]
    room.bot.client.forget_room(room.id)
    assert kept(room) == {}


async def test_a_head_that_is_taken_away_is_not_found(room: Room) -> None:
    """Where the head was deleted at the homeserver, an earlier one is found, and that a later one was sealed."""
    first = await posts_head(room, "first")
    second = await posts_head(room, "second")
    await room.bot.post(f"rooms/{room.id}/redact/{second}/x", {}, "PUT")
    posted = await find(room)
    assert posted is not None
    assert (posted.event, posted.later) == (first, 1)


def test_without_keys_nothing_is_made(tmp_path: Path) -> None:
    """Looking makes no file where there is none, and a file that does not open with this key says so."""
    assert read_head_keys(tmp_path, KEY) == {}
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "matrix.db").write_bytes(bytes(range(256)) * 64)
    with pytest.raises(StoreRefused):
        read_head_keys(tmp_path, KEY)
