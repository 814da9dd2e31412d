"""Poison around words: the state of rooms, invitations, and whatever else comes in a sync."""

from typing import Any

import nio
from correspondent import member
from poison_case import Poison, around, instead, nothing, plain, room, ruled, said, there, unread
from ward import Taken

from bot.matrix.client.reading import ALL_POWER
from bot.model import EventId, Redacted, UserId

ANA, KIM, EVE = "@ana:clinic", "@kim:clinic", "@eve:clinic"
_DELETED = {"redacted_because": {"sender": EVE, "content": {}}}


def _joins(sender: str = EVE, **changes: Any) -> Any:
    return said(lambda _: {**member(sender), **changes})


def _deleted(taken: Taken) -> bool:
    """Say whether a deletion is heard, of whatever it deletes."""
    happened = taken.hears(taken.poison)
    return happened == Redacted(EventId(taken.poison.event_id), UserId(KIM), 1.0, EventId("$one"))


def _undeleted(taken: Taken) -> bool:
    return not isinstance(taken.poison, nio.RedactionEvent)


def _all_powerful(taken: Taken) -> bool:
    return all(taken.room.power_levels.users.get(item) == ALL_POWER for item in (ANA, KIM))


def _created(**content: Any) -> Any:
    return ruled("m.room.create", {"room_version": "12", **content})


def _invited(*events: Any) -> Any:
    return around(rooms={"invite": {"!in:clinic": {"invite_state": {"events": list(events)}}}})


def _left(**info: Any) -> Any:
    return around(rooms={"leave": {"!out:clinic": info}})


_STRANGER = {"type": "m.room.member", "state_key": "@bot:clinic", "content": {"membership": "invite"}}

ROOMS = (
    Poison(0, "a word for an event", said(lambda _: "boo")),
    Poison(0, "a word for a message's content", plain("m.room.message", "boo"), unread),
    Poison(0, "a word for what the server adds", plain("m.strange", {}, unsigned="boo"), unread, nothing),
    Poison(
        0, "a deletion without a sender", plain("m.room.name", {}, unsigned={"redacted_because": 7}), unread, nothing
    ),
    Poison(0, "a word for a state event", around(state=["boo"])),
    Poison(0, "a word for an ephemeral event", around(ephemeral=["boo"]), nothing),
    Poison(0, "receipts of junk", around(ephemeral=[{"type": "m.receipt", "content": {"$a": {"m.strange": [1]}}}])),
    Poison(0, "typing of junk", around(ephemeral=[{"type": "m.typing", "content": {"user_ids": 7}}]), nothing),
    Poison(0, "summary of junk", around(summary={"m.joined_member_count": "two"})),
    Poison(0, "presence of junk", around(presence={"events": [{"type": "m.presence"}]})),
    Poison(0, "account data of junk", around(account_data={"events": ["boo"]})),
    Poison(0, "device lists of junk", around(device_lists={"changed": [7]})),
    Poison(0, "a word for a stripped event", _invited("boo"), nothing),
    Poison(0, "a word for an event of a room that was left", _left(timeline={"events": ["boo"]}, state={"events": []})),
    Poison(
        0,
        "a strange name",
        _joins(content={"membership": "join", "displayname": ["Eve"]}),
        there(EVE, yes=False),
        there(EVE),
    ),
    Poison(
        0,
        "a strange picture",
        _joins(content={"membership": "join", "avatar_url": 7}),
        there(EVE, yes=False),
        there(EVE),
    ),
    Poison(0, "a member who joined at no time", _joins(origin_server_ts=-1), there(EVE, yes=False), there(EVE)),
    Poison(0, "a member whose joining was deleted", _joins(unsigned=_DELETED), there(EVE, yes=False), there(EVE)),
    Poison(
        0,
        "a departure for a strange reason",
        said(lambda _: member(KIM, "leave", reason=7)),
        there(KIM),
        there(KIM, yes=False),
    ),
    Poison(
        0,
        "deletion for a strange reason",
        plain("m.room.redaction", {"reason": 7}, redacts="$one"),
        _undeleted,
        _deleted,
    ),
    Poison(0, "deletion as in room version 11", plain("m.room.redaction", {"redacts": "$one"}), _undeleted, _deleted),
    Poison(
        0,
        "a join rule that nobody knows",
        ruled("m.room.join_rules", {"join_rule": "any"}),
        room("join_rule", "invite"),
        room("join_rule", "public"),
    ),
    Poison(
        0,
        "a join rule for one",
        ruled("m.room.join_rules", {"join_rule": "public"}, KIM),
        room("join_rule", "public"),
        room("join_rule", "invite"),
    ),
    Poison(
        0,
        "a history that nobody knows",
        ruled("m.room.history_visibility", {"history_visibility": "all"}),
        room("history_visibility", "joined"),
        room("history_visibility", "shared"),
    ),
    Poison(
        14,
        "a predecessor without an event",
        _created(predecessor={"room_id": "!old"}),
        room("room_version", "10"),
        room("room_version", "12"),
    ),
    Poison(14, "creators' power", _created(additional_creators=[KIM]), instead(_all_powerful), _all_powerful),
)

SURVIVED = (
    Poison(0, "an invitation without a sender", _invited(_STRANGER)),
    Poison(0, "an invitation to a strange name", _invited({"type": "m.room.name", "content": {"name": 7}})),
    Poison(0, "a room that was left without events", _left(timeline={}, state={})),
)
"""What nio's own client survives, and ours must too."""
