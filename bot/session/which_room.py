"""Which room something at a desk is about that several rooms share. Pure.

A reply or a thread says it by the message that it hangs on, and so does the room's code at the end. Without either, a word
counts only where it can mean one card of all rooms, and a command only where it is about no room. What is not certain
decides nothing: whoever typed it is asked.
"""

import re
from dataclasses import dataclass, replace

from bot.model import Alarm, Desk, Draft, Heard, Mark, Reply, Room, RoomId, Words
from bot.policy import Policy
from bot.session.command.context import CommandContext, say_line
from bot.session.command.table import recognise_command
from bot.session.desk.bare_word import JUST_CLOSED, SEEN_AFTER, has_been_seen, is_quiet_beside
from bot.session.desk.verdict import find_decided_code, list_meant_cards, parse_word, parse_wording
from bot.session.desk.waiver import is_waiver_open
from bot.session.notes.open_note import find_finalised_code
from bot.session.talk.room_code import make_room_code
from bot.words import fold_text

ABOUT_NO_ROOM = frozenset({"cards", "help"})
"""Commands that need no room: they are answered in the same way for all of them."""
MOST_LISTED = 20
"""Rooms that are named to whoever has to say which one is meant, at most."""
ASKS_WHICH = "desk-room"
"""What the line is called that asks for the room."""
_ROOM_CODE = re.compile(r"(?<!\S)(R-[0-9A-F]{6})[\s.!]*\Z", re.IGNORECASE)
_ALARM_CODE = re.compile(r"a\d+")

Ruled = tuple[Room, Policy]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where something typed at a shared desk belongs: in `room`, or `asks` where its writer has to say so; else it is talk.

    `heard` is what they typed without the code of a room at its end.
    """

    heard: Heard
    room: RoomId | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class SharedDesk:
    """The rooms at a shared desk at which whoever writes belongs; `blind`: the state of one of them cannot be read.

    `hangs` is whether the message hangs on a line of the bot's by what a homeserver can change.
    """

    rooms: tuple[Ruled, ...]
    blind: bool = False
    hangs: bool = False


def place_by_name(rooms: tuple[RoomId, ...], heard: Heard, answered: frozenset[RoomId]) -> Placing | None:
    """Return where a message belongs by what it names: a room's code, or `answered`, the rooms of the lines it hangs on.

    None where it names nothing: then what it says may tell. A line that a homeserver could have chosen names nothing.
    """
    text, code = split_room_code(heard.text)
    heard = replace(heard, text=text, other=split_room_code(heard.other)[0])
    said = frozenset() if heard.loose else answered
    if code:
        named = [room for room in rooms if make_room_code(room) == code]
        certain = len(named) == 1 and said <= {*named} and bool(text)
        return Placing(heard, named[0]) if certain else Placing(heard, asks=True)
    if said:
        certain = len(said) == 1 and said <= {*rooms}
        return Placing(heard, next(iter(said))) if certain else Placing(heard, asks=True)
    return Placing(heard, rooms[0]) if len(rooms) == 1 else None


def split_room_code(text: str) -> tuple[str, str]:
    """Return a message without the room's code at its end, and that code; empty if there is none."""
    match = _ROOM_CODE.search(text)
    return (text[: match.start()].rstrip(), match[1].upper()) if match else (text, "")


def place_by_words(desk: SharedDesk, heard: Heard) -> Placing:
    """Return where a message belongs that names no room: by the one card or alarm of all rooms that it can be about."""
    calls = [call for room, policy in desk.rooms if (call := recognise_command(room, heard, policy))]
    commands = [call for call in calls if isinstance(call, CommandContext)]
    if commands:
        return _place_command(desk, heard, commands)
    if calls:  # no command of anybody's: that it is none is said in the same way for every room
        return Placing(heard, desk.rooms[0][0].id)
    if code := find_decided_code(heard):
        return _place(heard, _find_card_by_code(desk, heard, code))
    if any(room.note and find_finalised_code(room.note, heard) for room, _ in desk.rooms):
        return Placing(heard, asks=True)
    word = "text" if parse_wording(heard.text) else parse_word(heard.text) or ""
    is_open = any(room.drafts or is_waiver_open(room) for room, _ in desk.rooms)
    is_to_us = heard.answers_bot or heard.loose or not list_meant_cards(heard)
    if word and is_open and is_to_us:
        return _place(heard, _find_card_by_word(desk, heard, word))
    return Placing(heard, asks=heard.answers_bot or desk.hangs)


def is_command_there(desk: SharedDesk, heard: Heard) -> bool:
    """Return whether a message, without the code of a room, is a command in any room of a desk."""
    return any(isinstance(recognise_command(room, heard, policy), CommandContext) for room, policy in desk.rooms)


def ask_for_room(desk: SharedDesk, heard: Heard) -> Reply:
    """Return the line that asks which room something was about: where cards and alarms wait, by codes alone."""
    policy, rooms = desk.rooms[0][1], [room for room, _ in desk.rooms]
    waiting = [room for room in rooms if _list_open_codes(room)]
    lines = tuple(_describe_waiting(policy, room) for room in waiting[:MOST_LISTED])
    example = make_room_code((waiting or rooms)[0].id)
    words = say_line(policy, "desk-which-room", rooms=lines, open=int(bool(lines)), code=example)
    return Reply(heard.id, words, Mark(kind=ASKS_WHICH), heard.thread, where=Desk())


def _place(heard: Heard, room: Room | None) -> Placing:
    return Placing(heard, room.id) if room else Placing(heard, asks=True)


def _place_command(desk: SharedDesk, heard: Heard, commands: list[CommandContext]) -> Placing:
    """Return where a command belongs that names no room: nowhere for certain, but `!ack` of the one alarm that it can be about."""
    names = {call.name for call in commands}
    if names <= ABOUT_NO_ROOM:
        return Placing(heard, commands[0].room.id)
    return _place(heard, _find_alarm(desk, heard, commands[0]) if names == {"ack"} else None)


def _find_alarm(desk: SharedDesk, heard: Heard, call: CommandContext) -> Room | None:
    """Return the room of the one alarm that an `!ack` can be about: by its code, else of all that wait; None if there is none.

    What could be read only late may be about an earlier one, and one that has just been raised nobody has read.
    """
    named = [word for word in fold_text(call.argument).replace(",", " ").split() if _ALARM_CODE.fullmatch(word)]
    waiting = [(room, alarm) for room, _ in desk.rooms for alarm in room.alarms if not alarm.by_therapist]
    meant = [(room, alarm) for room, alarm in waiting if not named or alarm.code.casefold() in named]
    if desk.blind or heard.overdue or len(meant) != 1 or (call.argument.strip() and not named):
        return None
    room, alarm = meant[0]
    return room if _has_been_read(alarm, heard.written or heard.at) else None


def _has_been_read(alarm: Alarm, at: float) -> bool:
    return alarm.card is not None and at - alarm.at >= SEEN_AFTER


def _find_card_by_code(desk: SharedDesk, heard: Heard, code: str) -> Room | None:
    """Return the one room in which a card with that code is open and can have been meant; None if that is not certain.

    In another room a card of that code may have been closed while the word was on its way.
    """
    at = heard.written or heard.at
    owners = [room for room, _ in desk.rooms if code in _list_card_codes(room)]
    if desk.blind or len(owners) != 1:
        return None
    draft, others = owners[0].draft(code), [room for room, _ in desk.rooms if room.id != owners[0].id]
    if draft is not None and not has_been_seen(draft, at):
        return None
    just_closed = any(
        outcome.code == code and at - outcome.at < JUST_CLOSED for room in others for outcome in room.outcomes
    )
    return None if just_closed else owners[0]


def _find_card_by_word(desk: SharedDesk, heard: Heard, word: str) -> Room | None:
    """Return the one room whose card a bare word can be about, with everything quiet in every other; None if that is not certain."""
    at = heard.written or heard.at
    drafts = [(room, draft) for room, _ in desk.rooms for draft in room.drafts]
    if desk.blind or heard.loose or list_meant_cards(heard) or len(drafts) != 1:
        return None
    room, draft = drafts[0]
    others = [other for other, _ in desk.rooms if other.id != room.id]
    is_certain = has_been_seen(draft, at) and all(is_quiet_beside(other, word, at) for other in others)
    return room if is_certain and not any(_has_talk_since(other, draft) for other in others) else None


def _has_talk_since(room: Room, draft: Draft) -> bool:
    return room.desk_talk > draft.shown


def _list_card_codes(room: Room) -> tuple[str, ...]:
    """Return the codes of the cards that wait for a yes or no in a room."""
    waiver = (room.waiver.code,) if room.waiver and is_waiver_open(room) else ()
    return (*(draft.code for draft in room.drafts), *waiver)


def _list_open_codes(room: Room) -> tuple[str, ...]:
    """Return the codes of all that waits for a therapist's word in a room."""
    note = (room.note.code,) if room.note else ()
    return (*_list_card_codes(room), *note, *(alarm.code for alarm in room.alarms if not alarm.by_therapist))


def _describe_waiting(policy: Policy, room: Room) -> Words:
    return say_line(policy, "desk-room-line", room=make_room_code(room.id), codes=", ".join(_list_open_codes(room)))
