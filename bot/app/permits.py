"""Which backends a question may go to at this moment: rules and agreements can have changed since that was decided."""

from datetime import UTC, datetime

from bot.app.services import Chair
from bot.model import Ask, Room
from bot.policy import Policy


def list_askable(chair: Chair, room: Room, question: Ask, policy: Policy) -> tuple[str, ...]:
    """Return the backends that `question` may go to now, of those that it was decided for, in the order in which they are asked."""
    decided = dict.fromkeys(name for name in (question.backend, question.fallback) if name)
    return tuple(name for name in decided if may_leave(chair, room, question, policy, name))


def may_leave(chair: Chair, room: Room, question: Ask, policy: Policy, backend: str) -> bool:
    """Return whether the text of `question` may go to `backend` at this moment. One rule per line."""
    if room.is_frozen:
        return False
    if backend not in chair.backends:
        return False
    if backend not in {facts.name for facts in policy.list_backends(question.task, question.where)}:
        return False
    return is_agreed(chair, policy, backend)


def is_agreed(chair: Chair, policy: Policy, backend: str) -> bool:
    """Return whether an agreement that `policy` asks for with whoever runs `backend` holds at this moment."""
    today = datetime.fromtimestamp(chair.clock(), UTC).date()
    return chair.settings.agreement_holds(backend, today, required=policy.rules.agreement_required)


def is_masked_strictly(chair: Chair, policy: Policy) -> bool:
    """Return whether the strict set is masked: where the room's backend or its fallback is out of the clinic, for both.

    People were told so, whichever of the two may be asked today. What is not masked strictly is given no leave to go there.
    """
    far = any(chair.settings.where(backend.name) == "remote" for backend in policy.both_backends)
    return policy.rules.masking == "remote" or far
