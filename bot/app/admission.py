"""What of people's messages the bot may keep, also of those that could be read only some time after they came."""

from dataclasses import replace

from bot.model import Heard, Present, Room, SessionRoom
from bot.policy import Policy
from bot.session.attention import limit_attention
from bot.session.command.table import is_addressed
from bot.session.danger.tripwire import is_tripping


def keep_allowed_part(room: Room, heard: Heard, policy: Policy, *, listening: bool) -> Heard | Present | None:
    """Return what may be kept of what somebody wrote; `listening` is whether the AI was on when it came.

    Talk of the session room counts only if the bot read along when it came and could read it soon: nobody knows any
    more whether its sender had agreed when they wrote it. That a therapist was at the desk long ago says nothing either.
    """
    talked_late = isinstance(heard.where, SessionRoom) and (heard.overdue or not listening)
    if talked_late and not is_addressed(room, heard, policy) and not (listening and is_tripping(room, heard, policy)):
        return None
    kept_part = limit_attention(room, heard, policy)
    return None if isinstance(kept_part, Present) and heard.overdue else kept_part


def is_kept_whole(heard: Heard, message: object) -> bool:
    """Return whether all of `heard` was kept, so that its sender may be shown that it was read."""
    return isinstance(message, Heard) and message == replace(heard, where=message.where)
