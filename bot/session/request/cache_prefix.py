"""Talk that begins where it began before, so that a provider can keep what it has read of it. Pure.

A window that slides by one message each time is a new text each time, and every request is paid for whole. This one
keeps its beginning until that has left the window, and then lets a third go at once: it may hold less, never more.
What is deleted, withdrawn or too old is gone at once; whatever was behind it is a new text then.
"""

from bot.model import EventId, Task
from bot.session.talk.token_estimate import Talk, take_newest_turns

ABOUT_TALK = frozenset({Task.ASK, Task.SUGGEST, Task.OFFER, Task.SUMMARY, Task.NOTE})
"""Tasks that get the talk. It stands first, the same for all of them, and what is to be done stands behind it."""
STEP = 10
"""Messages after which a provider is told that the talk can be kept up to here: most of it, and at most twenty places."""


def anchor_talk(lines: Talk, anchor: EventId | None) -> Talk:
    """Return `lines`, the newest that may be sent, from the message `anchor` on, with which the talk began last time.

    Where that is no longer among them, the newest two thirds of them, in whole turns; without one, all of them.
    """
    if anchor is None:
        return lines
    at = next((at for at, line in enumerate(lines) if line.id == anchor), None)
    if at is not None:
        return lines[at:]
    return take_newest_turns(lines, messages=len(lines) - len(lines) // 3)
