"""Live interpretation: each message in one of two languages gets its translation, as a reply, while the talk goes on. Pure.

One request at a time in a room, so translations come in the order of the messages, by construction. What somebody writes
while one is under way is sent together when it is back, and answered with one reply: that is how it keeps up. A request
holds those messages and nothing else. Nobody asked, so where it fails the room hears nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.model import (
    Answered,
    Ask,
    Decision,
    Desk,
    Draft,
    Edited,
    Event,
    EventId,
    Failed,
    Heard,
    Line,
    Mark,
    Notice,
    Pending,
    Purpose,
    Reply,
    Retract,
    Room,
    Said,
    SessionRoom,
    Task,
    UserId,
    Utterance,
)
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.answers.schema import Unfit, fit
from bot.session.budget import cost, spent_up
from bot.session.call import aloud, line
from bot.session.delivery import PLACEHOLDER, labelled
from bot.session.drafts import coded, drafted, let_out, target
from bot.session.grounds import grounds, rests_on
from bot.session.translation.tongues import other, tongue_of
from bot.session.window import context
from bot.words import languages

MOST, LONGEST = 5, 2000
"""Messages in one request, and characters of them, at most; the rest waits for the next one."""
MOST_WAITING = 20
"""Messages that wait at most: what is older than that nobody waits for any more."""
MOST_KNOWN = 60
"""Messages of which it is remembered what they are written in."""
IN_A_ROW = 3
"""Failures in a row after which the desk is told, once."""


def noted(room: Room, policy: Policy, event: Heard | Edited) -> Room:
    """Return the room knowing what a message that is new, or new in its words, is written in; if that is known it waits."""
    message = event.id if isinstance(event, Heard) else event.target
    kept = room.line(message)
    if kept is None or not _is_on(room, policy):
        return room
    before = next((one for one in room.utterances if one.event == message), None)
    thread = event.thread if isinstance(event, Heard) else before.thread if before else None
    others = tuple(one for one in room.utterances if one.event != message)
    language = tongue_of(replace(room, utterances=others), kept.text, event.tongues, kept.sender)
    if language is None:
        return replace(room, utterances=others)
    new = Utterance(message, kept.sender, language, thread)
    return replace(room, utterances=(*others, new)[-MOST_KNOWN:])


def follow_talk(_: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with the next request, if a message waits for one and none is under way, whatever has happened."""
    room = decision.room
    if not room.interpreting:
        return decision
    room = _known(room)
    if room.is_waiting_for(Task.INTERPRET):
        return replace(decision, room=room)
    lines, room = _next(room, policy, event.at)
    if not lines:
        return replace(decision, room=room)
    pending, asking = _question(room, policy, lines, event.id)
    pending = replace(pending, cost=cost(asking, policy, event.at))
    if spent_up(room, policy, pending):
        stop = Notice(aloud(policy, line(policy, "budget-interpreting")), Mark(kind="budget"))
        return replace(decision, room=replace(room, interpreting=(), utterances=(), missed=0)).also(stop)
    return replace(decision, room=replace(room, pending=(*room.pending, pending))).also(asking)


def returned(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Let a translation out, or lay it on the desk; one that is not wanted any more, or not fit, goes nowhere."""
    pending = room.pending_for(event.question)
    assert pending is not None
    room = room.without_pending(pending)
    if not _still_wanted(room, pending, policy, event.at):
        return Decision(room)
    if isinstance(event, Failed):
        return _missed(room, policy)
    asked = {ground.event for ground in pending.rests_on}
    given = "\n".join(one.text for one in room.window if one.id in asked)
    found = fit(pending.task, event.text, given, (one.name for one in room.roster))
    if found.unfit is Unfit.SAME:
        return Decision(replace(room, missed=0))
    if found.unfit:
        return _missed(room, policy)
    doubt = PLACEHOLDER if event.unknown else found.doubt or ""
    draft = Draft("", pending, found.text, found.cut, event.backend, event.model, event.at, "", doubt=doubt)
    room = replace(room, missed=0, tally=replace(room.tally, interpreted=room.tally.interpreted + 1))
    return _let_out(room, draft, policy) if policy.interprets_at_once and not doubt else drafted(room, draft, policy)


def unsettled(room: Room, message: EventId) -> Decision:
    """Take back the translation of a message that is deleted or edited now; what was translated with it waits again."""
    gone = tuple(one for one in room.said if one.event and _interprets(one, message))
    with_it = {ground.event for one in _all(room) if _interprets(one, message) for ground in one.rests_on}
    utterances = tuple(replace(one, waits=one.waits or one.event in with_it) for one in room.utterances)
    room = replace(room, said=tuple(one for one in room.said if one not in gone), utterances=utterances)
    return Decision(room, tuple(Retract(one.event, one.where) for one in gone if one.event))


def _question(room: Room, policy: Policy, lines: tuple[Line, ...], cause: EventId) -> tuple[Pending, Ask]:
    """Return the request for the translation of `lines`; `cause` is the event that leads to it, so it is asked once."""
    first = next(one for one in room.utterances if one.event == lines[0].id)
    into = other(room, first.language) or first.language
    spoken = into if into in languages() else policy.languages[0]
    question = EventId(f"interpret/{cause}")
    pending = Pending(
        question=question,
        asker=policy.bot,
        task=Task.INTERPRET,
        language=spoken,
        rests_on=grounds(lines),
        thread=first.thread,
        into=into,
        talk=room.talk,
    )
    asking = Ask(
        question=question,
        asker=policy.bot,
        task=Task.INTERPRET,
        backend=policy.backend.name,
        language=into,
        languages=(first.language, into),
        request="",
        context=lines,
    )
    return pending, asking


def _next(room: Room, policy: Policy, now: float) -> tuple[tuple[Line, ...], Room]:
    """Return what is translated next, the oldest that waits and what its writer wrote right behind it, and the rest.

    What may not leave, or is gone, waits no more.
    """
    may_leave = {one.id: one for one in context(room, policy, now)} if _is_on(room, policy) else {}
    waiting = [one for one in room.utterances if one.waits and one.event in may_leave and other(room, one.language)]
    late = waiting[:-MOST_WAITING]
    turn: list[Utterance] = []
    length = 0
    for one in waiting[-MOST_WAITING:]:
        length += len(may_leave[one.event].text)
        if turn and (len(turn) == MOST or length > LONGEST or not _goes_on(turn[-1], one)):
            break
        turn.append(one)
    still = {one.event for one in waiting} - {one.event for one in (*late, *turn)}
    room = replace(
        room,
        utterances=tuple(replace(one, waits=one.event in still) for one in room.utterances),
        tally=replace(room.tally, uninterpreted=room.tally.uninterpreted + len(late)),
    )
    return tuple(may_leave[one.event] for one in turn), room


def _goes_on(one: Utterance, then: Utterance) -> bool:
    """Return whether two messages that wait are one turn: by one person, in one language, in one place."""
    return (one.sender, one.language, one.thread) == (then.sender, then.language, then.thread)


def _is_on(room: Room, policy: Policy) -> bool:
    """Return whether messages are translated in this room now. One rule per line."""
    if not room.interpreting or not room.is_on:
        return False
    if room.is_paused:
        return False
    return policy.backend.generative and policy.reaches(Task.INTERPRET, SessionRoom())


def _still_wanted(room: Room, pending: Pending, policy: Policy, now: float) -> bool:
    """Return whether a translation may still be shown: it is on, and whose words they are still agrees to the model."""
    people: set[UserId] = {ground.sender for ground in pending.rests_on}
    return _is_on(room, policy) and all(agreement(room, policy, one, Purpose.MODEL, now) for one in people)


def _missed(room: Room, policy: Policy) -> Decision:
    """Count a translation that came to nothing; after a few in a row the desk is told, once."""
    tally = replace(room.tally, uninterpreted=room.tally.uninterpreted + 1)
    room = replace(room, missed=room.missed + 1, tally=tally)
    if room.missed != IN_A_ROW:
        return Decision(room)
    said = line(policy, "interpret-fails", count=IN_A_ROW)
    return Decision(room, (Notice(said, Mark(kind="interpret"), where=Desk()),))


def _let_out(room: Room, draft: Draft, policy: Policy) -> Decision:
    """Post a translation as a reply to its message. It rings nobody's phone: the message itself did."""
    pending = draft.pending
    room, code = coded(room)
    mark = Mark(pending.task, generated=True, backend=draft.backend, model=draft.model, policy=policy.sha256)
    post = Reply(target(pending), labelled(draft, policy), mark, pending.thread, code=code)
    said = Said(code, pending.question, pending.asker, pending.task, pending.where, pending.rests_on, at=draft.at)
    return Decision(let_out(room, said), (post,))


def _known(room: Room) -> Room:
    """Return the room knowing nothing of messages that are not in its window any more."""
    held = {one.id for one in room.window}
    return replace(room, utterances=tuple(one for one in room.utterances if one.event in held))


def _all(room: Room) -> Iterator[Pending | Said]:
    """Yield what is under way, waits at the desk or was let out."""
    yield from room.pending
    yield from (draft.pending for draft in room.drafts)
    yield from room.said


def _interprets(one: Pending | Said, message: EventId) -> bool:
    return one.task is Task.INTERPRET and rests_on(one, message)
