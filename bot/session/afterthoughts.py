"""What is done behind every decision, whatever it was: kept, told, counted. The order is written here once. Pure."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.model import Decision, Desk, Direct, Effect, Event, Room, SessionRoom, Task, Words
from bot.policy import Policy
from bot.session import floor, freeze, membership
from bot.session.command.read_languages import note_read_languages
from bot.session.count_reliance import count_reliance
from bot.session.desk import ballots, kept_cards, waiting
from bot.session.notes.chunks import keep_digests
from bot.session.reliance import note_reliance
from bot.session.request import budget
from bot.session.translation import interpreting
from bot.session.voice.follow import keep_transcripts

Spoken = TypeVar("Spoken", bound=Effect)


def put_into_register(policy: Policy, effect: Spoken) -> Spoken:
    """Return `effect` with its sentences as the policy lets people be spoken to in the room, at its desk and in direct rooms.

    Whoever is called from outside is spoken to politely, whatever the people of the room agreed on.
    """
    inside = isinstance(getattr(effect, "where", SessionRoom()), SessionRoom | Desk | Direct)
    if policy.rules.speaks != "familiar" or not inside:
        return effect
    values = ((field.name, getattr(effect, field.name)) for field in fields(effect))
    own: dict[str, Any] = {name: replace(value, familiar=True) for name, value in values if isinstance(value, Words)}
    return replace(effect, **own) if own else effect


def speak_in_register(_: Room, __: Event, policy: Policy, decision: Decision) -> Decision:
    """Return what was decided, each sentence of it in the room's register."""
    effects = tuple(put_into_register(policy, effect) for effect in decision.effects)
    return replace(decision, effects=effects) if effects != decision.effects else decision


Afterthought = Callable[[Room, Event, Policy, Decision], Decision]
When = Callable[[Room, Room], bool]
AFTER: tuple[tuple[When, Afterthought], ...] = (
    (lambda before, room: room.roster != before.roster, membership.keep_former_names),
    (lambda before, room: (room.roster, room.consents) != (before.roster, before.consents), note_read_languages),
    (lambda _, room: bool(room.interpreting), interpreting.follow_talk),
    (
        lambda before, room: (
            any(said.task is Task.TRANSCRIBE for said in (*before.said, *room.said)) or bool(before.drafts)
        ),
        keep_transcripts,
    ),
    (lambda before, room: room.frozen_since != before.frozen_since, freeze.keep_freeze),
    (lambda _, room: bool(room.digests), keep_digests),
    (lambda _, room: bool(room.waiting), waiting.settle_waiting_lines),
    (lambda _, room: bool(room.outcomes), kept_cards.settle_kept_cards),
    (lambda before, room: bool(room.ballots) or room.drafts != before.drafts, ballots.keep_ballots),
    (lambda *_: True, budget.charge_budget),
    (lambda _, room: room.seated, count_reliance),
    (lambda before, room: before.is_on and room.seated and not room.is_on, floor.note_silence),
    (lambda before, room: room.floor is not before.floor or room.reliance.runs != before.reliance.runs, note_reliance),
    (lambda *_: True, speak_in_register),
)
"""What is done behind every decision: from the room before, the event, and what was decided so far.

Each stands behind when it can matter at all, by the room before and the room so far: elsewhere it is not called.
Who left or is called otherwise stays masked, what people read is noted, the next translation is asked for, what the operator froze stays frozen, what was read out of words that are gone goes
too; who waits reads how their answer fares, and closed cards keep no words that were taken back; then every request in the decision, the translation among them, is taken from the budget; all is counted; and last, each sentence is put as
the room's people are spoken to.
"""


def add_afterthoughts(before: Room, event: Event, policy: Policy, decision: Decision) -> Decision:
    """Return `decision` with all that follows from it, from the room `before`, in order."""
    for matters, afterthought in AFTER:
        if matters(before, decision.room):
            decision = afterthought(before, event, policy, decision)
    return decision
