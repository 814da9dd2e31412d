"""Encrypted pictures, recordings, files and stickers at the trust gate: that one came is heard, nothing of what is in it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from megolm import ANA, KIM, ROOM, QuietRoom, envelope, quiet_room
from structlog.testing import capture_logs

from bot.matrix.trust import Refusal
from bot.model import Attached, Captioned, EventId, Recorded

NAME, CAPTION = "moonless-otter.jpg", "a velvet walrus"
KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": KEY}
KINDS: dict[str, dict[str, Any]] = {
    "picture": {"msgtype": "m.image", "info": {"mimetype": "image/jpeg", "size": 5, "w": 1, "h": 1}},
    "picture without info": {"msgtype": "m.image"},
    "recording": {"msgtype": "m.audio", "info": {"duration": 900}, "org.matrix.msc3245.voice": {}},
    "file": {"msgtype": "m.file", "info": {"size": 5}},
    "film": {"msgtype": "m.video", "info": {"duration": 900}},
}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def message(**content: Any) -> dict[str, Any]:
    """Return a message with a file."""
    return {"type": "m.room.message", "content": {"body": NAME, "file": FILE, **content}}


def sticker(**content: Any) -> dict[str, Any]:
    """Return a sticker."""
    return {"type": "m.sticker", "content": {"body": NAME, "info": {}, "url": "mxc://clinic/abc", **content}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("caption", [{}, {"body": CAPTION, "filename": NAME}], ids=["bare", "with a caption"])
def test_an_attachment_is_heard_as_one(room: QuietRoom, kind: str, caption: dict[str, Any]) -> None:
    """It is its sender's, and neither its name nor its caption is in the event or the log."""
    with capture_logs() as logs:
        attached = room.hears(room.kim.seals(message(**KINDS[kind], **caption)))
    if isinstance(attached, Recorded):  # where its recording lies is known besides, and shown to nobody
        attached = Attached(attached.id, attached.sender, attached.at)
    assert attached == Attached(EventId("$event"), KIM, 1.0)
    assert not any(word in str((attached, logs)) for word in ("moonless", "walrus"))


@pytest.mark.parametrize(
    "more",
    [{"body": "(3) voice.ogg"}, {"body": "\U0001f3a4"}, {"body": "!note to self", "filename": NAME}],
    ids=["a name with a bracket", "a picture of a microphone", "a caption"],
)
def test_a_voice_message_may_be_called_anything(room: QuietRoom, more: dict[str, Any]) -> None:
    """A name or caption that begins with a mark is looked at for a command, and where the recording lies is known all the same."""
    heard = room.hears(room.kim.seals(message(**KINDS["recording"], **more)))
    assert isinstance(heard, Captioned)
    assert heard.sound.url == FILE["url"]


def test_a_voice_message_knows_the_thread_it_was_sent_in(room: QuietRoom) -> None:
    """What is written down of it stands there too; a reply beside it makes no difference."""
    thread = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True, "m.in_reply_to": {"event_id": "$x"}}
    spoken = {**message(**KINDS["recording"])}
    spoken["content"]["m.relates_to"] = thread
    heard = room.hears(room.kim.seals(spoken))
    assert isinstance(heard, Recorded)
    assert heard.thread == "$root"
    reply = {**message(**KINDS["recording"])}
    reply["content"]["m.relates_to"] = {"m.in_reply_to": {"event_id": "$x"}}
    heard = room.hears(room.kim.seals(reply))
    assert isinstance(heard, Recorded)
    assert heard.thread is None


def test_an_edited_recording_is_nothing_new(room: QuietRoom) -> None:
    """What an app puts in the place of a recording is not what was said: it is refused like any edit that is no text."""
    new = {"m.new_content": {"msgtype": "m.audio", "body": NAME, "file": FILE}}
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$old"}}
    assert room.refuses(room.kim.seals(message(**KINDS["recording"], **new, **relation))) == [Refusal.NOT_TEXT]


def test_a_sticker_is_one(room: QuietRoom) -> None:
    """A sticker is an attachment, whatever kind of message it says that it is."""
    assert room.hears(room.kim.seals(sticker())) == Attached(EventId("$event"), KIM, 1.0)
    assert room.hears(room.kim.seals(sticker(msgtype="m.text", body="!agree"))) == Attached(EventId("$event"), KIM, 1.0)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (message(msgtype="m.image", **{"org.thirdchair": {"kind": "mydata"}}), Refusal.BOT),
        (message(msgtype="m.file", **{"m.new_content": {"msgtype": "m.file", "body": CAPTION}}), Refusal.NOT_TEXT),
        ({**sticker(), "state_key": ""}, Refusal.ENCRYPTED_STATE),
        ({**sticker(), "room_id": "!other:clinic"}, Refusal.OTHER_ROOM),
        (message(msgtype="m.image", body=7), Refusal.MALFORMED),
        (message(msgtype=["m.image"]), Refusal.MALFORMED),
        ({"type": "m.room.message", "content": []}, Refusal.MALFORMED),
        (message(msgtype="org.example.postcard"), Refusal.NOT_TEXT),
    ],
    ids=[
        "a bot's",
        "an edit",
        "state",
        "another room's",
        "no name",
        "no kind",
        "no content",
        "a kind that nobody knows",
    ],
)
def test_what_is_not_certain_is_none(room: QuietRoom, payload: dict[str, Any], reason: Refusal) -> None:
    """An attachment passes the gate that every message passes, and a malformed one is refused without harm."""
    assert room.refuses(room.kim.seals(payload)) == [reason]


def test_an_attachment_in_the_open_is_none(room: QuietRoom) -> None:
    """A server cannot make anybody send a picture, nor pass one off as another's."""
    in_clear = {**envelope(ANA), **message(msgtype="m.image", url="mxc://clinic/abc")}
    assert room.refuses(in_clear) == [Refusal.PLAINTEXT]
    assert room.hears({**envelope(ANA), **sticker()}) is None
    assert room.refuses({**room.kim.seals(sticker()), "sender": ANA}) == [Refusal.NOT_THE_SENDERS]
    room.bot.rooms[ROOM].remove_member(KIM)
    assert room.refuses(room.kim.seals(sticker())) == [Refusal.NOT_JOINED]
