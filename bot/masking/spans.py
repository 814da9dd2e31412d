"""Joins masked pieces to stretches that get one placeholder each, and says of what kind. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.masking.cues import address_words, read_cues
from bot.masking.lexicon import build_lexicon
from bot.masking.room_names import Called
from bot.masking.tokens import Piece, Sort

_LONG_NUMBER = 6
"""Digits from which on a number is masked for this machine too."""
_GAP = re.compile(r"[ \t]?[-\u2013.'\u2019/&()#]{0,2}[ \t]?\Z")
_WIDE_GAP = re.compile(r"[ \t,.\n()#\-]{1,4}\Z")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?")
_PHONE = re.compile(r"(?:\+|0|\()[\d\s()./\-]{8,}")
_WORD_WITH_DIGITS = re.compile(r"[^\W\d_]{3}[^\s]*\d|[^\W\d_]+\d+[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a text that is masked. Who the room knows has a `placeholder` already, and a way to be `spelt`."""

    start: int
    end: int
    kind: str
    placeholder: str = field(default="", repr=False)
    spelt: str = field(default="", repr=False)


def join_stretches(
    text: str, pieces: Sequence[Piece], hidden: Sequence[bool], people: Mapping[int, Called]
) -> Iterator[Stretch]:
    """Yield the masked stretches from left to right; people of the room stand alone."""
    at = 0
    while at < len(pieces):
        person = people.get(at)
        last = at
        if person:
            last = person.last
            kind = "PERSON" if "PERSON" in person.placeholder else "WORD"
            yield Stretch(pieces[at].start, person.end, kind, person.placeholder, person.spelt)
        elif hidden[at]:
            while (reach := _find_reach(text, pieces, hidden, last)) > last and people.keys().isdisjoint(
                range(last, reach + 1)
            ):
                last = reach
            yield Stretch(pieces[at].start, pieces[last].end, _choose_kind(text, pieces[at : last + 1]))
        at = last + 1


def mark_mildly(text: str, pieces: Sequence[Piece]) -> list[bool]:
    """Return for each piece whether it is masked for this machine: contacts, words with digits, and long numbers, also in groups."""
    hidden = [piece.sort is Sort.CONTACT or _is_word_with_digits(piece) for piece in pieces]
    at = 0
    while at < len(pieces):
        last = at
        while (
            last + 1 < len(pieces)
            and pieces[last].sort is pieces[last + 1].sort is Sort.NUMBER
            and _is_close(text, pieces, last)
        ):
            last += 1
        if (
            pieces[at].sort is Sort.NUMBER
            and len(_DIGIT.findall(text, pieces[at].start, pieces[last].end)) >= _LONG_NUMBER
        ):
            hidden[at : last + 1] = [True] * (last + 1 - at)
        at = last + 1
    return hidden


def _is_word_with_digits(piece: Piece) -> bool:
    """Return whether digits stand for letters, or a login is written: `m4ria`, `kim83`; not `10am`, `2nd`, `B12`."""
    return piece.sort is Sort.NUMBER and _WORD_WITH_DIGITS.match(piece.key) is not None


def _is_close(text: str, pieces: Sequence[Piece], at: int) -> bool:
    return _GAP.match(text, pieces[at].end, pieces[at + 1].start) is not None


def _find_reach(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return up to which piece a stretch goes on that has come to piece `at`; `at` if it ends there."""
    if at + 1 >= len(pieces) or not hidden[at + 1] or Sort.CONTACT in (pieces[at].sort, pieces[at + 1].sort):
        return at
    if _is_close(text, pieces, at):
        return at + 1
    numbers = any(piece.sort is Sort.NUMBER for piece in pieces[max(0, at - 1) : at + 4])
    if numbers and _WIDE_GAP.match(text, pieces[at].end, pieces[at + 1].start):
        return at + 1
    return at + 3 if _is_firm_name(text, pieces, hidden, at) else at


def _is_firm_name(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether three names stand there as a firm is called, `Smith, Jones and Lee`; several people go the same way."""
    if at + 3 >= len(pieces) or not hidden[at + 3] or pieces[at + 2].key not in read_cues().and_words:
        return False
    first, second, joint, third = pieces[at : at + 4]
    joints = (text[first.end : second.start], text[second.end : third.start])
    alike = len({piece.raw[:1].isupper() for piece in (first, second, third)}) == 1
    return alike and joints == (", ", f" {joint.key} ")


def _choose_kind(text: str, run: Sequence[Piece]) -> str:
    """Return the kind of a stretch: what the model is told about it."""
    sorts, cues = {piece.sort for piece in run}, read_cues()
    raw = text[run[0].start : run[-1].end]
    if Sort.CONTACT in sorts:
        return "CONTACT"
    if any(piece.key in cues.days or piece.key in cues.months for piece in run) or _DATE.fullmatch(raw):
        return "DATE"
    if any(piece.key in address_words() for piece in run):
        return "PLACE"
    if Sort.NUMBER in sorts:
        return _choose_number_kind(raw, words=Sort.WORD in sorts)
    name = run[0].raw[:1].isupper() or any(piece.key in build_lexicon().never for piece in run)
    return "NAME" if name else "WORD"


def _choose_number_kind(raw: str, *, words: bool) -> str:
    if words:
        return "PLACE"
    if _PHONE.fullmatch(raw):
        return "CONTACT"
    return "ID" if len(_DIGIT.findall(raw)) > 8 else "NUMBER"
