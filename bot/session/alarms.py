"""Alarms: what a therapist has to know at once, on their desk until they acknowledge it."""

from dataclasses import replace

from bot.model import Alarm, Alert, Card, Decision, Mark, Notice, Place, Room, Unsaid
from bot.policy import Policy
from bot.session.call import Call, line
from bot.session.code import room_code
from bot.session.commands import THERAPIST, command
from bot.session.drafts import therapists

PATIENCE = 600.0
"""Seconds after which the supervisor hears of an alarm that nobody acknowledged."""


@command("ack", "tanggapi", who=THERAPIST)
def ack(call: Call) -> Decision:
    """Acknowledge every alarm that waits."""
    if not call.room.alarms:
        return call.answered("ack-nothing")
    codes = ", ".join(alarm.code for alarm in call.room.alarms)
    return Decision(replace(call.room, alarms=()), (call.reply("ack-done", codes=codes),))


def alarmed(room: Room, policy: Policy, reason: str, now: float, *, name: str = "-") -> Decision:
    """Tell therapists at the desk, and the operator in the log, of `reason`: the key of a sentence behind `alarm-`."""
    alarm = Alarm(f"A{room.alarm_codes + 1}", reason, now)
    words = line(policy, f"alarm-{reason}", code=alarm.code, person=name)
    card = Card(alarm.code, words, Mark(kind="alarm"), therapists(room, policy))
    room = replace(room, alarms=(*room.alarms, alarm), alarm_codes=room.alarm_codes + 1)
    return Decision(room, (card, Alert(reason)))


def overheard(room: Room, event: Unsaid, policy: Policy) -> tuple[Notice, ...]:
    """Tell the supervisor that the bot could not speak where only some may hear it; at the desk it cannot be said."""
    if event.place is Place.SUPERVISOR:
        return ()
    words = line(policy, "supervisor-unsaid", room=room_code(room.id), reason=event.reason)
    return (Notice(words, Mark(kind="supervision"), rings=True, place=Place.SUPERVISOR),)


def overdue(alarm: Alarm) -> float:
    """Return when the supervisor is to hear of an alarm, in seconds UTC."""
    return alarm.at + PATIENCE


def overlooked(room: Room, policy: Policy, now: float) -> Decision:
    """Tell the supervisor, once, of alarms that nobody acknowledged: which room and what kind, and no words."""
    late = tuple(one for one in room.alarms if not one.told_supervisor and overdue(one) <= now)
    kept = tuple(replace(one, told_supervisor=True) if one in late else one for one in room.alarms)
    notices = tuple(
        Notice(
            line(policy, "supervisor-alarm", room=room_code(room.id), code=one.code, minutes=int(PATIENCE // 60)),
            Mark(kind="supervision"),
            rings=True,
            place=Place.SUPERVISOR,
        )
        for one in late
    )
    return Decision(replace(room, alarms=kept), notices)
