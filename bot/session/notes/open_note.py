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
from bot.session.call import line, therapists
from bot.session.drafts import HOUR, coded
from bot.session.notes.page import pages
from bot.words import folded
from bot.words.typed import typed_words

_CODED = re.compile(r"(\w+) (k\d{1,6})")


def is_about_note(room: Room, heard: Heard) -> bool:
    """Return whether `heard`, typed at the desk, says something to the open note."""
    note = room.note
    return note is not None and (heard.reply_to in note.cards or bool(named(note, heard)))


def named(note: Note, heard: Heard) -> str:
    """Return which wording of the note `heard` finalises by its code, as in `finalise K7`; empty if it does no such thing."""
    found = _CODED.fullmatch(folded(heard.text).strip(" .!"))
    code = found[2].upper() if found and found[1] in typed_words("finalise") else ""
    return code if code in {note.code, *note.codes} else ""


def laid(room: Room, note: Note, policy: Policy) -> Decision:
    """Show `note` at the desk under a new code, in place of any wording of it that stood there before."""
    old = taken_away(room)
    room, code = coded(old.room)
    before = (*note.codes, note.code) if note.code else note.codes
    note = replace(note, code=code, codes=before, cards=())
    new = replace(old, room=replace(room, note=note))
    return new.also(*again(new.room, policy))


def again(room: Room, policy: Policy) -> tuple[Card, ...]:
    """Return the messages that show the open note, if there is one; the first of them calls the therapists."""
    note = room.note
    if note is None:
        return ()
    mark = Mark(kind="note", generated=True, backend=note.backend, model=note.model)
    who = therapists(room, policy)
    return tuple(
        Card(note.code, page, mark, () if number else who, note.question)
        for number, page in enumerate(pages(room, note, policy.rules.prefix))
    )


def taken_away(room: Room) -> Decision:
    """Take the open note off the desk, with every message that shows it."""
    note = room.note
    if note is None:
        return Decision(room)
    gone = tuple(Retract(card, Desk()) for card in note.cards)
    return Decision(replace(room, note=None), (Cancel(note.question), *gone))


def shown(room: Room, event: Shown) -> Decision:
    """Note as which message a part of the note stands. A wording that came too late is taken away again."""
    note = room.note
    if note is None:
        return Decision(room)
    if event.code in note.codes:
        return Decision(room, (Retract(event.event, Desk()),))
    if event.code != note.code:
        return Decision(room)
    return Decision(replace(room, note=replace(note, cards=(*note.cards, event.event))))


def without(room: Room, policy: Policy, which: Callable[[Point], bool]) -> Decision:
    """Take the lines that `which` picks out of the open note, and show what is left of it."""
    note = room.note
    lost = sum(which(one) for one in note.points) if note else 0
    if note is None or not lost:
        return Decision(room)
    left = tuple(one for one in note.points if not which(one))
    return laid(room, replace(note, points=left, gone=note.gone + lost), policy)


def of_person(person: UserId) -> Callable[[Point], bool]:
    """Return what tells whether a line is in the words of `person`, or rests on a message of theirs."""
    return lambda one: one.by == person or any(ground.sender == person for ground in one.rests_on)


def on_message(event: EventId) -> Callable[[Point], bool]:
    """Return what tells whether a line rests on the message `event`."""
    return lambda one: any(ground.event == event for ground in one.rests_on)


def overdue(room: Room, policy: Policy, now: float) -> Decision:
    """Take the note away that nobody has finalised in `retention.drafts` hours, and say so."""
    if room.note is None or due(room.note, policy) > now:
        return Decision(room)
    return taken_away(room).also(_at_desk(policy, "note-overdue", room.note))


def due(note: Note, policy: Policy) -> float:
    """Return until when an open note is kept, in seconds UTC."""
    return note.at + HOUR * policy.rules.retention.drafts


def _at_desk(policy: Policy, key: str, note: Note) -> Notice:
    sentence = line(policy, key, code=note.code, hours=policy.rules.retention.drafts)
    return Notice(sentence, Mark(kind="note"), where=Desk())
