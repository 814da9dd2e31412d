"""A word at the desk that names no card, a bare `ok` or `say: …`: which card it is about, if that is certain. Pure.

Whoever typed it must have seen the card, and can have meant nothing else: else they are asked.
"""

from bot.model import Draft, Heard, Room
from bot.policy import Policy
from bot.session.command.context import therapists
from bot.session.desk.verdict import Told, parse_word, parse_wording
from bot.session.desk.waiver import is_waiver_open

SEEN_AFTER = 5.0
"""Seconds for which a card has to stand before a bare word can be about it: it takes that long to reach people and be read."""
JUST_CLOSED = 10.0
"""Seconds after a card was closed in which a bare word may have been meant for that one."""
SURE_WITHIN = 600.0
"""Seconds within which a yes counts that the bot has asked a command for: a bare one may have been meant for that."""


def find_bare_verdict(room: Room, heard: Heard, policy: Policy) -> Told | None:
    """Return what a bare word says to which draft; None if it says nothing, or not for certain to which.

    What counts is when it was written: a key that came late changes nothing about what was on the screen then.
    """
    wording = parse_wording(heard.text)
    word = "text" if wording else parse_word(heard.text)
    draft = room.drafts[0] if len(room.drafts) == 1 else None
    if draft is None or word not in {"yes", "no", "text"} or not _is_by_itself(heard):
        return None
    at = heard.written or heard.at
    is_certain = has_been_seen(draft, at) and not _may_mean_another_card(room, at) and _is_alone(room, policy)
    if _may_mean_a_question(room, word, at) or _may_mean_own_words(room, draft):
        return None
    return Told(draft.code, word, wording) if is_certain else None


def is_quiet_beside(room: Room, word: str, at: float) -> bool:
    """Return whether nothing in `room` can have been meant by the word `word`, written at `at`, that is about another room's card.

    For a desk that several rooms share: what keeps a bare word from counting in one room keeps it from counting in any.
    """
    waits = bool(room.drafts) or _may_mean_another_card(room, at) or _may_mean_a_question(room, word, at)
    return not waits


def _is_by_itself(heard: Heard) -> bool:
    """Return whether a message hangs on no other: what a homeserver can change of that decides nothing either way."""
    return heard.reply_to is None and heard.thread is None and not heard.loose


def _is_alone(room: Room, policy: Policy) -> bool:
    """Return whether one therapist is at the desk: of two, one may have meant what the other said."""
    return len(therapists(room, policy)) == 1


def has_been_seen(draft: Draft, at: float) -> bool:
    """Return whether the newest message that shows a draft had stood for long enough at `at`."""
    return bool(draft.cards) and at - draft.shown >= SEEN_AFTER


def _may_mean_own_words(room: Room, draft: Draft) -> bool:
    """Return whether a therapist has written at the desk since the draft stood there: perhaps what they would have it say instead."""
    return room.desk_talk > draft.shown


def _may_mean_another_card(room: Room, at: float) -> bool:
    """Return whether a card was closed just before `at`, or since."""
    return any(at - outcome.at < JUST_CLOSED for outcome in room.outcomes)


def _may_mean_a_question(room: Room, word: str, at: float) -> bool:
    """Return whether something else of the bot's waits for a word at the desk: an alarm, whether one is sure, live translation, a note."""
    is_asked = is_waiver_open(room) or any(at - asked < SURE_WITHIN for _, asked in room.to_confirm)
    return bool(room.alarms) or is_asked or (word == "no" and room.note is not None)
