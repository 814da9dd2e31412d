"""Joins masked pieces to stretches that get one placeholder each, and says of what kind. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.safety.cues import address_words, read_cues
from bot.safety.lexicon import lexicon
from bot.safety.roomnames import Called
from bot.safety.tokens import Piece, Sort

_LONG_NUMBER = 6
"""Digits from which on a number is masked for this machine too."""
_GAP = re.compile(r"[ \t]?[-\u2013.'\u2019/&()#]{0,2}[ \t]?\Z")
_WIDE_GAP = re.compile(r"[ \t,.\n()#\-]{1,4}\Z")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?")
_PHONE = re.compile(r"(?:\+|0|\()[\d\s()./\-]{8,}")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a text that is masked. Who the room knows has a `placeholder` already, and a way to be `spelt`."""

    start: int
    end: int
    kind: str
    placeholder: str = field(default="", repr=False)
    spelt: str = field(default="", repr=False)


def stretches(
    text: str, found: Sequence[Piece], hidden: Sequence[bool], people: Mapping[int, Called]
) -> Iterator[Stretch]:
    """Yield the masked stretches from left to right; people of the room stand alone."""
    at = 0
    while at < len(found):
        one = people.get(at)
        last = at
        if one:
            last = one.last
            kind = "PERSON" if "PERSON" in one.placeholder else "WORD"
            yield Stretch(found[at].start, one.end, kind, one.placeholder, one.spelt)
        elif hidden[at]:
            while (reach := _reach(text, found, hidden, last)) > last and people.keys().isdisjoint(
                range(last, reach + 1)
            ):
                last = reach
            yield Stretch(found[at].start, found[last].end, _kind(text, found[at : last + 1]))
        at = last + 1


def mild(text: str, found: Sequence[Piece]) -> list[bool]:
    """Return for each piece whether it is masked for this machine: contacts and long numbers, also in groups."""
    hidden = [piece.sort is Sort.CONTACT for piece in found]
    at = 0
    while at < len(found):
        last = at
        while (
            last + 1 < len(found)
            and found[last].sort is found[last + 1].sort is Sort.NUMBER
            and _close(text, found, last)
        ):
            last += 1
        if (
            found[at].sort is Sort.NUMBER
            and len(_DIGIT.findall(text, found[at].start, found[last].end)) >= _LONG_NUMBER
        ):
            hidden[at : last + 1] = [True] * (last + 1 - at)
        at = last + 1
    return hidden


def _close(text: str, found: Sequence[Piece], at: int) -> bool:
    return _GAP.match(text, found[at].end, found[at + 1].start) is not None


def _reach(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return up to which piece a stretch goes on that has come to piece `at`; `at` if it ends there."""
    if at + 1 >= len(found) or not hidden[at + 1] or Sort.CONTACT in (found[at].sort, found[at + 1].sort):
        return at
    if _close(text, found, at):
        return at + 1
    numbers = any(piece.sort is Sort.NUMBER for piece in found[max(0, at - 1) : at + 4])
    if numbers and _WIDE_GAP.match(text, found[at].end, found[at + 1].start):
        return at + 1
    return at + 3 if _firm(text, found, hidden, at) else at


def _firm(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether three names stand there as a firm is called, `Smith, Jones and Lee`; several people go the same way."""
    if at + 3 >= len(found) or not hidden[at + 3] or found[at + 2].key not in read_cues().and_words:
        return False
    first, second, joint, third = found[at : at + 4]
    joints = (text[first.end : second.start], text[second.end : third.start])
    alike = len({piece.raw[:1].isupper() for piece in (first, second, third)}) == 1
    return alike and joints == (", ", f" {joint.key} ")


def _kind(text: str, run: Sequence[Piece]) -> str:
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
        return _kind_of_number(raw, words=Sort.WORD in sorts)
    name = run[0].raw[:1].isupper() or any(piece.key in lexicon().never for piece in run)
    return "NAME" if name else "WORD"


def _kind_of_number(raw: str, *, words: bool) -> str:
    if words:
        return "PLACE"
    if _PHONE.fullmatch(raw):
        return "CONTACT"
    return "ID" if len(_DIGIT.findall(raw)) > 8 else "NUMBER"
