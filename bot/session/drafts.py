"""The drafts that wait at the desk: how one comes to be shown, and how each ends."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.model import (
    UNASKED,
    Amend,
    Cancel,
    Card,
    Decision,
    Direct,
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
    Shown,
    Tally,
    Task,
    UserId,
    Verdict,
    Words,
)
from bot.policy import Policy
from bot.session.answers.links import links, permalink
from bot.session.budget import used_percent
from bot.session.call import line, name_of, therapists
from bot.session.clock import clock
from bot.session.grounds import binding, of_person, rests_on, written_in

MINUTE, HOUR = 60.0, 3600.0
REDONE = frozenset({Verdict.TIMED_OUT, Verdict.OUTDATED, Verdict.CHANGED, Verdict.FLOOR_OFF})
"""After these it makes sense to ask the backend once more; what nobody asked for is made anew by itself."""
QUICKLY_OUTDATED = frozenset({Task.ASK, Task.OFFER})
"""What is about the talk as it stands: newer talk outdates it."""
IN_ANSWER_TO_NOTHING = UNASKED | {Task.SUMMARY}
"""What answers no message of the room, and is not asked for again by a word on its card: it hangs on the talk."""
MOST_REMEMBERED = 200
"""Drafts that ended, and answers that were let out: an hour of live translation."""
Shows = TypeVar("Shows", Draft, Outcome, Said)


def coded(room: Room) -> tuple[Room, str]:
    """Return a code that nothing else in this room was ever called by, and the room knowing so."""
    return replace(room, codes=room.codes + 1), f"K{room.codes + 1}"


def drafted(room: Room, draft: Draft, policy: Policy) -> Decision:
    """Lay a draft on the desk, under a code of its own, and call the therapists."""
    room, code = coded(room)
    draft = replace(draft, code=code, binding=binding(room, draft.pending, draft.text))
    return Decision(replace(room, drafts=(*room.drafts, draft)), (_laid(room, draft, policy),))


def ended(room: Room, draft: Draft, outcome: Outcome, policy: Policy) -> Decision:
    """Take a draft off the desk: its words go, its card says what became of it. A card not shown yet never is."""
    outcome = replace(outcome, cards=draft.cards)
    room = replace(
        room,
        drafts=tuple(one for one in room.drafts if one.code != draft.code),
        outcomes=(*room.outcomes, outcome)[-MOST_REMEMBERED:],
        tally=_counted(room.tally, outcome.verdict),
        initiative=_unwelcome(room.initiative, draft, outcome.verdict),
    )
    effects: list[Effect] = [Cancel(draft.pending.question)]
    effects += [Amend(card, outcome_line(room, outcome, policy), Mark(kind="outcome")) for card in draft.cards[-1:]]
    return Decision(room, tuple(effects))


def voided(room: Room, policy: Policy, verdict: Verdict, now: float, which: Callable[[Draft], bool]) -> Decision:
    """End every draft that `which` picks out, for the reason `verdict`."""
    decision = Decision(room)
    for draft in room.drafts:
        if which(draft):
            again = draft.pending if verdict in REDONE and draft.pending.task not in IN_ANSWER_TO_NOTHING else None
            decision = decision.then(ended, draft, Outcome(draft.code, verdict, now, again=again), policy)
    return decision


def lapsed(room: Room, policy: Policy, now: float) -> Decision:
    """End the drafts that nobody decided on in `stale_after` minutes, and forget what became of old ones."""
    kept_since = now - HOUR * policy.rules.retention.drafts
    room = replace(
        room,
        outcomes=tuple(one for one in room.outcomes if one.at > kept_since),
        said=tuple(one for one in room.said if one.at > kept_since),
        explained=tuple(one for one in room.explained if one.at > kept_since),
    )
    return voided(room, policy, Verdict.TIMED_OUT, now, lambda draft: draft.at + lifetime(policy) <= now)


def forgotten(room: Room, policy: Policy) -> float:
    """Return when the oldest of what became of drafts and answers, of which there is some, is due to be forgotten."""
    times = (*(one.at for one in room.outcomes), *(one.at for one in room.said), *(one.at for one in room.explained))
    return min(times) + HOUR * policy.rules.retention.drafts


def lifetime(policy: Policy) -> float:
    """Return for how many seconds a draft waits for a therapist's word."""
    return MINUTE * policy.rules.stale_after


def outdated(room: Room, policy: Policy, now: float) -> Decision:
    """End the drafts that newer talk makes pointless."""
    return voided(
        room, policy, Verdict.OUTDATED, now, lambda draft: draft.pending.task in QUICKLY_OUTDATED and bool(draft.cards)
    )


def changed(room: Room, policy: Policy, event: EventId, now: float) -> Decision:
    """End the drafts that asked in, or rest on, the message `event`, which is not what it was.

    What was let out and does not stand in its room yet never will. A question that is gone is not asked again.
    """
    held = _held_back(room, lambda one: rests_on(one, event), lambda again: written_in(again, event))
    gone = held.then(voided, policy, Verdict.WITHDRAWN, now, lambda draft: written_in(draft.pending, event))
    return gone.then(voided, policy, Verdict.CHANGED, now, lambda draft: rests_on(draft.pending, event))


def disowned(room: Room, policy: Policy, person: UserId, now: float) -> Decision:
    """End everything that `person` asked for or that rests on a word of theirs."""
    return withdrawn(room, policy, now, lambda one: of_person(one, person))


def withdrawn(room: Room, policy: Policy, now: float, which: Callable[[Pending | Said | Offered], bool]) -> Decision:
    """End what `which` picks out: drafts, what was let out and does not stand in its room yet, what could be asked again.

    What is remembered of earlier offers about it goes too.
    """
    held = _held_back(room, which, which)
    return held.then(voided, policy, Verdict.WITHDRAWN, now, lambda draft: which(draft.pending))


def shown(room: Room, event: Shown) -> Room:
    """Note as which event something with a code stands: an answer that was let out, or a card about a draft or answer."""
    for one in room.said:
        if one.code == event.code and one.event is None and one.where == event.where:
            return replace(room, said=_with(room.said, one, replace(one, event=event.event)))
    return replace(
        room,
        drafts=tuple(_on_card(one, event) for one in room.drafts),
        outcomes=tuple(_on_card(one, event) for one in room.outcomes),
        said=tuple(_on_card(one, event) for one in room.said),
        explained=tuple(replace(one, event=event.event) if one.code == event.code else one for one in room.explained),
    )


def let_out(room: Room, said: Said) -> Room:
    """Return the room knowing of an answer that is on its way to people."""
    return replace(room, said=(*room.said, said)[-MOST_REMEMBERED:])


def laid_again(room: Room, policy: Policy) -> tuple[Effect, ...]:
    """Return the cards of all drafts once more, for a therapist who has just come and cannot read the earlier ones."""
    return tuple(_laid(room, draft, policy) for draft in room.drafts)


def outcome_line(room: Room, outcome: Outcome, policy: Policy) -> Words:
    """Return what became of a draft, in one line."""
    return line(
        policy,
        "outcome",
        code=outcome.code,
        verdict=outcome.verdict,
        person=name_of(room, outcome.by) if outcome.by else "-",
        time=clock(outcome.at),
        again=int(outcome.again is not None),
    )


def _held_back(room: Room, said: Callable[[Said | Offered], bool], again: Callable[[Pending], bool]) -> Decision:
    """Hold back what was let out and does not stand in its room yet, and forget questions to ask again, as picked out.

    Of an answer that is picked out and stands, nobody can ask for simpler words any more; and what is remembered of an
    offer is forgotten with what it was about.
    """
    waiting = tuple(one for one in room.said if one.event is None and said(one))
    outcomes = tuple(replace(one, again=None) if one.again and again(one.again) else one for one in room.outcomes)
    left = tuple(one for one in room.said if one not in waiting)
    answers = tuple(replace(one, again=None) if said(one) else one for one in left)
    initiative = replace(room.initiative, made=tuple(one for one in room.initiative.made if not said(one)))
    room = replace(room, outcomes=outcomes, said=answers, initiative=initiative)
    return Decision(room, tuple(Cancel(target(one)) for one in waiting))


def target(one: Pending | Said) -> EventId:
    """Return the message that an answer is a reply to: the one that asked, or the last that it is about, if none did."""
    return one.rests_on[-1].event if one.task in IN_ANSWER_TO_NOTHING and one.rests_on else one.question


def _laid(room: Room, draft: Draft, policy: Policy) -> Card:
    mark = Mark(kind="draft", generated=True, backend=draft.backend, model=draft.model)
    return Card(draft.code, _card(room, draft, policy), mark, therapists(room, policy), draft.pending.question)


def _card(room: Room, draft: Draft, policy: Policy) -> Words:
    pending = draft.pending
    whose = pending.rests_on[-1].sender if pending.task is Task.INTERPRET else pending.asker
    return line(
        policy,
        "card-draft",
        code=draft.code,
        task=pending.task,
        person=name_of(room, whose),
        kind=draft.kind,
        link=permalink(room.id, target(pending)),
        links=links(room.id, draft.cites, policy.languages[0]) if draft.cites else "",
        direct=int(isinstance(pending.where, Direct)),
        answer=draft.text,
        cut=int(draft.cut),
        sent=len(pending.rests_on) + int(bool(pending.request) and pending.origin is None),
        source="model" if policy.backend.generative else "embedded",
        backend=draft.backend,
        where=policy.backend.where,
        tokens=pending.cost.tokens,
        used=used_percent(room, policy),
        newer=room.talk - pending.talk,
        edited=int(draft.edited_by is not None),
        doubt="none" if draft.edited_by else draft.doubt or "none",
        posts="yes" if policy.posts_allowed else "simulated" if policy.simulated else "never",
    )


def _on_card(one: Shows, event: Shown) -> Shows:
    return replace(one, cards=(*one.cards, event.event)) if one.code == event.code else one


def _with(said: tuple[Said, ...], old: Said, new: Said) -> tuple[Said, ...]:
    return tuple(new if one == old else one for one in said)


def _unwelcome(initiative: Initiative, draft: Draft, verdict: Verdict) -> Initiative:
    """Return the initiative knowing that a therapist dropped an offer of this kind, if they did."""
    if not draft.kind or verdict is not Verdict.REFUSED:
        return initiative
    return replace(initiative, refused=(*initiative.refused, draft.kind))


def _counted(tally: Tally, verdict: Verdict) -> Tally:
    """Count how a draft ended; one that is corrected goes on as another."""
    if verdict is Verdict.CORRECTED:
        return tally
    if verdict is Verdict.APPROVED:
        return replace(tally, approved=tally.approved + 1)
    if verdict is Verdict.REFUSED:
        return replace(tally, refused=tally.refused + 1)
    return replace(tally, lapsed=tally.lapsed + 1)
