"""What comes with time: when a room needs a look by itself, and what is done then."""

from dataclasses import replace

from bot.model import Decision, Elapsed, Mark, Notice, Room
from bot.policy import Policy
from bot.session.agreement import ends, missing
from bot.session.call import aloud, line, names
from bot.session.danger import second_reader
from bot.session.danger.alarms import due as alarms_due
from bot.session.danger.alarms import overlooked
from bot.session.drafts import forgotten, lapsed, lifetime
from bot.session.floor import lowered
from bot.session.notes import closing, open_note
from bot.session.offers.initiative import offer_due, offered
from bot.session.window import expiry, trimmed

MINUTE = 60.0


def deadline(room: Room, policy: Policy) -> float | None:
    """Return when the room needs a look by itself, in seconds UTC, or None.

    For words that are due to go, drafts nobody decided on, a note nobody finalised, alarms nobody acknowledged; and while the AI is on for
    silence, a therapist's absence, the next reminder that it is an AI, what the second reader has not seen, and something
    to offer. In a frozen room, for alarms alone.
    """
    if room.is_frozen:
        return alarms_due(room)
    due = [expiry(room, policy)] if room.window else []
    due += [draft.at + lifetime(policy) for draft in room.drafts]
    due += [open_note.due(room.note, policy)] if room.note else []
    due += [closing.due(room)] if room.closing else []
    due += [forgotten(room, policy)] if room.outcomes or room.said or room.explained else []
    due += [alarm] if (alarm := alarms_due(room)) is not None else []
    if room.is_on:
        due += [room.last_talk + MINUTE * policy.rules.idle, room.last_therapist + MINUTE * policy.rules.absence]
        due += [room.disclosed + policy.disclose_seconds]
        due += [agreed] if (agreed := ends(room, policy)) is not None else []
        due += [reading] if (reading := second_reader.due(room, policy)) is not None else []
        due += [offer] if (offer := offer_due(room, policy)) is not None else []
    return min(due, default=None)


def elapsed(room: Room, event: Elapsed, policy: Policy) -> Decision:
    """Do everything that is due, in the order in which it protects people."""
    if room.is_frozen:
        return overlooked(room, policy, event.at)
    decision = Decision(trimmed(room, policy, event.at))
    for step in (overlooked, lapsed, open_note.overdue, closing.overdue, _expired, _silence, _disclosed):
        decision = decision.then(step, policy, event.at)
    return decision.then(second_reader.asked, policy, event.id, event.at).then(offered, policy, event)


def _expired(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the floor off when somebody's agreement has grown too old."""
    people = missing(room, policy, now) if room.is_on else ()
    if not people:
        return Decision(room)
    return lowered(room, line(policy, "floor-off-expired", people=names(room, people)), policy, now)


def _silence(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the floor off if nobody, or no therapist, has written for too long."""
    rules = policy.rules
    if now - room.last_talk >= MINUTE * rules.idle:
        return lowered(room, line(policy, "floor-off-idle", minutes=rules.idle), policy, now)
    if now - room.last_therapist >= MINUTE * rules.absence:
        return lowered(room, line(policy, "floor-off-absence", minutes=rules.absence), policy, now)
    return Decision(room)


def _disclosed(room: Room, policy: Policy, now: float) -> Decision:
    """Say once more that this is an AI, while it is on."""
    if not room.is_on or now - room.disclosed < policy.disclose_seconds:
        return Decision(room)
    return Decision(
        replace(room, disclosed=now), (Notice(aloud(policy, line(policy, "disclosure")), Mark(kind="disclosure")),)
    )
