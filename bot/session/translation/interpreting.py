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
    HoldBack,
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
from bot.session.answers.hinting import DANGER, find_danger_doubt
from bot.session.answers.hold_translation import recall_given_text, take_aim
from bot.session.answers.schema import Unfit, fit_answer
from bot.session.command.context import say_line
from bot.session.command.read_languages import say_to_everybody
from bot.session.desk.card_text import find_reply_target
from bot.session.desk.drafts import lay_draft
from bot.session.desk.replies import PLACEHOLDER, assign_code, label_answer, note_let_out
from bot.session.desk.waiver import is_interpreting_at_once
from bot.session.request.beside import list_others
from bot.session.request.budget import estimate_cost, find_budget_refusal
from bot.session.talk.agreement import find_agreement
from bot.session.talk.sources import is_resting_on, make_grounds
from bot.session.talk.window import select_context
from bot.session.translation.spoken import detect_tongue, find_other_language
from bot.words import languages

MOST, LONGEST = 5, 2000
"""Messages in one request, and characters of them, at most; the rest waits for the next one."""
MOST_WAITING = 20
"""Messages that wait at most: what is older than that nobody waits for any more."""
MOST_KNOWN = 60
"""Messages of which it is remembered what they are written in."""
IN_A_ROW = 3
"""Failures in a row after which the desk is told, once."""


def note_language(room: Room, policy: Policy, event: Heard | Edited) -> Room:
    """Return the room knowing what a message that is new, or new in its words, is written in; if that is known it waits."""
    message = event.id if isinstance(event, Heard) else event.target
    kept = room.line(message)
    if kept is None or not _is_on(room, policy):
        return room
    before = next((utterance for utterance in room.utterances if utterance.event == message), None)
    thread = event.thread if isinstance(event, Heard) else before.thread if before else None
    others = tuple(utterance for utterance in room.utterances if utterance.event != message)
    language = detect_tongue(replace(room, utterances=others), kept.text, event.tongues, kept.sender)
    if language is None:
        return replace(room, utterances=others)
    new = Utterance(message, kept.sender, language, thread)
    return replace(room, utterances=(*others, new)[-MOST_KNOWN:])


def follow_talk(_: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with the next request, if a message waits for one and none is under way, whatever has happened."""
    room = decision.room
    if not room.interpreting:
        return decision
    room = _forget_lost_messages(room)
    if room.is_waiting_for(Task.INTERPRET):
        return replace(decision, room=room)
    lines, room = _choose_next(room, policy, event.at)
    if not lines:
        return replace(decision, room=room)
    pending, asking = _make_interpretation(room, policy, lines, event.id)
    pending = replace(pending, cost=estimate_cost(asking, policy, event.at))
    if find_budget_refusal(room, policy, pending):
        stop = Notice(say_to_everybody(room, policy, say_line(policy, "budget-interpreting")), Mark(kind="budget"))
        return replace(decision, room=replace(room, interpreting=(), utterances=(), missed=0)).also(stop)
    return replace(decision, room=replace(room, pending=(*room.pending, pending))).also(asking)


def take_interpretation(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Let a translation out, or lay it on the desk; one that is not wanted any more, or not fit, goes nowhere.

    One that holds words of danger which its messages do not hold is read twice first. Where those hold some themselves,
    the list has told of them, and nobody's words are delayed.
    """
    pending = room.pending_for(event.question)
    assert pending is not None
    room = room.without_pending(pending)
    if not _still_wanted(room, pending, policy, event.at):
        return Decision(room)
    if isinstance(event, Failed):
        return _count_missed(room, policy, "failed")
    given, people = recall_given_text(room, pending), (person.name for person in room.roster)
    fit = fit_answer(pending.task, event.text, given, people, take_aim(pending, policy, event))
    if fit.unfit is Unfit.SAME:
        return Decision(replace(room, missed=0))
    if fit.unfit:
        return _count_missed(room, policy, fit.unfit.value).also(HoldBack(pending.task, fit.unfit.value))
    doubt = PLACEHOLDER if event.unknown else fit.doubt or find_danger_doubt(fit.text)
    draft = Draft("", pending, fit.text, fit.cut, event.backend, event.model, event.at, "", doubt=doubt)
    room = replace(room, missed=0, tally=replace(room.tally, interpreted=room.tally.interpreted + 1))
    told = doubt == DANGER and bool(find_danger_doubt(given))
    at_once = is_interpreting_at_once(room, policy) and (told or not doubt) and not room.is_paused
    return _let_out(room, draft, policy) if at_once else lay_draft(room, draft, policy)


def unsettle_translation(room: Room, message: EventId) -> Decision:
    """Take back the translation of a message that is deleted or edited now; what was translated with it waits again."""
    gone = tuple(said for said in room.said if said.event and _is_interpreting(said, message))
    with_it = {
        ground.event
        for question in _list_interpretations(room)
        if _is_interpreting(question, message)
        for ground in question.rests_on
    }
    utterances = tuple(
        replace(utterance, waits=utterance.waits or utterance.event in with_it) for utterance in room.utterances
    )
    room = replace(room, said=tuple(said for said in room.said if said not in gone), utterances=utterances)
    return Decision(room, tuple(Retract(answer.event, answer.where) for answer in gone if answer.event))


def _make_interpretation(room: Room, policy: Policy, lines: tuple[Line, ...], cause: EventId) -> tuple[Pending, Ask]:
    """Return the request for the translation of `lines`; `cause` is the event that leads to it, so it is asked once."""
    first = next(utterance for utterance in room.utterances if utterance.event == lines[0].id)
    into = find_other_language(room, first.language) or first.language
    spoken = into if into in languages() else policy.languages[0]
    question = EventId(f"interpret/{cause}")
    pending = Pending(
        question=question,
        asker=policy.bot,
        task=Task.INTERPRET,
        language=spoken,
        rests_on=make_grounds(lines),
        thread=first.thread,
        into=into,
        talk=room.talk,
    )
    backend, fallback = policy.name_backends(Task.INTERPRET, SessionRoom())
    asking = Ask(
        question=question,
        asker=policy.bot,
        task=Task.INTERPRET,
        backend=backend,
        fallback=fallback,
        language=into,
        languages=(first.language, into),
        request="",
        context=lines,
        hearers=list_others(room, policy, lines[0].sender),
    )
    return pending, asking


def _choose_next(room: Room, policy: Policy, now: float) -> tuple[tuple[Line, ...], Room]:
    """Return what is translated next, the oldest that waits and what its writer wrote right behind it, and the rest.

    What may not leave, or is gone, waits no more.
    """
    may_leave = {line.id: line for line in select_context(room, policy, now)} if _is_on(room, policy) else {}
    waiting = [
        utterance
        for utterance in room.utterances
        if utterance.waits and utterance.event in may_leave and find_other_language(room, utterance.language)
    ]
    late = waiting[:-MOST_WAITING]
    turn: list[Utterance] = []
    length = 0
    for utterance in waiting[-MOST_WAITING:]:
        length += len(may_leave[utterance.event].text)
        if turn and (len(turn) == MOST or length > LONGEST or not _is_same_turn(turn[-1], utterance)):
            break
        turn.append(utterance)
    still = {utterance.event for utterance in waiting} - {utterance.event for utterance in (*late, *turn)}
    room = replace(
        room,
        utterances=tuple(replace(utterance, waits=utterance.event in still) for utterance in room.utterances),
        tally=replace(room.tally, uninterpreted=room.tally.uninterpreted + len(late)),
    )
    return tuple(may_leave[utterance.event] for utterance in turn), room


def _is_same_turn(utterance: Utterance, then: Utterance) -> bool:
    """Return whether two messages that wait are one turn: by one person, in one language, in one place."""
    return (utterance.sender, utterance.language, utterance.thread) == (then.sender, then.language, then.thread)


def _is_on(room: Room, policy: Policy) -> bool:
    """Return whether messages are translated in this room now. One rule per line."""
    if not room.interpreting or not room.is_on:
        return False
    if room.is_frozen:
        return False
    return policy.backend.generative and policy.reaches(Task.INTERPRET, SessionRoom())


def _still_wanted(room: Room, pending: Pending, policy: Policy, now: float) -> bool:
    """Return whether a translation may still be shown: it is on, and whose words they are still agrees to the model."""
    people: set[UserId] = {ground.sender for ground in pending.rests_on}
    return _is_on(room, policy) and all(find_agreement(room, policy, person, Purpose.MODEL, now) for person in people)


def _count_missed(room: Room, policy: Policy, why: str) -> Decision:
    """Count a translation that came to nothing; after a few in a row the desk is told, once, and why the last one did."""
    tally = replace(room.tally, uninterpreted=room.tally.uninterpreted + 1)
    room = replace(room, missed=room.missed + 1, tally=tally)
    if room.missed != IN_A_ROW:
        return Decision(room)
    said = say_line(policy, "interpret-fails", count=IN_A_ROW, why=why)
    return Decision(room, (Notice(said, Mark(kind="interpret"), where=Desk()),))


def _let_out(room: Room, draft: Draft, policy: Policy) -> Decision:
    """Post a translation as a reply to its message. It is the talk for whoever reads only that language, so it is no small print."""
    pending = draft.pending
    room, code = assign_code(room)
    mark = Mark(pending.task, generated=True, backend=draft.backend, model=draft.model, policy=policy.sha256)
    to, words = find_reply_target(pending), label_answer(draft, policy)
    post = Reply(to, words, mark, pending.thread, notice=False, code=code, question=pending.question)
    said = Said(code, pending.question, pending.asker, pending.task, pending.where, pending.rests_on, at=draft.at)
    return Decision(note_let_out(room, said), (post,))


def _forget_lost_messages(room: Room) -> Room:
    """Return the room knowing nothing of messages that are not in its window any more."""
    held = {line.id for line in room.window}
    return replace(room, utterances=tuple(utterance for utterance in room.utterances if utterance.event in held))


def _list_interpretations(room: Room) -> Iterator[Pending | Said]:
    """Yield what is under way, waits at the desk or was let out."""
    yield from room.pending
    yield from (draft.pending for draft in room.drafts)
    yield from room.said


def _is_interpreting(question: Pending | Said, message: EventId) -> bool:
    return question.task is Task.INTERPRET and is_resting_on(question, message)
