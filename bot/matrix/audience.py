"""Whether a room is closed to all but some people. Pure: it judges what the client knows of the room at this moment."""

from typing import Any, TypeAlias

from bot.errors import Unsayable
from bot.model import UserId

Only: TypeAlias = frozenset[UserId] | None
"""The people, beside the bot, who alone may hear something; None: whoever is in the room may."""


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
