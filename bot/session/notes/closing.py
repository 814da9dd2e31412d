"""`!end`: the session is closed at once, or, where policy wants a note of it, as soon as that note is made. Pure.

The AI is off from the first moment. What was said stays for the note alone, for ten minutes at most.
"""

from dataclasses import replace

from bot.model import (
    Answered,
    Ask,
    Cancel,
    Decision,
    Desk,
    EventId,
    Failed,
    Mark,
    Notice,
    Offered,
    Pending,
    Room,
    Said,
    ShowHead,
    Task,
)
from bot.policy import Policy
from bot.session.asking import compose_question, refusal
from bot.session.call import Call, line
from bot.session.delivery import dropped
from bot.session.drafts import withdrawn
from bot.session.floor import lowered
from bot.session.grounds import rests_on
from bot.session.notes import reading
from bot.session.notes.digests import has_room
from bot.session.notes.forms import form_of
from bot.session.notes.open_note import taken_away

LONGEST = 600.0
"""Seconds for which a closed session waits for its note."""


def ended(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the AI off and let go of every word that the room holds; agreements, ids and counts stay."""
    down = lowered(room, line(policy, "floor-off-ended"), policy, now)
    return Decision(_let_go(replace(down.room, window=())), down.effects)


def cleared(room: Room, policy: Policy, now: float) -> Decision:
    """Let go of every word at hand, and of each question, draft and note that rests on one of them."""
    gone = tuple(line.id for line in room.window)

    def rests(one: Pending | Said | Offered) -> bool:
        return any(rests_on(one, event) for event in gone)

    waiting = tuple(one for one in room.pending if rests(one))
    drop = dropped(replace(room, window=(), anchor=None), waiting, policy, silently=EventId(""))
    rest = drop.then(withdrawn, policy, now, rests)
    return replace(rest, room=replace(rest.room, digests=())).then(taken_away)


def note_of(call: Call) -> str:
    """Return whether a note is made before the talk goes: `made`, not because the AI is `off`, or `none`."""
    wanted = call.policy.rules.note_at_end and call.policy.backend.generative
    if not wanted or not call.room.window:
        return "none"
    return "off" if not call.room.is_on else "made"


def with_note(call: Call) -> Decision | None:
    """Turn the AI off and have a note made; None where policy wants none, or none can be made."""
    room, policy, heard = call.room, call.policy, call.heard
    form = form_of(policy, Task.NOTE, policy.rules.note_at_end or "", policy.languages[0])
    if form is None or not policy.backend.generative or not has_room(policy, form) or not room.is_on:
        return None
    pending = reading.asked_for(room, heard, form)
    if refusal(room, policy, compose_question(room, policy, pending, heard.at), heard.at):
        return None
    down = lowered(room, line(policy, "floor-off-closing"), policy, heard.at)
    closed = replace(down, room=replace(down.room, closing=heard.at))
    asked = closed.then(reading.onward, policy, pending, heard.at)
    if not any(isinstance(one, Ask) for one in asked.effects):
        return asked.then(finished, policy)
    return asked.also(call.reply("end-note", minutes=int(LONGEST // 60)))


def returned(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Go on reading; and where the session is closed and its note stands now, let go of the talk."""
    read = reading.returned(room, event, policy)
    if not room.closing or read.room.note is None or read.room.note is room.note:
        return read
    return read.then(finished, policy)


def overdue(room: Room, policy: Policy, now: float) -> Decision:
    """Let go of the talk of a closed session whose note has not come in time."""
    return finished(room, policy) if room.closing and due(room) <= now else Decision(room)


def due(room: Room) -> float:
    """Return when a closed session waits no longer for its note, in seconds UTC."""
    return room.closing + LONGEST


def finished(room: Room, policy: Policy) -> Decision:
    """Let go of the talk of a session that was closed, tell the desk, and show it the signed head of the audit.

    What was said in a session that has begun since is not part of it.
    """
    since = tuple(one for one in room.window if one.at > room.closing)
    unread = tuple(one for one in room.pending if one.task is Task.NOTE)
    done = Notice(line(policy, "end-done"), Mark(kind="end"), where=Desk())
    stopped = tuple(Cancel(one.question) for one in unread)
    left = _let_go(replace(room.without_pending(*unread), window=since))
    return Decision(left, (*stopped, done, ShowHead(policy.languages[0])))


def _let_go(room: Room) -> Room:
    """Return the room without what rests on talk that it no longer holds."""
    outcomes = tuple(replace(one, again=None) for one in room.outcomes)
    return replace(room, digests=(), outcomes=outcomes, window_messages=0, window_minutes=0, closing=0.0)
