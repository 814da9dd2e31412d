"""The gate before an offer: that nothing is offered is the normal answer. Pure.

Whatever a model finds, a therapist in a session has one desk and two ears. So an offer is shown only if the talk has not gone
on, if it says what it rests on, if that was said just now, and if neither it nor its like was on the desk already.
"""

from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from bot.model import Cite, Draft, Offered, Room
from bot.policy import Policy
from bot.session.answers.points import Kind
from bot.session.talk.window import select_context
from bot.words import fold_text

RECENT_SECONDS, RECENT_MESSAGES = 600.0, 12
"""An offer is about something said in the last ten minutes, within the last dozen messages that may be used."""
ENOUGH = 2
"""So often refused in a session, a kind of offer rests for the rest of it."""


class Shut(StrEnum):
    """Why an offer is not shown."""

    STALE = "stale"  # somebody has written since the model was asked: the pause is over
    LOOSE = "loose"  # it rests on nothing that may still be used
    OLD = "old"  # nothing it rests on was said just now
    REPEATED = "repeated"  # the same was offered in this session: its kind about a message, or its words
    UNWELCOME = "unwelcome"  # a therapist has refused its kind often enough


def find_gate_reason(room: Room, policy: Policy, draft: Draft, now: float) -> Shut | None:
    """Return why the offer `draft` is not shown; None if it is. One rule per line."""
    if room.talk != draft.pending.talk:
        return Shut.STALE
    if not draft.cites:
        return Shut.LOOSE
    if not _is_recent(room, policy, draft.cites, now):
        return Shut.OLD
    if any(_is_same_offer(offer, _remember_offer(draft)) for offer in room.initiative.made):
        return Shut.REPEATED
    if is_kind_resting(room, draft.kind):
        return Shut.UNWELCOME
    return None


def is_kind_resting(room: Room, kind: str) -> bool:
    """Return whether a therapist has refused offers of `kind` so often that none is made any more in this session."""
    return room.initiative.refused.count(kind) >= ENOUGH


def is_nothing_left(room: Room) -> bool:
    """Return whether every kind of offer rests."""
    return all(is_kind_resting(room, kind) for kind in Kind)


def note_offer(room: Room, draft: Draft) -> Room:
    """Return the room knowing that it was offered `draft`, just now: the next one is as far from it as policy says."""
    initiative = replace(room.initiative, made=(*room.initiative.made, _remember_offer(draft)))
    return replace(room, offers=room.offers + 1, offered=max(room.offered, draft.at), initiative=initiative)


def _is_recent(room: Room, policy: Policy, cites: tuple[Cite, ...], now: float) -> bool:
    """Return whether one of the messages was said just now."""
    last = {line.id for line in select_context(room, policy, now)[-RECENT_MESSAGES:]}
    return any(cite.event in last and now - cite.at <= RECENT_SECONDS for cite in cites)


def _is_same_offer(offer: Offered, other: Offered) -> bool:
    """Return whether two offers are the same: of one kind about one message, or in the same words."""
    both = {ground.event for ground in offer.rests_on} & {ground.event for ground in other.rests_on}
    return (offer.kind == other.kind and bool(both)) or offer.sha256 == other.sha256


def _remember_offer(draft: Draft) -> Offered:
    """Return what is remembered of an offer: no word of it."""
    pending, cited = draft.pending, {cite.event for cite in draft.cites}
    grounds = tuple(ground for ground in pending.rests_on if ground.event in cited)
    plain = "".join(char for char in fold_text(draft.text) if char.isalnum())
    return Offered(pending.question, pending.asker, draft.kind, grounds, sha256(plain.encode()).hexdigest())
