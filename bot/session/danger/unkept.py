"""Danger where nothing can be written down: everybody who would be called minute by minute is called at once. Pure.

No later minute can be waited for, since nothing would be left of it: so the desk, the second contacts and the on-call
room are told in one breath, and whoever is paged outside Matrix, and each is told that the alarm could not be kept, and cannot be acknowledged.
"""

from bot.model import (
    Alarm,
    Card,
    Decision,
    Effect,
    Mark,
    Notice,
    OnCall,
    Page,
    Room,
    SecondContact,
    SessionRoom,
    UserId,
    Where,
    Words,
)
from bot.policy import Policy
from bot.session.answers.links import label_message, make_permalink
from bot.session.command.context import find_name, join_names, say_line, therapists
from bot.session.danger.calling import name_next_contact
from bot.session.danger.ladder import list_contacts_for, name_reader
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.room_code import make_room_code

URGENT = frozenset({"alarm", "direct", "helplines"})
"""Kinds of messages that danger leads to."""
TO_SUPERVISOR = frozenset({"supervisor-alarm", "supervisor-about-therapist"})
"""What a supervisor is told of danger, by the keys of its sentences; the rest of what they are told can wait."""


def is_urgent(effect: Effect) -> bool:
    """Return whether something is said of danger, so that it cannot wait until it can be written down."""
    if not isinstance(effect, Card | Notice):
        return isinstance(effect, Page)
    return effect.mark.kind in URGENT or effect.words.key in TO_SUPERVISOR


def list_urgent_pages(before: Room, decision: Decision, policy: Policy) -> tuple[Page, ...]:
    """Return of which alarms whoever is on call is paged at once: new ones, and those whose ladder is at its end."""
    new = tuple(
        Page(alarm.code, alarm.at)
        for alarm in decision.room.alarms
        if policy.pages and alarm.is_danger and not alarm.drill and before.alarm(alarm.code) is None
    )
    return new + tuple(effect for effect in decision.effects if isinstance(effect, Page))


def list_urgent_messages(before: Room, decision: Decision, policy: Policy) -> tuple[Card | Notice, ...]:
    """Return what is said of danger in a decision on the room `before` that could not be written down; nothing else of it.

    Whoever is called for a new alarm, and what a decision says anyway: to the person, to the supervisor, and to whoever
    is next for an alarm of earlier.
    """
    new = tuple(
        alarm
        for alarm in decision.room.alarms
        if alarm.is_danger and not alarm.drill and before.alarm(alarm.code) is None
    )
    codes = {alarm.code for alarm in new}
    calls = tuple(call for alarm in new for call in _call_everybody(decision.room, policy, alarm))
    return calls + tuple(
        effect
        for effect in decision.effects
        if isinstance(effect, Card | Notice) and is_urgent(effect) and effect.code not in codes
    )


def _call_everybody(room: Room, policy: Policy, alarm: Alarm) -> tuple[Card | Notice, ...]:
    """Return what the desk, the second contacts and the on-call room are told; of words about a therapist no desk is."""
    contacts = list_contacts_for(room, policy, by_therapist=alarm.by_therapist)
    others: tuple[Where, ...] = tuple(SecondContact(contact) for contact in contacts)
    others += (OnCall(),) if policy.on_call else ()
    words = _describe_to_outsiders(room, policy, alarm)
    calls = tuple(Notice(words, Mark(kind="alarm"), rings=True, where=where) for where in others)
    return calls if alarm.by_therapist else (_make_desk_card(room, policy, alarm), *calls)


def _make_desk_card(room: Room, policy: Policy, alarm: Alarm) -> Card:
    in_room, here = isinstance(alarm.where, SessionRoom), therapists(room, policy)
    words = say_line(
        policy,
        "alarm-unkept",
        kind=alarm.kind or "unknown",
        person=find_name(room, alarm.person or "-"),
        place=alarm.where.kind,
        label=label_message(room, alarm.event, alarm.at) if in_room and alarm.event else "-",
        link=make_permalink(room.id, alarm.event) if in_room and alarm.event else "-",
        next=name_next_contact(policy),
        reader=name_reader(alarm, there=bool(here)),
    )
    # Without its code: the card cannot be answered, and must not be taken for the alarm's own, which comes once it is kept.
    return Card("", words, Mark(kind="alarm"), here)


def _describe_to_outsiders(room: Room, policy: Policy, alarm: Alarm) -> Words:
    here: tuple[UserId, ...] = therapists(room, policy)
    return say_line(
        policy,
        "crisis-unkept",
        room=make_room_code(room.id),
        person=join_names(room, here) or find_name(room, "-"),
        time=format_time_of_day(alarm.at),
        reader=name_reader(alarm, there=bool(here)),
    )
