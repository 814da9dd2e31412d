"""What the bot says leaves this machine sealed: between it and the homeserver stands no word of it, and in a room without encryption none is said."""

from pathlib import Path
from typing import Any

import pytest
from key_room import Room, room_with_kim
from newcomer import Newcomer
from rows import try_each

from bot.demo.homeserver import Homeserver
from bot.errors import BotError, Unsayable
from bot.matrix.send import Spoken, refuse_verification_request, say
from bot.model import Attachment, Card, EventId, Leave, Mark, Notice, Reply, make_words
from bot.words import FALLBACK

WORDS = "velvet walrus"
HEAD = make_words("audit-head", FALLBACK, head=WORDS)
FILE = Attachment("your-data.json", "application/json", WORDS)
SEALED = {"algorithm", "ciphertext", "device_id", "sender_key", "session_id", "m.relates_to"}
"""What stands outside of a sealed message; what it replies to does (spec, "m.room.encrypted")."""
SAID: tuple[Spoken, ...] = (
    Notice(HEAD, Mark(kind="floor")),
    Reply(EventId("$asked"), HEAD, Mark(kind="explain")),
    Reply(EventId("$asked"), HEAD, Mark(kind="mydata"), file=FILE),
    Card("K1", HEAD, Mark(kind="draft")),
)


@pytest.fixture
async def room(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> Any:
    """Give a room with the bot and Kim."""
    async with room_with_kim(synapse, newcomer, tmp_path) as opened:
        yield opened


async def test_nothing_that_is_said_leaves_in_clear(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers, cards, notices and files: no request to the homeserver holds a word of them, and Kim reads them all the same."""
    client, left = room.bot.client, list[bytes]()
    send = client.send

    async def note(method: str, path: str, data: Any = None, *rest: Any) -> Any:
        left.append(f"{path} ".encode() + (data if isinstance(data, bytes) else str(data).encode()))
        return await send(method, path, data, *rest)

    await room.bot.sight.look()
    monkeypatch.setattr(client, "send", note)
    for number, effect in enumerate(SAID):
        event = await say(client, room.id, effect, f"txn{number}")
        shown = await client.call("GET", f"/_matrix/client/v3/rooms/{room.id}/event/{event}")
        assert (shown["type"], shown["content"].keys() <= SEALED) == ("m.room.encrypted", True)
        if not isinstance(effect, Reply) or effect.file is None:
            assert await room.kim.reads(room.id, event)
    assert len(left) > 2 * len(SAID)
    assert [item for item in left if WORDS.encode() in item] == []


@try_each("effect", SAID)
async def test_without_encryption_nothing_is_said(room: Room, effect: Spoken) -> None:
    """In a room that is not encrypted, or no longer seems to be, the bot says nothing but why it leaves."""
    await room.bot.sight.look()
    room.bot.client.rooms[room.id].encrypted = False
    with pytest.raises(BotError, match="not encrypted"):
        await say(room.bot.client, room.id, effect, "txn")
    why = await say(room.bot.client, room.id, Leave(make_words("room-not-encrypted", FALLBACK)), "why")
    shown = await room.bot.client.call("GET", f"/_matrix/client/v3/rooms/{room.id}/event/{why}")
    assert shown["type"] == "m.room.message"


async def test_a_verification_is_cancelled_before_those_alone_whom_it_is_for(room: Room) -> None:
    """Where somebody else could read along, as at a desk, the bot cancels nothing there."""
    await room.bot.sight.look()
    with pytest.raises(Unsayable):
        await refuse_verification_request(room.bot.client, room.id, EventId("$asked"), "txn", only=frozenset())
