"""What somebody says to a consent card, as a reply to it or in its own thread: a clear yes, or one that may be either. Pure.

A no is read more generously (`table`): who wants it off is not asked to type better.
"""

import re
import unicodedata
from enum import StrEnum

from bot.model import Heard, Language, PostedCard, Room
from bot.words import fold_text, languages
from bot.words.shelf import typed_in, typed_words


class Said(StrEnum):
    """What a word on a card means."""

    AGREED = "agree"
    UNCLEAR = "perhaps"  # a yes to anything: that one read it, that one likes it


def find_answered_card(room: Room, heard: Heard) -> PostedCard | None:
    """Return the consent card that `heard` answers: what it replies to, else the root of its thread."""
    return room.consent_card(heard.reply_to or heard.thread)


def read_card_answer(room: Room, heard: Heard) -> Said | None:
    """Return which yes `heard` is to a consent card; None if it answers none, or says anything else."""
    if find_answered_card(room, heard) is None:
        return None
    typed = _strip_signs(heard.text)
    return next((said for said in Said if typed in typed_words(said)), None)


def is_clear_agreement(text: str) -> bool:
    """Return whether `text` is one of the words that agree, and nothing else."""
    return _strip_signs(text) in typed_words(Said.AGREED)


def find_answer_language(room: Room, heard: Heard) -> Language | None:
    """Return the one language in which what `heard` says to a card is listed, else the card's own."""
    typed, card = _strip_signs(heard.text), find_answered_card(room, heard)
    spoken = [code for code in languages() if typed in typed_in(code).get(Said.AGREED, ())]
    return spoken[0] if len(spoken) == 1 else card.language if card else None


def _strip_signs(text: str) -> str:
    """Return `text`, folded, without commas, full stops and exclamation marks, and without the colour of a thumb."""
    bare = "".join(char for char in fold_text(text) if unicodedata.category(char) not in {"Sk", "Mn"})
    return " ".join(re.sub(r"[,.!]", " ", bare).split())
