"""How a room's people are spoken to: politely, or as friends are, as its policy says. Pure."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from bot.model import Decision, Desk, Direct, Effect, Event, Room, SessionRoom, Words
from bot.policy import Policy

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
