"""Whether a room's rules let a second backend be asked where the first one fails."""

from dataclasses import replace

from bot.policy.policy import BackendFacts
from bot.policy.rules import RoomRules


def drop_refused_fallback(backend: BackendFacts, rules: RoomRules) -> BackendFacts:
    """Return `backend` with its fallback only if `rules` let that be asked: what may not be used, nobody is told of."""
    second = backend.fallback
    return replace(backend, fallback=None) if second and second.find_refusal(rules) else backend
