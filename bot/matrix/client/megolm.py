"""Opening a Megolm message: which session it was sealed with, and what it says, without believing what stands outside it."""

from typing import Any

import nio
from vodozemac import DecodeException, MegolmDecryptionException

from bot.log import get_logger
from bot.matrix.client.event_validation import Json
from bot.matrix.client.json_parser import parse_json

log = get_logger(__name__)


def find_session(olm: Any, event: nio.MegolmEvent) -> Any:
    """Return the session that a message was sealed with, None if we have none.

    Found by room and id: the sender's key in the event is deprecated, and anybody can write anything there. When several
    devices gave us one session as theirs, it is the one that belongs to a device of the sender's.
    """
    candidates = [
        owned[event.session_id]
        for owned in olm.inbound_group_store[event.room_id].values()
        if event.session_id in owned
    ]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return next((session for session in candidates if _is_theirs(olm, event.sender, session)), None)


def _is_theirs(olm: Any, sender: str, session: Any) -> bool:
    if sender == olm.user_id and session.sender_key == olm.account.identity_keys["curve25519"]:
        return True
    device = olm.device_store.device_from_sender_key(sender, session.sender_key)
    return device is not None and device.ed25519 == session.ed25519


def open_megolm(olm: Any, event: nio.MegolmEvent) -> Any:
    """Return what a message says as an event; a `BadEvent` if that is nothing, None if we cannot know yet.

    Whatever type it claims, it is never state, nor a deletion: those are said in the open, where the server checks them.
    """
    session = find_session(olm, event)
    if session is None:
        return None
    try:
        plaintext, index = session.decrypt(event.ciphertext)
    except (DecodeException, MegolmDecryptionException):
        return None  # a better copy of the key may come
    except UnicodeDecodeError:
        return _make_bad_event(event)
    if not olm.store.is_first(event.session_id, index, event.event_id):
        log.warning("message dropped", reason="replayed", room=event.room_id)
        return _make_bad_event(event)
    source = _rebuild_event(event, plaintext)
    opened_event = _parse_source(source) if source else None
    if opened_event is None:
        return _make_bad_event(event, source)
    opened_event.decrypted, opened_event.sender_key, opened_event.session_id = (
        True,
        session.sender_key,
        event.session_id,
    )
    opened_event.room_id = event.room_id
    return opened_event


LOOSE = "loose"
"""Marks a message whose relation to another stands outside the encryption alone, where the server can put anything."""


def _rebuild_event(event: nio.MegolmEvent, plaintext: str) -> Json | None:
    """Return the event inside, by the sender, id and time of the one outside; None if it is malformed."""
    try:
        inside = parse_json(plaintext)
    except ValueError:
        return None
    if not isinstance(inside, dict) or not isinstance(inside.get("type"), str):
        return None
    content = inside.get("content")
    if not isinstance(content, dict):
        return None
    for name in ("format", "formatted_body"):  # a message with a strange one is still one with a body
        if not isinstance(content.get(name), str):
            content.pop(name, None)
    source = {name: inside[name] for name in ("type", "room_id", "state_key") if name in inside}
    relation = event.source["content"].get("m.relates_to")
    if "m.relates_to" not in content and isinstance(relation, dict):
        content["m.relates_to"] = relation
        source[LOOSE] = True
    outside = {"event_id": event.event_id, "sender": event.sender, "origin_server_ts": event.server_timestamp}
    return {**source, "content": content, **outside}


def _parse_source(source: Json) -> Any:
    if source["type"] != "m.room.message" or "state_key" in source:
        return nio.UnknownEvent(source, source["type"])
    content = source["content"]
    if content.get("msgtype") == "m.text":  # most by far: what nio's three schemas ask of it is looked at here
        body, way = content.get("body"), content.get("format")
        formatted = content.get("formatted_body") if way else None
        return nio.RoomMessageText(source, body, formatted, way) if isinstance(body, str) else None
    try:
        decrypted_event = nio.RoomMessage.parse_decrypted_event(source)
    except Exception:  # noqa: BLE001 - whatever upstream stumbles over, the next message must still be read
        return None
    return None if isinstance(decrypted_event, nio.BadEvent | nio.UnknownBadEvent) else decrypted_event


def _make_bad_event(event: nio.MegolmEvent, source: Json | None = None) -> nio.BadEvent:
    """Return an event that was opened and means nothing; `source` is what it says, if that is anything."""
    bad_event = nio.BadEvent(source or {}, event.event_id, event.sender, event.server_timestamp, "m.room.encrypted")
    bad_event.decrypted = True
    return bad_event
