"""Alarms: what a therapist has to know at once, on their desk until they acknowledge it, and who is told if nobody does."""

from dataclasses import replace

from bot.model import (
    SECOND_READER,
    Alarm,
    Alert,
    Card,
    Decision,
    Desk,
    Effect,
    Mark,
    Notice,
    OnCall,
    Room,
    SecondContact,
    Supervisor,
    Unsaid,
    UserId,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext, find_name, join_names, say_line, therapists
from bot.session.command.table import THERAPIST, register_command
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.room_code import make_room_code

PATIENCE = 600.0
"""Seconds after which the supervisor hears of an alarm that nobody acknowledged."""
STEP = 60.0
"""Seconds from one step of the crisis ladder to the next: the desk, the second contact, the on-call room."""
HELD = 300.0
"""Seconds for which a therapist's word, in room or desk, holds the ladder: they are there."""
LAST_STEP = 2


@register_command("ack", who=THERAPIST)
def acknowledge_alarms(call: CommandContext) -> Decision:
    """Acknowledge every alarm that waits."""
    if not call.room.alarms:
        return call.answer_with("ack-nothing")
    codes = ", ".join(alarm.code for alarm in call.room.alarms)
    return Decision(replace(call.room, alarms=()), (call.reply("ack-done", codes=codes),))


def raise_alarm(room: Room, policy: Policy, reason: str, now: float, /, **facts: str | int) -> Decision:
    """Tell therapists at the desk, and the operator in the log, of `reason`: the key of a sentence behind `alarm-`.

    `facts` are what the sentence is filled with, beside the alarm's code.
    """
    alarm = Alarm(f"A{room.alarm_codes + 1}", reason, now)
    words = say_line(policy, f"alarm-{reason}", code=alarm.code, **facts)
    card = Card(alarm.code, words, Mark(kind="alarm"), therapists(room, policy))
    room = replace(room, alarms=(*room.alarms, alarm), alarm_codes=room.alarm_codes + 1)
    return Decision(room, (card, Alert(reason)))


def alarm_unsaid(room: Room, event: Unsaid, policy: Policy) -> Decision:
    """Tell the supervisor that the bot could not speak where only some may hear it; at the desk it cannot be said.

    An alarm that could not be said at the desk goes to whoever is next at once.
    """
    if isinstance(event.where, Supervisor):
        return Decision(room)
    words = say_line(policy, "supervisor-unsaid", room=make_room_code(room.id), reason=event.reason)
    told = Notice(words, Mark(kind="supervision"), rings=True, where=Supervisor())
    waiting = tuple(
        alarm for alarm in room.alarms if isinstance(event.where, Desk) and alarm.is_danger and alarm.step == 0
    )
    return Decision(room, (told,)).then(_call_next_person, policy, waiting)


def find_next_call(room: Room) -> float | None:
    """Return when somebody else is to hear of an alarm that nobody acknowledged, in seconds UTC; None if never."""
    times = [alarm.at + PATIENCE for alarm in room.alarms if not alarm.told_supervisor]
    times += [_find_next_step(room, alarm) for alarm in room.alarms if alarm.is_danger and alarm.step < LAST_STEP]
    return min(times, default=None)


def climb_ladder(room: Room, policy: Policy, now: float) -> Decision:
    """Take the next step for every crisis alarm that is due, and tell the supervisor of what has waited too long."""
    climbing = tuple(
        alarm
        for alarm in room.alarms
        if alarm.is_danger and alarm.step < LAST_STEP and _find_next_step(room, alarm) <= now
    )
    climbed = _call_next_person(room, policy, climbing)
    late = tuple(alarm for alarm in climbed.room.alarms if not alarm.told_supervisor and alarm.at + PATIENCE <= now)
    alarms = tuple(replace(alarm, told_supervisor=True) if alarm in late else alarm for alarm in climbed.room.alarms)
    notices = tuple(
        Notice(
            say_line(
                policy, "supervisor-alarm", room=make_room_code(room.id), code=alarm.code, minutes=int(PATIENCE // 60)
            ),
            Mark(kind="supervision"),
            rings=True,
            where=Supervisor(),
        )
        for alarm in late
    )
    return replace(climbed, room=replace(climbed.room, alarms=alarms)).also(*notices)


def tell_again(room: Room, policy: Policy, contact: UserId) -> Decision:
    """Tell a second contact, who has come into their room, of every alarm they were called for and that still waits."""
    if contact not in list_second_contacts(policy):
        return Decision(room)
    waiting = (alarm for alarm in room.alarms if alarm.is_danger and alarm.step > 0)
    return Decision(
        room, tuple(_tell_outsider(room, policy, replace(alarm, step=0), "crisis-second", contact) for alarm in waiting)
    )


def list_second_contacts(policy: Policy) -> tuple[UserId, ...]:
    """Return who is called when a therapist does not answer: those whom policy names, patterns aside."""
    return tuple(
        UserId(second_contact)
        for second_contact in policy.rules.second_contacts
        if not set(second_contact) & set("*?& ")
    )


def _find_next_step(room: Room, alarm: Alarm) -> float:
    """Return when the next step of the ladder is due; a therapist's word since the alarm holds it."""
    base = alarm.at + STEP * (alarm.step + 1)
    return max(base, room.last_therapist + HELD) if room.last_therapist > alarm.at else base


def _call_next_person(room: Room, policy: Policy, alarms: tuple[Alarm, ...]) -> Decision:
    """Tell whoever is next of `alarms`: the second contact, or, where there is none, the on-call room at once."""
    effects: list[Effect] = []
    stepped = {}
    for alarm in alarms:
        contacts = list_second_contacts(policy) if alarm.step == 0 else ()
        stepped[alarm.code] = replace(alarm, step=alarm.step + 1 if contacts else LAST_STEP)
        effects += [_tell_outsider(room, policy, alarm, "crisis-second", user) for user in contacts]
        effects += [] if contacts else [_tell_outsider(room, policy, alarm, "crisis-on-call", None)]
    kept = tuple(stepped.get(alarm.code, alarm) for alarm in room.alarms)
    return Decision(replace(room, alarms=kept), tuple(effects))


def _tell_outsider(room: Room, policy: Policy, alarm: Alarm, key: str, contact: UserId | None) -> Notice:
    """Return what a person outside the session is told: the room's code, the therapist, the time, never the phrase."""
    words = say_line(
        policy,
        key,
        code=alarm.code,
        room=make_room_code(room.id),
        person=join_names(room, therapists(room, policy)) or find_name(room, "-"),
        time=format_time_of_day(alarm.at),
        minutes=int(STEP * (alarm.step + 1) // 60),
        reader="model" if alarm.reason == SECOND_READER else "list",
    )
    return Notice(words, Mark(kind="alarm"), rings=True, where=SecondContact(contact) if contact else OnCall())
