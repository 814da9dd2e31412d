"""Whether a room's rules let a second backend be asked where the first one fails."""

from dataclasses import replace

from bot.policy.policy import BackendFacts
from bot.policy.rules import RoomRules


def find_fallback_refusal(fallback: BackendFacts, rules: RoomRules) -> str | None:
    """Return what in `rules` keeps `fallback` from being used in a room, as its file would say it; None if nothing does."""
    if not fallback.remote:
        return None
    if rules.backends_allowed == "local":
        return "`backends_allowed: local`"
    if rules.agreement_required and not fallback.party:
        return "`agreement_required: true`, and none is on file"
    return None


def drop_refused_fallback(backend: BackendFacts, rules: RoomRules) -> BackendFacts:
    """Return `backend` with its fallback only if `rules` let that be asked: what may not be used, nobody is told of."""
    second = backend.fallback
    return replace(backend, fallback=None) if second and find_fallback_refusal(second, rules) else backend
