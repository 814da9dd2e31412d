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
from bot.session.notes.chunks import fit_stretch, is_worth_halving, list_digests_for, measure_talk_room, split_unread
from bot.session.notes.deliver import Work, hand_in_work, say_at_desk
from bot.session.notes.page import UNREAD
from bot.session.notes.reduce_points import Shown, read_points
from bot.session.notes.template import Form, find_form_by_key
from bot.session.request.budget import estimate_cost, find_budget_refusal
from bot.session.talk.agreement import find_agreement
from bot.session.talk.sources import make_grounds
from bot.session.talk.token_estimate import Talk
from bot.session.talk.window import select_session_talk


def make_note_question(room: Room, heard: Heard, form: Form) -> Pending:
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


def keep_reading(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Keep what a model read out of a stretch and go on with the next; or say in one calm line that there is no answer."""
    pending = _find_note_question(room, event.question)
    assert pending is not None
    room = room.without_pending(pending)
    if not _still_wanted(room, policy, pending, event.at):
        return Decision(room)
    if isinstance(event, Failed):
        return Decision(room, (_say_note_trouble(policy, pending, event.trouble),))
    form = find_form_by_key(policy, pending.form)
    talk = _recall_stretch(room, policy, pending, event.at)
    if form is not None and form.key == pending.form and talk:
        made = _make_digest(event, pending, Shown(room, policy, form, talk, event.unknown))
        if made is None:
            return Decision(room, (_say_note_trouble(policy, pending, Trouble.EMPTY),))
        room = replace(room, digests=(*room.digests, made))
    return read_onward(room, policy, pending, event.at)


def _make_digest(event: Answered, pending: Pending, shown: Shown) -> Digest | None:
    """Return what was read out of a stretch, or that it is to be read again in halves; None if there is no line in it.

    What a half misses whose answer breaks off too stays missing, and is said; so is what of a message was too long to send.
    """
    digests = tuple(digest for digest in shown.room.digests if digest.form == shown.form.key)
    made = Digest(shown.form.key, pending.rests_on, (), (), event.backend, event.model)
    if event.cut and is_worth_halving(pending.rests_on, digests):
        return replace(made, halved=True)
    reading = read_points(event.text, shown)
    if reading.silent and not event.cut:
        return None
    is_part = event.cut or fit_stretch(shown.talk, measure_talk_room(shown.policy, shown.form)) != shown.talk
    left_out = (*reading.left_out, *(UNREAD,) * is_part)
    return replace(made, points=reading.points, left_out=left_out, bare=reading.bare)


def read_onward(room: Room, policy: Policy, pending: Pending, now: float) -> Decision:
    """Ask for the next stretch that was not read yet, or show what was asked for if there is none."""
    form = find_form_by_key(policy, pending.form)
    if form is None:
        names = ", ".join(policy.templates)
        return Decision(room, (say_at_desk(policy, pending, "note-which", names=names),))
    talk = list_talk_to_read(room, policy, now)
    digests = list_digests_for(room, form, talk)
    tokens = measure_talk_room(policy, form)
    if stretches := split_unread(talk, digests, tokens):
        return _ask_for_stretch(room, Work(policy, pending, form, now), stretches[0])
    if not any(digest.points for digest in digests):
        told = _say_no_line(policy, pending, digests)
        return Decision(_forget_fruitless(room, digests), (told,))
    return hand_in_work(room, Work(policy, pending, form, now), digests)


def _forget_fruitless(room: Room, digests: tuple[Digest, ...]) -> Room:
    """Return the room without `digests` of which no line stands, so that whoever asks again has the talk read again."""
    if not any(digest.left_out for digest in digests):
        return room  # the model found nothing, and said so
    return replace(room, digests=tuple(digest for digest in room.digests if digest not in digests))


def _say_no_line(policy: Policy, pending: Pending, digests: tuple[Digest, ...]) -> Notice:
    """Return in one line why nothing is shown: not all was read, no line stands, the model found none, or there is no talk."""
    flaws = tuple(flaw for digest in digests for flaw in digest.left_out)
    if UNREAD in flaws:
        return say_at_desk(policy, pending, "paper-unread")
    if flaws:
        return say_at_desk(policy, pending, "paper-unsourced", count=len(flaws))
    return say_at_desk(policy, pending, "paper-empty" if digests else "paper-nothing")


def list_talk_to_read(room: Room, policy: Policy, now: float) -> Talk:
    """Return what a summary or note may rest on: the talk that may leave, of a session that was closed no more than that."""
    talk = select_session_talk(room, policy, now)
    return tuple(line for line in talk if line.at <= room.closing) if room.closing else talk


def _ask_for_stretch(room: Room, work: Work, stretch: Talk) -> Decision:
    """Ask for one stretch, if the day's budget reaches for it; the question rests on every message of it."""
    policy, form = work.policy, work.form
    pending = replace(work.pending, form=form.key, rests_on=make_grounds(stretch))
    backend, fallback = policy.name_backends(pending.task, Desk())
    asking = Ask(
        question=pending.question,
        asker=pending.asker,
        task=pending.task,
        backend=backend,
        fallback=fallback,
        language=form.language,
        languages=policy.languages,
        request="",
        context=fit_stretch(stretch, measure_talk_room(policy, form)),
        where=Desk(),
        headings=form.headings,
    )
    pending = replace(pending, cost=estimate_cost(asking, policy, work.now))
    if spent := find_budget_refusal(room, policy, pending):
        return Decision(room, (say_at_desk(policy, pending, spent),))
    return Decision(replace(room, pending=(*room.pending, pending)), (asking,))


def _find_note_question(room: Room, question: EventId) -> Pending | None:
    pending = room.pending_for(question)
    return pending if pending and pending.task in PAPERS else None


def _recall_stretch(room: Room, policy: Policy, pending: Pending, now: float) -> Talk:
    """Return the messages that were asked about as they are now, nothing if any of them is not what it was then."""
    lines = {line.id: line for line in list_talk_to_read(room, policy, now)}
    talk = tuple(lines[ground.event] for ground in pending.rests_on if ground.event in lines)
    return talk if make_grounds(talk) == pending.rests_on else ()


def _still_wanted(room: Room, policy: Policy, pending: Pending, now: float) -> bool:
    """Return whether floor, consent and policy still allow the answer. One rule per line."""
    if room.is_paused:
        return False
    if not room.is_on and not room.closing:
        return False
    return find_agreement(room, policy, pending.asker, Purpose.MODEL, now) is not None


def _say_note_trouble(policy: Policy, pending: Pending, trouble: Trouble) -> Notice:
    """Return in one line why there is no answer; what was read so far is kept."""
    key = f"{pending.task}-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}"
    return say_at_desk(policy, pending, key)
