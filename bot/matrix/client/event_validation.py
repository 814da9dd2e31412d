"""One room event as a server passes it on, made fit for nio's parsers, or refused. Pure.

Anybody in a room can write what nio (0.26.0, `events/`, `schemas.py`) takes for malformed: it then forgets the event, and
with it a member, a departure, a deletion. Where the meaning is certain the event is mended instead; where it is not, the
careful meaning is taken. May go when nio reads these events by what counts in them.
"""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

# Tuples: whatever stands in the place of one is compared, also a list or a mapping, which no set could look up.
_MEMBERSHIPS = ("invite", "join", "knock", "leave", "ban")
_JOIN_RULES = ("public", "knock", "invite", "private", "restricted", "knock_restricted")
_HISTORIES = ("invited", "joined", "shared", "world_readable")
_ROOM = re.compile(r"![A-Za-z0-9._~=+-]+(:[A-Za-z0-9.:\[\]-]+)?")


def is_room(name: Any) -> bool:
    """Return whether `name` is a room id, of any room version; one that could bend a request's path is none."""
    return isinstance(name, str) and bool(_ROOM.fullmatch(name))


def is_user(name: Any) -> bool:
    """Return whether `name` is a user id."""
    return isinstance(name, str) and name.startswith("@") and ":" in name


def require_envelope(raw: Any) -> Json | None:
    """Return the event with its outer parts in order and no others; None if it has no sender, type or id."""
    if not isinstance(raw, dict) or not is_user(raw.get("sender")):
        return None
    if not isinstance(raw.get("type"), str) or not isinstance(raw.get("event_id"), str):
        return None
    key, at = raw.get("state_key"), raw.get("origin_server_ts")
    if "state_key" in raw and not isinstance(key, str):
        return None
    event: Json = {name: raw[name] for name in ("type", "sender", "event_id", "state_key") if name in raw}
    event["origin_server_ts"] = at if isinstance(at, int) and not isinstance(at, bool) and at >= 0 else 0
    event["content"] = dict(_read_mapping(raw, "content"))
    event["unsigned"] = _keep_unsigned(raw)
    if isinstance(target := raw.get("redacts"), str):
        event["redacts"] = target
    return event


def validate_content(event: Json) -> Json | None:
    """Return a sound event with the content that its type asks for; None if it means nothing certain.

    State is state only with a `state_key`: without one, anybody may send a message of that type.
    """
    if mend := SINGLE.get(event["type"]):
        if event.get("state_key") != "":
            return None
        # Deleting a state event takes nothing from what it says here; upstream then takes the event for nothing.
        event["unsigned"].pop("redacted_because", None)
        mend(event["content"])
        return event
    mend_other = _OTHER.get(event["type"])
    if mend_other is None:
        return event if "state_key" not in event else None
    return mend_other(event)


def _keep_unsigned(raw: Json) -> Json:
    """Return what the server added, as far as nio reads it."""
    mapping, kept = _read_mapping(raw, "unsigned"), {}
    if isinstance(before := mapping.get("prev_content"), dict):
        kept["prev_content"] = before
    because = mapping.get("redacted_because")
    if isinstance(because, dict) and is_user(because.get("sender")):
        kept["redacted_because"] = {"sender": because["sender"], "content": {}}
    return kept


def _read_mapping(raw: Json, name: str) -> Json:
    return raw[name] if isinstance(raw.get(name), dict) else {}


def _keep_typed_field(content: Json, name: str, kind: type) -> None:
    """Drop `name` from `content` unless it is of that kind."""
    if not isinstance(content.get(name), kind):
        content.pop(name, None)


def _validate_creation(content: Json) -> None:
    """From room version 12 on a predecessor has no event id, and upstream then knows nothing of the room."""
    _keep_typed_field(content, "m.federate", bool)
    _keep_typed_field(content, "room_version", str)
    _keep_typed_field(content, "type", str)
    before = content.pop("predecessor", None)
    if isinstance(before, dict) and is_room(before.get("room_id")):
        event = before.get("event_id")
        content["predecessor"] = {"room_id": before["room_id"], "event_id": event if isinstance(event, str) else ""}


def _validate_join_rules(content: Json) -> None:
    """A rule that nobody knows may let anybody in."""
    if content.get("join_rule") not in _JOIN_RULES:
        content["join_rule"] = "public"


def _validate_history(content: Json) -> None:
    """What is not understood counts as `shared` (spec, "Room History Visibility")."""
    if content.get("history_visibility") not in _HISTORIES:
        content["history_visibility"] = "shared"


def _validate_tombstone(content: Json) -> None:
    _keep_typed_field(content, "body", str)
    content.setdefault("body", "")
    if not is_room(content.get("replacement_room")):
        content["replacement_room"] = ""


def _accept_content(_: Json) -> None:
    """Leave the content alone: any encryption event encrypts the room for ever; strange power levels change nothing."""


SINGLE: dict[str, Callable[[Json], None]] = {
    "m.room.create": _validate_creation,
    "m.room.encryption": _accept_content,
    "m.room.join_rules": _validate_join_rules,
    "m.room.history_visibility": _validate_history,
    "m.room.power_levels": _accept_content,
    "m.room.tombstone": _validate_tombstone,
}
"""State of which a room has one of each kind, and what its content must be like."""


def _validate_member(event: Json) -> Json | None:
    """A member with a strange name is a member, and so is one whose joining was deleted: upstream does not see either."""
    content = event["content"]
    if not is_user(event.get("state_key")) or content.get("membership") not in _MEMBERSHIPS:
        return None
    for name in ("displayname", "avatar_url", "reason"):
        _keep_typed_field(content, name, str)
    event["unsigned"].pop("redacted_because", None)
    return event


def _validate_redaction(event: Json) -> Json | None:
    """From room version 11 on the target stands in the content; a strange reason is no reason to keep what was deleted."""
    target = event["content"].get("redacts", event.get("redacts"))
    if not isinstance(target, str) or "state_key" in event:
        return None
    return {**event, "redacts": target, "content": {"redacts": target}}


def _validate_encrypted(event: Json) -> Json | None:
    """The sender's key and device are deprecated (spec, "m.megolm.v1.aes-sha2"): upstream loses messages without them."""
    content = event["content"]
    if "state_key" in event:
        return None
    if "redacted_because" not in event["unsigned"]:
        if any(not isinstance(content.get(name), str) for name in ("algorithm", "ciphertext", "session_id")):
            return None
        for name in ("sender_key", "device_id"):
            _keep_typed_field(content, name, str)
            content.setdefault(name, "")
    return event


_OTHER: dict[str, Callable[[Json], Json | None]] = {
    "m.room.member": _validate_member,
    "m.room.redaction": _validate_redaction,
    "m.room.encrypted": _validate_encrypted,
}
