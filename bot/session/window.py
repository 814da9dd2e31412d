"""The window: the talk that the bot keeps at hand, and which of it may go to a backend."""

from dataclasses import replace

from bot.model import EventId, Floor, Heard, Line, Purpose, Room, UserId
from bot.policy import Policy
from bot.session.agreement import agreement

LONGEST = 4000
"""Characters of one message that the window keeps; the rest of it is not kept."""


def kept(room: Room, heard: Heard, policy: Policy) -> Room:
    """Return the room with `heard` in its window, if the bot is listening and the sender has agreed to it."""
    if room.floor is Floor.OFF or not agreement(room, policy, heard.sender, Purpose.LISTEN, heard.at):
        return room
    line = Line(heard.id, heard.sender, heard.at, heard.text[:LONGEST])
    return trimmed(replace(room, window=(*room.window, line)), policy, heard.at)


def trimmed(room: Room, policy: Policy, now: float) -> Room:
    """Return the room with only the newest lines in its window: as many, and as young, as policy allows."""
    fresh = tuple(line for line in room.window if line.at + _lifetime(policy) > now)
    return replace(room, window=fresh[-policy.rules.window.messages :])


def expiry(room: Room, policy: Policy) -> float:
    """Return when the oldest line of the window, which is not empty, is due to go."""
    return min(line.at for line in room.window) + _lifetime(policy)


def context(room: Room, policy: Policy, now: float) -> tuple[Line, ...]:
    """Return the lines that may go to the backend, oldest first.

    A line counts only if its sender had agreed to both purposes when writing it, and still does.
    """
    fresh = trimmed(room, policy, now).window
    return tuple(line for line in fresh if _may_leave(room, policy, line, now))


def without(room: Room, *, sender: UserId | None = None, event: EventId | None = None) -> Room:
    """Return the room without anything `sender` wrote, or without the message `event`."""
    window = tuple(line for line in room.window if line.sender != sender and line.id != event)
    return replace(room, window=window)


def corrected(room: Room, event: EventId, sender: UserId, text: str) -> Room:
    """Return the room with the text of `event` replaced, if `sender` is who wrote it."""
    window = tuple(
        replace(line, text=text[:LONGEST]) if line.id == event and line.sender == sender else line
        for line in room.window
    )
    return replace(room, window=window)


def _lifetime(policy: Policy) -> float:
    """Return how long a line may stay, in seconds."""
    return 60.0 * min(policy.rules.window.minutes, 60 * policy.rules.retention.window)


def _may_leave(room: Room, policy: Policy, line: Line, now: float) -> bool:
    given = [agreement(room, policy, line.sender, purpose, now) for purpose in Purpose]
    return all(one is not None and one.at <= line.at for one in given)
