"""What a homeserver's answers hold, read event by event: one bad event costs nobody the others.

Upstream reads a sync as a whole. A single event without a `content` raises, and one member count that is no number makes
the answer a `SyncError`: the same answer comes again for ever (nio 0.26.0, `responses.py`). Only what the bot needs gets to
nio's parsers at all; presence, receipts and account data do not. May go when nio's own reading survives the poison corpus.
"""

from collections import Counter
from typing import Any

import nio

from bot.errors import HomeserverDown
from bot.log import logger
from bot.matrix.keys_seen import is_key
from bot.matrix.mending import SINGLE, Json, is_room, is_user, mended, sound

log = logger(__name__)
_OLM = "m.olm.v1.curve25519-aes-sha2"
_READ = {"m.room.message", "m.room.encrypted", "m.room.redaction", "m.room.member", *SINGLE}
"""The types of events that nio parses; every other keeps its place as one that nobody understands."""
_ENCRYPTED_ONLY = ("m.room_key", "m.forwarded_room_key", "m.dummy", "m.secret.send")


class Sieve:
    """Reads one answer, and counts what it drops, by reason and type."""

    def __init__(self) -> None:
        self._dropped: Counter[tuple[str, str]] = Counter()

    def sync(self, answer: Json, us: str) -> nio.SyncResponse:
        """Return what a sync brought to the account `us`.

        Raises:
            HomeserverDown: it does not say where the next one begins.
        """
        token, rooms = answer.get("next_batch"), _table(answer, "rooms")
        if not isinstance(token, str) or not token:
            raise HomeserverDown("The homeserver's sync has no end.", "Look at the homeserver's log.")
        counts, changed = _table(answer, "device_one_time_keys_count"), _table(answer, "device_lists")
        response = nio.SyncResponse(
            token,
            nio.Rooms(
                {room: self._invited(info, us) for room, info in self._rooms(rooms, "invite")},
                {room: self._room(info) for room, info in self._rooms(rooms, "join")},
                {room: self._room(info) for room, info in self._rooms(rooms, "leave")},
            ),
            nio.DeviceOneTimeKeyCount(_number(counts.get("curve25519")), _number(counts.get("signed_curve25519"))),
            nio.DeviceList(_strings(changed, "changed"), _strings(changed, "left")),
            [event for raw in _list(_table(answer, "to_device"), "events") if (event := self._to_device(raw))],
            [],
        )
        self._tell()
        return response

    def page(self, answer: Json, room: str) -> nio.RoomMessagesResponse:
        """Return a page of `room`'s history.

        Raises:
            HomeserverDown: it is none.
        """
        if not isinstance(answer.get("chunk"), list):
            raise HomeserverDown("The homeserver's history has no events.", "Look at the homeserver's log.")
        end = answer.get("end")
        events = self._events(answer["chunk"])
        self._tell()
        return nio.RoomMessagesResponse(
            room, events, str(answer.get("start", "")), end if isinstance(end, str) else None
        )

    def _rooms(self, rooms: Json, part: str) -> list[tuple[str, Json]]:
        named = _table(rooms, part)
        self._count("strange_room_id", "room", sum(not is_room(room) for room in named))
        return [(room, info) for room, info in named.items() if is_room(room) and isinstance(info, dict)]

    def _room(self, info: Json) -> nio.RoomInfo:
        timeline, before = _table(info, "timeline"), _table(info, "timeline").get("prev_batch")
        return nio.RoomInfo(
            nio.Timeline(
                self._events(_list(timeline, "events")),
                timeline.get("limited") is True,
                before if isinstance(before, str) else None,
            ),
            [event for event in self._events(_list(_table(info, "state"), "events")) if "state_key" in event.source],
            [one for raw in _list(_table(info, "ephemeral"), "events") if (one := _typing(raw))],
            [],
        )

    def _events(self, raw: list[Any]) -> list[Any]:
        return [event for one in raw if (event := self._event(one))]

    def _event(self, raw: Any) -> Any:
        """Return an event as nio's, or None."""
        event = sound(raw)
        if event is None:
            self._count("malformed", "unknown")
            return None
        kind = event["type"]
        if kind not in _READ:
            return nio.UnknownEvent(event, kind)
        mended_event = mended(event)
        if mended_event is None:
            self._count("malformed", kind)
            return None
        try:
            found = nio.Event.parse_event(mended_event)
        except Exception:  # noqa: BLE001 - whatever upstream stumbles over, the next event must still be read
            found = None
        if found is None or isinstance(found, nio.BadEvent | nio.UnknownBadEvent):
            self._count("malformed", kind)
            return None
        return found

    def _invited(self, info: Json, us: str) -> nio.InviteInfo:
        """Return who invited us. What comes with an invitation is another server's word: two inviters are none."""
        raw = _list(_table(info, "invite_state"), "events")
        ours = [one for one in raw if _invites(one, us)]
        senders = {one["sender"] for one in ours}
        if len(senders) != 1:
            self._count("inviter_uncertain", "m.room.member")
            return nio.InviteInfo([])
        (sender,) = senders
        source, content = {"type": "m.room.member", "sender": sender, "state_key": us}, {"membership": "invite"}
        return nio.InviteInfo([nio.InviteMemberEvent(source, sender, us, "invite", None, content)])

    def _to_device(self, raw: Any) -> nio.OlmEvent | None:
        """Return a to-device event that is sealed with Olm; no other is ours to act on.

        Keys in clear are a stranger's word, keys are given to nobody who asks for them, and verification by emoji does not
        work between nio and Element (nio 0.26.0, `sas.py`): none of these leaves a trace.
        """
        if not isinstance(raw, dict) or not is_user(raw.get("sender")) or not isinstance(raw.get("type"), str):
            self._count("malformed", "to-device")
            return None
        if raw["type"] != "m.room.encrypted":
            if raw["type"] in _ENCRYPTED_ONLY:
                self._count("not_encrypted", raw["type"])
            return None
        content = _table(raw, "content")
        letters = {key: one for key, one in _table(content, "ciphertext").items() if _is_letter(one)}
        if content.get("algorithm") != _OLM or not letters or not is_key(content.get("sender_key")):
            self._count("malformed", "to-device")
            return None
        source = {"type": raw["type"], "sender": raw["sender"], "content": content}
        return nio.OlmEvent(source, raw["sender"], content["sender_key"], letters)

    def _count(self, reason: str, kind: str, count: int = 1) -> None:
        self._dropped[reason, kind] += count

    def _tell(self) -> None:
        for (reason, kind), count in self._dropped.items():
            if count:
                log.warning("dropped what cannot be read", reason=reason, kind=kind, count=count)


def _invites(raw: Any, us: str) -> bool:
    if not isinstance(raw, dict) or (raw.get("type"), raw.get("state_key")) != ("m.room.member", us):
        return False
    return is_user(raw.get("sender")) and _table(raw, "content").get("membership") == "invite"


def _is_letter(one: Any) -> bool:
    return isinstance(one, dict) and _number(one.get("type")) in {0, 1} and isinstance(one.get("body"), str)


def _typing(raw: Any) -> nio.TypingNoticeEvent | None:
    if not isinstance(raw, dict) or raw.get("type") != "m.typing":
        return None
    return nio.TypingNoticeEvent(_strings(_table(raw, "content"), "user_ids"))


def _table(raw: Json, name: str) -> Json:
    return raw[name] if isinstance(raw.get(name), dict) else {}


def _list(raw: Json, name: str) -> list[Any]:
    return raw[name] if isinstance(raw.get(name), list) else []


def _strings(raw: Json, name: str) -> list[str]:
    return [one for one in _list(raw, name) if isinstance(one, str)]


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
