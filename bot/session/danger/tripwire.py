"""When a message holds a phrase of danger: therapists are called at once, the AI keeps quiet, and nobody is held up.

Whoever does not acknowledge it is followed by the second contact, and then by the clinic's on-call room.
"""

from dataclasses import dataclass, replace

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
    words,
)
from bot.policy import Policy
from bot.safety.crisis import tripped
from bot.safety.helplines import helpline_card
from bot.session.answers.links import permalink
from bot.session.call import name_of, therapists
from bot.session.danger.alarms import STEP, alarmed, second_contacts

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


def trips(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether a message must be kept because it holds a phrase of danger, or because nobody can tell."""
    if not is_watched(room, heard, policy):
        return False
    try:
        return tripped(heard.text, policy.languages) is not None
    except Exception:  # noqa: BLE001 - whatever goes wrong in here must reach a therapist, not pass in silence
        return True


def watched(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Call the therapists if `heard` holds a phrase of danger, or if the tripwire itself fails on it."""
    if not is_watched(room, heard, policy):
        return Decision(room)
    try:
        trip = tripped(heard.text, policy.languages)
    except Exception:  # noqa: BLE001 - as above
        return alarmed(room, policy, "tripwire-broken", heard.at, person=name_of(room, heard.sender))
    if trip is None:
        return Decision(room)
    return called(room, policy, Cause(CRISIS, heard.id, heard.sender, heard.at, heard.where, trip.phrase))


def called(room: Room, policy: Policy, cause: Cause) -> Decision:
    """Put an alarm on the desk, let the AI fall silent, and show the help-lines where policy says so."""
    alarm = alarmed(
        room,
        policy,
        cause.reason,
        cause.at,
        person=name_of(room, cause.sender),
        phrase=cause.phrase or "-",
        link=permalink(room.id, cause.event) if isinstance(cause.where, SessionRoom) else "-",
        minutes=int(STEP // 60),
        next=_next(policy),
    )
    quiet = tuple(
        Reply(
            one.question,
            words("paused", one.language),
            Mark(kind=one.task),
            one.thread,
            where=one.where,
        )
        for one in room.pending
        if one.asker != policy.bot
    )
    silent = replace(alarm, room=replace(alarm.room, pending=(), to_read=()))
    return silent.also(Cancel(), *quiet).then(_helplines, cause, policy)


def _next(policy: Policy) -> str:
    """Return who is told if no therapist answers, as the sentence calls them."""
    if second_contacts(policy):
        return "both" if policy.on_call else "contact"
    return "on-call" if policy.on_call else "none"


def _helplines(room: Room, cause: Cause, policy: Policy) -> Decision:
    """Show the help-lines where the message was written, if policy says so or no therapist is there."""
    wanted = policy.rules.crisis.card or not therapists(room, policy)
    lately = room.helplines > 0 and cause.at - room.helplines < CARD_AGAIN
    if not wanted or lately:
        return Decision(room)
    reader = "model" if cause.reason == SECOND_READER else "list"
    cards: tuple[Effect, ...] = tuple(
        Notice(
            helpline_card(policy.rules.crisis.country, language, reader),
            Mark(kind="helplines"),
            rings=True,
            where=cause.where,
        )
        for language in policy.languages
    )
    return Decision(replace(room, helplines=cause.at), cards)
