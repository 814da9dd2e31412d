"""What the AI may offer unasked: seldom, after a pause, never into somebody's typing, and only to the therapist's desk."""

from dataclasses import replace

from bot.model import Decision, Elapsed, EventId, Floor, Pending, Place, Room, Task, Typing
from bot.policy import Policy
from bot.session.alarms import frozen
from bot.session.asking import sent_off
from bot.session.window import context

MINUTE = 60.0
PAUSE = 20.0
"""Seconds of quiet that make a pause."""
TYPING_LASTS = 60.0
"""Seconds after which a typing notice that was never taken back counts no more."""


def offer_due(room: Room, policy: Policy) -> float | None:
    """Return when something may be offered next, in seconds UTC; None if nothing may until somebody writes."""
    rules = policy.rules.initiative
    if room.floor is not Floor.SPEAK or room.talk == room.offer_talk or room.offers >= rules.max:
        return None
    if room.drafts or room.pending or frozen(room) or not policy.reaches(Task.OFFER, Place.ROOM):
        return None
    quiet = max(room.last_talk + PAUSE, room.typing + TYPING_LASTS if room.typing else 0.0)
    return max(quiet, room.offered + MINUTE * rules.every)


def offered(room: Room, policy: Policy, event: Elapsed) -> Decision:
    """Ask the backend whether there is something worth offering, if it may be asked now. Usually there is not."""
    due = offer_due(room, policy)
    if due is None or event.at < due:
        return Decision(room)
    if not context(room, policy, event.at):
        return Decision(replace(room, offer_talk=room.talk))  # nothing said may leave: look again when somebody writes
    room = replace(room, offered=event.at, offers=room.offers + 1, offer_talk=room.talk)
    pending = Pending(EventId(f"offer/{event.id}"), policy.bot, Task.OFFER, policy.languages[0])
    return sent_off(room, policy, pending, event.at)


def typed(room: Room, event: Typing) -> Decision:
    """Note whether somebody is typing."""
    return Decision(replace(room, typing=event.at if event.busy else 0.0))
