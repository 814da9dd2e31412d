"""The talk that the bot keeps, the window of it that questions see, and which of it may go to a backend.

`Room.window` is all that is kept, in the order in which it was written: the session's talk where a summary or note may be
made of it, else the window alone.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import replace
from itertools import dropwhile
from math import inf

from bot.model import TALK, Edited, EventId, Heard, Line, Purpose, Role, Room, UserId
from bot.policy import Policy
from bot.session.talk.agreement import Agreements, find_agreement, find_agreements
from bot.session.talk.token_estimate import Talk
from bot.who_may import What, find_writer_standing, may

LONGEST = 4000
"""Characters of one message that are kept; the rest of it is not."""
MOST_KEPT = 2000
"""Messages of one session, at most: a day of talk."""


def keep_message(room: Room, heard: Heard, policy: Policy, *, voiced: bool = False) -> Room:
    """Return the room with the sender's own words in its window, if the bot is listening and they have agreed to it.

    `voiced`: a machine wrote them down of a voice message.

    A device that is not signed may be anybody's. What could be read only later stands where and when it was written.
    """
    text = strip_quotations(heard.text)[:LONGEST]
    if not text or not may(What.BE_WINDOWED, find_writer_standing(room, policy, heard)):
        return room
    moment = heard.written or heard.at
    if is_overtaken(room, heard) or not _may_stay(room, heard.sender, policy, moment):
        return room
    line = Line(heard.id, heard.sender, moment, text, voiced)
    place = _count_lines_until(room.window, moment)
    window = (*room.window[:place], line, *room.window[place:])
    return replace(room, window=_trim_lines(window, room, policy, heard.at))


def is_overtaken(room: Room, heard: Heard) -> bool:
    """Return whether a message whose key came late is from before something that its writer, or the room, took back.

    It is judged by the moment in which it was written: the AI was turned off since, or its writer agreed no more.
    What came in the same sync as that may have been written before it.
    """
    if not heard.written:
        return False
    took_back = any(person == heard.sender and at >= heard.written for person, at in room.withdrawn)
    return took_back or room.off_since >= heard.written


def strip_quotations(text: str) -> str:
    """Return `text` without the lines that quote somebody: those words are not the sender's.

    A quoted line begins with `>`, whatever its width and whatever nobody can see before it.
    """
    return "\n".join(line for line in text.splitlines() if not _is_quotation(line)).strip()


def trim_window(room: Room, policy: Policy, now: float) -> Room:
    """Return the room with only the newest talk kept: as much, and as young, as policy allows, in whole turns.

    In a frozen room time erases nothing.
    """
    return replace(room, window=_trim_lines(room.window, room, policy, now))


def get_window(room: Room, policy: Policy, now: float) -> Talk:
    """Return the window: the newest whole turns of what is kept, as many messages and as young as policy allows."""
    kept = _trim_lines(room.window, room, policy, now)
    if room.is_frozen:
        return kept
    return _take_newest_lines(kept, limit_lines(room, policy), now - 60.0 * limit_minutes(room, policy))


def is_session_kept(room: Room, policy: Policy) -> bool:
    """Return whether all the talk of the session is kept: where policy lets it be, and no therapist has narrowed it."""
    return policy.keeps_session and not (room.window_messages or room.window_minutes)


def limit_lines(room: Room, policy: Policy) -> int:
    """Return how many messages the window may hold: as policy allows, or fewer where a therapist said so."""
    allowed = policy.rules.window.messages
    return min(allowed, room.window_messages or allowed)


def limit_minutes(room: Room, policy: Policy) -> int:
    """Return for how many minutes a message may stay in the window."""
    allowed = min(policy.rules.window.minutes, 60 * policy.rules.retention.window)
    return min(allowed, room.window_minutes or allowed)


def find_line_expiry(room: Room, policy: Policy) -> float:
    """Return when the oldest line that is kept, of which there is one, is due to go."""
    return room.window[0].at + _get_line_lifetime(room, policy)


def select_context(room: Room, policy: Policy, now: float) -> Talk:
    """Return what of the window may go to the backend, oldest first.

    A line counts only if its sender is in the room, had agreed to both purposes when writing it, and still does.
    """
    return _select_lines_that_may_leave(get_window(room, policy, now), room, policy, now)


def select_session_talk(room: Room, policy: Policy, now: float) -> Talk:
    """Return what of all the talk that is kept may go to the backend, under the same rules, oldest first."""
    return _select_lines_that_may_leave(_trim_lines(room.window, room, policy, now), room, policy, now)


def remove_lines(room: Room, *, sender: UserId | None = None, event: EventId | None = None) -> Room:
    """Return the room without anything `sender` wrote, or without the message `event`."""
    window = tuple(line for line in room.window if line.sender != sender and line.id != event)
    return replace(room, window=window)


def correct_line(room: Room, edited: Edited, policy: Policy) -> Room:
    """Return the room with the new words of a message in place of the old, if whoever wrote it says so.

    The old words go in any case. The new ones are kept only if they could be if they were said now.
    """
    if not any(line.id == edited.target and line.sender == edited.sender for line in room.window):
        return room
    text = strip_quotations(edited.text)[:LONGEST]
    if not text or not _may_stay(room, edited.sender, policy, edited.at):
        return remove_lines(room, event=edited.target)
    window = tuple(replace(line, text=text, voiced=False) if line.id == edited.target else line for line in room.window)
    return replace(room, window=window)


def _may_stay(room: Room, sender: UserId, policy: Policy, now: float) -> bool:
    """Return whether what `sender` writes now may be kept. One rule per line."""
    if not room.is_on:
        return False
    agreement = find_agreement(room, policy, sender, Purpose.LISTEN, now)
    return agreement is not None and agreement.at <= now


def _select_lines_that_may_leave(lines: Talk, room: Room, policy: Policy, now: float) -> Talk:
    """Return those of `lines` that may go to the backend."""
    held = find_agreements(room, policy, now)
    since = {person: _find_leave_time(room, policy, person, held) for person in {line.sender for line in lines}}
    return tuple(line for line in lines if since[line.sender] < line.at)


def _find_leave_time(room: Room, policy: Policy, person: UserId, held: Agreements) -> float:
    """Return after which moment words of `person` may go to the backend; endless if none may. One rule per line.

    An agreement of the same moment came later than a line, for all that anybody knows: one sync is one moment.
    """
    if all(member.id != person for member in room.roster):
        return inf
    if policy.role(person) is Role.OBSERVER:
        return inf
    given = [held.get((person, purpose)) for purpose in TALK]
    return max(consent.at if consent else inf for consent in given)


def _get_line_lifetime(room: Room, policy: Policy) -> float:
    """Return how long a line may be kept, in seconds."""
    if is_session_kept(room, policy):
        return 3600.0 * policy.rules.retention.window
    return 60.0 * limit_minutes(room, policy)


def _trim_lines(lines: Talk, room: Room, policy: Policy, now: float) -> Talk:
    """Return those of `lines` that may be kept in `room`: all of them while it is frozen."""
    if room.is_frozen:
        return lines
    most = MOST_KEPT if is_session_kept(room, policy) else limit_lines(room, policy)
    return _take_newest_lines(lines, most, now - _get_line_lifetime(room, policy))


def _take_newest_lines(lines: Talk, most: int, since: float) -> Talk:
    """Return the newest `most` of `lines` that were written after `since`, without the rest of a turn that began before.

    Where it is all one turn, the newest of it.
    """
    first = max(_count_lines_until(lines, since), len(lines) - most)
    fresh = lines[max(0, first) :]
    if first <= 0 or not fresh or lines[first - 1].sender != fresh[0].sender:
        return fresh
    return tuple(dropwhile(lambda line: line.sender == fresh[0].sender, fresh)) or fresh


def _count_lines_until(lines: Talk, moment: float) -> int:
    """Return how many of `lines`, which are in the order in which they were written, are no younger than `moment`."""
    return bisect_right(lines, moment, key=lambda line: line.at)


def _is_quotation(line: str) -> bool:
    """Return whether the first character of `line` that can be seen is a `>`."""
    seen = (char for char in line if unicodedata.category(char)[0] not in "CMZ")
    return unicodedata.normalize("NFKC", next(seen, "")) == ">"
