"""A room in which there is nobody but whoever invited the bot is no session: apps open one to verify somebody. Pure."""

from bot.model import Arrived, Room

ALONE = "room-alone"
"""What such a room was last shown, until the first other person comes: then a session begins."""
ALONE_UNFIT = "room-alone-history"
"""The same of one that would not be fit for a session as it is."""


def is_waiting_for_people(room: Room) -> bool:
    """Return whether the bot sits in `room` and waits for somebody with whom there could be a session."""
    return room.announced == ALONE


def is_without_people(room: Room, event: Arrived) -> bool:
    """Return whether the bot finds nobody but one person, and nobody else on the way, where no session has begun yet."""
    begins = not room.seated or is_waiting_for_people(room)
    return begins and len(event.people) <= 1 and not event.awaited
