"""The drill: an alarm that is played, marked DRILL, through every step of the ladder, until a person answers. Pure.

Nobody is in danger, so the AI goes on, and nobody's direct room is told.
"""

from dataclasses import replace

from bot.model import CRISIS, Alarm, Alert, Decision, Desk, Drilled, Role, Room, SessionRoom
from bot.policy import Policy
from bot.session.command.context import CommandContext
from bot.session.command.table import THERAPIST, register_command
from bot.session.danger.calling import make_alarm_card


@register_command("drill", who=THERAPIST)
def start_drill(call: CommandContext) -> Decision:
    """Play an alarm from the desk. One at a time, and none while a real one waits that the desk knows of."""
    if not isinstance(call.heard.where, Desk) or call.role is not Role.THERAPIST:
        return call.answer_with("at-the-desk")
    if any(alarm.is_danger and not alarm.by_therapist for alarm in call.room.alarms):
        return call.answer_with("drill-waits")
    return play_alarm(call.room, call.policy, call.heard.at)


def obey_operator_drill(room: Room, event: Drilled, policy: Policy) -> Decision:
    """Play an alarm for the operator; where a real one waits, or nobody sits, the log says that none was played."""
    if not room.seated or any(alarm.is_danger for alarm in room.alarms):
        return Decision(room, (Alert("drill-not-played"),))
    return play_alarm(room, policy, event.at)


def play_alarm(room: Room, policy: Policy, now: float) -> Decision:
    """Put a played alarm on the desk; time does the rest, as it does with any other."""
    alarm = Alarm(f"A{room.alarm_codes + 1}", CRISIS, now, where=SessionRoom(), drill=True)
    room = replace(room.with_alarm(alarm), alarm_codes=room.alarm_codes + 1)
    return Decision(room, (make_alarm_card(room, policy, alarm),))
