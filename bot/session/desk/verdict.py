"""What a therapist says to a card at the desk, as they typed it."""

import re
from dataclasses import dataclass, field

from bot.model import Draft, Heard, Outcome, Room
from bot.words import fold_text
from bot.words.shelf import meaning_of

_CODED = re.compile(r"^(\w+)\s+(k\d{1,6})$")


@dataclass(frozen=True, slots=True)
class Told:
    """What was said to the draft `code`. `word` is `yes`, `no`, `again`, or `text`: then `text` is to be said instead.

    It is `loose` if nobody but the homeserver says which card was meant.
    """

    code: str
    word: str
    text: str = field(default="", repr=False)


def parse_verdict(room: Room, heard: Heard) -> Told | None:
    """Return what `heard`, typed at the desk, says to which draft; None if it says nothing to any.

    A reply is about the card it replies to. Without a reply only a word with a code counts, such as `ok K7`.
    """
    typed = fold_text(heard.text).strip(" .!")
    named = _CODED.match(typed)
    if named and (word := _parse_word(named[1])):
        code = named[2].upper()
        return Told(code, word) if any(draft.code == code for draft in _list_all_drafts(room)) else None
    card = find_card(room, heard)
    if card is None:
        return None
    word = _parse_word(typed)
    if heard.loose:
        return Told(card.code, "loose")
    return Told(card.code, word) if word else Told(card.code, "text", heard.text.strip())


def find_card(room: Room, heard: Heard) -> Draft | Outcome | None:
    """Return the draft whose card `heard` replies to, or what became of it."""
    return next((draft for draft in _list_all_drafts(room) if heard.reply_to in draft.cards), None)


def is_verdict(room: Room, heard: Heard) -> bool:
    """Return whether `heard` says something to a card, or was meant to: a bare `ok` while cards wait."""
    if parse_verdict(room, heard):
        return True
    typed = fold_text(heard.text).strip(" .!")
    return (
        bool(room.drafts) and heard.reply_to is None and (_parse_word(typed) is not None or bool(_CODED.match(typed)))
    )


def _list_all_drafts(room: Room) -> tuple[Draft | Outcome, ...]:
    """Return every draft that waits, and what became of the others."""
    return (*room.drafts, *room.outcomes)


def _parse_word(typed: str) -> str | None:
    """Return what the folded words `typed` say to a draft: `yes`, `no` or `again`; None if nothing."""
    meant = meaning_of(typed, "desk")
    return meant[0] if meant else None
