"""What a homeserver's answers hold, read event by event: one bad event costs nobody the others.

Upstream reads a sync as a whole. A single event without a `content` raises, and one member count that is no number makes
the answer a `SyncError`: the same answer comes again for ever (nio 0.26.0, `responses.py`). Only what the bot needs gets to
nio's parsers at all; presence, receipts and account data do not. May go when nio's own reading survives the poison corpus.
"""

from collections import Counter
from typing import Any

import nio

from bot.errors import HomeserverDown
from bot.log import get_logger
from bot.matrix.client.event_validation import SINGLE, Json, is_room, is_user, require_envelope, validate_content
from bot.matrix.client.published_keys import is_key
from bot.matrix.client.verification import REQUEST, VerificationDesk

log = get_logger(__name__)
_OLM = "m.olm.v1.curve25519-aes-sha2"
_MEGOLM = "m.megolm.v1.aes-sha2"
_READ = {"m.room.message", "m.room.encrypted", "m.room.redaction", "m.room.member", *SINGLE}
"""The types of events that nio parses; every other keeps its place as one that nobody understands."""
_ENCRYPTED_ONLY = ("m.room_key", "m.forwarded_room_key", "m.dummy", "m.secret.send")


class Sieve:
    """Reads one answer, and counts what it drops, by reason and type. `verifications` is where requests to verify go."""

    def __init__(self, verifications: VerificationDesk | None = None) -> None:
        self._verifications = verifications or VerificationDesk()
        self._dropped: Counter[tuple[str, str]] = Counter()

    def sync(self, answer: Json, us: str) -> nio.SyncResponse:
        """Return what a sync brought to the account `us`.

        Raises:
            HomeserverDown: it does not say where the next one begins.
        """
        token, rooms = answer.get("next_batch"), _read_table(answer, "rooms")
        if not isinstance(token, str) or not token:
            raise HomeserverDown("The homeserver's sync has no end.", "Look at the homeserver's log.")
        counts, changed = _read_table(answer, "device_one_time_keys_count"), _read_table(answer, "device_lists")
        response = nio.SyncResponse(
            token,
            nio.Rooms(
                {room: self._find_inviter(info, us) for room, info in self._rooms(rooms, "invite")},
                {room: self._room(info) for room, info in self._rooms(rooms, "join")},
                {room: self._room(info) for room, info in self._rooms(rooms, "leave")},
            ),
            nio.DeviceOneTimeKeyCount(
                _read_integer(counts.get("curve25519")), _read_integer(counts.get("signed_curve25519"))
            ),
            nio.DeviceList(_read_strings(changed, "changed"), _read_strings(changed, "left")),
            [
                event
                for raw in _read_list(_read_table(answer, "to_device"), "events")
                if (event := self._to_device(raw))
            ],
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
        named = _read_table(rooms, part)
        self._count("strange_room_id", "room", sum(not is_room(room) for room in named))
        return [(room, info) for room, info in named.items() if is_room(room) and isinstance(info, dict)]

    def _room(self, info: Json) -> nio.RoomInfo:
        timeline, before = _read_table(info, "timeline"), _read_table(info, "timeline").get("prev_batch")
        return nio.RoomInfo(
            nio.Timeline(
                self._events(_read_list(timeline, "events")),
                timeline.get("limited") is True,
                before if isinstance(before, str) else None,
            ),
            [
                event
                for event in self._events(_read_list(_read_table(info, "state"), "events"))
                if "state_key" in event.source
            ],
            [notice for raw in _read_list(_read_table(info, "ephemeral"), "events") if (notice := _read_typing(raw))],
            [],
        )

    def _events(self, raw: list[Any]) -> list[Any]:
        return [event for raw_event in raw if (event := self._event(raw_event))]

    def _event(self, raw: Any) -> Any:
        """Return an event as nio's, or None."""
        event = require_envelope(raw)
        if event is None:
            self._count("malformed", "unknown")
            return None
        kind = event["type"]
        if kind not in _READ:
            return nio.UnknownEvent(event, kind)
        mended_event = validate_content(event)
        if mended_event is None:
            self._count("malformed", kind)
            return None
        try:
            parsed_event = _parse_mended(mended_event)
        except Exception:  # noqa: BLE001 - whatever upstream stumbles over, the next event must still be read
            parsed_event = None
        if parsed_event is None or isinstance(parsed_event, nio.BadEvent | nio.UnknownBadEvent):
            self._count("malformed", kind)
            return None
        return parsed_event

    def _find_inviter(self, info: Json, us: str) -> nio.InviteInfo:
        """Return who invited us. What comes with an invitation is another server's word: two inviters are none."""
        raw = _read_list(_read_table(info, "invite_state"), "events")
        ours = [raw_event for raw_event in raw if _is_invitation_for(raw_event, us)]
        senders = {our_own["sender"] for our_own in ours}
        if len(senders) != 1:
            self._count("inviter_uncertain", "m.room.member")
            return nio.InviteInfo([])
        (sender,) = senders
        source, content = {"type": "m.room.member", "sender": sender, "state_key": us}, {"membership": "invite"}
        return nio.InviteInfo([nio.InviteMemberEvent(source, sender, us, "invite", None, content)])

    def _to_device(self, raw: Any) -> nio.OlmEvent | None:
        """Return a to-device event that is sealed with Olm; no other is ours to act on.

        Keys in clear are a stranger's word, and keys are given to nobody who asks for them: neither leaves a trace. Who asks
        to verify the bot by emoji is told that it cannot.
        """
        if not isinstance(raw, dict) or not is_user(raw.get("sender")) or not isinstance(raw.get("type"), str):
            self._count("malformed", "to-device")
            return None
        if raw["type"] == REQUEST:
            self._verifications.note(raw["sender"], raw.get("content"))
            return None
        if raw["type"] != "m.room.encrypted":
            if raw["type"] in _ENCRYPTED_ONLY:
                self._count("not_encrypted", raw["type"])
            return None
        content = _read_table(raw, "content")
        letters = {key: letter for key, letter in _read_table(content, "ciphertext").items() if _is_letter(letter)}
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


def _is_invitation_for(raw: Any, us: str) -> bool:
    if not isinstance(raw, dict) or (raw.get("type"), raw.get("state_key")) != ("m.room.member", us):
        return False
    return is_user(raw.get("sender")) and _read_table(raw, "content").get("membership") == "invite"


def _parse_mended(event: Json) -> Any:
    """Return a mended event as nio's. What is sealed as rooms are is held against none of nio's three schemas: it was mended by what they ask for."""
    content, is_deleted = event["content"], "redacted_because" in event["unsigned"]
    if event["type"] != "m.room.encrypted" or content.get("algorithm") != _MEGOLM or is_deleted:
        return nio.Event.parse_event(event)
    sealed = nio.MegolmEvent(event, content["device_id"], content["ciphertext"], _MEGOLM)
    sealed.sender_key, sealed.session_id = content["sender_key"], content["session_id"]
    return sealed


def _is_letter(raw: Any) -> bool:
    return isinstance(raw, dict) and _read_integer(raw.get("type")) in {0, 1} and isinstance(raw.get("body"), str)


def _read_typing(raw: Any) -> nio.TypingNoticeEvent | None:
    if not isinstance(raw, dict) or raw.get("type") != "m.typing":
        return None
    return nio.TypingNoticeEvent(_read_strings(_read_table(raw, "content"), "user_ids"))


def _read_table(raw: Json, name: str) -> Json:
    return raw[name] if isinstance(raw.get(name), dict) else {}


def _read_list(raw: Json, name: str) -> list[Any]:
    return raw[name] if isinstance(raw.get(name), list) else []


def _read_strings(raw: Json, name: str) -> list[str]:
    return [text for text in _read_list(raw, name) if isinstance(text, str)]


def _read_integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
