"""Poison in words: what people in the room can say, encrypted or not, and what the server can make of it."""

from typing import Any

import nio
from correspondent import Json
from poison_case import (
    Poison,
    Sign,
    believed,
    both,
    instead,
    lost,
    plain,
    refused,
    room,
    said,
    says,
    sealed,
    there,
    unknown,
    unread,
)
from ward import Taken, Ward

ANA, KIM, SPY = "@ana:clinic", "@kim:clinic", "@spy:elsewhere"


def _deep(inside: bytes) -> bytes:
    return b'{"a":' * 20_000 + inside + b"}" * 20_000


def _claimed(kind: str, key: str, **content: Any) -> Any:
    """Return the brew of an encrypted event that claims to be the room's state."""
    return said(lambda ward: ward.kim.message("", type=kind, state_key=key, content=content))


def _unlabelled(**outside: Any) -> Any:
    return said(lambda ward: ward.kim.message("!help", outside=outside))


def _relabelled(ward: Ward) -> Json:
    return {**ward.kim.message("!listen"), "sender": ANA}


def _stolen(ward: Ward) -> Json:
    """Return Kim's session, handed over by Ana as if it were hers, and a message of his without his key."""
    keys = [ward.ana.room_key(ward.bot, of=ward.kim)]
    return {"to_device": keys, "timeline": [ward.kim.message("!status", outside={"sender_key": None})]}


def _endless(ward: Ward) -> Json:
    """Return a message with a number of five thousand digits in it."""
    text = b'{"type":"m.room.message","room_id":"!room:clinic","content":{"msgtype":"m.text","body":"!help","n":%s}}'
    return ward.kim.encrypted(text % (b"9" * 5000))


def _powerful(user: str) -> Sign:
    return lambda taken: taken.room.power_levels.users.get(user, 0) >= 100


def _as_ana(taken: Taken) -> bool:
    return believed(taken) and taken.poison.decrypted and taken.poison.sender == ANA


WORDS = (
    Poison(3, "not UTF-8", said(lambda w: w.kim.encrypted(b'{"type":"m.room.message","content":{"body":"\xff"}}'))),
    Poison(3, "a list", said(lambda w: w.kim.encrypted(b"[1]")), lost, refused),
    Poison(3, "no JSON", said(lambda w: w.kim.encrypted(b"boo")), sealed, refused),
    Poison(3, "a word for content", said(lambda w: w.kim.message("", content="boo")), unread, refused),
    Poison(3, "nothing for content", said(lambda w: w.kim.message("", content=None)), unread, refused),
    Poison(3, "nested 20,000 deep", said(lambda w: w.kim.encrypted(_deep(b"1"))), lost, refused),
    Poison(3, "a list for unsigned", said(lambda w: w.kim.message("!help", unsigned=[1])), lost, says("!help")),
    Poison(3, "an endless number", said(_endless), lost, says("!help")),
    Poison(3, "half a character", said(lambda w: w.kim.message("!help \ud83d")), believed, says("!help \ufffd")),
    Poison(
        3,
        "deletion inside",
        said(lambda w: w.kim.message("", type="m.room.redaction", content={}, redacts="$one")),
        lambda taken: isinstance(taken.poison, nio.RedactionEvent),
        refused,
    ),
    Poison(
        4,
        "fake member",
        _claimed("m.room.member", SPY, membership="join"),
        there(SPY),
        both(refused, there(SPY, yes=False)),
    ),
    Poison(
        4,
        "therapist removed",
        _claimed("m.room.member", ANA, membership="leave"),
        there(ANA, yes=False),
        both(refused, there(ANA)),
    ),
    Poison(
        4,
        "power raised",
        _claimed("m.room.power_levels", "", users={KIM: 100}),
        _powerful(KIM),
        both(refused, instead(_powerful(KIM))),
    ),
    Poison(
        4,
        "room opened",
        _claimed("m.room.join_rules", "", join_rule="public"),
        room("join_rule", "public"),
        both(refused, room("join_rule", "invite")),
    ),
    Poison(
        4,
        "message with a state key",
        said(lambda w: w.kim.message("!help", state_key="")),
        unread,
        both(refused, unknown),
    ),
    Poison(5, "sender relabelled by the server", said(_relabelled), _as_ana, refused),
    Poison(
        6, "another room inside", said(lambda w: w.kim.message("!stop", room_id="!other:clinic")), believed, refused
    ),
    Poison(6, "no room inside", said(lambda w: w.kim.message("!stop", room_id=None)), believed, refused),
    Poison(7, "in the open", plain("m.room.message", {"msgtype": "m.text", "body": "!listen"}), believed, refused),
    Poison(15, "no sender key", _unlabelled(sender_key=None), unread, says("!help")),
    Poison(15, "no device id", _unlabelled(device_id=None), unread, says("!help")),
    Poison(15, "neither", _unlabelled(sender_key=None, device_id=None), unread, says("!help")),
    Poison(15, "another's sender key", _unlabelled(sender_key="boo"), sealed, says("!help")),
    Poison(15, "another's copy of the session", _stolen, unread, says("!status")),
)
