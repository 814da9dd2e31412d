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
    words,
)
from bot.policy import Policy
from bot.session.agreement import agreement
from bot.session.answers.called import TASKS, by_name
from bot.session.answers.citing import cited, cited_last, listed, standing
from bot.session.answers.schema import Fit, Unfit, fit
from bot.session.call import names, therapists
from bot.session.delivery import PLACEHOLDER, labelled, reply_to_asker, tell_asker
from bot.session.drafts import coded, drafted, let_out
from bot.session.grounds import behind
from bot.session.offers.gate import made, shut
from bot.session.offers.purse import settled
from bot.session.window import context, session_talk


def answered(room: Room, event: Answered, policy: Policy) -> Decision:
    """Show an answer that is still wanted, to a therapist first where policy says so; drop one that is not."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = _settle_offer(room.without_pending(pending), pending, event)
    if not _still_wanted(room, pending, policy, event.at):
        return Decision(room)
    found = fit(pending.task, event.text, _given(room, pending), (one.name for one in room.roster))
    found = by_name(found, pending.rests_on, room, policy) if pending.task in TASKS else found
    doubt = PLACEHOLDER if event.unknown else found.doubt or ""
    draft = Draft("", pending, found.text, found.cut, event.backend, event.model, event.at, "", doubt=doubt)
    if pending.task is Task.OFFER:
        return _offered(room, draft, found, policy)
    if pending.task is Task.SUGGEST:
        return _suggested(room, draft, found, policy)
    if found.unfit:
        return Decision(room, (_trouble(pending, policy, Trouble.EMPTY),))
    waits = policy.needs_approval(pending.task)
    if isinstance(pending.where, Desk) or not (waits or draft.doubt):
        return _let_out(room, draft, labelled(draft, policy), policy)
    laid = drafted(room, draft, policy)
    return laid if waits else laid.also(_waits(room, pending, policy))


def failed(room: Room, event: Failed, policy: Policy) -> Decision:
    """Say in one calm line that there is no answer, and what to do."""
    pending = room.pending_for(event.question)
    if pending is None:
        return Decision(room)
    room = _settle_offer(room.without_pending(pending), pending, event)
    return Decision(room, () if pending.task is Task.OFFER else (_trouble(pending, policy, event.trouble),))


def _offered(room: Room, draft: Draft, found: Fit, policy: Policy) -> Decision:
    """Lay an offer at the desk, if it is fit and gets through the gate. Mostly it does not, and that is counted.

    Somebody may be typing by now: a card at the desk interrupts nobody in the session room.
    """
    if found.unfit or draft.cut or draft.doubt:
        return Decision(_unoffered(room))
    (point,) = found.points
    cites = cited(point, draft.pending, context(room, policy, draft.at))
    draft = replace(draft, kind=point.kind, cites=cites, pending=cited_last(draft.pending, cites))
    if shut(room, policy, draft, draft.at):
        return Decision(_unoffered(room))
    return drafted(made(room, draft), draft, policy)


def _suggested(room: Room, draft: Draft, found: Fit, policy: Policy) -> Decision:
    """Answer at the desk with what rests on messages that a therapist can look up; what rests on none is not shown."""
    points = standing(found.points, draft.pending, session_talk(room, policy, draft.at))
    if not points:
        nothing = found.unfit in {None, Unfit.NOTHING, Unfit.LOOSE}
        key = "suggest-nothing" if nothing else f"trouble-{Trouble.EMPTY}"
        return Decision(room, (_line(draft.pending, key, policy),))
    shown = listed(room.id, points, draft.pending.language)
    return _let_out(room, draft, labelled(draft, policy, points=shown), policy)


def _let_out(room: Room, draft: Draft, sentence: Words, policy: Policy) -> Decision:
    """Answer whoever asked, at once: where they asked for it themself and policy lets that pass, or at the desk."""
    pending = draft.pending
    room, code = coded(room)
    mark = Mark(
        kind=pending.task,
        generated=policy.backend.generative,
        backend=draft.backend,
        model=draft.model,
        policy=policy.sha256,
    )
    if draft.doubt:
        sentence = words("answer-doubted", pending.language, doubt=draft.doubt, labelled=(sentence,))
    post: Reply | Card = Card(code, sentence, mark, (pending.asker,), pending.question)
    if not pending.aside:
        post = replace(reply_to_asker(pending, sentence), mark=mark, notice=False, code=code)
    said = Said(code, pending.question, pending.asker, pending.task, pending.where, pending.rests_on, at=draft.at)
    said = replace(said, again=behind(pending))
    return Decision(let_out(room, said), (post,))


def _unoffered(room: Room) -> Room:
    """Return the room with one offer more that came to nothing: too long, doubtful, or none, which is usual."""
    return replace(room, tally=replace(room.tally, unoffered=room.tally.unoffered + 1))


def _settle_offer(room: Room, pending: Pending, ending: Answered | Failed) -> Room:
    """Return the room with what looking for an offer did cost, if that is what was asked."""
    return settled(room, ending) if pending.task is Task.OFFER else room


def _still_wanted(room: Room, pending: Pending, policy: Policy, now: float) -> bool:
    """Return whether floor, consent and policy still allow the answer. One rule per line."""
    if pending.task is Task.OFFER:
        return room.floor is Floor.SPEAK and not room.is_paused
    if not room.is_on or room.is_paused:
        return False
    return agreement(room, policy, pending.asker, Purpose.MODEL, now) is not None


def _given(room: Room, pending: Pending) -> str:
    """Return what the people wrote that an answer is about, as far as it is still at hand."""
    grounds = {ground.event for ground in pending.rests_on}
    return "\n".join((*(line.text for line in room.window if line.id in grounds), pending.request)).strip()


def _waits(room: Room, pending: Pending, policy: Policy) -> Reply:
    """Return the line that says who looks at an answer first, which nobody expected when it was asked for."""
    first = therapists(room, policy)
    own, posts = int(pending.asker in first), "yes" if policy.posts_allowed else "no"
    return reply_to_asker(
        pending, words("approval-waits", pending.language, people=names(room, first), own=own, posts=posts)
    )


def _trouble(pending: Pending, policy: Policy, trouble: Trouble) -> Reply | Notice:
    return _line(pending, f"{pending.task}-unable" if trouble is Trouble.UNABLE else f"trouble-{trouble}", policy)


def _line(pending: Pending, key: str, policy: Policy) -> Reply | Notice:
    return tell_asker(pending, words(key, pending.language, prefix=policy.rules.prefix))
