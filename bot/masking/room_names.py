"""Finds the people of a room, and what was given to `!mask`, in a message: in any case, spelling and inflection. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.masking.cues import affixes
from bot.masking.disguises import find_pulled_apart, list_lookalikes
from bot.masking.lexicon import build_lexicon
from bot.masking.names import Names
from bot.masking.tokens import Piece, Sort

_FAR = 5
"""Characters without letter or digit that may stand between the words of one name."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_FIRST_UNSPACED = "\u0e00"
_KOREAN = ("\u1100", "\uac00")


@dataclass(frozen=True, slots=True)
class Called:
    """A name in a message, up to piece `last` and character `end`. Without placeholder it hides in a larger piece."""

    last: int
    end: int
    placeholder: str = field(default="", repr=False)
    spelt: str = field(default="", repr=False)


def find_called(text: str, pieces: Sequence[Piece], names: Names) -> dict[int, Called]:
    """Return the names of `names` in the message `text`, by the piece each begins with; the longest at each place."""
    if not names.seeds:
        return {}
    longer: dict[str, list[list[str]]] = {}
    for alias in names.seeds:
        words = alias.split()
        if len(words) > 1:
            longer.setdefault(words[0], []).append(words)
    begins = frozenset(alias[:length] for alias in names.seeds for length in range(1, len(alias) + 1))
    people: dict[int, Called] = {}
    at = 0
    while at < len(pieces):
        name = (
            _match_phrase(pieces, at, longer.get(pieces[at].key, []), names)
            or _match_parts(text, pieces, at, names, begins)
            or _match_single(pieces, at, names)
        )
        if name:
            people[at] = name
            at = name.last
        at += 1
    return people


def _match_phrase(pieces: Sequence[Piece], at: int, longer: list[list[str]], names: Names) -> Called | None:
    for words in sorted(longer, key=len, reverse=True):
        last = at + len(words) - 1
        close = last < len(pieces) and all(pieces[n + 1].start - pieces[n].end <= _FAR for n in range(at, last))
        if close and [piece.key for piece in pieces[at : last + 1]] == words:
            alias = " ".join(words)
            return Called(last, pieces[last].end, names.seeds[alias], names.spelt.get(alias, ""))
    return None


def _match_parts(text: str, pieces: Sequence[Piece], at: int, names: Names, begins: Collection[str]) -> Called | None:
    """Return the name of one word that begins with a piece and is pulled apart."""

    def find_alias(key: str) -> str:
        if key in names.seeds:
            return key
        return next((alias for alias in list_lookalikes(key) if alias in names.seeds), "")

    if pieces[at].sort is Sort.CONTACT:
        return None
    last, key = find_pulled_apart(text, pieces, at, find_alias, begins)
    if last == at:
        return None
    alias = find_alias(key)
    return Called(last, pieces[last].end, names.seeds[alias], names.spelt.get(alias, ""))


def _match_single(pieces: Sequence[Piece], at: int, names: Names) -> Called | None:
    piece = pieces[at]
    if piece.sort is not Sort.CONTACT:
        for alias, length in _list_name_readings(piece):
            if alias in names.seeds:
                return Called(at, piece.start + length, names.seeds[alias], names.spelt.get(alias, ""))
    return Called(at, piece.end) if _has_name_inside(piece, names) else None


def _list_name_readings(piece: Piece) -> Iterator[tuple[str, int]]:
    """Yield what name a piece may be, and how many of its characters are that name."""
    key, size = piece.key, len(piece.raw)
    yield key, size
    yield from ((read, size) for read in list_lookalikes(key))
    squeezed = _DRAWN_OUT.sub(r"\1", key)
    if squeezed != key:
        yield squeezed, size
    for ending in chain.from_iterable(affixes("clitics")):
        ends = key.endswith(ending) and piece.raw.lower().endswith(ending)
        if ends and len(key) - len(ending) > 1 and not build_lexicon().has(key):
            yield key.removesuffix(ending), size - len(ending)


def _has_name_inside(piece: Piece, names: Names) -> bool:
    """Return whether a name stands inside a longer piece: with digits or an apostrophe, or in a script without spaces."""
    if piece.sort is Sort.NUMBER or "'" in piece.key:
        return any(part in names.seeds for part in _LETTERS.findall(piece.key))
    unspaced = piece.key[:1] >= _FIRST_UNSPACED and not piece.key.startswith(_KOREAN)
    return unspaced and any(alias in piece.key for alias in names.seeds if alias >= _FIRST_UNSPACED)
