"""Reading the session for a summary or a note: one stretch, one request, and the next when the answer is there. Pure.

What was read is kept, so whatever stops it in the middle, the same command goes on from there.
"""

from dataclasses import replace

from bot.model import (
    PAPERS,
    Answered,
    Ask,
    Decision,
    Desk,
    Digest,
    EventId,
    Failed,
    Heard,
    Notice,
    Pending,
    Purpose,
    Room,
    Trouble,
)
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.budget import cost, spent_up
from bot.session.grounds import grounds
from bot.session.notes.digests import fitting, made_for, room_for, unread
from bot.session.notes.forms import Form, form_named
from bot.session.notes.gathering import Shown, read
from bot.session.notes.handing_in import Work, handed_in, said_at_desk
from bot.session.weight import Talk
from bot.session.window import session_talk


def asked_for(room: Room, heard: Heard, form: Form) -> Pending:
    """Return the question for a summary or note that a therapist asked for in `heard`; its answer goes to the desk."""
    return Pending(
        heard.id,
        heard.sender,
        form.task,
        form.language,
        where=Desk(),
        form=form.key,
        talk=room.talk,
        aside=not isinstance(heard.where, Desk),
    )


def returned(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Keep what a model read out of a stretch and go on with the next; or say in one calm line that there is no answer."""
    pending = _asked(room, event.question)
    assert pending is not None
    room = room.without_pending(pending)
    if not _still_wanted(room, policy, pending, event.at):
        return Decision(room)
    if isinstance(event, Failed):
        return Decision(room, (_trouble(policy, pending, event.trouble),))
    form = form_named(policy, pending.form)
    talk = _as_asked(room, policy, pending, event.at)
    if form is not None and form.key == pending.form and talk:
        found = read(event.text, Shown(room, policy, form, talk, event.unknown))
        if found.silent:
            return Decision(room, (_trouble(policy, pending, Trouble.EMPTY),))
        made = Digest(form.key, pending.rests_on, found.points, found.left_out, event.backend, event.model)
        room = replace(room, digests=(*room.digests, made))
    return onward(room, policy, pending, event.at)


def onward(room: Room, policy: Policy, pending: Pending, now: float) -> Decision:
    """Ask for the next stretch that was not read yet, or show what was asked for if there is none."""
    form = form_named(policy, pending.form)
    if form is None:
        names = ", ".join(policy.templates)
        return Decision(room, (said_at_desk(policy, pending, "note-which", names=names),))
    talk = to_read(room, policy, now)
    digests = made_for(room, form, talk)
    tokens = room_for(policy, form)
    if stretches := unread(talk, digests, tokens):
        return _next(room, Work(policy, pending, form, now), stretches[0])
    if not any(one.points for one in digests):
        key = "paper-empty" if digests else "paper-nothing"
        return Decision(room, (said_at_desk(policy, pending, key),))
    return handed_in(room, Work(policy, pending, form, now), digests)


def to_read(room: Room, policy: Policy, now: float) -> Talk:
    """Return what a summary or note may rest on: the talk that may leave, of a session that was closed no more than that."""
    talk = session_talk(room, policy, now)
    return tuple(line for line in talk if line.at <= room.closing) if room.closing else talk


def _next(room: Room, work: Work, stretch: Talk) -> Decision:
    """Ask for one stretch, if the day's budget reaches for it; the question rests on every message of it."""
    policy, form = work.policy, work.form
    pending = replace(work.pending, form=form.key, rests_on=grounds(stretch))
    asking = Ask(
        question=pending.question,
        asker=pending.asker,
        task=pending.task,
        backend=policy.backend.name,
        language=form.language,
        languages=policy.languages,
        request="",
        context=fitting(stretch, room_for(policy, form)),
        where=Desk(),
        headings=form.headings,
    )
    pending = replace(pending, cost=cost(asking, policy, work.now))
    if spent := spent_up(room, policy, pending):
        return Decision(room, (said_at_desk(policy, pending, spent),))
    return Decision(replace(room, pending=(*room.pending, pending)), (asking,))


def _asked(room: Room, question: EventId) -> Pending | None:
    pending = room.pending_for(question)
    return pending if pending and pending.task in PAPERS else None


def _as_asked(room: Room, policy: Policy, pending: Pending, now: float) -> Talk:
    """Return the messages that were asked about as they are now, nothing if any of them is not what it was then."""
    lines = {line.id: line for line in to_read(room, policy, now)}
    talk = tuple(lines[ground.event] for ground in pending.rests_on if ground.event in lines)
    return talk if grounds(talk) == pending.rests_on else ()


def _still_wanted(room: Room, policy: Policy, pending: Pending, now: float) -> bool:
    """Return whether floor, consent and policy still allow the answer. One rule per line."""
    if room.is_paused:
        return False
    if not room.is_on and not room.closing:
        return False
    return agreement(room, policy, pending.asker, Purpose.MODEL, now) is not None


def _trouble(policy: Policy, pending: Pending, trouble: Trouble) -> Notice:
    """Return in one line why there is no answer; what was read so far is kept."""
    key = f"{pending.task}-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}"
    return said_at_desk(policy, pending, key)
