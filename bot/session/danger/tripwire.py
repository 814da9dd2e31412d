"""When a message holds a phrase of danger: therapists are called at once, the AI keeps quiet, and nobody is held up.

Whoever does not acknowledge it is followed by the second contact, and then by the clinic's on-call room.
"""

from dataclasses import dataclass, replace

from bot.danger_words.find_phrase import find_trip
from bot.danger_words.helplines import make_helpline_card
from bot.model import (
    CRISIS,
    SECOND_READER,
    Cancel,
    Decision,
    Effect,
    EventId,
    Heard,
    InSession,
    Mark,
    Notice,
    Reply,
    Role,
    Room,
    SessionRoom,
    UserId,
    make_words,
)
from bot.policy import Policy
from bot.session.answers.links import make_permalink
from bot.session.command.context import find_name, therapists
from bot.session.danger.alarms import STEP, list_second_contacts, raise_alarm

CARD_AGAIN = 1800.0
"""Seconds in which the help-lines are shown once."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What raises an alarm of danger: which message, whose, when it was found and by whom (`CRISIS`, `SECOND_READER`).

    `phrase` is the list's own; empty if a model raised it.
    """

    reason: str
    event: EventId
    sender: UserId
    at: float
    where: InSession = SessionRoom()
    phrase: str = ""


def is_watched(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether what somebody wrote is looked through for phrases of danger. One rule per line."""
    if not policy.rules.crisis.enabled:
        return False
    if not room.is_on and not policy.rules.crisis.in_off:
        return False
    return policy.role(heard.sender) is not Role.THERAPIST


def is_tripping(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether a message must be kept because it holds a phrase of danger, or because nobody can tell."""
    if not is_watched(room, heard, policy):
        return False
    try:
        return find_trip(heard.text, policy.languages) is not None
    except Exception:  # noqa: BLE001 - whatever goes wrong in here must reach a therapist, not pass in silence
        return True


def watch_message(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Call the therapists if `heard` holds a phrase of danger, or if the tripwire itself fails on it."""
    if not is_watched(room, heard, policy):
        return Decision(room)
    try:
        trip = find_trip(heard.text, policy.languages)
    except Exception:  # noqa: BLE001 - as above
        return raise_alarm(room, policy, "tripwire-broken", heard.at, person=find_name(room, heard.sender))
    if trip is None:
        return Decision(room)
    return call_therapists(room, policy, Cause(CRISIS, heard.id, heard.sender, heard.at, heard.where, trip.phrase))


def call_therapists(room: Room, policy: Policy, cause: Cause) -> Decision:
    """Put an alarm on the desk, let the AI fall silent, and show the help-lines where policy says so."""
    alarm = raise_alarm(
        room,
        policy,
        cause.reason,
        cause.at,
        person=find_name(room, cause.sender),
        phrase=cause.phrase or "-",
        link=make_permalink(room.id, cause.event) if isinstance(cause.where, SessionRoom) else "-",
        minutes=int(STEP // 60),
        next=_name_next_contact(policy),
    )
    quiet = tuple(
        Reply(
            question.question,
            make_words("paused", question.language),
            Mark(kind=question.task),
            question.thread,
            where=question.where,
        )
        for question in room.pending
        if question.asker != policy.bot
    )
    silent = replace(alarm, room=replace(alarm.room, pending=(), to_read=()))
    return silent.also(Cancel(), *quiet).then(_show_helplines, cause, policy)


def _name_next_contact(policy: Policy) -> str:
    """Return who is told if no therapist answers, as the sentence calls them."""
    if list_second_contacts(policy):
        return "both" if policy.on_call else "contact"
    return "on-call" if policy.on_call else "none"


def _show_helplines(room: Room, cause: Cause, policy: Policy) -> Decision:
    """Show the help-lines where the message was written, if policy says so or no therapist is there."""
    wanted = policy.rules.crisis.card or not therapists(room, policy)
    lately = room.helplines > 0 and cause.at - room.helplines < CARD_AGAIN
    if not wanted or lately:
        return Decision(room)
    reader = "model" if cause.reason == SECOND_READER else "list"
    cards: tuple[Effect, ...] = tuple(
        Notice(
            make_helpline_card(policy.rules.crisis.country, language, reader=reader),
            Mark(kind="helplines"),
            rings=True,
            where=cause.where,
        )
        for language in policy.languages
    )
    return Decision(replace(room, helplines=cause.at), cards)
