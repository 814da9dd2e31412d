"""Words that people see and that are never acted on: they pass no gate, and are heard for the tripwire alone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from danger_page import holds
from megolm import ANA, BOT, KIM, ROOM, QuietRoom, envelope, quiet_room
from structlog.testing import capture_logs

import bot.matrix.overhear
from bot.model import Attached, Edited, EventId, Heard, Overheard

EVENT, OWN = EventId("$event"), EventId("words/$event")
POLL = {"question": {"org.matrix.msc1767.text": "shall I"}, "answers": [{"id": "1", "org.matrix.msc1767.text": "go"}]}
KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": KEY}
EDIT = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$old"}}


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[QuietRoom]:
    """Give a room with Ana and Kim, whose devices and keys the bot knows."""
    async with quiet_room(tmp_path) as opened:
        yield opened


def message(**content: Any) -> dict[str, Any]:
    """Return a message of any kind."""
    return {"type": "m.room.message", "content": content}


SEEN: dict[str, tuple[dict[str, Any], str]] = {
    "an emote": (message(msgtype="m.emote", body="goes"), "goes"),
    "a notice": (message(msgtype="m.notice", body="I go"), "I go"),
    "a place": (message(msgtype="m.location", body="the bridge", geo_uri="geo:1,2"), "the bridge"),
    "a poll": ({"type": "org.matrix.msc3381.poll.start", "content": {"org.matrix.msc3381.poll.start": POLL}}, "shall I\ngo"),
    "a stable poll": ({"type": "m.poll.start", "content": {"m.poll": {"question": {"m.text": "shall I"}}}}, "shall I"),
    "a kind that nobody knows": (message(msgtype="org.example.postcard", body="I go"), "I go"),
    "a broken picture": (message(msgtype="m.image", body=7, filename="going.jpg"), "going.jpg"),
    "no text beside a formatted one": (message(msgtype="m.text", body=None, formatted_body="I <b>go</b>"), "I go"),
}  # fmt: skip
TOLD = frozenset({"an emote", "a place", "a poll", "a stable poll"})
"""What nobody may believe to be read: that one came is noticed, without its words."""


@pytest.mark.parametrize("kind", SEEN)
def test_what_is_not_acted_on_is_compared(room: QuietRoom, kind: str) -> None:
    """Emotes, notices, places, polls and what is malformed say nothing to the bot, and are seen by people."""
    payload, words = SEEN[kind]
    with capture_logs() as logs:
        heard = room.hears(room.kim.seals(payload))
        overheard = room.overhears(room.kim.seals(payload))
    assert heard == (Attached(EVENT, KIM, 1.0) if kind in TOLD else None)
    assert overheard == Overheard(OWN if kind in TOLD else EVENT, KIM, 1.0, words, of=EVENT)
    assert not any(word in str((overheard, logs)) for word in words.split())


@pytest.mark.parametrize(
    "payload",
    [
        message(msgtype="m.image", body="I go", filename="otter.jpg", file=FILE),
        {"type": "m.sticker", "content": {"body": "I go", "info": {}, "url": "mxc://clinic/a"}},
    ],
    ids=["a caption", "a sticker"],
)
def test_a_caption_is_compared_beside_its_picture(room: QuietRoom, payload: dict[str, Any]) -> None:
    """That a picture came is one thing, what stands under it another: both count, and neither in the other's place."""
    overheard = room.overhears(room.kim.seals(payload))
    assert overheard is not None
    assert (overheard.id, overheard.of, overheard.text.split("\n")[0]) == (OWN, EVENT, "I go")


def test_an_edit_is_compared_as_the_message_that_people_see(room: QuietRoom) -> None:
    """Of an edit the new words are heard, of text as of captions, with what is formatted; its message is the old one."""
    new = {"msgtype": "m.text", "body": "new", "formatted_body": "<i>newer</i>"}
    sealed = room.kim.says("* new", **{"m.new_content": new, **EDIT})
    assert isinstance(room.hears(sealed), Edited)
    assert room.overhears(sealed) == Overheard(OWN, KIM, 1.0, "new\nnewer", of=EventId("$old"))
    caption = message(
        msgtype="m.image", body="* new", **{"m.new_content": {"msgtype": "m.image", "body": "new"}, **EDIT}
    )
    assert room.overhears(room.kim.seals(caption)) == Overheard(EVENT, KIM, 1.0, "new", of=EventId("$old"))


def test_a_text_that_is_acted_on_is_compared_once(room: QuietRoom) -> None:
    """What is heard is compared as it is shown, with what its plain body says instead."""
    sealed = room.kim.says("hello", format="org.matrix.custom.html", formatted_body="<p>I go</p>")
    heard = room.hears(sealed)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.other, heard.beside) == ("I go", "hello", "")
    assert room.overhears(sealed) is None


def test_a_quotation_is_not_the_writers(room: QuietRoom) -> None:
    """Of a reply as older clients write it, only the words under the quotation are heard, plain and formatted."""
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$card"}}}
    html = "<mx-reply><blockquote>its words</blockquote></mx-reply>mine"
    heard = room.hears(room.kim.says("> <@bot:clinic> its words\n\nmine", formatted_body=html, **relation))
    assert isinstance(heard, Heard)
    assert (heard.text, heard.beside) == ("mine", "")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (message(msgtype="m.text", body="I go"), "I go"),
        (message(msgtype="m.image", body="I go", url="mxc://clinic/a"), "I go"),
        ({"type": "m.sticker", "content": {"body": "I go"}}, "I go"),
        ({"type": "m.room.name", "state_key": "", "content": {"name": "I go"}}, "I go"),
        ({"type": "m.room.topic", "state_key": "", "content": {"topic": "I go"}}, "I go"),
        ({"type": "m.room.member", "state_key": KIM, "content": {"membership": "leave", "reason": "I go"}}, "I go"),
    ],
    ids=["text", "picture", "sticker", "name", "topic", "farewell"],
)
def test_what_stands_in_the_open_is_compared(room: QuietRoom, event: dict[str, Any], words: str) -> None:
    """Nothing in clear text is ever acted on, but people see it; so they see the name of the room, which is never encrypted."""
    in_clear = {**envelope(KIM), **event}
    assert not isinstance(room.hears(in_clear), Heard)
    overheard = room.overhears(in_clear)
    assert overheard is not None
    assert (overheard.sender, overheard.text, overheard.of) == (KIM, words, EVENT)


def test_who_has_just_gone_is_compared(room: QuietRoom) -> None:
    """Somebody writes and leaves in the same moment: nothing they wrote is obeyed, and all of it is compared."""
    sealed = room.kim.says("I go")
    room.bot.rooms[ROOM].remove_member(KIM)
    assert room.hears(sealed) is None
    assert room.overhears(sealed) == Overheard(EVENT, KIM, 1.0, "I go", of=EVENT)


def test_whose_words_nobody_can_be_sure_of_are_compared(room: QuietRoom) -> None:
    """A message that another device's key opened is not its sender's for certain, and people see it under their name."""
    overheard = room.overhears({**room.kim.says("I go"), "sender": ANA})
    assert overheard is not None
    assert (overheard.sender, overheard.text) == (ANA, "I go")


@holds("not-its-own")
def test_the_bots_own_words_are_not_compared(room: QuietRoom) -> None:
    """Neither what it wrote, nor what carries a bot's marks, nor what was said in another room."""
    assert room.overhears({**envelope(BOT), **message(msgtype="m.text", body="I go")}) is None
    assert room.overhears(room.kim.seals(message(msgtype="m.notice", body="I go", **{"org.thirdchair": {}}))) is None
    elsewhere = {**message(msgtype="m.emote", body="goes"), "room_id": "!other:clinic"}
    assert room.overhears(room.kim.seals(elsewhere)) is None
    state = {"type": "m.room.topic", "state_key": "", "content": {"topic": "I go"}}
    assert room.overhears(room.kim.seals(state)) is None


def test_a_bug_in_here_is_said(room: QuietRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the words of an event cannot be read, that is told, and the event is heard as ever; no log has its words."""

    def break_down(*_: object, **__: object) -> str:
        raise RuntimeError("moonless otter")

    monkeypatch.setattr(bot.matrix.overhear, "read_words", break_down)
    monkeypatch.setattr(bot.matrix.intake, "read_words_beside", break_down)
    with capture_logs() as logs:
        assert isinstance(room.hears(room.kim.says("moonless")), Heard)
        assert room.overhears(room.kim.says("moonless")) == Overheard(OWN, KIM, 1.0, "", of=EVENT, broken=True)
    assert [entry["log_level"] for entry in logs] == ["error"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"body": ["x"]},
        {"body": "x" * 60_000, "formatted_body": "<b><p>" * 900},
        {"m.relates_to": 7, "body": "\ud800"},
    ],
    ids=["nothing", "a list", "much", "half a character"],
)
def test_nothing_that_comes_is_too_much(room: QuietRoom, content: dict[str, Any]) -> None:
    """Strange and endless events are read as far as they can be, and nothing raises."""
    for kind in ("m.room.message", "m.poll.start", "m.reaction", "m.sticker"):
        overheard = room.overhears(room.kim.seals({"type": kind, "content": {"msgtype": "m.emote", **content}}))
        assert overheard is None or not overheard.broken
