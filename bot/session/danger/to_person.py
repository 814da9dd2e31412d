"""What the person whose words called people is told: what is true, what to do now, and where they find a human.

It is said in their direct room, if they have come there before: none is made because of danger. A room that others read
shows nothing of violence, and of anything else no more than help-lines, while no therapist is there.
"""

from dataclasses import replace

from bot.danger_words.helplines import Spot, make_helpline_card
from bot.model import (
    SECOND_READER,
    Alarm,
    Concern,
    Decision,
    Direct,
    InSession,
    Language,
    Mark,
    Notice,
    Room,
    SessionRoom,
    UserId,
    make_words,
    write_where,
)
from bot.policy import Policy
from bot.session.command.context import find_name, find_own_language, join_names, therapists
from bot.session.command.throttle import note_said_once
from bot.words.shelf import command_names

CARD_AGAIN = 1800.0
"""Seconds in which the help-lines for one concern are shown once in a place."""
ABSENT = 300.0
"""Seconds without a word of a therapist after which none is taken to be there."""


def tell_person_called(room: Room, policy: Policy, alarm: Alarm, *, behind: bool) -> Decision:
    """Tell the person who was called, and that nobody knows yet whether they have read it; or that nobody could be.

    `behind` is whether somebody stands behind the therapist who could be.
    """
    by_desk = not alarm.by_therapist and bool(therapists(room, policy))
    return _tell_person(room, policy, alarm, "direct-called" if by_desk or behind else "direct-uncalled")


def tell_person_read(room: Room, policy: Policy, alarm: Alarm, reader: UserId) -> Decision:
    """Tell the person that somebody has read it."""
    return _tell_person(room, policy, alarm, "direct-read", find_name(room, reader))


def tell_person_nobody(room: Room, policy: Policy, alarm: Alarm) -> Decision:
    """Tell the person that nobody has answered yet: the ladder is at its end."""
    return _tell_person(room, policy, alarm, "direct-nobody")


def show_helplines(room: Room, policy: Policy, alarm: Alarm) -> Decision:
    """Show the help-lines that fit, in the person's direct room; in the session room only if nothing there speaks against it."""
    if alarm.drill or alarm.person is None:
        return Decision(room)
    where: InSession | None = _find_private_place(room, alarm)
    if where is None and _may_show_in_room(room, policy, alarm):
        where = SessionRoom()
    if where is None:
        return Decision(room)
    concern = alarm.kind.concern if alarm.kind else Concern.CRISIS
    knowing = note_said_once(room, f"helplines {concern} {write_where(where)}", alarm.at, alarm.at - CARD_AGAIN)
    if knowing is None:
        return Decision(room)
    language = _choose_language(room, policy, alarm)
    reader = "model" if alarm.reason == SECOND_READER else "list"
    others = tuple(other for other in policy.languages if other != language)
    clear = f"{policy.rules.prefix}{command_names(language)['clear'][0]}" if isinstance(where, Direct) else ""
    card = make_helpline_card(policy.rules.crisis.country, language, concern, reader, Spot(others, clear))
    quiet = isinstance(where, Direct) and _is_unseen(alarm)
    return Decision(knowing, (Notice(card, Mark(kind="helplines"), rings=not quiet, where=where),))


def _may_show_in_room(room: Room, policy: Policy, alarm: Alarm) -> bool:
    """Return whether help-lines may stand in the session room. One rule per line."""
    if not isinstance(alarm.where, SessionRoom):
        return False
    if _is_unseen(alarm) or alarm.by_therapist:
        return False
    if policy.rules.crisis.card == "never":
        return False
    return policy.rules.crisis.card == "always" or alarm.at - room.last_therapist >= ABSENT


def _is_unseen(alarm: Alarm) -> bool:
    """Return whether nothing may show that it was said: violence, and what a model found, which may be."""
    return alarm.kind is None or alarm.kind.is_violence


def _find_private_place(room: Room, alarm: Alarm) -> Direct | None:
    """Return the person's direct room, if they have come there before."""
    if isinstance(alarm.where, Direct):
        return alarm.where
    return Direct(alarm.person) if alarm.person and alarm.person in room.privates else None


def _choose_language(room: Room, policy: Policy, alarm: Alarm) -> Language:
    """Return the language that a person wrote in, where the room speaks it, else the one of the card they agreed to."""
    if alarm.language in policy.languages:
        return alarm.language
    return find_own_language(room, policy, alarm.person) if alarm.person else policy.languages[0]


def _tell_person(room: Room, policy: Policy, alarm: Alarm, key: str, by: str = "-") -> Decision:
    """Tell the person one line in their direct room; nothing if there is none, or if it is played."""
    where = _find_private_place(room, alarm)
    if where is None or alarm.drill:
        return Decision(room)
    here = therapists(room, policy)
    words = make_words(
        key,
        _choose_language(room, policy, alarm),
        prefix=policy.rules.prefix,
        people=join_names(room, here) or "-",
        by=by,
        behind=1 if alarm.by_therapist else 0 if here else 2,
        violence=int(_is_unseen(alarm)),
        place=alarm.where.kind,
    )
    return Decision(room, (Notice(words, Mark(kind="direct"), rings=not _is_unseen(alarm), where=where),))


def end_reading(room: Room, policy: Policy) -> tuple[Notice, ...]:
    """Return what everybody with a direct room is told when the bot's stay is over: nobody reads there any more.

    While an alarm waits what they write there is still compared, so they are told when it is over.
    """
    if not room.seated or room.alarms:
        return ()
    return tuple(line for user in room.privates for line in tell_unread(room, policy, user))


def tell_unread(room: Room, policy: Policy, user: UserId) -> tuple[Notice, ...]:
    """Return the line that says to somebody who counted on it that their direct room is not compared any more."""
    if user not in room.privates or user in room.unread or not policy.rules.crisis.enabled:
        return ()
    words = make_words("direct-ended", find_own_language(room, policy, user))
    return (Notice(words, Mark(kind="direct"), where=Direct(user)),)


def greet_in_private(room: Room, user: UserId) -> Room:
    """Return the room knowing that somebody has come into their direct room, where their words are compared from now on."""
    if user in room.privates:
        return room
    return replace(room, privates=(*room.privates, user))
