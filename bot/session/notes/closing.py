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
from bot.session.command.aside import reply_aside
from bot.session.command.context import CommandContext, say_line
from bot.session.desk.drafts import withdraw_answers
from bot.session.desk.replies import drop_answers
from bot.session.floor import lower_floor
from bot.session.notes import map_talk
from bot.session.notes.chunks import has_talk_room
from bot.session.notes.open_note import take_note_away
from bot.session.notes.template import find_form
from bot.session.request.question import compose_question, find_refusal
from bot.session.talk.sources import is_resting_on

LONGEST = 600.0
"""Seconds for which a closed session waits for its note."""


def close_session(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the AI off and let go of every word that the room holds; agreements, ids and counts stay."""
    down = lower_floor(room, say_line(policy, "floor-off-ended"), policy, now)
    return Decision(_let_go_of_talk(replace(down.room, window=())), down.effects)


def clear_talk(room: Room, policy: Policy, now: float) -> Decision:
    """Let go of every word at hand, and of each question, draft and note that rests on one of them."""
    gone = tuple(line.id for line in room.window)

    def rests(question: Pending | Said | Offered) -> bool:
        return any(is_resting_on(question, event) for event in gone)

    waiting = tuple(question for question in room.pending if rests(question))
    drop = drop_answers(replace(room, window=(), anchor=None), waiting, policy, silently=EventId(""))
    rest = drop.then(withdraw_answers, policy, now, rests)
    return replace(rest, room=replace(rest.room, digests=())).then(take_note_away)


def choose_closing_note(call: CommandContext) -> str:
    """Return whether a note is made before the talk goes: `made`, not because the AI is `off`, or `none`."""
    wanted = call.policy.rules.note_at_end and call.policy.backend.generative
    if not wanted or not call.room.window:
        return "none"
    return "off" if not call.room.is_on else "made"


def close_with_note(call: CommandContext) -> Decision | None:
    """Turn the AI off and have a note made; None where policy wants none, or none can be made."""
    room, policy, heard = call.room, call.policy, call.heard
    form = find_form(policy, Task.NOTE, policy.rules.note_at_end or "", policy.languages[0])
    if form is None or not policy.backend.generative or not has_talk_room(policy, form) or not room.is_on:
        return None
    pending = map_talk.make_note_question(room, heard, form)
    if find_refusal(room, policy, compose_question(room, policy, pending, heard.at), heard.at):
        return None
    down = lower_floor(room, say_line(policy, "floor-off-closing"), policy, heard.at)
    closed = replace(down, room=replace(down.room, closing=heard.at))
    asked = closed.then(map_talk.read_onward, policy, pending, heard.at)
    if not any(isinstance(effect, Ask) for effect in asked.effects):
        return asked.then(finish_session, policy)
    return asked.also(reply_aside(call, "end-note", minutes=int(LONGEST // 60)))


def finish_when_read(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Go on reading; and where the session is closed and its note stands now, let go of the talk."""
    read = map_talk.keep_reading(room, event, policy)
    if not room.closing or read.room.note is None or read.room.note is room.note:
        return read
    return read.then(finish_session, policy)


def finish_overdue(room: Room, policy: Policy, now: float) -> Decision:
    """Let go of the talk of a closed session whose note has not come in time."""
    return finish_session(room, policy) if room.closing and find_note_deadline(room) <= now else Decision(room)


def find_note_deadline(room: Room) -> float:
    """Return when a closed session waits no longer for its note, in seconds UTC."""
    return room.closing + LONGEST


def finish_session(room: Room, policy: Policy) -> Decision:
    """Let go of the talk of a session that was closed, tell the desk, and show it the signed head of the audit.

    What was said in a session that has begun since is not part of it.
    """
    since = tuple(line for line in room.window if line.at > room.closing)
    unread = tuple(question for question in room.pending if question.task is Task.NOTE)
    done = Notice(say_line(policy, "end-done"), Mark(kind="end"), where=Desk())
    stopped = tuple(Cancel(question.question) for question in unread)
    left = _let_go_of_talk(replace(room.without_pending(*unread), window=since))
    return Decision(left, (*stopped, done, ShowHead(policy.languages[0])))


def _let_go_of_talk(room: Room) -> Room:
    """Return the room without what rests on talk that it no longer holds. Who said no to the session may be asked anew."""
    outcomes = tuple(replace(outcome, again=None) for outcome in room.outcomes)
    return replace(
        room, digests=(), outcomes=outcomes, window_messages=0, window_minutes=0, closing=0.0, refused=(), withdrew=()
    )
