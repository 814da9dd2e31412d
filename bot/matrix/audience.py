"""Who hears a message: which people, and which of their devices; and whether a room is closed to all others.

Pure: it judges what the client knows of the room at this moment.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.errors import Unsayable
from bot.model import Amend, Card, ConsentCard, Leave, Notice, Reply, UserId
from bot.words.fixed import FixedText, find_fixed_text

Only: TypeAlias = frozenset[UserId] | None
"""The people, beside the bot, who alone may hear something; None: whoever is in the room may."""


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom a message is: `only` these people, and of each the signed devices, or, of a `fixed` sentence, every device."""

    only: Only = None
    fixed: FixedText | None = None


EVERYBODY = Audience()
"""Whoever is in the room, on signed devices."""


def find_audience(effect: Reply | Notice | Card | Amend | ConsentCard | Leave, only: Only) -> Audience:
    """Return who hears a message that is for `only` these people.

    Every device has what is a fixed sentence and nothing beside: no answer of a model's, no file, nobody called by it.
    """
    match effect:
        case ConsentCard():
            return Audience(only, FixedText(effect.words))
        case Reply() if not (effect.code or effect.file or effect.mentions or effect.mark.generated):
            return Audience(only, find_fixed_text(effect.words))
        case Notice() if not (effect.code or effect.mark.generated):
            return Audience(only, find_fixed_text(effect.words))
        case Leave() if effect.words:
            return Audience(only, find_fixed_text(effect.words))
    return Audience(only)


def require_closed_room(room: Any, us: str, only: Only) -> None:
    """Return if nobody but `us` and `only` these people can hear what is said in `room`, a room of nio's.

    Whoever is invited counts as there: they can come in while a message is on its way.

    Raises:
        Unsayable: that is not so, or not known.
    """
    if only is not None and (reason := _find_opening(room, us, only)):
        raise Unsayable(reason)


def is_ungoverned(room: Any, us: str) -> bool:
    """Return whether somebody else than `us` has power in `room`, such as to invite others."""
    levels = room.power_levels
    others = [level for user, level in levels.users.items() if user != us]
    return any(level > 0 for level in (levels.defaults.users_default, *others))


def _find_opening(room: Any, us: str, only: frozenset[UserId]) -> str | None:
    """Return the code for how others could hear it."""
    if room is None:
        return "absent"
    if not room.encrypted:
        return "not-encrypted"
    if room.join_rule != "invite":
        return "not-private"
    return "strangers" if set(room.users) - only - {us} else None
