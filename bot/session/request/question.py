"""How a question goes to the room's backend, with no more than the task needs, and what stands in its way. Pure."""

from dataclasses import dataclass, replace

from bot.model import (
    Ask,
    Decision,
    Desk,
    Direct,
    Language,
    Pending,
    Purpose,
    Reply,
    Room,
    Task,
    Trouble,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext
from bot.session.command.meant_message import ask_which_message
from bot.session.request.beside import choose_lines_before, find_hearers
from bot.session.request.budget import estimate_cost, find_budget_refusal, is_large
from bot.session.request.prompts import ABOUT_TALK
from bot.session.talk.agreement import Agreements, find_agreements
from bot.session.talk.sources import make_grounds
from bot.session.talk.token_estimate import Talk, anchor_talk, estimate_spare_tokens, take_newest_turns
from bot.session.talk.window import select_context

LONGEST_TEXT = 4000
_BEFORE = {Task.EXPRESS: 10, Task.ASK: 200, Task.SUGGEST: 200, Task.OFFER: 200}
"""How many messages of the talk each task needs, at most; the window may hold fewer, and the model may take in fewer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the room's backend, composed once: judged, priced and sent from this one value.

    `ask` is what goes to the backend; `pending` is what the room remembers of it: what it rests on, and what it costs.
    """

    pending: Pending
    ask: Ask


def find_missing_text(call: CommandContext, longest: int) -> Decision | None:
    """Return the line that says what the command needs, if it is missing, unseen, uncertain or too long."""
    if uncertain := ask_which_message(call):
        return uncertain
    if not call.argument and not call.meant:
        return call.answer_with(f"{call.name}-what")
    if not call.argument and call.about() is None:
        return call.answer_with("about-unseen")
    if len(call.argument) > longest:
        return call.answer_with("too-long", most=longest)
    return None


def ask_backend(call: CommandContext, task: Task, *, into: Language | None = None) -> Decision:
    """Return the decision to ask the room's backend for the caller, or the line that says why not yet."""
    heard = call.heard
    pending = Pending(
        question=heard.id,
        asker=heard.sender,
        task=task,
        language=call.language,
        thread=heard.thread,
        where=heard.where,
        request=call.argument,
        about=call.meant,
        into=into,
        at=heard.at,
    )
    return put_question(call, pending)


def put_question(call: CommandContext, pending: Pending) -> Decision:
    """Return the decision to put a question of the caller's to the room's backend, or the line that says why not now."""
    question = compose_question(call.room, call.policy, pending, call.heard.at)
    if key := find_refusal(call.room, call.policy, question, call.heard.at):
        return call.answer_with(key)
    asking = send_question(call.room, question)
    return asking.also(*warn_of_large_request(call, question))


def compose_question(room: Room, policy: Policy, pending: Pending, now: float) -> Question:
    """Return `pending` as a question to the room's backend, with no more of the talk than its task needs, as it is now.

    This alone weighs the talk. With a wish, no more goes along than the first answer rested on.
    """
    lines = select_context(room, policy, now)
    about = next((line for line in lines if line.id == pending.about), None)
    backend, fallback = policy.name_backends(pending.task, pending.where)
    ask = Ask(
        question=pending.question,
        asker=pending.asker,
        task=pending.task,
        backend=backend,
        fallback=fallback,
        language=pending.into or pending.language,
        languages=(pending.into,) if pending.into else policy.languages,
        request=pending.request,
        about=about,
        context=_choose_talk(room, policy, pending, lines),
        where=pending.where,
        wishes=pending.wishes,
        origin=pending.origin,
        hearers=find_hearers(room, policy, pending, about) if pending.task is Task.TRANSLATE else (),
    )
    rests_on = make_grounds((*ask.context, *((about,) if about else ())))
    origin = (pending.origin,) if pending.origin else ()
    price = estimate_cost(ask, policy, now)
    return Question(replace(pending, rests_on=(*rests_on, *origin), talk=room.talk, cost=price), ask)


def find_refusal(room: Room, policy: Policy, question: Question, now: float) -> str | None:
    """Return which line says that a question may not go to the backend now; None if it may. One rule per line."""
    pending, held = question.pending, find_agreements(room, policy, now)
    if room.is_frozen:
        return "incident-paused"
    if room.is_paused_at(pending.where) and not _is_translated_at_desk(pending):
        return _find_pause(room, pending)
    if not room.is_on and not (room.closing and pending.task is Task.NOTE):
        return "needs-listen"
    if key := _find_lack_of_backend(policy, pending):
        return key
    if (pending.asker, Purpose.MODEL) not in held:
        return "needs-model"
    if _is_gone(room, question, held):
        return "follow-gone"
    if _is_unseen(room, question):
        return "follow-gone" if pending.wishes else "about-unseen"
    return find_budget_refusal(room, policy, pending)


def _find_lack_of_backend(policy: Policy, pending: Pending) -> str | None:
    """Return which line says that no backend may be asked this, or none that may be asked it there; None if one may."""
    if not policy.serves(pending.task):
        return "not-served"
    return None if policy.reaches(pending.task, pending.where) else "desk-stays"


def _is_translated_at_desk(pending: Pending) -> bool:
    """Return whether it is a translation for the desk: a therapist has to understand what is said, also while an alarm waits."""
    return pending.task is Task.TRANSLATE and isinstance(pending.where, Desk)


def _find_pause(room: Room, pending: Pending) -> str:
    """Return which line says that the AI is silent because of an alarm.

    What the alarm is about is for a person; where others read, it says what it says when a model is down: also of what
    would go to the desk and was asked for elsewhere.
    """
    if isinstance(pending.where, Desk) and not pending.aside:
        return "paused"
    is_cause = any(alarm.event == pending.question for alarm in room.alarms)
    return "for-a-person" if is_cause and isinstance(pending.where, Direct) else f"trouble-{Trouble.DOWN}"


def send_question(room: Room, question: Question) -> Decision:
    """Return the decision to ask the room's backend `question`, which was composed in this room."""
    pending, ask = question.pending, question.ask
    tally = replace(room.tally, asked=room.tally.asked + 1)
    anchor = ask.context[0].id if _begins_alike(pending) and ask.context else room.anchor
    return Decision(replace(room, pending=(*room.pending, pending), tally=tally, anchor=anchor), (ask,))


def _choose_talk(room: Room, policy: Policy, pending: Pending, lines: Talk) -> Talk:
    """Return what of `lines` goes with a question: the newest whole turns, as many as its task needs and the model takes in."""
    about = next((line.text for line in lines if line.id == pending.about), "")
    if pending.wishes:
        first = {ground.event for ground in pending.rests_on}
        lines = tuple(line for line in lines if line.id in first)
    most = _BEFORE.get(pending.task, 0)
    if pending.task is Task.TRANSLATE:
        most, lines = policy.rules.translate_context, choose_lines_before(room, policy, pending, lines)
    before = take_newest_turns(
        lines,
        messages=most,
        tokens=estimate_spare_tokens(policy.backend, pending.request, about),
    )
    return anchor_talk(before, room.anchor) if _begins_alike(pending) else before


def _begins_alike(pending: Pending) -> bool:
    """Return whether a question's talk begins where that of the one before it began: it is about all that is at hand."""
    return pending.task in ABOUT_TALK and not pending.wishes


def _is_gone(room: Room, question: Question, held: Agreements) -> bool:
    """Return whether what an earlier answer rested on may not leave any more. One rule per line."""
    pending, origin = question.pending, question.pending.origin
    if origin and not room.knows(origin.sender):
        return True
    if origin and (origin.sender, Purpose.MODEL) not in held:
        return True
    return bool(pending.wishes) and pending.task is Task.ASK and not question.ask.context


def _is_unseen(room: Room, question: Question) -> bool:
    """Return whether a question points at a message that may not go to the backend, and stands on nothing else."""
    pending = question.pending
    seen = room.line(pending.about) is not None
    lost = bool(pending.about) and question.ask.about is None
    return lost and (seen or not pending.request)


def warn_of_large_request(call: CommandContext, question: Question) -> tuple[Reply, ...]:
    """Return the line that says beforehand that a request takes most of what is left of the day's budget."""
    large = is_large(call.room, call.policy, question.pending)
    return (call.reply("budget-large"),) if large else ()
