"""Fuzzed: what a homeserver answers, down to what is heard and overheard of each event.

Whatever it is, the bot reads it or says that the homeserver makes no sense; what is heard can be written down and is the
same when it is read again; neither log nor error quotes an event; and the work is in proportion to the answer's length.
"""

import json
from collections import defaultdict
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import nio
from fuzz_work import bound_work, require, stands_in_id
from structlog.testing import capture_logs

from bot.errors import HomeserverDown
from bot.matrix.client.json_parser import parse_json
from bot.matrix.client.megolm import open_megolm
from bot.matrix.client.sync_parser import Sieve
from bot.matrix.intake import hear_event
from bot.matrix.overhear import overhear_event
from bot.model import RoomId
from bot.store.codec import pack_thing, tag_of, unpack_thing

BOT, ROOM = "@bot:clinic", RoomId("!room:clinic")
SECRET = "velvet-walrus"
"""Stands in the corpus wherever somebody's words would, and is looked for where no words may be."""
HOLDS_WORDS = frozenset({"body", "formatted_body", "displayname", "ciphertext"})
"""Keys behind which people's words stand, or what is made of them."""
WORDS = (
    b'"m.room.message"', b'"m.room.encrypted"', b'"m.room.member"', b'"m.room.redaction"', b'"m.reaction"', b'"content"',
    b'"m.relates_to"', b'"rel_type"', b'"m.replace"', b'"m.thread"', b'"m.annotation"', b'"m.in_reply_to"', b'"event_id"',
    b'"m.new_content"', b'"body"', b'"formatted_body"', b'"format":"org.matrix.custom.html"', b'"msgtype":"m.text"',
    b'"state_key":""', b'"@kim:clinic"', b'"@bot:clinic"', b'"membership":"join"', b'"unsigned"', b'"redacted_because"',
    b'"m.mentions":{"user_ids":["@bot:clinic"]}', b'"m.poll.response"', b'"org.matrix.msc3381.poll.response"', b'"ciphertext"',
    b'"m.key.verification.request"', b'"m.text"', b'"m.emote"', b'"m.image"', b'"m.location"', b'"m.sticker"', b"null", b"[]",
    b"{}", b"true", b"-1", b"1e400", b"\\ud800", b"\\u0000", b'"algorithm":"m.megolm.v1.aes-sha2"', b"<mx-reply>", b"<del>",
)  # fmt: skip


class _Session:
    """A room key that opens what is not sealed: the ciphertext is the plaintext."""

    sender_key, ed25519, id = "key", "signing", "s"
    forwarding_chain: tuple[str, ...] = ()

    def decrypt(self, ciphertext: str) -> tuple[str, int]:
        """Return the plaintext and the message's number."""
        return ciphertext, 0


def _make_client() -> Any:
    """Return as much of a client as hearing needs: it is in one room, in which everybody's device is trusted."""
    keys = defaultdict(lambda: {"key": {"s": _Session()}})  # type: ignore[var-annotated]  # nobody reads more of it
    devices = SimpleNamespace(device_from_sender_key=lambda *_: SimpleNamespace(id="D", ed25519="signing"))
    olm = SimpleNamespace(
        inbound_group_store=keys,
        device_store=devices,
        user_id=BOT,
        account=SimpleNamespace(identity_keys={"curve25519": "key"}),
        store=SimpleNamespace(is_first=lambda *_: True),
    )
    member = SimpleNamespace(invited=False)
    here = SimpleNamespace(users=defaultdict(lambda: member), user_name=lambda user: user)
    people = SimpleNamespace(has_signed=lambda *_: True, is_trusted=lambda *_: True, has_changed=lambda *_: False)
    return SimpleNamespace(
        user_id=BOT, own_name="bot", rooms={ROOM: here}, olm=olm, device_store=devices, people=people,
        list_card_readers=lambda *_: frozenset(),
    )  # fmt: skip


CLIENT = _make_client()


def run_intake(data: bytes) -> None:
    """Read `data` as the answer to a sync, and hear every event in it."""
    try:
        answer = bound_work(3_000 + 40 * len(data), parse_json, data.decode("utf-8", "replace"))
    except ValueError:
        return
    if not isinstance(answer, dict):
        return
    if stands_in_id(_open_sealed(answer), SECRET, HOLDS_WORDS):  # a log may name whoever is called so
        return
    with capture_logs() as logs:
        bound_work(20_000 + 300 * len(data), _read_answer, answer)
    assert SECRET not in repr(logs), "the log quotes an event"


def _open_sealed(part: Any) -> Any:
    """Return a piece of an answer with all that is sealed opened, as `_Session` opens it."""
    if isinstance(part, list):
        return [_open_sealed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    opened = {key: _open_sealed(inner) for key, inner in part.items()}
    with suppress(KeyError, TypeError, ValueError):
        opened["ciphertext"] = parse_json(part["ciphertext"])
    return opened


def _read_answer(answer: dict[str, Any]) -> None:
    try:
        response = Sieve().sync(answer, BOT)
    except HomeserverDown as error:
        require(SECRET not in f"{error} {error.remedy}", "an error quotes an event")
        return
    for info in (*response.rooms.join.values(), *response.rooms.leave.values()):
        for event in (*info.timeline.events, *info.state):
            _hear(event)


def _hear(event: Any) -> None:
    if isinstance(event, nio.MegolmEvent):
        event.room_id = ROOM
        event = open_megolm(CLIENT.olm, event)
    if event is None:
        return
    happened = hear_event(CLIENT, ROOM, event, 5.0)
    overheard = overhear_event(CLIENT, ROOM, event, 5.0, happened)
    assert overheard is None or not overheard.broken, "an event could not be compared"
    for thing in (happened, overheard):
        if thing is not None:
            body = pack_thing(thing)
            body.encode()  # half a character cannot be written to a file or a database
            assert unpack_thing(tag_of(thing), body) == thing
            assert SECRET not in repr(thing), "what people wrote is in a repr"


def list_seeds() -> dict[str, bytes]:
    """Return answers to begin with: one of each kind of event that means something here."""
    outside = {"event_id": "$e", "sender": "@kim:clinic", "origin_server_ts": 1}
    inner = {
        "text": {"type": "m.room.message", "content": {"msgtype": "m.text", "body": SECRET}},
        "reply": {"type": "m.room.message", "content": {"msgtype": "m.text", "body": f"> <@bot:clinic> {SECRET}\n\nok", "m.relates_to": {"m.in_reply_to": {"event_id": "$o"}}}},
        "edit": {"type": "m.room.message", "content": {"msgtype": "m.text", "body": "* x", "m.new_content": {"msgtype": "m.text", "body": SECRET}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$o"}}},
        "html": {"type": "m.room.message", "content": {"msgtype": "m.text", "body": SECRET, "format": "org.matrix.custom.html", "formatted_body": f"<p>{SECRET}</p><del>x</del>", "m.mentions": {"user_ids": [BOT]}}},
        "picture": {"type": "m.room.message", "content": {"msgtype": "m.image", "body": SECRET, "url": "mxc://a/b"}},
        "vote": {"type": "org.matrix.msc3381.poll.response", "content": {"m.relates_to": {"rel_type": "m.reference", "event_id": "$p"}, "org.matrix.msc3381.poll.response": {"answers": ["yes"]}}},
        "poll": {"type": "m.poll.start", "content": {"m.poll": {"question": {"m.text": [{"body": SECRET}]}, "answers": [{"m.id": "a", "m.text": [{"body": "b"}]}]}}},
        "sticker": {"type": "m.sticker", "content": {"body": SECRET}},
        "verification": {"type": "m.room.message", "content": {"msgtype": "m.key.verification.request", "to": BOT, "body": "x"}},
    }  # fmt: skip
    open_events = {
        "member": {"type": "m.room.member", "state_key": "@kim:clinic", "content": {"membership": "join", "displayname": SECRET}, "unsigned": {"prev_content": {"membership": "leave"}}},
        "redaction": {"type": "m.room.redaction", "content": {"redacts": "$o"}},
        "reaction": {"type": "m.reaction", "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$o", "key": "y"}}},
        "rules": {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "invite"}},
        "power": {"type": "m.room.power_levels", "state_key": "", "content": {"users": {"@ana:clinic": 100}}},
        "grave": {"type": "m.room.tombstone", "state_key": "", "content": {"body": SECRET, "replacement_room": "!n:clinic"}},
        "clear": {"type": "m.room.message", "content": {"msgtype": "m.text", "body": SECRET}},
    }  # fmt: skip
    seeds = {name: _answer({**outside, **event}) for name, event in open_events.items()}
    for name, event in inner.items():
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "ciphertext": json.dumps({"room_id": ROOM, **event}),
            "session_id": "s",
        }
        seeds[f"sealed-{name}"] = _answer({**outside, "type": "m.room.encrypted", "content": content})
    letter = {"type": "m.room.encrypted", "sender": "@kim:clinic", "content": {"algorithm": "m.olm.v1.curve25519-aes-sha2", "sender_key": "A" * 43, "ciphertext": {"k": {"type": 0, "body": "x"}}}}  # fmt: skip
    seeds["letter"] = json.dumps({"next_batch": "s1", "to_device": {"events": [letter]}}).encode()
    return seeds


def _answer(event: dict[str, Any]) -> bytes:
    joined = {ROOM: {"timeline": {"events": [event], "limited": False, "prev_batch": "t"}, "state": {"events": []}}}
    return json.dumps({"next_batch": "s1", "rooms": {"join": joined}}).encode()
