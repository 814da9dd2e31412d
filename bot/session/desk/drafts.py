"""The drafts that wait at the desk: how one comes to be shown, and how each ends."""

from collections.abc import Callable
from dataclasses import replace

from bot.model import (
    Amend,
    Cancel,
    Card,
    Decision,
    Draft,
    Effect,
    EventId,
    Initiative,
    Mark,
    Offered,
    Outcome,
    Pending,
    Room,
    Said,
    Tally,
    Task,
    UserId,
    Verdict,
    Words,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.desk.card_text import IN_ANSWER_TO_NOTHING, describe_kept_card, list_card_quotes, render_heading
from bot.session.desk.replies import MOST_REMEMBERED, assign_code
from bot.session.desk.waiting import forget_waiting_lines
from bot.session.request.budget import compute_used_percent, sum_cost
from bot.session.talk.sources import bind_approval, is_of_person, is_resting_on, is_written_in

MINUTE, HOUR = 60.0, 3600.0
REDONE = frozenset({Verdict.TIMED_OUT, Verdict.OUTDATED, Verdict.CHANGED, Verdict.FLOOR_OFF})
"""After these it makes sense to ask the backend once more; what nobody asked for is made anew by itself."""
QUICKLY_OUTDATED = frozenset({Task.OFFER})
"""What nobody asked for, about the talk as it stands: newer talk outdates it."""
SHOWS_BUDGET = 50
"""Percent of the day's budget from which on a card says how much is used."""


def lay_draft(room: Room, draft: Draft, policy: Policy) -> Decision:
    """Lay a draft on the desk, under a code of its own. It mentions nobody: a therapist's phone tells of it all the same."""
    room, code = assign_code(room)
    draft = replace(draft, code=code, binding=bind_approval(room, draft.pending, draft.text))
    return Decision(replace(room, drafts=(*room.drafts, draft)), (_make_draft_card(room, draft, policy),))


def end_draft(room: Room, draft: Draft, outcome: Outcome, policy: Policy) -> Decision:
    """Take a draft off the desk: its card says what became of it, and keeps what may be kept. A card not shown yet never is."""
    card, quotes = next(reversed(draft.cards), None), list_card_quotes(room, draft, outcome.verdict)
    outcome = replace(outcome, cards=draft.cards, card=card, quotes=quotes)
    room = replace(
        room,
        drafts=tuple(card for card in room.drafts if card.code != draft.code),
        outcomes=(*room.outcomes, outcome)[-MOST_REMEMBERED:],
        tally=_count_verdict(room.tally, outcome.verdict),
        initiative=_note_refused_offer(room.initiative, draft, outcome.verdict),
    )
    done = Decision(room, (Cancel(draft.pending.question),))
    kept = describe_kept_card(room, draft, outcome, policy)
    return done.also(Amend(card, kept, Mark(kind="outcome"))) if card else done


def void_drafts(room: Room, policy: Policy, verdict: Verdict, now: float, which: Callable[[Draft], bool]) -> Decision:
    """End every draft that `which` picks out, for the reason `verdict`."""
    decision = Decision(room)
    for draft in room.drafts:
        if which(draft):
            again = draft.pending if verdict in REDONE and draft.pending.task not in IN_ANSWER_TO_NOTHING else None
            decision = decision.then(end_draft, draft, Outcome(draft.code, verdict, now, again=again), policy)
    return decision


def lapse_drafts(room: Room, policy: Policy, now: float) -> Decision:
    """End the drafts that nobody decided on in `stale_after` minutes, and forget what became of old ones."""
    kept_since = now - HOUR * policy.rules.retention.drafts
    room = replace(
        room,
        outcomes=tuple(outcome for outcome in room.outcomes if outcome.at > kept_since),
        said=tuple(said for said in room.said if said.at > kept_since),
        explained=tuple(answer for answer in room.explained if answer.at > kept_since),
    )
    room = forget_waiting_lines(room, kept_since)
    return void_drafts(room, policy, Verdict.TIMED_OUT, now, lambda draft: draft.at + get_draft_lifetime(policy) <= now)


def find_forgetting_time(room: Room, policy: Policy) -> float:
    """Return when the oldest of what became of drafts and answers, of which there is some, is due to be forgotten."""
    times = (
        *(outcome.at for outcome in room.outcomes),
        *(said.at for said in room.said),
        *(answer.at for answer in room.explained),
    )
    return min(times) + HOUR * policy.rules.retention.drafts


def get_draft_lifetime(policy: Policy) -> float:
    """Return for how many seconds a draft waits for a therapist's word."""
    return MINUTE * policy.rules.stale_after


def end_outdated_drafts(room: Room, policy: Policy, now: float) -> Decision:
    """End the drafts that newer talk makes pointless."""
    return void_drafts(
        room, policy, Verdict.OUTDATED, now, lambda draft: draft.pending.task in QUICKLY_OUTDATED and bool(draft.cards)
    )


def end_drafts_on_message(room: Room, policy: Policy, event: EventId, now: float) -> Decision:
    """End the drafts that asked in, or rest on, the message `event`, which is not what it was.

    What was let out and does not stand in its room yet never will. A question that is gone is not asked again.
    """
    held = _hold_back(room, lambda said: is_resting_on(said, event), lambda again: is_written_in(again, event))
    gone = held.then(void_drafts, policy, Verdict.WITHDRAWN, now, lambda draft: is_written_in(draft.pending, event))
    return gone.then(void_drafts, policy, Verdict.CHANGED, now, lambda draft: is_resting_on(draft.pending, event))


def end_drafts_of_person(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """End everything that `person` asked for or that rests on a word of theirs."""
    return withdraw_answers(room, policy, now, lambda question: is_of_person(question, person))


def end_transcript_drafts(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """End the drafts of what was written down of `person`'s voice."""
    return void_drafts(
        room,
        policy,
        Verdict.WITHDRAWN,
        now,
        lambda draft: (draft.pending.asker, draft.pending.task) == (person, Task.TRANSCRIBE),
    )


def withdraw_answers(
    room: Room, policy: Policy, now: float, which: Callable[[Pending | Said | Offered], bool]
) -> Decision:
    """End what `which` picks out: drafts, what was let out and does not stand in its room yet, what could be asked again.

    What is remembered of earlier offers about it goes too.
    """
    held = _hold_back(room, which, which)
    return held.then(void_drafts, policy, Verdict.WITHDRAWN, now, lambda draft: which(draft.pending))


def lay_cards_again(room: Room, policy: Policy) -> tuple[Effect, ...]:
    """Return the cards of all drafts once more, for a therapist who has just come and cannot read the earlier ones."""
    return tuple(_make_draft_card(room, draft, policy) for draft in room.drafts)


def _hold_back(room: Room, said: Callable[[Said | Offered], bool], again: Callable[[Pending], bool]) -> Decision:
    """Hold back what was let out and does not stand in its room yet, and forget questions to ask again, as picked out.

    Of an answer that is picked out and stands, nobody can ask for simpler words any more; and what is remembered of an
    offer is forgotten with what it was about.
    """
    waiting = tuple(answer for answer in room.said if answer.event is None and said(answer))
    outcomes = tuple(
        replace(outcome, again=None) if outcome.again and again(outcome.again) else outcome for outcome in room.outcomes
    )
    left = tuple(said for said in room.said if said not in waiting)
    answers = tuple(replace(answer, again=None) if said(answer) else answer for answer in left)
    initiative = replace(room.initiative, made=tuple(offer for offer in room.initiative.made if not said(offer)))
    room = replace(room, outcomes=outcomes, said=answers, initiative=initiative)
    return Decision(room, tuple(Cancel(answer.question) for answer in waiting))


def _make_draft_card(room: Room, draft: Draft, policy: Policy) -> Card:
    mark = Mark(kind="draft", generated=True, backend=draft.backend, model=draft.model)
    return Card(draft.code, _render_draft_card(room, draft, policy), mark, question=draft.pending.question)


def _render_draft_card(room: Room, draft: Draft, policy: Policy) -> Words:
    pending, used = draft.pending, compute_used_percent(room, policy)
    return say_line(
        policy,
        "card-draft",
        heading=(render_heading(room, draft, policy),),
        answer=draft.text,
        cut=int(draft.cut),
        source="model" if policy.backend.generative or pending.task is Task.TRANSCRIBE else "embedded",
        tokens=sum_cost(pending.cost) if used >= SHOWS_BUDGET else 0,
        used=used,
        newer=room.talk - pending.talk,
        edited=int(draft.edited_by is not None),
        doubt="none" if draft.edited_by else draft.doubt or "none",
        posts="yes" if policy.posts_allowed else "simulated" if policy.simulated else "never",
    )


def _note_refused_offer(initiative: Initiative, draft: Draft, verdict: Verdict) -> Initiative:
    """Return the initiative knowing that a therapist dropped an offer of this kind, if they did."""
    if not draft.kind or verdict is not Verdict.REFUSED:
        return initiative
    return replace(initiative, refused=(*initiative.refused, draft.kind))


def _count_verdict(tally: Tally, verdict: Verdict) -> Tally:
    """Count how a draft ended; one that is corrected goes on as another."""
    if verdict is Verdict.CORRECTED:
        return tally
    if verdict is Verdict.APPROVED:
        return replace(tally, approved=tally.approved + 1)
    if verdict is Verdict.REFUSED:
        return replace(tally, refused=tally.refused + 1)
    return replace(tally, lapsed=tally.lapsed + 1)
