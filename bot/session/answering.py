"""What becomes of a backend's answer: looked at again under the room as it is now, then shown to whom it may be."""

from dataclasses import replace

from bot.model import (
    Answered,
    Card,
    Decision,
    Desk,
    Draft,
    Failed,
    Floor,
    Mark,
    Notice,
    Pending,
    Purpose,
    Reply,
    Room,
    Said,
    Task,
    Trouble,
    Words,
    make_words,
)
from bot.policy import Policy
from bot.session.answers.called import TASKS, restore_names
from bot.session.answers.citing import find_cites, keep_citing_points, put_cites_last, render_points
from bot.session.answers.hinting import DANGER
from bot.session.answers.hold_translation import recall_given_text, take_aim
from bot.session.answers.schema import Fit, Unfit, fit_answer
from bot.session.answers.ways import has_stop_word
from bot.session.command.context import join_names, therapists
from bot.session.danger.stop_word import hand_to_person
from bot.session.danger.tripwire import is_hinting
from bot.session.desk.drafts import lay_draft
from bot.session.desk.held_back import explain_to_desk
from bot.session.desk.replies import PLACEHOLDER, assign_code, label_answer, note_let_out, reply_to_asker, tell_asker
from bot.session.language.phrasing import is_for_people, list_choices
from bot.session.notes.hold_points import doubt_reply, hold_points
from bot.session.offers.gate import find_gate_reason, note_offer
from bot.session.offers.purse import settle_offer
from bot.session.talk.agreement import find_agreement
from bot.session.talk.sources import behind
from bot.session.talk.window import select_context, select_session_talk


def show_answer(room: Room, event: Answered, policy: Policy) -> Decision:
    """Show an answer that is still wanted, to a therapist first where policy says so; drop one that is not."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = _settle_offer(room.without_pending(pending), pending, event)
    if not _still_wanted(room, pending, policy, event.at):
        return Decision(room)
    fit = _fit_to_task(room, pending, event, policy)
    if fit.unfit is Unfit.PERSON:
        return hand_to_person(room, pending, policy, event.at)
    doubt = PLACEHOLDER if event.unknown else fit.doubt or _find_hint(room, pending, event.text, fit, policy)
    draft = Draft("", pending, fit.text, fit.cut or event.cut, event.backend, event.model, event.at, "", doubt=doubt)
    if pending.task is Task.OFFER:
        return _lay_offer(room, draft, fit, policy)
    if pending.task is Task.SUGGEST:
        return _show_suggestions(room, draft, fit, policy)
    if fit.unfit:
        why = explain_to_desk(pending, policy, fit.unfit)
        return Decision(room, (_say_trouble(room, pending, policy, Trouble.EMPTY), *why))
    if isinstance(pending.where, Desk) or not (policy.needs_approval(pending.task) or draft.doubt):
        return _answer_asker(room, draft, label_answer(draft, policy), policy)
    return lay_draft(room, draft, policy)


def _fit_to_task(room: Room, pending: Pending, event: Answered, policy: Policy) -> Fit:
    """Return what of an answer may be shown: by the form of its task, by what it cites, and with people's own names."""
    given, people = recall_given_text(room, pending), (person.name for person in room.roster)
    fit = fit_answer(pending.task, event.text, given, people, take_aim(pending, policy, event))
    if pending.task in {Task.SUGGEST, Task.OFFER}:
        fit = hold_points(fit, pending, room, policy, select_session_talk(room, policy, event.at))
    elif pending.task is Task.ASK:
        fit = doubt_reply(fit, pending, room, policy, select_session_talk(room, policy, event.at))
    return restore_names(fit, pending.rests_on, room, policy) if pending.task in TASKS else fit


def explain_failure(room: Room, event: Failed, policy: Policy) -> Decision:
    """Say in one calm line that there is no answer, and what to do."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = _settle_offer(room.without_pending(pending), pending, event)
    return Decision(room, () if pending.task is Task.OFFER else (_say_trouble(room, pending, policy, event.trouble),))


def _lay_offer(room: Room, draft: Draft, fit: Fit, policy: Policy) -> Decision:
    """Lay an offer at the desk, if it is fit and gets through the gate. Mostly it does not, and that is counted.

    Somebody may be typing by now: a card at the desk interrupts nobody in the session room.
    """
    if fit.unfit or draft.cut or draft.doubt not in {"", DANGER}:
        return Decision(_count_empty_offer(room))
    (point,) = fit.points
    cites = find_cites(point, draft.pending, select_context(room, policy, draft.at))
    draft = replace(draft, kind=point.kind, cites=cites, pending=put_cites_last(draft.pending, cites))
    if find_gate_reason(room, policy, draft, draft.at):
        return Decision(_count_empty_offer(room))
    return lay_draft(note_offer(room, draft), draft, policy)


def _show_suggestions(room: Room, draft: Draft, fit: Fit, policy: Policy) -> Decision:
    """Answer at the desk with what rests on messages that a therapist can look up; what rests on none is not shown."""
    points = keep_citing_points(fit.points, draft.pending, select_session_talk(room, policy, draft.at))
    left_out = fit.left_out + len(fit.points) - len(points)
    if not points:
        return Decision(room, (_say_no_points(draft.pending, fit.unfit, left_out, policy),))
    shown = render_points(room.id, points, left_out, draft.pending.language)
    return _answer_asker(room, draft, label_answer(draft, policy, points=shown), policy)


def _say_no_points(pending: Pending, unfit: Unfit | None, left_out: int, policy: Policy) -> Reply | Notice:
    """Return in one line why there is no point: the model found none, or those that it made rest on nothing."""
    if unfit is Unfit.NOTHING:
        return _answer_with_line(pending, "suggest-nothing", policy)
    if left_out:
        return tell_asker(pending, make_words("suggest-unsourced", pending.language, count=left_out))
    return _answer_with_line(pending, f"trouble-{Trouble.EMPTY}", policy)


def _answer_asker(room: Room, draft: Draft, sentence: Words, policy: Policy) -> Decision:
    """Answer whoever asked, at once: where they asked for it themself and policy lets that pass, or at the desk."""
    pending = draft.pending
    room, code = assign_code(room)
    mark = Mark(
        kind=pending.task,
        generated=policy.backend.generative,
        backend=draft.backend,
        model=draft.model,
        policy=policy.sha256,
    )
    if draft.doubt:
        sentence = make_words("answer-doubted", pending.language, doubt=draft.doubt, labelled=(sentence,))
    post: Reply | Card = Card(code, sentence, mark, question=pending.question)
    if not pending.aside:
        post = replace(reply_to_asker(pending, sentence), mark=mark, notice=False, code=code)
    said = Said(code, pending.question, pending.asker, pending.task, pending.where, pending.rests_on, at=draft.at)
    said = replace(said, again=behind(pending))
    return Decision(note_let_out(room, said), (post,))


def _count_empty_offer(room: Room) -> Room:
    """Return the room with one offer more that came to nothing: too long, doubtful, or none, which is usual."""
    return replace(room, tally=replace(room.tally, unoffered=room.tally.unoffered + 1))


def _settle_offer(room: Room, pending: Pending, ending: Answered | Failed) -> Room:
    """Return the room with what looking for an offer did cost, if that is what was asked."""
    return settle_offer(room, ending) if pending.task is Task.OFFER else room


def _still_wanted(room: Room, pending: Pending, policy: Policy, now: float) -> bool:
    """Return whether floor, consent and policy still allow the answer. One rule per line."""
    if pending.task is Task.OFFER:
        return room.floor is Floor.SPEAK and not room.is_paused
    if not room.is_on:
        return False
    if room.is_paused_at(pending.where) and not (pending.task is Task.TRANSLATE and isinstance(pending.where, Desk)):
        return False
    return find_agreement(room, policy, pending.asker, Purpose.MODEL, now) is not None


def _find_hint(room: Room, pending: Pending, answer: str, fit: Fit, policy: Policy) -> str:
    """Return the doubt about an answer to, or of, words that may hint at danger: a therapist reads it twice.

    So is an `answer` to `!express` in which the model says that they are for a person, and goes on all the same.
    """
    about = room.line(pending.about)
    asked = f"{pending.request}\n{about.text if about else ''}"
    warned = pending.task is Task.EXPRESS and has_stop_word(answer)
    return DANGER if warned or is_hinting(asked, policy) or is_hinting(fit.text, policy) else ""


def _say_trouble(room: Room, pending: Pending, policy: Policy, trouble: Trouble) -> Reply | Notice:
    """Return in one line why there is no answer. To a disclosure never that there was nothing in it."""
    nothing_there = trouble in {Trouble.UNABLE, Trouble.EMPTY} and pending.task is Task.EXPRESS
    if nothing_there and (is_hinting(pending.request, policy) or is_for_people(pending.request)):
        people = join_names(room, therapists(room, policy)) or "-"
        return tell_asker(pending, make_words("express-to-person", pending.language, people=people))
    if trouble is Trouble.UNABLE and pending.task is Task.EXPRESS:
        return tell_asker(pending, _offer_choices(pending, policy))
    return _answer_with_line(
        pending, f"{pending.task}-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}", policy
    )


def _offer_choices(pending: Pending, policy: Policy) -> Words:
    """Return that nothing could be put differently, with ten feelings to pick from: the person knows, and nobody guesses."""
    choices = list_choices(pending.language)
    return make_words(
        "express-unable",
        pending.language,
        prefix=policy.rules.prefix,
        choices=" · ".join(choices),
        first=choices[0],
    )


def _answer_with_line(pending: Pending, key: str, policy: Policy) -> Reply | Notice:
    return tell_asker(pending, make_words(key, pending.language, prefix=policy.rules.prefix))
