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


def make_grounds(lines: tuple[Line, ...]) -> tuple[Ground, ...]:
    """Return `lines` as what something rests on, each message once."""
    return tuple({line.id: Ground(line.id, line.sender, hash_text(line.text), line.at) for line in lines}.values())


def bind_approval(room: Room, pending: Pending, text: str) -> str:
    """Return the SHA-256 over everything an approval is of: the text, where it goes, what it rests on, who will read it."""
    rests_on = [[ground.event, ground.sender, ground.sha256] for ground in pending.rests_on]
    people = sorted(person.id for person in room.roster)
    return hash_text(json.dumps([text, room.id, pending.where.kind, pending.question, rests_on, people]))


def is_unchanged(room: Room, draft: Draft) -> bool:
    """Return whether a draft is what was shown, and the room and the messages it rests on are what they were then.

    A message that has grown too old for the window rests where it was: nobody has changed it.
    """
    kept = {line.id: hash_text(line.text) for line in room.window}
    same = all(kept.get(ground.event, ground.sha256) == ground.sha256 for ground in draft.pending.rests_on)
    return same and draft.binding == bind_approval(room, draft.pending, draft.text)


def keep_question(pending: Pending) -> Pending:
    """Return a question as it is kept behind its answer, which has the grounds: to be asked again if somebody wishes so."""
    origin = pending.origin
    if origin is None and pending.request:
        origin = Ground(pending.question, pending.asker, hash_text(pending.request))
    return replace(pending, rests_on=(), origin=origin)


def behind(pending: Pending) -> Pending | None:
    """Return what is kept behind the answer to a question; None where nobody can wish for anything."""
    return keep_question(pending) if pending.task in FOLLOWED else None


def is_written_in(question: Pending, event: EventId) -> bool:
    """Return whether the message `event` asks a question, or has the words of one that is asked again."""
    return event == question.question or (question.origin is not None and question.origin.event == event)


def is_resting_on(question: Pending | Said | Offered, event: EventId) -> bool:
    """Return whether something asks in, or rests on, the message `event`."""
    return event == question.question or any(ground.event == event for ground in question.rests_on)


def list_askings(room: Room) -> tuple[Pending | Said, ...]:
    """Return every question that waits, every draft's, every one to ask again, and every answer that was let out."""
    again = (outcome.again for outcome in room.outcomes if outcome.again)
    return (*room.pending, *(draft.pending for draft in room.drafts), *again, *room.said)


def is_written_by(room: Room, event: EventId, person: UserId) -> bool:
    """Return whether `person` wrote the message `event`, as far as the room knows it: only they can edit it."""
    if any((line.id, line.sender) == (event, person) for line in room.window):
        return True
    questions = list_askings(room)
    if any((question.question, question.asker) == (event, person) for question in questions):
        return True
    rests_on = (
        *(question.rests_on for question in questions),
        *(point.rests_on for point in (room.note.points if room.note else ())),
    )
    return any((ground.event, ground.sender) == (event, person) for grounds in rests_on for ground in grounds)


def is_of_person(question: Pending | Said | Offered, person: UserId) -> bool:
    """Return whether something was asked by `person` or rests on a word of theirs."""
    return question.asker == person or any(ground.sender == person for ground in question.rests_on)


def hash_text(text: str) -> str:
    """Return the SHA-256 of `text`, as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()
