"""Alarms: what a therapist has to know at once, on their desk until they acknowledge it."""

from dataclasses import replace

from bot.model import (
    Alarm,
    Alert,
    Card,
    Decision,
    Desk,
    Mark,
    Notice,
    Role,
    Room,
    SecondContact,
    SessionRoom,
    Taken,
    UserId,
    Words,
)
from bot.policy import Policy
from bot.session.command.context import CommandContext, find_name, say_line, therapists
from bot.session.command.table import THERAPIST, register_command
from bot.session.danger.ladder import list_called_alarms, list_second_contacts
from bot.session.danger.to_person import tell_person_read, tell_unread
from bot.session.danger.wordless import make_wordless_card
from bot.session.talk.room_code import make_room_code
from bot.words import fold_text
from bot.words.shelf import typed_words


@register_command("ack", who=THERAPIST)
def acknowledge_alarms(call: CommandContext) -> Decision:
    """Acknowledge the one alarm that waits, or those that are named; where there are several, ask which.

    Whatever stands behind the code is for people: it is not kept. Typed in the session room it is answered at the desk:
    nothing there shows what an alarm is about, nor that there was one.
    """
    waiting = tuple(alarm for alarm in call.room.alarms if not alarm.by_therapist)
    if not waiting:
        return _answer_at_desk(call, call.room, "ack-nothing")
    meant = _find_meant_alarms(call, waiting)
    if not meant:
        return _answer_at_desk(call, call.room, "ack-which", lines=_list_alarms(call, waiting))
    read = end_alarms(call.room, call.policy, meant, call.heard.sender, call.heard.at)
    return read.then(lambda room: _answer_at_desk(call, room, "ack-done", lines=_list_alarms(call, meant)))


def raise_alarm(room: Room, policy: Policy, reason: str, now: float, /, **facts: str | int) -> Decision:
    """Tell therapists at the desk, and the operator in the log, of `reason`: the key of a sentence behind `alarm-`.

    `facts` are what the sentence is filled with, beside the alarm's code.
    """
    alarm = Alarm(f"A{room.alarm_codes + 1}", reason, now)
    words = say_line(policy, f"alarm-{reason}", code=alarm.code, **facts)
    card = Card(alarm.code, words, Mark(kind="alarm"), therapists(room, policy))
    room = replace(room.with_alarm(alarm), alarm_codes=room.alarm_codes + 1)
    return Decision(room, (card, *make_wordless_card(room, policy), Alert(reason)))


def take_alarm(room: Room, event: Taken, policy: Policy) -> Decision:
    """Let a second contact's answer end the alarms that they were called for, and tell them so, and the desk who has taken them.

    What somebody else was quicker to acknowledge they are told to be over.
    """
    if event.person not in list_second_contacts(policy):
        return Decision(room)
    called = list_called_alarms(room, policy, event.person)
    meant = tuple(alarm for alarm in called if event.code in {"", alarm.code})
    decision = end_alarms(room, policy, meant, event.person, event.at).also(*_confirm_taken(room, policy, event, meant))
    for alarm in meant:
        if not alarm.by_therapist:
            words = say_line(policy, "alarm-taken", code=alarm.code, person=find_name(room, event.person))
            decision = decision.also(Notice(words, Mark(kind="alarm"), rings=True, where=Desk()))
    return decision


def _confirm_taken(room: Room, policy: Policy, event: Taken, meant: tuple[Alarm, ...]) -> tuple[Notice, ...]:
    """Return what a second contact reads of their answer: each alarm that is theirs now, or that nothing waits."""
    where, mark, code = SecondContact(event.person), Mark(kind="ack"), make_room_code(room.id)
    if not meant:
        return (Notice(say_line(policy, "ack-nothing"), mark, where=where),)
    return tuple(
        Notice(
            say_line(policy, "second-taken", code=alarm.code, room=code, behind=int(alarm.by_therapist)),
            mark,
            where=where,
        )
        for alarm in meant
    )


def end_alarms(room: Room, policy: Policy, meant: tuple[Alarm, ...], reader: UserId, now: float) -> Decision:
    """Tell each person whose words they were that `reader` has read it, and take the alarms off the room."""
    decision = Decision(room)
    for alarm in meant:
        if alarm.is_danger:
            decision = decision.then(tell_person_read, policy, alarm, reader)
    return decision.then(_drop_alarms, policy, meant, now)


def _drop_alarms(room: Room, policy: Policy, meant: tuple[Alarm, ...], now: float) -> Decision:
    """Take alarms off the room; one without a seat knows nobody any more when the last is gone."""
    drilled = now if any(alarm.drill for alarm in meant) else room.drilled
    left = replace(room, drilled=drilled, alarms=tuple(alarm for alarm in room.alarms if alarm not in meant))
    if left.seated or left.alarms:
        return Decision(left)
    ended = tuple(line for user in left.privates for line in tell_unread(left, policy, user))
    return Decision(replace(left, roster=()), ended)


def _find_meant_alarms(call: CommandContext, waiting: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """Return which of the alarms that wait are acknowledged: those named, all of them, or the only one."""
    typed = fold_text(call.argument).replace(",", " ").split()
    named = tuple(alarm for alarm in waiting if alarm.code.casefold() in typed)
    if named:
        return named
    if typed[:1] and typed[0] in typed_words("ack.all"):
        return waiting
    return waiting if len(waiting) == 1 and not _names_another(typed) else ()


def _names_another(typed: list[str]) -> bool:
    """Return whether the first word is the code of an alarm, so that it is not the one that waits."""
    return bool(typed) and typed[0][:1] == "a" and typed[0][1:].isdigit()


def _list_alarms(call: CommandContext, alarms: tuple[Alarm, ...]) -> tuple[Words, ...]:
    """Return one line for each alarm: its code, what about, and whose words."""
    return tuple(
        say_line(
            call.policy,
            "ack-line",
            code=alarm.code,
            kind=alarm.kind or "unknown",
            reason=alarm.reason,
            person=find_name(call.room, alarm.person) if alarm.person else "-",
            place=alarm.where.kind,
            drill=int(alarm.drill),
        )
        for alarm in alarms
    )


def _answer_at_desk(call: CommandContext, room: Room, key: str, **args: tuple[Words, ...]) -> Decision:
    """Answer where the command was typed, or, if that was in the session room, at the desk."""
    reply = call.reply(key, **args)
    if isinstance(call.heard.where, SessionRoom) and call.role is Role.THERAPIST:
        return Decision(room, (Notice(reply.words, reply.mark, rings=True, where=Desk()),))
    return Decision(room, (reply,))
