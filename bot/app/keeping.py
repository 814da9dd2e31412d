"""What of people's messages the bot may keep, also of those that could be read only some time after they came."""

from dataclasses import replace

from bot.model import Heard, Present, Room, SessionRoom
from bot.policy import Policy
from bot.session.attention import attention
from bot.session.commands import addressed
from bot.session.danger.tripwire import trips


def kept(room: Room, heard: Heard, policy: Policy, *, listening: bool) -> Heard | Present | None:
    """Return what may be kept of what somebody wrote; `listening` is whether the AI was on when it came.

    Talk of the session room counts only if the bot read along when it came and could read it soon: nobody knows any
    more whether its sender had agreed when they wrote it. That a therapist was at the desk long ago says nothing either.
    """
    talked_late = isinstance(heard.where, SessionRoom) and (heard.overdue or not listening)
    if talked_late and not addressed(room, heard, policy) and not (listening and trips(room, heard, policy)):
        return None
    found = attention(room, heard, policy)
    return None if isinstance(found, Present) and heard.overdue else found


def whole(heard: Heard, found: object) -> bool:
    """Return whether all of `heard` was kept, so that its sender may be shown that it was read."""
    return isinstance(found, Heard) and found == replace(heard, where=found.where)
