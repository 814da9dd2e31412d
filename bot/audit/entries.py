"""What of a decision goes into the audit: who did what, in ids, counts, codes and hashes. Pure, and never a word or name.

It compares the room before and after, so what is not a change is no deed, and no way of changing it is forgotten.
"""

from collections.abc import Iterator
from hashlib import sha256

from bot.audit.chain import BOT, Deed, Fact, make_deed
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
    Taken,
    Task,
    Unsaid,
    Voted,
)


def list_deeds(before: Room, event: Event, decision: Decision) -> tuple[Deed, ...]:
    """Return what is written down about a decision on `event`, in the order in which it is."""
    return tuple(
        make_deed(action, event.at, before.id, actor=actor or _find_actor(event), cause=event.id, **facts)
        for step in (
            _note_consents,
            _note_floor,
            _note_interpreting,
            _note_rules,
            _note_requests,
            _note_answers,
            _note_drafts,
            _note_said,
            _note_papers,
            _note_corrections,
            _note_alarms,
            _note_places,
            _note_masks,
            _note_rights,
        )
        for action, actor, facts in step(before, event, decision)
    )


def find_request_job(answer: Answered | Failed) -> str:
    """Return the job whose request this is the ending of."""
    return answer.id.removesuffix("/answer")


_Found = Iterator[tuple[str, str, dict[str, Fact]]]
"""An action, who did it if not whoever caused the event, and its facts."""


def _find_actor(event: Event) -> str:
    if isinstance(event, Taken):
        return event.person
    return event.sender if isinstance(event, Heard | Reacted | Voted | Edited | Redacted) else BOT


def _note_consents(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each agreement that was given or has ended; an agreement is to the card with that hash."""
    if (
        before.consents == decision.room.consents
    ):  # nearly always; each against each takes its square where fifty have agreed
        return
    for consent in before.consents:
        if consent not in decision.room.consents:
            yield "consent-ended", "", {"person": consent.person, "purpose": consent.purpose, "card": consent.card}
    for consent in decision.room.consents:
        if consent not in before.consents:
            facts: dict[str, Fact] = {"purpose": consent.purpose, "card": consent.card, "language": consent.language}
            yield "consent-given", consent.person, facts


def _note_floor(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield a switch of the floor, with the sentence that said why."""
    now = decision.room.floor
    if now is not before.floor:
        said = (
            effect.words.key
            for effect in decision.effects
            if isinstance(effect, Notice) and effect.mark.kind == "floor"
        )
        yield "floor", "", {"was": before.floor, "now": now, "why": next(said, "")}


def _note_interpreting(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield between which languages each message is translated from now on, or that none is any more."""
    was, now = before.interpreting, decision.room.interpreting
    if was != now:
        yield "interpreting", "", {"was": [*map(str, was)], "now": [*map(str, now)]}
    waiver = decision.room.waiver
    if waiver is not None and waiver.by and waiver != before.waiver:
        yield "interpreting-at-once", waiver.by, {"code": waiver.code}


def _note_rules(before: Room, event: Event, decision: Decision) -> _Found:
    """Yield that other rules hold or are offered, by the SHA-256 of what the room remembers of them."""
    room = decision.room
    if room.accepted and room.accepted != before.accepted:
        accepted = isinstance(event, Heard)
        yield "rules-accepted" if accepted else "rules-hold", "", {"rules": sha256(room.accepted.encode()).hexdigest()}
    if room.offered_rules and room.offered_rules != before.offered_rules:
        yield "rules-offered", "", {"rules": room.offered_rules}
    if isinstance(event, Misruled):
        yield "rules-mistaken", "", {"count": event.count}


def _note_requests(_: Room, event: Event, decision: Decision) -> _Found:
    """Yield each question to a backend, with the messages that go with it."""
    for number, ask in enumerate(decision.effects):
        if isinstance(ask, Ask):
            lines = [*ask.context, *((ask.about,) if ask.about else ())]
            facts: dict[str, Fact] = {
                "request": f"{event.id}/{number}",
                "question": ask.question,
                "task": ask.task,
                "place": ask.where.kind,
                "backend": ask.backend,
                "events": [line.id for line in lines],
                "count": len(lines) + int(bool(ask.request)),
            }
            yield "asked", ask.asker, facts


def _note_answers(before: Room, event: Event, decision: Decision) -> _Found:
    """Yield what a backend's answer became, where it became nothing: what is drafted or let out says so by itself."""
    if isinstance(event, Failed):
        yield (
            "unanswered",
            "",
            {"request": find_request_job(event), "question": event.question, "trouble": event.trouble},
        )
    elif isinstance(event, Answered) and any(
        question.task is Task.WATCH for question in _find_asked_question(before, event)
    ):
        yield (
            "second-reader",
            "",
            {"request": find_request_job(event), "said": _read_second_answer(before, decision.room)},
        )
    elif isinstance(event, Answered) and (read := _count_read_lines(before, decision.room)):
        yield "talk-read", "", {"request": find_request_job(event), "question": event.question, **read}
    elif isinstance(event, Answered) and _list_waiting_codes(decision.room) <= _list_waiting_codes(before):
        yield "answer-dropped", "", {"request": find_request_job(event), "question": event.question}


def _count_read_lines(before: Room, after: Room) -> dict[str, Fact]:
    """Return how many lines a model's answer gave for a summary or note, and how many were left out; nothing if it gave none."""
    new = [digest for digest in after.digests if digest not in before.digests]
    return (
        {"lines": sum(len(digest.points) for digest in new), "left-out": sum(len(digest.left_out) for digest in new)}
        if new
        else {}
    )


def _find_asked_question(room: Room, event: Answered) -> Iterator[Pending]:
    """Yield the question that an answer is to, if the room still waits for it."""
    return (question for question in room.pending if question.question == event.question)


def _read_second_answer(before: Room, after: Room) -> str:
    """Return what a second reader's answer was: `yes` raises an alarm, `unclear` is counted, `no` changes nothing."""
    if len(after.alarms) > len(before.alarms):
        return "yes"
    return "unclear" if after.tally.unclear > before.tally.unclear else "no"


def _list_waiting_codes(room: Room) -> set[str]:
    """Return the codes of every draft that waits and every answer that was let out."""
    return {draft.code for draft in room.drafts} | {said.code for said in room.said}


def _note_drafts(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each draft that was laid on the desk or has ended, and how."""
    room, known = decision.room, {draft.code for draft in before.drafts}
    ended = {outcome.code: outcome for outcome in room.outcomes}
    for code in sorted(known - {draft.code for draft in room.drafts}):
        outcome = ended.get(code)
        verdict: Fact = outcome.verdict if outcome else "gone"
        yield "draft-ended", (outcome and outcome.by) or BOT, {"code": code, "verdict": verdict}
    for draft in room.drafts:
        if draft.code not in known:
            facts: dict[str, Fact] = {"code": draft.code, "question": draft.pending.question, "binding": draft.binding}
            yield "drafted", draft.edited_by or BOT, {**facts, "backend": draft.backend, "model": draft.model}


def _note_said(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each answer that was let out, that stands as an event now, or that was stopped before it did."""
    earlier = {said.code: said for said in before.said}
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
    for answer in earlier.values():
        if answer.event is None:
            yield "not-posted", BOT, {"code": answer.code, "question": answer.question}


def _note_papers(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that a note was laid on the desk, in which wording, or is open no more; and that one was finalised."""
    old, new = before.note, decision.room.note
    if new is not None and (old is None or old.code != new.code):
        own = sum(point.by is not None for point in new.points)
        facts: dict[str, Fact] = {"code": new.code, "form": new.form, "lines": len(new.points), "own": own}
        yield "note", "", {**facts, "left-out": len(new.left_out), "gone": new.gone}
    if old is not None and new is None:
        final = any(
            isinstance(effect, Reply) and effect.file and effect.mark.approved_by for effect in decision.effects
        )
        yield "note-finalised" if final else "note-ended", "", {"code": old.code}


def _note_corrections(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that a message of the AI's was called wrong, or was taken back; not that a note's wording made room for the next."""
    notes = before.note.cards if before.note else ()
    for effect in decision.effects:
        if isinstance(effect, Retract) and effect.event not in notes:
            yield "retracted", "", {"event": effect.event, "place": effect.where.kind}
        elif isinstance(effect, Card) and effect.mark.kind == "wrong":
            yield "called-wrong", "", {"code": effect.code}


def _note_alarms(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield each alarm that was raised or acknowledged."""
    known = {alarm.code: alarm for alarm in before.alarms}
    for alarm in decision.room.alarms:
        if known.pop(alarm.code, None) is None:
            yield "alarm", BOT, {"code": alarm.code, "reason": alarm.reason}
    for alarm in known.values():
        yield "alarm-over", "", {"code": alarm.code, "reason": alarm.reason}


def _note_places(_: Room, event: Event, decision: Decision) -> _Found:
    """Yield that a side room was ordered, that somebody came there, or that something could not be said there."""
    for effect in decision.effects:
        if isinstance(effect, Open):
            yield "side-room", "", {"place": effect.where.kind, "person": effect.where.user or ""}
    if isinstance(event, Came):
        yield "came", event.person, {"place": event.where.kind}
    elif isinstance(event, Unsaid):
        yield "unsaid", BOT, {"place": event.where.kind, "reason": event.reason}


def _note_masks(before: Room, _: Event, decision: Decision) -> _Found:
    """Yield that words were given to be masked, or are not to be any more, by how many; never which."""
    new = sum(mask not in before.masks for mask in decision.room.masks)
    gone = sum(mask not in decision.room.masks for mask in before.masks)
    if new:
        yield "masked", "", {"count": new}
    if gone:
        yield "mask-ended", "", {"count": gone}


def _note_rights(_: Room, __: Event, decision: Decision) -> _Found:
    """Yield that a session was closed, or that somebody was shown what is kept about them."""
    for effect in decision.effects:
        if isinstance(effect, ShowHead):
            yield "session-ended", "", {}
        elif isinstance(effect, ShowData):
            yield "data-shown", "", {"person": effect.where.user}


def list_codes_shown(event: Event, decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Yield each code under which something of a backend's is shown from now on: code, question, and the job that asked.

    The job is empty where the event does not say it: then it is the newest one about that question.
    """
    job = find_request_job(event) if isinstance(event, Answered) else ""
    for effect in decision.effects:
        if isinstance(effect, Card) and effect.mark.backend:
            yield effect.code, effect.question or "", job
        elif isinstance(effect, Reply) and effect.code and job:
            yield effect.code, effect.question or effect.to, job
