"""An alarm outlives the bot's own stay: in a room that it was put out of, that was closed or is no session's any more. Pure.

Who was called is called on, who comes is told, and a therapist can still acknowledge it at the desk. What is told in private meanwhile is still compared. Nothing else is done.
"""

from bot.model import (
    Came,
    Decision,
    Desk,
    Direct,
    Elapsed,
    Event,
    Heard,
    Overheard,
    Present,
    Role,
    Room,
    SecondContact,
    Shown,
    Taken,
    Unsaid,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext
from bot.session.command.table import recognise_command
from bot.session.danger.alarms import acknowledge_alarms, take_alarm
from bot.session.danger.calling import lay_alarms_again
from bot.session.danger.ladder import call_past_silence, climb_ladder, hold_ladder, note_reached_contact, tell_again
from bot.session.danger.tripwire import watch_message
from bot.who_may import What, find_writer_standing, may


def carry_alarms_on(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what an event is to the alarms of a room in which the bot has no seat."""
    if not room.alarms:
        return Decision(room)
    match event:
        case Elapsed():
            return climb_ladder(room, policy, event.at)
        case Shown():
            return Decision(note_reached_contact(room, event))
        case Unsaid():
            return call_past_silence(room, event, policy)
        case Heard(where=Direct()) | Overheard(where=Direct()):
            return watch_message(room, event, policy)
        case _:
            return _hear_answer(room, event, policy)


def _hear_answer(room: Room, event: Event, policy: Policy) -> Decision:
    """Return what follows from the word, the presence or the coming of somebody who was called."""
    match event:
        case Heard(where=Desk()) if policy.role(event.sender) is Role.THERAPIST:
            return _hear_therapist(room, event, policy)
        case Present():
            certain = may(What.HOLD_LADDER, find_writer_standing(room, policy, event))
            return Decision(hold_ladder(room, event.where, event.at, signed=certain))
        case Came(where=Desk()):
            return Decision(room, lay_alarms_again(room, policy))
        case Came(where=SecondContact(user)):
            return tell_again(room, policy, user)
        case Taken():
            return take_alarm(room, event, policy)
        case _:
            return Decision(room)


def _hear_therapist(room: Room, heard: Heard, policy: Policy) -> Decision:
    """Let a therapist's word at the desk hold the ladder, and their `!ack` end the alarm."""
    certain = may(What.HOLD_LADDER, find_writer_standing(room, policy, heard))
    room = hold_ladder(room, heard.where, heard.at, signed=certain)
    call = recognise_command(room, heard, policy)
    if isinstance(call, CommandContext) and call.name == "ack" and certain:
        return acknowledge_alarms(call)
    return Decision(room)
