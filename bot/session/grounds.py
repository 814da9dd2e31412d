"""What an answer rests on, and whether it still stands: a draft is approved as it was shown, or not at all."""

import json
from dataclasses import replace
from hashlib import sha256

from bot.model import Draft, EventId, Ground, Line, Offered, Pending, Room, Said, Task, UserId, Wish

FOLLOWED = {
    Task.EXPLAIN: frozenset(Wish),
    Task.ASK: frozenset(Wish),
    Task.EXPRESS: frozenset({Wish.SIMPLER, Wish.SHORTER}),
    Task.TRANSLATE: frozenset({Wish.SIMPLER}),
}
"""What makes sense to wish for, by what was asked."""


def grounds(lines: tuple[Line, ...]) -> tuple[Ground, ...]:
    """Return `lines` as what something rests on, each message once."""
    return tuple({line.id: Ground(line.id, line.sender, fingerprint(line.text), line.at) for line in lines}.values())


def binding(room: Room, pending: Pending, text: str) -> str:
    """Return the SHA-256 over everything an approval is of: the text, where it goes, what it rests on, who will read it."""
    rests_on = [[ground.event, ground.sender, ground.sha256] for ground in pending.rests_on]
    people = sorted(person.id for person in room.roster)
    return fingerprint(json.dumps([text, room.id, pending.where.kind, pending.question, rests_on, people]))


def stands(room: Room, draft: Draft) -> bool:
    """Return whether a draft is what was shown, and the room and the messages it rests on are what they were then.

    A message that has grown too old for the window rests where it was: nobody has changed it.
    """
    kept = {line.id: fingerprint(line.text) for line in room.window}
    same = all(kept.get(ground.event, ground.sha256) == ground.sha256 for ground in draft.pending.rests_on)
    return same and draft.binding == binding(room, draft.pending, draft.text)


def once_more(pending: Pending) -> Pending:
    """Return a question as it is kept behind its answer, which has the grounds: to be asked again if somebody wishes so."""
    origin = pending.origin
    if origin is None and pending.request:
        origin = Ground(pending.question, pending.asker, fingerprint(pending.request))
    return replace(pending, rests_on=(), origin=origin)


def behind(pending: Pending) -> Pending | None:
    """Return what is kept behind the answer to a question; None where nobody can wish for anything."""
    return once_more(pending) if pending.task in FOLLOWED else None


def written_in(one: Pending, event: EventId) -> bool:
    """Return whether the message `event` asks a question, or has the words of one that is asked again."""
    return event == one.question or (one.origin is not None and one.origin.event == event)


def rests_on(one: Pending | Said | Offered, event: EventId) -> bool:
    """Return whether something asks in, or rests on, the message `event`."""
    return event == one.question or any(ground.event == event for ground in one.rests_on)


def asking(room: Room) -> tuple[Pending | Said, ...]:
    """Return every question that waits, every draft's, every one to ask again, and every answer that was let out."""
    again = (one.again for one in room.outcomes if one.again)
    return (*room.pending, *(draft.pending for draft in room.drafts), *again, *room.said)


def is_by(room: Room, event: EventId, person: UserId) -> bool:
    """Return whether `person` wrote the message `event`, as far as the room knows it: only they can edit it."""
    if any((line.id, line.sender) == (event, person) for line in room.window):
        return True
    questions = asking(room)
    if any((one.question, one.asker) == (event, person) for one in questions):
        return True
    rests_on = (
        *(one.rests_on for one in questions),
        *(one.rests_on for one in (room.note.points if room.note else ())),
    )
    return any((ground.event, ground.sender) == (event, person) for grounds in rests_on for ground in grounds)


def of_person(one: Pending | Said | Offered, person: UserId) -> bool:
    """Return whether something was asked by `person` or rests on a word of theirs."""
    return one.asker == person or any(ground.sender == person for ground in one.rests_on)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of `text`, as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()
