"""What a second contact answers in their own room, which is one for all sessions: which alarms they see to. Pure.

`!ack` means the only alarm that waits for them; where there are several it has to name one, and its room where two
have the same code. Nothing else that they write there means anything, and no word of it is kept.
"""

import re
from dataclasses import dataclass

from bot.model import Alarm, EventId, Heard, Mark, Notice, Room, RoomId, SecondContact, Taken, Words
from bot.policy import Policy
from bot.session.command.context import CommandContext, say_line
from bot.session.command.table import recognise_command
from bot.session.danger.ladder import list_called_alarms
from bot.session.talk.clock import format_time_of_day
from bot.session.talk.room_code import make_room_code
from bot.words import fold_text
from bot.words.shelf import typed_words

ALARM_CODE = re.compile(r"a\d+")


@dataclass(frozen=True, slots=True)
class ContactAnswer:
    """What an answer comes to: what each session is told, or else what the contact reads, and whose policy said so."""

    taken: tuple[tuple[RoomId, Taken], ...] = ()
    said: Notice | None = None
    by: RoomId | None = None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An alarm that waits for a contact, with its session."""

    room: Room
    alarm: Alarm

    @property
    def room_code(self) -> str:
        """Return what the session's room is called before those who must not learn who sits in it."""
        return make_room_code(self.room.id)


def hear_contact(sessions: tuple[tuple[Room, Policy], ...], heard: Heard) -> ContactAnswer:
    """Return what `heard`, written by a second contact of `sessions` in their room, comes to; nothing if it is no `!ack`.

    Each session counts the word by its own rules, so by its own prefix and by how certain it wants to be of a device.
    """
    calls = [
        (call, policy)
        for room, policy in sessions
        if isinstance(call := recognise_command(room, heard, policy), CommandContext) and call.name == "ack"
    ]
    certain = [(call, policy) for call, policy in calls if not _doubt_sender(heard, policy)]
    if not calls:
        return ContactAnswer()
    call, policy = (certain or calls)[0]
    if doubt := _doubt_sender(heard, policy):
        return _say(heard, call, policy, doubt)
    waiting = tuple(
        _Waiting(each.room, alarm)
        for each, rules in certain
        for alarm in list_called_alarms(each.room, rules, heard.sender)
    )
    if not waiting:
        return _say(heard, call, policy, "ack-nothing")
    meant = _find_meant(waiting, fold_text(call.argument).replace(",", " ").split(), overdue=heard.overdue)
    if not meant:
        lines = tuple(_describe_waiting(policy, each) for each in waiting)
        return _say(heard, call, policy, "second-which", lines=lines)
    return ContactAnswer(tuple((each.room.id, _take(heard, each)) for each in meant))


def _doubt_sender(heard: Heard, policy: Policy) -> str:
    """Return the sentence for a sender who is not certain enough to end an alarm; empty if they are."""
    if heard.changed:
        return "identity-changed"
    return "verify-first" if policy.rules.require_cross_signing and not heard.signed else ""


def _find_meant(waiting: tuple[_Waiting, ...], typed: list[str], *, overdue: bool) -> tuple[_Waiting, ...]:
    """Return which alarms an answer is about; none if that is not certain.

    What could be read only late may be about an earlier alarm than the one that waits now, so it has to name it.
    """
    if typed[:1] and typed[0] in typed_words("ack.all"):
        return waiting
    there = tuple(each for each in waiting if fold_text(each.room_code) in typed)
    named = tuple(each for each in there or waiting if each.alarm.code.casefold() in typed)
    if named:
        return named if len({each.alarm.code for each in named}) == len(named) else ()
    if any(ALARM_CODE.fullmatch(word) for word in typed) or overdue:
        return ()
    left = there or waiting
    return left if len(left) == 1 else ()


def _take(heard: Heard, each: _Waiting) -> Taken:
    """Return what the alarm's session is told. By its code: what is raised meanwhile was not meant."""
    code = each.alarm.code
    return Taken(EventId(f"{heard.id}/{each.room.id}/{code}"), heard.at, heard.sender, code)


def _describe_waiting(policy: Policy, each: _Waiting) -> Words:
    time = format_time_of_day(each.alarm.at)
    return say_line(policy, "second-line", code=each.alarm.code, room=each.room_code, time=time)


def _say(heard: Heard, call: CommandContext, policy: Policy, key: str, **args: tuple[Words, ...]) -> ContactAnswer:
    """Return a line for the contact, as the session of `call` would say it."""
    line = Notice(say_line(policy, key, **args), Mark(kind="ack"), where=SecondContact(heard.sender))
    return ContactAnswer(said=line, by=call.room.id)
