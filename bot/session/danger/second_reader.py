"""A model as a second reader of the tripwire: beside the list of phrases, never instead of it, and where policy says so.

It is sent what the list has read already and found nothing in: clients' own words, of those who agreed to it, together
and seldom. All that can come of it is the alarm that the list raises; no word of a model's is shown to anybody. Where
the model is slow, down or talks nonsense, nothing follows, and it is counted.
"""

from dataclasses import replace

from bot.model import SECOND_READER, Answered, Ask, Decision, EventId, Failed, Line, Pending, Role, Room, Task
from bot.policy import Policy
from bot.session.answers.schema import pointed_at
from bot.session.budget import cost
from bot.session.danger.tripwire import Cause, called
from bot.session.grounds import grounds
from bot.session.window import context

EVERY = 20.0
"""Seconds from one request of a room to the next, at least."""
MOST, LONGEST = 10, 6000
"""Messages in one request, and characters of them, at most; the rest waits for the next one."""


def reads(room: Room, policy: Policy) -> bool:
    """Return whether a model looks for danger in this room now. One rule per line."""
    if not policy.second_reader:
        return False
    if not room.is_on:
        return False
    return not room.is_paused


def due(room: Room, policy: Policy) -> float | None:
    """Return when the model may be asked next, in seconds UTC; None if there is nothing to ask, or it is asked now."""
    if not room.to_read or not reads(room, policy):
        return None
    if room.is_waiting_for(Task.WATCH):
        return None
    return room.read_at + EVERY


def noted(room: Room, policy: Policy, event: EventId) -> Room:
    """Return the room knowing that the message `event` is new, or new in its words, if it is one to be read."""
    line = room.line(event)
    if line is None or not reads(room, policy) or policy.role(line.sender) is Role.THERAPIST:
        return room
    return replace(room, to_read=(*(one for one in room.to_read if one != event), event))


def asked(room: Room, policy: Policy, cause: EventId, now: float) -> Decision:
    """Ask the model about every message that is new, if it may be asked now. `cause` is the event that leads to it.

    What is new and may not leave, or is gone from the window, is not read at all.
    """
    when = due(room, policy)
    if when is None or now < when:
        return Decision(room)
    fresh = tuple(line for line in context(room, policy, now) if line.id in room.to_read)
    room = replace(room, to_read=tuple(line.id for line in fresh))
    if not fresh:
        return Decision(room)
    lines, language = _batch(fresh), policy.languages[0]
    question = EventId(f"watch/{cause}")
    pending = Pending(question, policy.bot, Task.WATCH, language, grounds(lines), talk=room.talk)
    asking = Ask(
        question=question,
        asker=policy.bot,
        task=Task.WATCH,
        backend=policy.backend.name,
        language=language,
        languages=policy.languages,
        request="",
        context=lines,
    )
    pending = replace(pending, cost=cost(asking, policy, now))
    tally = replace(room.tally, watched=room.tally.watched + 1)
    return Decision(replace(room, pending=(*room.pending, pending), tally=tally, read_at=now), (asking,))


def returned(room: Room, event: Answered | Failed, policy: Policy) -> Decision:
    """Call the therapists if the model points at a message. Anything but a clear answer is counted, and nothing else."""
    pending = room.pending_for(event.question)
    assert pending is not None
    read = {ground.event for ground in pending.rests_on}
    room = replace(room.without_pending(pending), to_read=tuple(one for one in room.to_read if one not in read))
    if not reads(room, policy):
        return Decision(room)
    number = pointed_at(event.text, len(pending.rests_on)) if isinstance(event, Answered) else None
    if number is None:
        return Decision(replace(room, tally=replace(room.tally, unclear=room.tally.unclear + 1)))
    if number == 0:
        return Decision(room)
    ground = pending.rests_on[number - 1]
    return called(room, policy, Cause(SECOND_READER, ground.event, ground.sender, event.at))


def _batch(fresh: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the oldest of `fresh`, as many as fit one request; one at least."""
    lines = fresh[:MOST]
    while len(lines) > 1 and sum(len(line.text) for line in lines) > LONGEST:
        lines = lines[:-1]
    return lines
