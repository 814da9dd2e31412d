"""A model as a second reader of the tripwire: beside the list of phrases, never instead of it, and where policy says so.

It is sent what the list has read already and found nothing in: clients' own words, of those who agreed to it, together
and seldom. All that can come of it is the alarm that the list raises; no word of a model's is shown to anybody. Where
the model is slow, down or talks nonsense, nothing follows, and it is counted.
"""

from dataclasses import replace

from bot.model import (
    SECOND_READER,
    Answered,
    Ask,
    Decision,
    EventId,
    Failed,
    Line,
    Pending,
    Role,
    Room,
    SessionRoom,
    Task,
)
from bot.policy import Policy
from bot.session.answers.points import parse_pointed_message
from bot.session.danger.calling import Cause, call_people
from bot.session.request.budget import estimate_cost
from bot.session.talk.sources import make_grounds
from bot.session.talk.window import select_context

EVERY = 20.0
"""Seconds from one request of a room to the next, at least."""
MOST, LONGEST = 10, 6000
"""Messages in one request, and characters of them, at most; the rest waits for the next one."""


def is_reading_for_danger(room: Room, policy: Policy) -> bool:
    """Return whether a model looks for danger in this room now. One rule per line."""
    if not policy.second_reader:
        return False
    if not room.is_on:
        return False
    return not room.is_paused


def find_next_reading(room: Room, policy: Policy) -> float | None:
    """Return when the model may be asked next, in seconds UTC; None if there is nothing to ask, or it is asked now."""
    if not room.to_read or not is_reading_for_danger(room, policy):
        return None
    if room.is_waiting_for(Task.WATCH):
        return None
    return room.read_at + EVERY


def note_message_to_read(room: Room, policy: Policy, event: EventId) -> Room:
    """Return the room knowing that the message `event` is new, or new in its words, if it is one to be read."""
    line = room.line(event)
    if line is None or not is_reading_for_danger(room, policy) or policy.role(line.sender) is Role.THERAPIST:
        return room
    return replace(room, to_read=(*(event_id for event_id in room.to_read if event_id != event), event))


def ask_second_reader(room: Room, policy: Policy, cause: EventId, now: float) -> Decision:
    """Ask the model about every message that is new, if it may be asked now. `cause` is the event that leads to it.

    What is new and may not leave, or is gone from the window, is not read at all.
    """
    when = find_next_reading(room, policy)
    if when is None or now < when:
        return Decision(room)
    fresh = tuple(line for line in select_context(room, policy, now) if line.id in room.to_read)
    room = replace(room, to_read=tuple(line.id for line in fresh))
    if not fresh:
        return Decision(room)
    lines, language = _take_oldest(fresh), policy.languages[0]
    question = EventId(f"watch/{cause}")
    pending = Pending(question, policy.bot, Task.WATCH, language, make_grounds(lines), talk=room.talk)
    backend, fallback = policy.name_backends(Task.WATCH, SessionRoom())
    asking = Ask(
        question=question,
        asker=policy.bot,
        task=Task.WATCH,
        backend=backend,
        fallback=fallback,
        language=language,
        languages=policy.languages,
        request="",
        context=lines,
    )
    pending = replace(pending, cost=estimate_cost(asking, policy, now))
    tally = replace(room.tally, watched=room.tally.watched + 1)
    return Decision(replace(room, pending=(*room.pending, pending), tally=tally, read_at=now), (asking,))


def take_second_reading(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Call the therapists if the model points at a message. Anything but a clear answer is counted, and nothing else."""
    pending = room.pending_for(event.question)
    assert pending is not None
    read = {ground.event for ground in pending.rests_on}
    room = replace(
        room.without_pending(pending), to_read=tuple(event_id for event_id in room.to_read if event_id not in read)
    )
    if not is_reading_for_danger(room, policy):
        return Decision(room)
    number = parse_pointed_message(event.text, len(pending.rests_on)) if isinstance(event, Answered) else None
    if number is None:
        return Decision(replace(room, tally=replace(room.tally, unclear=room.tally.unclear + 1)))
    if number == 0:
        return Decision(room)
    ground = pending.rests_on[number - 1]
    return call_people(room, policy, Cause(SECOND_READER, ground.event, ground.sender, event.at))


def _take_oldest(fresh: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the oldest of `fresh`, as many as fit one request; one at least."""
    lines = fresh[:MOST]
    while len(lines) > 1 and sum(len(line.text) for line in lines) > LONGEST:
        lines = lines[:-1]
    return lines
