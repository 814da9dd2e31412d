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

ALARMS = frozenset({"alarm", "alarm-over"})
"""Entries that nobody is shown of themselves: whoever looks over their shoulder would read that something was said."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a person's data are read from."""

    rooms: Rooms
    sent: SentBook
    audit: Audit


async def describe_person(kept: Kept, person: UserId, rooms: Iterable[RoomId]) -> str:
    """Return what is kept about `person` in the sessions `rooms`, as JSON, one fact a line."""
    sessions = [await _describe_session(kept, person, room) for room in rooms]
    return json.dumps(
        {"person": person, "sessions": [session for session in sessions if session]}, ensure_ascii=False, indent=0
    )


async def _describe_session(kept: Kept, person: UserId, room_id: RoomId) -> dict[str, Any]:
    """Return one session as JSON; nothing if nothing of it is about that person."""
    try:
        room, state = await kept.rooms.room(room_id), ""
    except RowUnreadable:
        room, state = Room(room_id), "what is known of this session cannot be read"
    described = {
        "state": state,
        "consents": _list_consents(room, person),
        "refusals": [{"at": _format_date(at)} for who, at in room.refused if who == person],
        "window": [{"at": _format_date(line.at), "text": line.text} for line in room.window if line.sender == person],
        "lines of notes": _list_note_lines(room, person),
        "masks": [mask.words for mask in room.masks if mask.by == person],
        "reads": dict(room.reads).get(person, ""),
        "former names": [former.name for former in room.former_names if former.id == person],
        "requests": [
            _describe_sent_request(request, person)
            for request in await kept.sent.list_of_room(room_id, person, most=ALL)
        ],
        "questions": _list_kept_questions(room, person),
        "looked_up": [
            {"at": _format_date(answer.at), "terms": answer.terms}
            for answer in room.explained
            if answer.asker == person
        ],
        "approvals": [
            {"code": said.code, "at": _format_date(said.at)} for said in room.said if said.approved_by == person
        ],
        "reliance": _list_own_decisions(room, person),
        "asked": [asdict(use) for user, use in room.spent.people if user == person],
        "log": [audit_entry async for audit_entry in _list_audit_entries(kept.audit, person, room_id)],
    }
    if not state:
        del described["state"]
    return {"room": room_id, **described} if any(described.values()) else {}


def _list_consents(room: Room, person: UserId) -> list[dict[str, str]]:
    return [
        {
            "purpose": consent.purpose,
            "card": consent.card,
            "language": consent.language,
            "event": consent.event,
            "at": _format_date(consent.at),
        }
        for consent in room.consents
        if consent.person == person
    ]


def _list_note_lines(room: Room, person: UserId) -> list[dict[str, Any]]:
    """Return how many lines for a summary or note rest on messages of `person`; a therapist's own lines as they wrote them."""
    points = (*(point for digest in room.digests for point in digest.points), *(room.note.points if room.note else ()))
    resting = sum(any(ground.sender == person for ground in point.rests_on) for point in points)
    own = [point.text for point in points if point.by == person]
    return [{"resting on own messages": resting, "own": own}] if resting or own else []


def _list_kept_questions(room: Room, person: UserId) -> list[dict[str, str]]:
    """Return what is kept behind answers of what a person typed, in case somebody wishes for simpler words."""
    behind = ((said.at, said.again) for said in room.said if said.again)
    return [
        {"at": _format_date(at), "text": again.request}
        for at, again in behind
        if again.origin and again.origin.sender == person
    ]


def _list_own_decisions(room: Room, person: UserId) -> list[dict[str, Any]]:
    """Return what is counted of a therapist's own decisions, week by week."""
    return [
        {"week": date.fromordinal(week.monday).isoformat(), **asdict(decisions)}
        for week in room.reliance.weeks
        for decisions in week.decisions
        if decisions.person == person
    ]


def _describe_sent_request(request: Sent, person: UserId) -> dict[str, Any]:
    """Return a request that holds words of `person`: where it went, and those words; who else is in it is not told."""
    asked = {"code": request.code, "task": request.request.task} if request.request.asker == person else {}
    words = [piece.text for piece in request.request.pieces if piece.sender == person]
    where = {"backend": request.request.backend, "model": request.request.model, "agreement": request.request.agreement}
    return {**asked, "at": _format_date(request.at), **where, "ending": request.ending, "words": words}


async def _list_audit_entries(audit: Audit, person: UserId, room: RoomId) -> AsyncIterator[dict[str, Any]]:
    """Yield what the audit says that `person` did, or that was noted about them."""
    async for link in audit.entries():
        entry = json.loads(link.entry)
        facts = entry.get("facts", {})
        if entry["action"] in ALARMS:
            continue
        if entry["room"] == room and person in {entry["actor"], facts.get("person")}:
            own = {key: value for key, value in facts.items() if key not in OF_OTHERS}
            yield {"number": link.number, "at": _format_date(entry["at"]), "action": entry["action"], **own}


def _format_date(at: float) -> str:
    return datetime.fromtimestamp(at, tz=UTC).isoformat(timespec="seconds")
