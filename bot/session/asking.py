"""The commands that ask, and how a question goes to the room's backend, with no more than the task needs."""

from dataclasses import replace

from bot.model import (
    Ask,
    Decision,
    Language,
    Line,
    Open,
    Pending,
    Place,
    Purpose,
    Reply,
    Room,
    Task,
)
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.anchored import ABOUT_TALK, anchored
from bot.session.budget import is_large, spent_up
from bot.session.call import Call, names
from bot.session.commands import THERAPIST, command
from bot.session.drafts import therapists
from bot.session.grounds import grounds
from bot.session.phrasing import written_in
from bot.session.translation import live
from bot.session.translation.languages import language_named
from bot.session.weight import Talk, newest, spare
from bot.session.window import context

LONGEST_TEXT = 4000
_BEFORE = {Task.EXPRESS: 10, Task.ASK: 200, Task.SUGGEST: 200, Task.OFFER: 200}
"""How many messages of the talk each task needs, at most; the window may hold fewer, and the model may take in fewer."""


@command("translate", "terjemahkan")
def translate(call: Call) -> Decision:
    """Translate the text, or the message replied to, into the language named, or the room's other one.

    `auto` and languages: each message from now on, until `auto off`.
    """
    if live.is_meant(call):
        heard = call.heard
        question = Pending(heard.id, heard.sender, Task.INTERPRET, call.language)
        return live.turned(call, refusal(call.room, call.policy, question, heard.at))
    first, _, rest = call.argument.partition(" ")
    target = language_named(first)
    call = replace(call, argument=rest.strip()) if target else call
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answered("translate-unable")
    return asked(call, Task.TRANSLATE, into=target)


@command("express", "ungkapkan")
def express(call: Call) -> Decision:
    """Offer two or three ways to say the caller's rough words, in their own language and register, to pick or drop."""
    if not call.argument:
        return _in_private(call)
    call = replace(call, language=written_in(call.argument, call.language))
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    return asked(call, Task.EXPRESS)


@command("ask", "tanya", who=THERAPIST)
def ask(call: Call) -> Decision:
    """Answer a question about what was said, from the window alone."""
    if not call.argument:
        return call.answered("ask-what")
    if missing := nothing_to_work_on(call, LONGEST_TEXT):
        return missing
    if not call.policy.backend.generative:
        return call.answered("ask-unable")
    return asked(call, Task.ASK)


def _in_private(call: Call) -> Decision:
    """Open a room that only the caller and the bot are in, for words that nobody else should see yet."""
    if call.heard.place is not Place.ROOM:
        return call.answered("express-what")
    return Decision(call.room, (Open(Place.DIRECT, call.heard.sender), call.reply("express-direct")))


def nothing_to_work_on(call: Call, longest: int) -> Decision | None:
    """Return the line that says what the command needs, if it is missing, unseen or too long."""
    if not call.argument and not call.heard.reply_to:
        return call.answered(f"{call.name}-what")
    if not call.argument and call.about() is None:
        return call.answered("about-unseen")
    if len(call.argument) > longest:
        return call.answered("too-long", most=longest)
    return None


def asked(call: Call, task: Task, *, into: Language | None = None) -> Decision:
    """Return the decision to ask the room's backend for the caller, or the line that says why not yet."""
    heard = call.heard
    pending = Pending(
        question=heard.id,
        asker=heard.sender,
        task=task,
        language=call.language,
        thread=heard.thread,
        place=heard.place,
        request=call.argument,
        about=heard.reply_to,
        into=into,
    )
    return put(call, pending)


def put(call: Call, pending: Pending) -> Decision:
    """Return the decision to put a question of the caller's to the room's backend, or the line that says why not now."""
    if key := refusal(call.room, call.policy, pending, call.heard.at):
        return call.answered(key)
    asking = sent_off(call.room, call.policy, pending, call.heard.at)
    return asking.also(*most_of_it(call, asking), *_first_looked_at(call, pending.task))


def refusal(room: Room, policy: Policy, pending: Pending, now: float) -> str | None:
    """Return which line says that a question may not go to the backend now; None if it may. One rule per line."""
    if room.is_frozen:
        return "incident-paused"
    if room.is_paused:
        return "paused"
    if not room.is_on and not (room.closing and pending.task is Task.NOTE):
        return "needs-listen"
    if not policy.reaches(pending.task, pending.place):
        return "desk-stays"
    if not agreement(room, policy, pending.asker, Purpose.MODEL, now):
        return "needs-model"
    if _is_gone(room, policy, pending, now):
        return "follow-gone"
    if _is_unseen(room, policy, pending, now):
        return "follow-gone" if pending.wishes else "about-unseen"
    return spent_up(room, policy, composed(room, policy, pending, now), now)


def sent_off(room: Room, policy: Policy, pending: Pending, now: float) -> Decision:
    """Return the decision to ask the room's backend, with no more of the talk than the task needs, as it is now."""
    asking = composed(room, policy, pending, now)
    lines = (*asking.context, *((asking.about,) if asking.about else ()))
    rests_on = (*grounds(lines), *((pending.origin,) if pending.origin else ()))
    pending = replace(pending, rests_on=rests_on, talk=room.talk)
    tally = replace(room.tally, asked=room.tally.asked + 1)
    anchor = asking.context[0].id if _begins_alike(pending) and asking.context else room.anchor
    return Decision(replace(room, pending=(*room.pending, pending), tally=tally, anchor=anchor), (asking,))


def composed(room: Room, policy: Policy, pending: Pending, now: float) -> Ask:
    """Return what the backend is asked for `pending`, as the talk is now."""
    about = _about(room, policy, pending, now)
    return Ask(
        question=pending.question,
        asker=pending.asker,
        task=pending.task,
        backend=policy.backend.name,
        language=pending.into or pending.language,
        languages=(pending.into,) if pending.into else policy.languages,
        request=pending.request,
        about=about,
        context=_talk_before(room, policy, pending, now),
        place=pending.place,
        whom=pending.asker if pending.place is Place.DIRECT else None,
        wishes=pending.wishes,
        origin=pending.origin,
    )


def _talk_before(room: Room, policy: Policy, pending: Pending, now: float) -> Talk:
    """Return the talk that goes with a question: its newest whole turns, as many as its task needs and the model takes in.

    With a wish, no more than the first answer rested on.
    """
    about, lines = _about(room, policy, pending, now), context(room, policy, now)
    if pending.wishes:
        first = {ground.event for ground in pending.rests_on}
        lines = tuple(line for line in lines if line.id in first)
    tokens = spare(policy.backend, pending.request, about.text if about else "")
    before = newest(lines, messages=_BEFORE.get(pending.task, 0), tokens=tokens)
    return anchored(before, room.anchor) if _begins_alike(pending) else before


def _begins_alike(pending: Pending) -> bool:
    """Return whether a question's talk begins where that of the one before it began: it is about all that is at hand."""
    return pending.task in ABOUT_TALK and not pending.wishes


def _is_gone(room: Room, policy: Policy, pending: Pending, now: float) -> bool:
    """Return whether what an earlier answer rested on may not leave any more. One rule per line."""
    origin = pending.origin
    if origin and not room.knows(origin.sender):
        return True
    if origin and not agreement(room, policy, origin.sender, Purpose.MODEL, now):
        return True
    return bool(pending.wishes) and pending.task is Task.ASK and not _talk_before(room, policy, pending, now)


def _about(room: Room, policy: Policy, pending: Pending, now: float) -> Line | None:
    """Return the message pointed at, if it may go to the backend."""
    return next((line for line in context(room, policy, now) if line.id == pending.about), None)


def _is_unseen(room: Room, policy: Policy, pending: Pending, now: float) -> bool:
    """Return whether a question points at a message that may not go to the backend, and stands on nothing else."""
    seen = room.line(pending.about) is not None
    lost = bool(pending.about) and _about(room, policy, pending, now) is None
    return lost and (seen or not pending.request)


def most_of_it(call: Call, asking: Decision) -> tuple[Reply, ...]:
    """Return the line that says beforehand that a request takes most of what is left of the day's budget."""
    large = any(is_large(call.room, call.policy, one, call.heard.at) for one in asking.effects if isinstance(one, Ask))
    return (call.reply("budget-large"),) if large else ()


def _first_looked_at(call: Call, task: Task) -> tuple[Reply, ...]:
    """Return the line that says who will see the answer first, where that is not whoever asked."""
    if call.heard.place is Place.DESK or not call.policy.needs_approval(task):
        return ()
    first = therapists(call.room, call.policy)
    own = call.heard.sender in first
    people = names(call.room, first)
    posts = "yes" if call.policy.posts_allowed else "no"
    return (call.reply("approval-waits", people=people, own=int(own), posts=posts),)
