"""Poison in letters: to-device events, which anybody with any account on any server can send."""

import base64
from typing import Any

from correspondent import Json
from poison_case import Poison, around, letter
from ward import Taken, Ward

KIM = "@kim:clinic"


def _garbage(kind: Any, body: Any) -> Any:
    return letter(lambda ward: ward.mallory.olm(ward.bot, {"type": kind, "body": body}))


def _from(sender_key: Any) -> Any:
    def make(ward: Ward) -> Json:
        honest = ward.mallory.letter(ward.bot, "m.dummy", {})
        return {**honest, "content": {**honest["content"], "sender_key": sender_key}}

    return letter(make)


def _stale(ward: Ward) -> Json:
    """Return a letter for a one-time key that the bot never had."""
    ward.ana.account.generate_one_time_keys(1)
    (key,) = ward.ana.account.one_time_keys.values()
    session = ward.mallory.account.create_outbound_session(ward.ana.account.curve25519_key, key)
    kind, raw = session.encrypt(b"{}").to_parts()
    return ward.mallory.olm(ward.bot, {"type": kind, "body": base64.b64encode(raw).decode().rstrip("=")})


def _deep(inside: bytes) -> bytes:
    return b'{"a":' * 20_000 + inside + b"}" * 20_000


def _in_clear(kind: str, **more: Any) -> Any:
    return letter(lambda ward: {"type": kind, "sender": ward.kim.user, **more})


def _not_a_key(**content: Any) -> Any:
    return letter(lambda ward: ward.mallory.letter(ward.bot, "m.room_key", content))


def _start(**changes: Any) -> Json:
    offered = {
        "key_agreement_protocols": ["curve25519-hkdf-sha256"],
        "hashes": ["sha256"],
        "message_authentication_codes": ["hkdf-hmac-sha256"],
        "short_authentication_string": ["emoji", "decimal"],
    }
    return {"from_device": "CHAIR", "method": "m.sas.v1", "transaction_id": "one", **offered, **changes}


def _verifying(taken: Taken) -> bool:
    return bool(taken.client.key_verifications or taken.client.outgoing_to_device_messages)


def _not_verifying(taken: Taken) -> bool:
    return not _verifying(taken)


_VERIFY = "m.key.verification.start"
_FORWARDED = {"algorithm": "m.megolm.v1.aes-sha2", "room_id": "!room:clinic", "session_id": "s", "session_key": "k"}
_ASKED = {"action": "request", "requesting_device_id": "CHAIR", "request_id": "one"}

LETTERS = (
    Poison(1, "garbage base64 type 0", _garbage(0, "not base64!")),
    Poison(1, "garbage base64 type 1", _garbage(1, "not base64!")),
    Poison(1, "empty body type 0", _garbage(0, "")),
    Poison(1, "empty body type 1", _garbage(1, "")),
    Poison(1, "short body type 0", _garbage(0, "AwAB")),
    Poison(1, "short body type 1", _garbage(1, "AwAB")),
    Poison(1, "half a character for a body", _garbage(0, "\ud800")),
    Poison(1, "unknown one-time key", letter(_stale)),
    Poison(1, "sender key that is none", _from("nonsense")),
    Poison(1, "sender key of 31 bytes", _from("A" * 42)),
    Poison(1, "room key with a key that is none", letter(lambda w: w.mallory.room_key(w.bot, session_key="nonsense"))),
    Poison(1, "room key of half a character", letter(lambda w: w.mallory.room_key(w.bot, room_id="\ud800"))),
    Poison(1, "no fingerprint of ours", letter(lambda w: w.mallory.letter(w.bot, "m.room_key", {}, recipient_keys={}))),
    Poison(1, "sealed letter nested 20,000 deep", letter(lambda w: w.mallory.sealed(w.bot, _deep(b"1")))),
    Poison(0, "a word for a letter", letter(lambda _: "boo")),
    Poison(0, "letters that are a word", around(to_device={"events": "boo"})),
    Poison(18, "verification by emoji", _in_clear(_VERIFY, content=_start()), _verifying, _not_verifying),
    Poison(18, "junk verification", _in_clear(_VERIFY, content=_start(hashes=[])), _verifying, _not_verifying),
)
"""Letters that nio's own client falls for."""

IGNORED = (
    Poison(18, "verification of a word", _in_clear(_VERIFY, content="boo")),
    Poison(18, "verification taken back", _in_clear("m.key.verification.cancel", content={"transaction_id": "one"})),
    Poison(0, "no content", _in_clear("m.room.encrypted")),
    Poison(0, "no type", letter(lambda _: {"sender": KIM, "content": {"a": 1}})),
    Poison(0, "no sender", letter(lambda _: {"type": "m.unheard.of", "content": {"a": 1}})),
    Poison(0, "a list for a type", letter(lambda _: {"type": ["m.dummy"], "sender": KIM, "content": {"a": 1}})),
    Poison(1, "room key of nothing", _not_a_key()),
    Poison(1, "room key with a number for a room", letter(lambda w: w.mallory.room_key(w.bot, room_id=7))),
    Poison(1, "unknown type of letter", _garbage(7, "AwAB")),
    Poison(1, "letter for somebody else", letter(lambda w: w.mallory.letter(w.bot, "m.dummy", {}, recipient=KIM))),
    Poison(1, "letter that is no JSON", letter(lambda w: w.mallory.sealed(w.bot, b"boo"))),
    Poison(1, "letter that is a list", letter(lambda w: w.mallory.sealed(w.bot, b"[1]"))),
    Poison(1, "letter that is not UTF-8", letter(lambda w: w.mallory.sealed(w.bot, b'{"a":"\xff"}'))),
    Poison(
        1, "forwarded key of junk", letter(lambda w: w.mallory.letter(w.bot, "m.forwarded_room_key", {"room_id": 7}))
    ),
    Poison(
        1, "forwarded key unasked", letter(lambda w: w.mallory.letter(w.bot, "m.forwarded_room_key", dict(_FORWARDED)))
    ),
    Poison(1, "room key in the open", _in_clear("m.room_key", content=dict(_FORWARDED))),
    Poison(1, "key request", _in_clear("m.room_key_request", content={**_ASKED, "body": dict(_FORWARDED)})),
    Poison(1, "key request of junk", _in_clear("m.room_key_request", content={**_ASKED, "body": "boo"})),
    Poison(1, "key request taken back", _in_clear("m.room_key_request", content={**_ASKED, "action": "cancel"})),
    Poison(1, "secret in the open", _in_clear("m.secret.send", content={"secret": "boo"})),
)
"""Letters that nio's own client survives, and that must do nothing with ours either."""
