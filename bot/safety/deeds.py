"""What of a decision goes into the audit: who did what, in ids, counts, codes and hashes. Pure, and never a word or name.

It compares the room before and after, so what is not a change is no deed, and no way of changing it is forgotten.
"""

from collections.abc import Iterator
from hashlib import sha256

from bot.model import (
    Answered,
    Ask,
    Came,
    Card,
    Decision,
    Edited,
    Event,
    Failed,
    Heard,
    Misruled,
    Notice,
    Open,
    Pending,
    Reacted,
    Redacted,
    Reply,
    Retract,
    Room,
    ShowData,
    ShowHead,
    Task,
    Unsaid,
)
from bot.safety.audit import BOT, Deed, Fact, deed


def deeds(before: Room, event: Event, decision: Decision) -> tuple[Deed, ...]:
    """Return what is written down about a decision on `event`, in the order in which it is."""
    return tuple(
        deed(action, event.at, before.id, actor=actor or _actor(event), cause=event.id, **facts)
        for step in (
            _consents,
            _floor,
            _interpreting,
            _rules,
            _requests,
            _answers,
            _drafts,
            _said,
            _papers,
            _mending,
            _alarms,
            _places,
            _masks,
            _rights,
        )
        for action, actor, facts in step(before, event, decision)
    )


def request_of(answer: Answered | Failed) -> str:
    """Return the job whose request this is the ending of."""
    return answer.id.removesuffix("/answer")


_Found = Iterator[tuple[str, str, dict[str, Fact]]]
"""An action, who did it if not whoever caused the event, and its facts."""


def _actor(event: Event) -> str:
    return event.sender if isinstance(event, Heard | Reacted | Edited | Redacted) else BOT


def _consents(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each agreement that was given or has ended; an agreement is to the card with that hash."""
    for one in before.consents:
        if one not in decision.room.consents:
            yield "consent-ended", "", {"person": one.person, "purpose": one.purpose, "card": one.card}
    for one in decision.room.consents:
        if one not in before.consents:
            facts: dict[str, Fact] = {"purpose": one.purpose, "card": one.card, "language": one.language}
            yield "consent-given", one.person, facts


def _floor(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield a switch of the floor, with the sentence that said why."""
    now = decision.room.floor
    if now is not before.floor:
        said = (one.words.key for one in decision.effects if isinstance(one, Notice) and one.mark.kind == "floor")
        yield "floor", "", {"was": before.floor, "now": now, "why": next(said, "")}


def _interpreting(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield between which languages each message is translated from now on, or that none is any more."""
    was, now = before.interpreting, decision.room.interpreting
    if was != now:
        yield "interpreting", "", {"was": [*map(str, was)], "now": [*map(str, now)]}


def _rules(before: Room, event: Event, decision: Decision) -> _Found:
    """Yield that other rules hold or are offered, by the SHA-256 of what the room remembers of them."""
    room = decision.room
    if room.accepted and room.accepted != before.accepted:
        accepted = isinstance(event, Heard)
        yield "rules-accepted" if accepted else "rules-hold", "", {"rules": sha256(room.accepted.encode()).hexdigest()}
    if room.offered_rules and room.offered_rules != before.offered_rules:
        yield "rules-offered", "", {"rules": room.offered_rules}
    if isinstance(event, Misruled):
        yield "rules-mistaken", "", {"count": event.count}


def _requests(_: Room, event: Event, decision: Decision) -> _Found:
    """Yield each question to a backend, with the messages that go with it."""
    for number, one in enumerate(decision.effects):
        if isinstance(one, Ask):
            lines = [*one.context, *((one.about,) if one.about else ())]
            facts: dict[str, Fact] = {
                "request": f"{event.id}/{number}",
                "question": one.question,
                "task": one.task,
                "place": one.where.kind,
                "backend": one.backend,
                "events": [line.id for line in lines],
                "count": len(lines) + int(bool(one.request)),
            }
            yield "asked", one.asker, facts


def _answers(before: Room, event: Event, decision: Decision) -> _Found:
    """Yield what a backend's answer became, where it became nothing: what is drafted or let out says so by itself."""
    if isinstance(event, Failed):
        yield "unanswered", "", {"request": request_of(event), "question": event.question, "trouble": event.trouble}
    elif isinstance(event, Answered) and any(one.task is Task.WATCH for one in _asked_in(before, event)):
        yield "second-reader", "", {"request": request_of(event), "said": _said_by_reader(before, decision.room)}
    elif isinstance(event, Answered) and (read := _read(before, decision.room)):
        yield "talk-read", "", {"request": request_of(event), "question": event.question, **read}
    elif isinstance(event, Answered) and _codes(decision.room) <= _codes(before):
        yield "answer-dropped", "", {"request": request_of(event), "question": event.question}


def _read(before: Room, after: Room) -> dict[str, Fact]:
    """Return how many lines a model's answer gave for a summary or note, and how many were left out; nothing if it gave none."""
    new = [one for one in after.digests if one not in before.digests]
    return (
        {"lines": sum(len(one.points) for one in new), "left-out": sum(len(one.left_out) for one in new)} if new else {}
    )


def _asked_in(room: Room, event: Answered) -> Iterator[Pending]:
    """Yield the question that an answer is to, if the room still waits for it."""
    return (one for one in room.pending if one.question == event.question)


def _said_by_reader(before: Room, after: Room) -> str:
    """Return what a second reader's answer was: `yes` raises an alarm, `unclear` is counted, `no` changes nothing."""
    if len(after.alarms) > len(before.alarms):
        return "yes"
    return "unclear" if after.tally.unclear > before.tally.unclear else "no"


def _codes(room: Room) -> set[str]:
    """Return the codes of every draft that waits and every answer that was let out."""
    return {one.code for one in room.drafts} | {one.code for one in room.said}


def _drafts(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each draft that was laid on the desk or has ended, and how."""
    room, known = decision.room, {one.code for one in before.drafts}
    ended = {one.code: one for one in room.outcomes}
    for code in sorted(known - {one.code for one in room.drafts}):
        outcome = ended.get(code)
        verdict: Fact = outcome.verdict if outcome else "gone"
        yield "draft-ended", (outcome and outcome.by) or BOT, {"code": code, "verdict": verdict}
    for draft in room.drafts:
        if draft.code not in known:
            facts: dict[str, Fact] = {"code": draft.code, "question": draft.pending.question, "binding": draft.binding}
            yield "drafted", draft.edited_by or BOT, {**facts, "backend": draft.backend, "model": draft.model}


def _said(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each answer that was let out, that stands as an event now, or that was stopped before it did."""
    earlier = {one.code: one for one in before.said}
    for said in decision.room.said:
        old = earlier.pop(said.code, None)
        if old is None:
            yield (
                "let-out",
                said.approved_by or BOT,
                {"code": said.code, "question": said.question, "place": said.where.kind},
            )
        elif old.event is None and said.event is not None:
            yield "posted", BOT, {"code": said.code, "event": said.event}
    for one in earlier.values():
        if one.event is None:
            yield "not-posted", BOT, {"code": one.code, "question": one.question}


def _papers(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that a note was laid on the desk, in which wording, or is open no more; and that one was finalised."""
    old, new = before.note, decision.room.note
    if new is not None and (old is None or old.code != new.code):
        own = sum(one.by is not None for one in new.points)
        facts: dict[str, Fact] = {"code": new.code, "form": new.form, "lines": len(new.points), "own": own}
        yield "note", "", {**facts, "left-out": len(new.left_out), "gone": new.gone}
    if old is not None and new is None:
        final = any(isinstance(one, Reply) and one.file and one.mark.approved_by for one in decision.effects)
        yield "note-finalised" if final else "note-ended", "", {"code": old.code}


def _mending(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that a message of the AI's was called wrong, or was taken back; not that a note's wording made room for the next."""
    notes = before.note.cards if before.note else ()
    for one in decision.effects:
        if isinstance(one, Retract) and one.event not in notes:
            yield "retracted", "", {"event": one.event, "place": one.where.kind}
        elif isinstance(one, Card) and one.mark.kind == "wrong":
            yield "called-wrong", "", {"code": one.code}


def _alarms(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each alarm that was raised or acknowledged."""
    known = {one.code: one for one in before.alarms}
    for one in decision.room.alarms:
        if known.pop(one.code, None) is None:
            yield "alarm", BOT, {"code": one.code, "reason": one.reason}
    for one in known.values():
        yield "alarm-over", "", {"code": one.code, "reason": one.reason}


def _places(_: Room, event: Event, decision: Decision) -> _Found:
    """Yield that a side room was ordered, that somebody came there, or that something could not be said there."""
    for one in decision.effects:
        if isinstance(one, Open):
            yield "side-room", "", {"place": one.where.kind, "person": one.where.user or ""}
    if isinstance(event, Came):
        yield "came", event.person, {"place": event.where.kind}
    elif isinstance(event, Unsaid):
        yield "unsaid", BOT, {"place": event.where.kind, "reason": event.reason}


def _masks(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that words were given to be masked, or are not to be any more, by how many; never which."""
    new = sum(one not in before.masks for one in decision.room.masks)
    gone = sum(one not in decision.room.masks for one in before.masks)
    if new:
        yield "masked", "", {"count": new}
    if gone:
        yield "mask-ended", "", {"count": gone}


def _rights(_: Room, __: Event, decision: Decision) -> _Found:
    """Yield that a session was closed, or that somebody was shown what is kept about them."""
    for one in decision.effects:
        if isinstance(one, ShowHead):
            yield "session-ended", "", {}
        elif isinstance(one, ShowData):
            yield "data-shown", "", {"person": one.where.user}


def codes(event: Event, decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Yield each code under which something of a backend's is shown from now on: code, question, and the job that asked.

    The job is empty where the event does not say it: then it is the newest one about that question.
    """
    job = request_of(event) if isinstance(event, Answered) else ""
    for one in decision.effects:
        if isinstance(one, Card) and one.mark.backend:
            yield one.code, one.question or "", job
        elif isinstance(one, Reply) and one.code and job:
            yield one.code, one.to, job
