"""Which six commands `!help` names: those that whoever asks can do something with now. Pure."""

from bot.model import Desk, Role, Room
from bot.session.command.aside import find_place_aside
from bot.session.command.context import CommandContext
from bot.session.command.table import TABLE, list_allowed_roles

LINES = 6
"""Commands in a `!help`: what fits on the screen of a phone beside the talk."""
BEFORE = ("agree", "decline", "privacy", "explain", "stop", "mydata")
OFF = ("explain", "withdraw", "status", "privacy", "sent", "mydata")
ON = ("explain", "translate", "express", "stop", "wrong", "withdraw")
THERAPIST_OFF = ("listen", "speak", "status", "explain", "note", "privacy")
THERAPIST_ON = ("off", "translate", "ask", "suggest", "summary", "end")
SITS_IN = ("stop", "privacy", "status")


def list_first_commands(call: CommandContext) -> tuple[str, ...]:
    """Return at most six commands that the caller may use: the most useful now, then others in the order of the table."""
    wanted = (*_name_alarms(call), *_choose_by_moment(call.room, call), *TABLE)
    allowed = (name for name in dict.fromkeys(wanted) if call.role in list_allowed_roles(name, call.policy))
    return tuple(allowed)[:LINES]


def _name_alarms(call: CommandContext) -> tuple[str, ...]:
    """Return that an alarm waits, for therapists at the desk alone: no session room shows it, nor who is not to know of it."""
    at_desk = isinstance(find_place_aside(call.room, call.heard.sender, call.heard.where), Desk)
    waits = any(not alarm.by_therapist for alarm in call.room.alarms)
    return ("ack",) if at_desk and waits else ()


def _choose_by_moment(room: Room, call: CommandContext) -> tuple[str, ...]:
    """Return what the caller most likely wants now. One moment per line."""
    if call.role is Role.OBSERVER:
        return SITS_IN
    if call.role is Role.THERAPIST:
        return THERAPIST_ON if room.is_on else THERAPIST_OFF
    if not any(consent.person == call.heard.sender for consent in room.consents):
        return BEFORE
    return ON if room.is_on else OFF
