"""What a therapist says to a card at the desk, as they typed it. Pure.

Words for yes and no are data, of any language, and may stand with words that change nothing: `ok, thanks`. A message in
which anything else stands is no yes: of fewer than four words it is asked back, for nobody words an answer so shortly.
"""

import re
from dataclasses import dataclass, field

from bot.model import Draft, EventId, Heard, Outcome, Room
from bot.words import fold_text
from bot.words.shelf import meaning_of, typed_words

FEWEST_WORDS = 4
"""A message of fewer words is never taken as a therapist's own wording, unless they say that it is one."""
LONGEST_PHRASE = 4
"""Words of the longest phrase that means something to a card, at most."""
DECIDES = frozenset({"yes", "no", "again"})
_CODE = re.compile(r"(?<!\w)k\d{1,6}(?!\w)")
_PART = re.compile(r"[\w']+|[^\w\s]")
_BETWEEN = frozenset('.,!:;\u2026-*_`"\u201c\u201d')
_TINTS = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only colours an emoji: the mark that asks for a picture, and the tones of skin (Unicode TR 51)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said to the draft `code`. `word` is `yes`, `no`, `again`, `unclear`, or `text`: then `text` is to be said instead.

    It is `loose` if nobody but the homeserver says which card was meant.
    """

    code: str
    word: str
    text: str = field(default="", repr=False)


def parse_verdict(room: Room, heard: Heard) -> Told | None:
    """Return what `heard`, typed at the desk, says to which draft; None if it says nothing to any certain one.

    A reply is about the card it replies to, and so is a word in the card's own thread. Without either a code says which, as
    in `ok K7`.
    """
    if coded := _parse_coded(heard):
        return coded if any(draft.code == coded.code for draft in _list_all_drafts(room)) else None
    card = find_card(room, heard)
    if card is None:
        return None
    if heard.loose:
        return Told(card.code, "loose")
    if word := parse_word(heard.text):
        return Told(card.code, word)
    if wording := parse_wording(heard.text):
        return Told(card.code, "text", wording)
    is_short = len(heard.text.split()) < FEWEST_WORDS
    return Told(card.code, "unclear") if is_short else Told(card.code, "text", heard.text.strip())


def find_card(room: Room, heard: Heard) -> Draft | Outcome | None:
    """Return the draft about which `heard` is, or what became of it: by what it replies to, else by its thread."""
    for meant in list_meant_cards(heard):
        for draft in _list_all_drafts(room):
            if meant in draft.cards:
                return draft
    return None


def list_meant_cards(heard: Heard) -> tuple[EventId, ...]:
    """Return the messages that `heard` can be about: what it replies to, then the one that its thread hangs on."""
    return tuple(event for event in (heard.reply_to, heard.thread) if event is not None)


def is_verdict(room: Room, heard: Heard) -> bool:
    """Return whether `heard` says something to a card, or was meant to: a bare `ok` or `say: …` while cards wait."""
    if parse_verdict(room, heard):
        return True
    is_to_us = heard.reply_to is None or heard.answers_bot
    says = parse_word(heard.text) is not None or _parse_coded(heard) is not None or bool(parse_wording(heard.text))
    return bool(room.drafts) and is_to_us and says


def parse_word(text: str) -> str | None:
    """Return what `text` says to a draft: `yes`, `no` or `again`; None if it says nothing, or more than one of them.

    Each part of it has to be such a word, or one that changes nothing beside one.
    """
    parts = [
        part for part in _PART.findall(_TINTS.sub("", fold_text(text)).replace("\u2019", "'")) if part not in _BETWEEN
    ]
    meanings: set[str] = set()
    while parts:
        length = next((n for n in range(LONGEST_PHRASE, 0, -1) if meaning_of(" ".join(parts[:n]), "desk")), 0)
        meant = meaning_of(" ".join(parts[:length]), "desk")
        if meant is None:
            return None
        meanings.add(meant[0])
        parts = parts[length:]
    said = meanings - {"around"}
    return next(iter(said)) if len(said) == 1 and said <= DECIDES else None


def parse_wording(text: str) -> str:
    """Return the wording behind `say:`, however short; empty where nobody says so."""
    said, colon, wording = text.strip().partition(":")
    return wording.strip() if colon and fold_text(said) in typed_words("desk.say") else ""


def _parse_coded(heard: Heard) -> Told | None:
    """Return what `heard` says to the draft that it names by its code; None if it does no such thing."""
    typed = fold_text(heard.text)
    codes = _CODE.findall(typed)
    word = parse_word(_CODE.sub(" ", typed)) if len(codes) == 1 else None
    return Told(codes[0].upper(), word) if word else None


def find_decided_code(heard: Heard) -> str:
    """Return the code of the card that `heard` says yes, no or again to by name, as in `ok K7`; empty if it names none."""
    coded = _parse_coded(heard)
    return coded.code if coded else ""


def _list_all_drafts(room: Room) -> tuple[Draft | Outcome, ...]:
    """Return every draft that waits, and what became of the others."""
    return (*room.drafts, *room.outcomes)
