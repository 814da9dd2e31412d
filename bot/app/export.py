"""Everything that is kept about one person, as JSON: for `!mydata` and for `thirdchair export`. No words of others."""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from bot.model import Room, RoomId, UserId
from bot.store import Audit, Rooms, RowUnreadable, Sent, SentBook

ALL = 1_000_000
"""More requests than any session has."""
OF_OTHERS = frozenset({"events", "messages", "hmac", "people"})
"""Facts of an entry that are about other people's messages, or say nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person's data are read from."""

    rooms: Rooms
    sent: SentBook
    audit: Audit


async def about(kept: Kept, person: UserId, rooms: Iterable[RoomId]) -> str:
    """Return what is kept about `person` in the sessions `rooms`, as JSON, one fact a line."""
    sessions = [await _session(kept, person, room) for room in rooms]
    return json.dumps({"person": person, "sessions": [one for one in sessions if one]}, ensure_ascii=False, indent=0)


async def _session(kept: Kept, person: UserId, room_id: RoomId) -> dict[str, Any]:
    """Return one session as JSON; nothing if nothing of it is about that person."""
    try:
        room, state = await kept.rooms.room(room_id), ""
    except RowUnreadable:
        room, state = Room(room_id), "what is known of this session cannot be read"
    found = {
        "state": state,
        "consents": _consents(room, person),
        "window": [{"at": _dated(one.at), "text": one.text} for one in room.window if one.sender == person],
        "lines of notes": _lines(room, person),
        "masks": [one.words for one in room.masks if one.by == person],
        "requests": [_request(one, person) for one in await kept.sent.of_room(room_id, person, most=ALL)],
        "questions": _questions(room, person),
        "looked_up": [{"at": _dated(one.at), "terms": one.terms} for one in room.explained if one.asker == person],
        "approvals": [{"code": one.code, "at": _dated(one.at)} for one in room.said if one.approved_by == person],
        "reliance": _reliance(room, person),
        "asked": [asdict(use) for one, use in room.spent.people if one == person],
        "log": [one async for one in _log(kept.audit, person, room_id)],
    }
    if not state:
        del found["state"]
    return {"room": room_id, **found} if any(found.values()) else {}


def _consents(room: Room, person: UserId) -> list[dict[str, str]]:
    return [
        {"purpose": one.purpose, "card": one.card, "language": one.language, "event": one.event, "at": _dated(one.at)}
        for one in room.consents
        if one.person == person
    ]


def _lines(room: Room, person: UserId) -> list[dict[str, Any]]:
    """Return how many lines for a summary or note rest on messages of `person`; a therapist's own lines as they wrote them."""
    points = (*(one for digest in room.digests for one in digest.points), *(room.note.points if room.note else ()))
    resting = sum(any(ground.sender == person for ground in one.rests_on) for one in points)
    own = [one.text for one in points if one.by == person]
    return [{"resting on own messages": resting, "own": own}] if resting or own else []


def _questions(room: Room, person: UserId) -> list[dict[str, str]]:
    """Return what is kept behind answers of what a person typed, in case somebody wishes for simpler words."""
    behind = ((one.at, one.again) for one in room.said if one.again)
    return [
        {"at": _dated(at), "text": again.request}
        for at, again in behind
        if again.origin and again.origin.sender == person
    ]


def _reliance(room: Room, person: UserId) -> list[dict[str, Any]]:
    """Return what is counted of a therapist's own decisions, week by week."""
    return [
        {"week": date.fromordinal(week.monday).isoformat(), **asdict(one)}
        for week in room.reliance.weeks
        for one in week.decisions
        if one.person == person
    ]


def _request(one: Sent, person: UserId) -> dict[str, Any]:
    """Return a request that holds words of `person`: where it went, and those words; who else is in it is not told."""
    asked = {"code": one.code, "task": one.request.task} if one.request.asker == person else {}
    words = [piece.text for piece in one.request.pieces if piece.sender == person]
    where = {"backend": one.request.backend, "model": one.request.model, "agreement": one.request.agreement}
    return {**asked, "at": _dated(one.at), **where, "ending": one.ending, "words": words}


async def _log(audit: Audit, person: UserId, room: RoomId) -> AsyncIterator[dict[str, Any]]:
    """Yield what the audit says that `person` did, or that was noted about them."""
    async for link in audit.entries():
        entry = json.loads(link.entry)
        facts = entry.get("facts", {})
        if entry["room"] == room and person in {entry["actor"], facts.get("person")}:
            own = {key: value for key, value in facts.items() if key not in OF_OTHERS}
            yield {"number": link.number, "at": _dated(entry["at"]), "action": entry["action"], **own}


def _dated(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).isoformat(timespec="seconds")
