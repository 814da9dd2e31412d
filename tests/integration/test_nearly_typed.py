"""What comes through the gate of a command that is typed nearly right: beneath a picture, as a reply, by an edit."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from megolm import QuietRoom, quiet_room
from rows import try_each

from bot.model import Attached, Captioned, Edited, Heard

MENTIONED: dict[str, Any] = {"m.mentions": {"user_ids": ["@bot:clinic"]}}
REPLY: dict[str, Any] = {"m.relates_to": {"m.in_reply_to": {"event_id": "$any"}}}

KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": KEY}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Return a room in which Kim's device has a key that the bot knows."""
    async with quiet_room(tmp_path) as quiet:
        yield quiet


@try_each(
    ("content", "caption"),
    [
        ({"msgtype": "m.image", "body": "! stop", "filename": "cat.jpg", "file": FILE}, "! stop"),
        ({"msgtype": "m.image", "body": "a fine day", "filename": "cat.jpg", "file": FILE}, ""),
        ({"msgtype": "m.file", "body": "**!stop**", "file": FILE}, "**!stop**"),
        ({"msgtype": "m.emote", "body": "!stop"}, "!stop"),
        ({"msgtype": "m.location", "body": "!stop", "geo_uri": "geo:1,1"}, ""),
    ],
)
async def test_what_stands_beneath(room: QuietRoom, content: dict[str, Any], caption: str) -> None:
    """A caption that begins with a mark comes with its attachment, also a file's name, and what stands behind `/me`."""
    happened = room.hears(room.kim.says(**content))
    assert isinstance(happened, Attached)
    assert (happened.caption if isinstance(happened, Captioned) else "") == caption


@try_each(
    ("content", "answers"),
    [
        ({"body": "stop", **REPLY, **MENTIONED}, True),
        ({"body": "> <@bot:clinic> the AI is on\n\nstop", **REPLY}, True),
        ({"body": "> <@ana:clinic> hello\n\nstop", **REPLY}, False),
        ({"body": "stop", **REPLY}, False),
        ({"body": "> <@bot:clinic> I typed this\n\nstop"}, False),
    ],
)
async def test_a_reply_says_whom_it_is_to(room: QuietRoom, content: dict[str, Any], answers: bool) -> None:
    """Clients mention whom they reply to, or quote them with their id; both stand within the encryption."""
    heard = room.hears(room.kim.says(msgtype="m.text", **content))
    assert isinstance(heard, Heard)
    assert heard.answers_bot is answers


async def test_an_edit_comes_with_all_that_a_command_needs(room: QuietRoom) -> None:
    """Its device, whether it calls the bot, and whether its two bodies differ."""
    new = {"msgtype": "m.text", "body": "@bot:clinic what was said?", **MENTIONED}
    relation = {"rel_type": "m.replace", "event_id": "$old"}
    edited = room.hears(room.kim.says(**{**new, "m.new_content": new, "m.relates_to": relation}))
    assert isinstance(edited, Edited)
    assert (edited.text, edited.calls_bot, edited.differs, edited.late) == ("what was said?", True, False, False)
    assert edited.device == room.kim.client.device_id
    named = {"msgtype": "m.text", "body": "stop", **MENTIONED}
    edited = room.hears(room.kim.says(**{**named, "m.new_content": named, "m.relates_to": relation}))
    assert isinstance(edited, Edited)
    assert not edited.calls_bot
