"""The note that lies open at the desk: how it stands there, and how it goes with what it rests on. Pure.

One version of it stands at the desk at a time: each new wording takes the place of the one before.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.model import (
    Cancel,
    Card,
    Decision,
    Desk,
    EventId,
    Heard,
    Mark,
    Note,
    Notice,
    Point,
    Retract,
    Room,
    Shown,
    UserId,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.desk.drafts import HOUR
from bot.session.desk.replies import assign_code
from bot.session.desk.verdict import list_meant_cards
from bot.session.notes.page import render_note
from bot.words import fold_text
from bot.words.shelf import typed_words

_CODED = re.compile(r"\A(\w+) (k\d{1,6})")


def is_about_note(room: Room, heard: Heard) -> bool:
    """Return whether `heard`, typed at the desk, says something to the open note."""
    note = room.note
    return note is not None and (is_at_note(note, heard) or bool(find_finalised_code(note, heard)))


def is_at_note(note: Note, heard: Heard) -> bool:
    """Return whether `heard` replies to the note as it stands, or is in the thread of a message that shows it."""
    return any(meant in note.cards for meant in list_meant_cards(heard))


def find_finalised_code(note: Note, heard: Heard) -> str:
    """Return which wording of the note `heard` finalises by its code, as in `finalise K7`; empty if it does no such thing."""
    match = _CODED.fullmatch(fold_text(heard.text).strip(" .!"))
    code = match[2].upper() if match and match[1] in typed_words("finalise") else ""
    return code if code in {note.code, *note.codes} else ""


def lay_open_note(room: Room, note: Note, policy: Policy) -> Decision:
    """Show `note` at the desk under a new code, in place of any wording of it that stood there before."""
    old = take_note_away(room)
    room, code = assign_code(old.room)
    before = (*note.codes, note.code) if note.code else note.codes
    note = replace(note, code=code, codes=before, cards=())
    new = replace(old, room=replace(room, note=note))
    return new.also(*show_note_again(new.room, policy))


def show_note_again(room: Room, policy: Policy) -> tuple[Card, ...]:
    """Return the messages that show the open note, if there is one."""
    note = room.note
    if note is None:
        return ()
    mark = Mark(kind="note", generated=True, backend=note.backend, model=note.model)
    return tuple(Card(note.code, page, mark, question=note.question) for page in render_note(room, note, policy))


def take_note_away(room: Room) -> Decision:
    """Take the open note off the desk, with every message that shows it."""
    note = room.note
    if note is None:
        return Decision(room)
    gone = tuple(Retract(card, Desk()) for card in note.cards)
    return Decision(replace(room, note=None), (Cancel(note.question), *gone))


def note_shown_page(room: Room, event: Shown) -> Decision:
    """Note as which message a part of the note stands. A wording that came too late is taken away again."""
    note = room.note
    if note is None:
        return Decision(room)
    if event.code in note.codes:
        return Decision(room, (Retract(event.event, Desk()),))
    if event.code != note.code:
        return Decision(room)
    return Decision(replace(room, note=replace(note, cards=(*note.cards, event.event))))


def drop_note_lines(room: Room, policy: Policy, which: Callable[[Point], bool]) -> Decision:
    """Take the lines that `which` picks out of the open note, and show what is left of it."""
    note = room.note
    lost = sum(which(point) for point in note.points) if note else 0
    if note is None or not lost:
        return Decision(room)
    left = tuple(point for point in note.points if not which(point))
    return lay_open_note(room, replace(note, points=left, gone=note.gone + lost), policy)


def match_person_lines(person: UserId) -> Callable[[Point], bool]:
    """Return what tells whether a line is in the words of `person`, or rests on a message of theirs."""
    return lambda point: point.by == person or any(ground.sender == person for ground in point.rests_on)


def match_message_lines(event: EventId) -> Callable[[Point], bool]:
    """Return what tells whether a line rests on the message `event`."""
    return lambda point: any(ground.event == event for ground in point.rests_on)


def drop_overdue_note(room: Room, policy: Policy, now: float) -> Decision:
    """Take the note away that nobody has finalised in `retention.drafts` hours, and say so."""
    if room.note is None or find_note_expiry(room.note, policy) > now:
        return Decision(room)
    return take_note_away(room).also(_tell_desk_of_note(policy, "note-overdue", room.note))


def find_note_expiry(note: Note, policy: Policy) -> float:
    """Return until when an open note is kept, in seconds UTC."""
    return note.at + HOUR * policy.rules.retention.drafts


def _tell_desk_of_note(policy: Policy, key: str, note: Note) -> Notice:
    sentence = say_line(policy, key, code=note.code, hours=policy.rules.retention.drafts)
    return Notice(sentence, Mark(kind="note"), where=Desk())
