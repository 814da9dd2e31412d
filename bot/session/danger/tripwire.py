"""The tripwire: what people write is compared with a list of phrases of danger, and what trips is told. It never breaks.

An alarm calls people until somebody answers; a notice is one quiet line at the desk. Nobody's message is held up.
"""

from dataclasses import dataclass, replace

from bot.danger_words.find_phrase import Trip, find_trip
from bot.model import (
    CRISIS,
    Alert,
    Amend,
    Decision,
    Desk,
    Direct,
    Edited,
    EventId,
    Heard,
    Mark,
    Overheard,
    Role,
    Room,
    Tier,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext, find_name, say_line, therapists
from bot.session.command.table import find_command, recognise_command
from bot.session.danger.alarms import raise_alarm
from bot.session.danger.calling import SAME, Cause, call_people
from bot.session.danger.not_covered import tell_not_covered
from bot.session.danger.notices import note_hint
from bot.session.danger.own_words import drop_own_lines

LONGEST_TERM = 40
"""Characters of a term that somebody looks up, at most; what is longer tells something."""
BROKEN = "tripwire-broken"
"""Why an alarm is raised when a message could not be compared."""
Written = Heard | Overheard
"""What a person wrote, whether it is acted on or only compared."""


@dataclass(frozen=True, slots=True)
class Look:
    """What came of comparing a message: the `trip`, if there is one, or that the tripwire is `broken`."""

    trip: Trip | None = None
    broken: bool = False


def is_watched(room: Room, written: Written, policy: Policy) -> bool:
    """Return whether what somebody wrote is compared with the list. One rule per line.

    In a direct room always, whatever the floor is and whoever stopped the AI elsewhere, until its own person stops it there.
    """
    if not policy.rules.crisis.enabled:
        return False
    if policy.role(written.sender) is Role.THERAPIST:
        return False
    if isinstance(written.where, Desk):
        return False
    if isinstance(written.where, Direct):
        return written.sender not in room.unread or _begins_again(room, written, policy)
    was_on = isinstance(written, Overheard) and written.listening
    return room.is_on or was_on or policy.rules.crisis.in_off


def _begins_again(room: Room, written: Written, policy: Policy) -> bool:
    """Return whether a message lets its sender's words in their direct room be compared again: its own are the first."""
    call = recognise_command(room, written, policy) if isinstance(written, Heard) else None
    return isinstance(call, CommandContext) and call.name == "express"


def is_tripping(room: Room, written: Written, policy: Policy) -> bool:
    """Return whether a message must be kept because it holds a phrase of danger, or because nobody can tell."""
    look = _look_at(room, written, policy)
    return look.trip is not None or look.broken


def watch_message(room: Room, written: Written, policy: Policy) -> Decision:
    """Call people, or note a hint, if `written` holds a phrase of danger; or if the tripwire itself fails on it."""
    told = tell_look(room, written, policy, _look_at(room, written, policy))
    return told.then(tell_not_covered, written, policy) if is_watched(room, written, policy) else told


def tell_look(room: Room, written: Written, policy: Policy, look: Look) -> Decision:
    """Tell what came of comparing a message: people are called, a hint is noted, or a therapist is asked to read it themself."""
    if look.broken:
        return _tell_broken(room, written, policy)
    if look.trip is None:
        return Decision(room)
    trip = _quieten_term(room, written, policy, look.trip)
    cause = Cause(CRISIS, _find_message(written), written.sender, written.at, written.where, trip, _is_voiced(written))
    return (call_people if trip.tier is Tier.ALARM else note_hint)(room, policy, cause)


def _tell_broken(room: Room, written: Written, policy: Policy) -> Decision:
    """Ask a therapist to read a message themself; count it on the card that asks so already of the same person and place."""
    about, now = (BROKEN, written.sender, written.where), written.at
    same = next(
        (old for old in room.alarms if (old.reason, old.person, old.where) == about and now - old.at < SAME), None
    )
    facts = {"person": find_name(room, written.sender), "place": written.where.kind}
    if same is None:
        told = raise_alarm(room, policy, BROKEN, now, **facts, times=1)
        alarm = replace(told.room.alarms[-1], person=written.sender, where=written.where, event=_find_message(written))
        return replace(told, room=told.room.with_alarm(alarm))
    again = replace(same, times=same.times + 1, event=_find_message(written))
    words = say_line(policy, f"alarm-{BROKEN}", code=again.code, **facts, times=again.times)
    amend = (Amend(again.card, words, Mark(kind="alarm")),) if again.card else ()
    return Decision(room.with_alarm(again), (*amend, Alert(BROKEN)))


def _find_message(written: Written) -> EventId:
    """Return the message that people see: where only its words were overheard, that one."""
    return written.of if isinstance(written, Overheard) and written.of else written.id


def _is_voiced(written: Written) -> bool:
    return isinstance(written, Overheard) and written.voiced


def watch_edit(room: Room, edited: Edited, policy: Policy) -> Decision:
    """Compare the new words of an edit, as those of a message that was just written."""
    return watch_message(room, Overheard(edited.target, edited.sender, edited.at, edited.text, edited.where), policy)


def is_bare_term(room: Room, heard: Heard, policy: Policy) -> bool:
    """Return whether a message asks what a word means, and tells nothing: typed as a command, for ordinary words can tell something."""
    call = recognise_command(room, heard, policy)
    if not isinstance(call, CommandContext) or call.natural:
        return False
    return call.name == "explain" and len(call.argument) <= LONGEST_TERM


def is_hinting(text: str, policy: Policy) -> bool:
    """Return whether `text`, of whomever's, holds a listed phrase of either tier, or nobody can tell: it is read twice then."""
    look = compare_words(text, policy, ())
    return look.broken or look.trip is not None


def _look_at(room: Room, written: Written, policy: Policy) -> Look:
    """Compare all that people see of a message, if it is watched at all."""
    if not is_watched(room, written, policy):
        return Look()
    if isinstance(written, Overheard) and written.broken:
        return Look(broken=True)
    beside = "\n".join(filter(None, (written.other, written.beside))) if isinstance(written, Heard) else ""
    names = tuple(find_name(room, therapist) for therapist in therapists(room, policy))
    text = _drop_command_name(written.text, policy.rules.prefix)
    return compare_words("\n".join(filter(None, (text, beside))), policy, names)


def _drop_command_name(text: str, prefix: str) -> str:
    """Return `text` without the name of a command at its start: "!ask I want to die" quotes nobody who asked."""
    first, _, rest = text.lstrip().partition(" ")
    return rest if first.startswith(prefix) and find_command(first.removeprefix(prefix)) else text


def compare_words(text: str, policy: Policy, names: tuple[str, ...]) -> Look:
    """Compare `text` with the lists; `names` are those of the room's therapists. Whatever goes wrong, it returns."""
    try:
        return Look(find_trip(drop_own_lines(text), policy.languages, names))
    except Exception:  # noqa: BLE001 - whatever goes wrong in here must reach a therapist, not pass in silence
        return Look(broken=True)


def _quieten_term(room: Room, written: Written, policy: Policy, trip: Trip) -> Trip:
    """Return the trip of a bare term to be explained as a notice at most: people look words up."""
    is_term = isinstance(written, Heard) and is_bare_term(room, written, policy)
    return replace(trip, tier=Tier.NOTICE) if is_term else trip
