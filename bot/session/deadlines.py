"""What comes with time: when a room needs a look by itself, and what is done then."""

from dataclasses import replace

from bot.model import Decision, Elapsed, Mark, Notice, Room
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.command.read_languages import say_to_everybody
from bot.session.danger import second_reader
from bot.session.danger.ladder import climb_ladder, find_next_call
from bot.session.desk.ballots import count_votes, find_counting_time
from bot.session.desk.drafts import find_forgetting_time, get_draft_lifetime, lapse_drafts
from bot.session.floor import lower_floor, tell_desk_alone
from bot.session.notes import closing, open_note
from bot.session.offers.initiative import ask_for_offer, find_offer_time
from bot.session.talk.agreement import find_agreement_end, list_missing
from bot.session.talk.window import find_line_expiry, trim_window

MINUTE = 60.0


def find_deadline(room: Room, policy: Policy) -> float | None:
    """Return when the room needs a look by itself, in seconds UTC, or None.

    For words that are due to go, drafts nobody decided on, votes that come to count, a note nobody finalised, alarms nobody acknowledged; and while the AI is on for
    silence, a therapist's absence, the next reminder that it is an AI, what the second reader has not seen, and something
    to offer. In a frozen room, for alarms alone.
    """
    if room.is_frozen:
        return find_next_call(room)
    due = [find_line_expiry(room, policy)] if room.window else []
    due += [draft.at + get_draft_lifetime(policy) for draft in room.drafts]
    due += [counts] if (counts := find_counting_time(room)) is not None else []
    due += [open_note.find_note_expiry(room.note, policy)] if room.note else []
    due += [closing.find_note_deadline(room)] if room.closing else []
    due += [find_forgetting_time(room, policy)] if room.outcomes or room.said or room.explained else []
    due += [alarm] if (alarm := find_next_call(room)) is not None else []
    if room.is_on:
        due += [room.last_talk + MINUTE * policy.rules.idle, room.last_therapist + MINUTE * policy.rules.absence]
        due += [room.disclosed + policy.disclose_seconds]
        due += [agreed] if (agreed := find_agreement_end(room, policy)) is not None else []
        due += [reading] if (reading := second_reader.find_next_reading(room, policy)) is not None else []
        due += [offer] if (offer := find_offer_time(room, policy)) is not None else []
    return min(due, default=None)


def do_what_is_due(room: Room, event: Elapsed, policy: Policy) -> Decision:
    """Do everything that is due, in the order in which it protects people."""
    if room.is_frozen:
        return climb_ladder(room, policy, event.at)
    decision = Decision(trim_window(room, policy, event.at))
    for step in (
        climb_ladder,
        lapse_drafts,
        open_note.drop_overdue_note,
        closing.finish_overdue,
        _expire_agreements,
        _end_silence,
        _disclose_again,
    ):
        decision = decision.then(step, policy, event.at)
    decision = decision.then(count_votes, policy, event)
    return decision.then(second_reader.ask_second_reader, policy, event.id, event.at).then(ask_for_offer, policy, event)


def _expire_agreements(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the floor off when somebody's agreement has grown too old."""
    people = list_missing(room, policy, now) if room.is_on else ()
    if not people:
        return Decision(room)
    down = lower_floor(room, say_line(policy, "floor-off-expired"), policy, now)
    return down.also(*tell_desk_alone(room, policy, "desk-floor-off-expired", people))


def _end_silence(room: Room, policy: Policy, now: float) -> Decision:
    """Turn the floor off if nobody, or no therapist, has written for too long."""
    rules = policy.rules
    if now - room.last_talk >= MINUTE * rules.idle:
        return lower_floor(room, say_line(policy, "floor-off-idle", minutes=rules.idle), policy, now)
    if now - room.last_therapist >= MINUTE * rules.absence:
        return lower_floor(room, say_line(policy, "floor-off-absence", minutes=rules.absence), policy, now)
    return Decision(room)


def _disclose_again(room: Room, policy: Policy, now: float) -> Decision:
    """Say once more that this is an AI, while it is on."""
    if not room.is_on or now - room.disclosed < policy.disclose_seconds:
        return Decision(room)
    return Decision(
        replace(room, disclosed=now),
        (Notice(say_to_everybody(room, policy, say_line(policy, "disclosure")), Mark(kind="disclosure")),),
    )
