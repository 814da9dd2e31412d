"""The card of an alarm without a word of what it is about, for a therapist at the desk none of whose devices may show more. Pure."""

from bot.model import Desk, Mark, Notice, Room
from bot.policy import Policy
from bot.session.command.context import say_line, therapists


def make_wordless_card(room: Room, policy: Policy) -> tuple[Notice, ...]:
    """Return what says at the desk that an alarm waits there, if a therapist of the room cannot read the alarm's own card.

    It is a fixed sentence: no name, no kind, no place, so that every device of theirs may have it.
    """
    if not set(therapists(room, policy)) & set(room.deaf):
        return ()
    return (Notice(say_line(policy, "alarm-wordless"), Mark(kind="alarm"), rings=True, where=Desk()),)
