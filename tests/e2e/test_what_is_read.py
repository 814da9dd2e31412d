"""What the tripwire reads, over a real homeserver: whatever another client sends that people see reaches the desk.

Each form is sent by matrix-js-sdk in a session that listens and in Kim's direct room, and each alarm is a new card.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from danger_page import holds
from foreign_client import ForeignClient
from foreign_event import Seen
from model_server import ModelServer
from pool import Bots
from session_room import Session, marks

from bot.model import EventId, RoomId

DANGER = "I want to kill myself"
TEXT = "m.room.message"
_KEY = {"kty": "oct", "alg": "A256CTR", "ext": True, "k": "k" * 43, "key_ops": ["encrypt", "decrypt"]}
_FILE = {"v": "v2", "url": "mxc://clinic/abc", "iv": "i" * 22, "hashes": {"sha256": "h" * 43}, "key": _KEY}
_POLL = {
    "question": {"org.matrix.msc1767.text": "What shall I do?"},
    "answers": [{"id": "1", "org.matrix.msc1767.text": "wait"}, {"id": "2", "org.matrix.msc1767.text": DANGER}],
    "kind": "org.matrix.msc3381.poll.disclosed",
}
_STABLE_POLL = {"question": {"m.text": [{"body": DANGER}]}, "answers": [{"m.id": "1", "m.text": [{"body": "yes"}]}]}
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "an emote": (TEXT, {"msgtype": "m.emote", "body": DANGER}),
    "a notice": (TEXT, {"msgtype": "m.notice", "body": DANGER}),
    "a caption": (TEXT, {"msgtype": "m.image", "body": DANGER, "filename": "kite.jpg", "file": _FILE}),
    "a file's name": (TEXT, {"msgtype": "m.file", "body": f"{DANGER}.pdf", "file": _FILE}),
    "a place": (TEXT, {"msgtype": "m.location", "body": DANGER, "geo_uri": "geo:1,2"}),
    "a poll": ("org.matrix.msc3381.poll.start", {"org.matrix.msc3381.poll.start": _POLL}),
    "a stable poll": ("m.poll.start", {"m.poll": _STABLE_POLL, "m.text": [{"body": "a poll"}]}),
    "a sticker": ("m.sticker", {"body": DANGER, "info": {}, "url": "mxc://clinic/abc"}),
}  # fmt: skip
_HTML = "<p>hello</p><p>I want to <span data-mx-spoiler><del>k</del>ill</span> myself</p>"


@dataclass
class Watch:
    """A session that listens, with Ana at the desk and Kim in their direct room."""

    session: Session
    desk: RoomId
    direct: RoomId
    codes: set[str] = field(default_factory=set)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def kim(self) -> ForeignClient:
        """Return the client."""
        return self.session.kim

    async def next_alarm(self) -> Seen:
        """Return the alarm that comes to the desk next, once Ana has acknowledged it."""
        ana = self.session.ana
        card = await ana.sees(
            self.desk,
            lambda message: (
                marks(message).get("kind") == "alarm"
                and not message.edit_of
                and marks(message).get("code") not in {None, *self.codes}
            ),
        )
        self.codes.add(marks(card)["code"])
        done = await ana.send(self.desk, f"!ack {marks(card)['code']}")
        await ana.sees(self.desk, lambda message: message.reply_to == done and self.session.from_bot(message))
        return card

    async def alarms(self, form: str, room: RoomId, send: Callable[[], Awaitable[Any]]) -> None:
        """Show that what is sent raises the next alarm: exactly one since the last, and of that room."""
        await send()
        card = await self.next_alarm()
        assert marks(card)["code"] == f"A{next(self.numbers)}", form
        assert (f"https://matrix.to/#/{room}" in card.formatted_body) is (room == self.session.room), form

    async def send_in_clear(self, room: RoomId, content: dict[str, Any]) -> None:
        """Let Kim's client write something without encrypting it, as a faulty one does."""
        await self.kim.request("PUT", f"/rooms/{room}/send/m.room.message/{next(_transactions)}", content)


_transactions = count(1)


@pytest.fixture
async def watch(bots: Bots, model: ModelServer, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[Watch]:
    """Give such a session."""
    backend = {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}
    files: dict[str, dict[str, Any]] = {
        "deployment": {"backends": {"house": backend}},
        "room": {"backend": "house", "approval": "all", "reactions": False},
    }
    async with bots.lend_session((ana, kim), **files) as session:
        desk = await session.desk()
        await session.listening()
        await session.answer(kim, "!express")
        await kim.until(lambda: bool(kim.rooms("invite")))
        (direct,) = kim.rooms("invite")
        await kim.join(direct)
        await kim.sees(direct, lambda message: marks(message).get("kind") == "greeting")
        yield Watch(session, desk, direct)


@holds("all-words", "formatted")
@pytest.mark.parametrize("place", ["session", "direct"])
async def test_whatever_people_see_reaches_the_desk(watch: Watch, place: str) -> None:
    """Every form of message with words in it raises one alarm, whether or not the bot acts on such a form."""
    kim, room = watch.kim, watch.session.room if place == "session" else watch.direct
    for form, (kind, content) in FORMS.items():
        await watch.alarms(form, room, lambda kind=kind, content=content: kim.send_event(room, kind, content))  # type: ignore[misc]  # bound now
    await watch.alarms("formatted", room, lambda: kim.send(room, "hello", formatted=_HTML))
    await watch.alarms("in clear", room, lambda: watch.send_in_clear(room, {"msgtype": "m.text", "body": DANGER}))
    await watch.alarms("in clear", room, lambda: watch.send_in_clear(room, {"msgtype": "m.emote", "body": DANGER}))
    calm = await kim.send(room, "the bus was late")
    await watch.alarms("a reaction", room, lambda: kim.react(room, calm, DANGER))
    await watch.alarms("an edit", room, lambda: kim.send(room, DANGER, edit_of=calm))
    picture = await kim.send_event(room, TEXT, {"msgtype": "m.image", "body": "kite.jpg", "file": _FILE})
    await watch.alarms("an edited caption", room, lambda: _edit_caption(kim, room, picture))
    thread = await kim.send(room, "and then", thread=calm)
    await watch.alarms("in a thread", room, lambda: kim.send(room, DANGER, thread=calm, reply_to=thread))
    for quoted in (watch.kim.user_id, watch.session.bot_id):
        await _quote(kim, room, calm, f"> <{quoted}> {DANGER}\n\nthat was you")
    await watch.alarms("under a quotation", room, lambda: _quote(kim, room, calm, f"> <@a:b> hello\n\n{DANGER}"))


@holds("clear-text")
async def test_nothing_in_clear_text_is_ever_obeyed(watch: Watch) -> None:
    """A command that came without encryption does nothing, though its words are compared."""
    since = await watch.kim.send(watch.session.room, "the bus was late")
    await watch.send_in_clear(watch.session.room, {"msgtype": "m.text", "body": f"!ask {DANGER}"})
    await watch.next_alarm()
    await watch.session.silence(since)


async def test_a_therapist_may_say_all_of_it(watch: Watch) -> None:
    """Ana asks about suicide in whatever form, and no card comes: the next one is Kim's."""
    ana, room = watch.session.ana, watch.session.room
    for kind, content in FORMS.values():
        await ana.send_event(room, kind, content)
    await ana.send(room, DANGER, formatted=_HTML)
    await watch.alarms("Kim's", room, lambda: watch.kim.send(room, DANGER))


async def _edit_caption(kim: ForeignClient, room: RoomId, picture: EventId) -> EventId:
    """Let Kim write other words under a picture."""
    new = {"msgtype": "m.image", "body": DANGER, "filename": "kite.jpg", "file": _FILE}
    relation = {"rel_type": "m.replace", "event_id": picture}
    edit = {**new, "body": f"* {DANGER}", "m.new_content": new, "m.relates_to": relation}
    return await kim.send_event(room, TEXT, edit)


async def _quote(kim: ForeignClient, room: RoomId, target: EventId, body: str) -> EventId:
    """Let Kim reply as older clients do, with what is replied to quoted before it."""
    top, _, own = body.partition("\n\n")
    html = f"<mx-reply><blockquote>{top}</blockquote></mx-reply>{own}"
    relation = {"m.in_reply_to": {"event_id": target}}
    content = {"msgtype": "m.text", "body": body, "formatted_body": html, "format": "org.matrix.custom.html"}
    return await kim.send_event(room, TEXT, {**content, "m.relates_to": relation})
