"""Where one person is answered, so that the session room stays the people's: at the desk, in their direct room, or where they typed. Pure.

What is said in a room before somebody has come there they can never read, so it is said only where they are.
"""

import math
from dataclasses import replace

from bot.model import (
    Amend,
    Came,
    Decision,
    Desk,
    Direct,
    FoldedLine,
    InSession,
    Notice,
    Reply,
    Room,
    SessionRoom,
    Shown,
    UserId,
    Words,
)
from bot.session.command.context import CommandContext

MOST_LINES = 40
"""Lines that are known at once: one a person, and a few."""


def find_place_aside(room: Room, person: UserId, typed: InSession) -> InSession:
    """Return where what concerns `person` alone is answered, who `typed` there: aside from the session room, if they have come elsewhere."""
    if not isinstance(typed, SessionRoom):
        return typed
    if person in room.at_desk:
        return Desk()
    return Direct(person) if person in room.privates else typed


def reply_aside(call: CommandContext, key: str, **args: str | int | tuple[Words, ...]) -> Reply | Notice:
    """Return one quiet line in answer to the call, out of the session room where its sender is elsewhere too."""
    line = call.reply(key, **args)
    where = find_place_aside(call.room, call.heard.sender, call.heard.where)
    return line if where == call.heard.where else Notice(line.words, line.mark, where=where)


def note_at_desk(room: Room, event: Came) -> Room:
    """Return the room knowing that a therapist has come to the desk."""
    others = tuple(user for user in room.at_desk if user != event.person)
    return replace(room, at_desk=(*others, event.person))


def say_or_fold(room: Room, about: str, line: Reply | Notice, now: float, since: float) -> Decision:
    """Say `line`, or put it in the place of the line `about` the same that stands there since then: an edit interrupts nobody."""
    where = line.where
    assert isinstance(where, SessionRoom | Desk | Direct)
    standing = next((old for old in room.lines if (old.about, old.where) == (about, where)), None)
    if standing and standing.event and standing.at >= since:
        return Decision(room, (Amend(standing.event, line.words, line.mark, where),))
    others = tuple(old for old in room.lines if old != standing)
    new = FoldedLine(about, now, None, where)
    return Decision(replace(room, lines=(*others, new)[-MOST_LINES:]), (replace(line, code=about),))


def say_anew(room: Room, about: str, line: Reply | Notice, now: float) -> Decision:
    """Say `line` as a new message, which the next about the same may be folded into."""
    return say_or_fold(room, about, line, now, math.inf)


def note_folded_line(room: Room, event: Shown) -> Room:
    """Return the room knowing as which event a line stands that others may be folded into."""
    lines = tuple(
        replace(line, event=event.event) if (line.about, line.where) == (event.code, event.where) else line
        for line in room.lines
    )
    return replace(room, lines=lines)
