"""Notices: words that may hint at danger are one quiet line at the desk, one a person and room. Nothing stops, nobody is called."""

from dataclasses import replace

from bot.model import (
    Amend,
    Card,
    Decision,
    Kind,
    Mark,
    Notice,
    QuietNotice,
    Room,
    SecondContact,
    Shown,
    Supervisor,
    Where,
)
from bot.policy import Policy
from bot.session.command.context import say_line
from bot.session.command.throttle import note_said_once
from bot.session.danger.calling import Cause
from bot.session.danger.ladder import list_contacts_for
from bot.session.desk.hints import describe_hint
from bot.session.talk.room_code import make_room_code

QUIET = 900.0
"""Seconds without a word of a therapist after which a notice rings."""
BEHIND_AGAIN = 1800.0
"""Seconds in which whoever stands behind a therapist is told of one person's hints about them once."""
THIRD = 3
"""The message of one person's, in one session, with which their notice rings."""


def note_hint(room: Room, policy: Policy, cause: Cause) -> Decision:
    """Lay a quiet line on the desk, or count the message on the one that stands. It rings once, where nobody may be looking.

    A hint that is about a therapist no therapist is shown.
    """
    if cause.by_therapist:
        return _tell_behind_therapist(room, policy, cause)
    old = next((hint for hint in room.notices if (hint.person, hint.where) == (cause.sender, cause.where)), None)
    if old is not None and old.event == cause.event:
        return Decision(room)
    hint = _count_hint(old, cause) if old else _make_hint(room, cause)
    rings = not hint.rang and (cause.at - room.last_therapist >= QUIET or _count_of_person(room, cause) >= THIRD)
    hint = replace(hint, rang=hint.rang or rings)
    if old is None:
        room = replace(room, notices=(*room.notices, hint), notice_codes=room.notice_codes + 1)
    else:
        room = replace(room, notices=tuple(hint if other is old else other for other in room.notices))
    words = describe_hint(room, policy, hint, cause.phrase)
    if old is None or rings:
        return Decision(room, (Card(hint.code, words, Mark(kind="notice"), quiet=not rings),))
    return Decision(room, (Amend(hint.card, words, Mark(kind="notice")),) if hint.card else ())


def note_shown_hint(room: Room, event: Shown) -> Room:
    """Return the room knowing as which event a notice stands."""
    return replace(
        room,
        notices=tuple(replace(hint, card=event.event) if hint.code == event.code else hint for hint in room.notices),
    )


def _make_hint(room: Room, cause: Cause) -> QuietNotice:
    kinds: tuple[Kind, ...] = (cause.kind,) if cause.kind else ()
    return QuietNotice(
        f"N{room.notice_codes + 1}", cause.sender, cause.where, kinds, cause.event, cause.at, voiced=cause.voiced
    )


def _count_hint(old: QuietNotice, cause: Cause) -> QuietNotice:
    """Return a notice with one message more on it; each kind stands there once, the newest last."""
    kinds = (*(kind for kind in old.kinds if kind is not cause.kind), *((cause.kind,) if cause.kind else ()))
    return replace(old, kinds=kinds, event=cause.event, times=old.times + 1, voiced=cause.voiced)


def _count_of_person(room: Room, cause: Cause) -> int:
    """Return which message of this person's it is in this session, wherever the earlier ones stand."""
    return 1 + sum(hint.times for hint in room.notices if hint.person == cause.sender)


def _tell_behind_therapist(room: Room, policy: Policy, cause: Cause) -> Decision:
    """Tell second contacts and supervisor quietly that something was said of a therapist which may hint at danger: once in a while."""
    about = f"hint about therapist {cause.sender}"
    knowing = note_said_once(room, about, cause.at, cause.at - BEHIND_AGAIN)
    if knowing is None:
        return Decision(room)
    words = say_line(policy, "notice-about-therapist", room=make_room_code(room.id))
    behind = list_contacts_for(room, policy, by_therapist=True)
    contacts: tuple[Where, ...] = tuple(SecondContact(contact) for contact in behind)
    line = tuple(Notice(words, Mark(kind="notice"), where=where) for where in (*contacts, Supervisor()))
    return Decision(knowing, line)
