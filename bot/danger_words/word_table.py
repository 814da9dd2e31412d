"""How a language's words are compared: each in its base form, whatever ending, spelling or slip of the finger it has. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from string import ascii_lowercase, digits

from bot.danger_words.normalise import APART, HOLE, MARKS, NUMBER, Reading
from bot.words.packed import Packed, WordMap

OTHER = ""
"""What every word is compared as that stands in no phrase."""
SHORTEST_STEM = 3
"""Letters that must stand before an ending, so that it is one."""
SHORTEST_JOINED = 7
"""Letters below which a phrase written together is not known: it would be a word of its own."""
SHORTEST_SWAPPED = 6
"""Letters from which a word is known with two of them swapped: shorter ones would be taken for each other."""
_HELD_DOWN = re.compile(r"([a-z])\1\1")
_RUN = re.compile(r"([a-z])\1+")
_LETTERS = digits + ascii_lowercase
"""What a listed word is made of, in order."""


class Meanings:
    """What is meant by words typed in some way, looked up in a packed file."""

    __slots__ = ("_buffer", "_meant", "_words")

    def __init__(self, packed: Packed, name: str) -> None:
        self._buffer = packed.buffer
        self._words = WordMap(packed, name)
        self._meant = packed.find_part(f"{name}.meant")[0]

    def get(self, typed: str) -> str | None:
        """Return what is meant by `typed`, words with spaces between; None if nothing is."""
        place = self._words.find(typed)
        if place < 0:
            return None
        begin = self._meant + place
        return self._buffer[begin : self._buffer.find(b"\n", begin)].decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)


class WordTable:
    """A language's base forms, endings that do not count, and the words that stand in its phrases, as a packed file has them.

    `known` says what each listed word is compared as, nothing for a filler. `endings` are those of words that no list can
    hold, such as names of medicines, and what such a word is compared as. `selves` is how one calls oneself, which may stand
    before a phrase written together.
    """

    def __init__(self, packed: Packed) -> None:
        forms = {word: tuple(base.split()) for word, base in packed.read_json("table.forms").items()}
        self.known: dict[str, Reading] = {word: (word,) for word in packed.read_json("table.words")} | forms
        self._listed = tuple(sorted(self.known.keys() - {OTHER}))
        self._joined = Meanings(packed, "table.joined")
        self.swapped = Meanings(packed, "table.swapped")
        self._held_down = Meanings(packed, "table.held_down")
        self._clitics = tuple(packed.head["clitics"])
        self._endings: dict[str, str] = packed.head["endings"]
        self._last = tuple(self._endings)
        self._small_numbers = frozenset(packed.head["numbers"])
        self._selves = tuple(packed.head["selves"])

    def compare(self, reading: Reading, names: Mapping[str, Reading]) -> Reading:
        """Return the words of `reading` in base form, without fillers, and its marks; `names` are compared as told there."""
        bases = {word: names[word] if word in names else self._find_base(word) for word in set(reading)}
        words = tuple(chain.from_iterable(map(bases.__getitem__, reading)))
        return tuple(self._join_numbers(words)) if NUMBER in words and self._small_numbers else words

    def _find_base(self, word: str) -> Reading:
        """Return what one word or mark is compared as. One rule a line, the surest first."""
        base = self.known.get(word)
        if base is not None:
            return base
        if word in MARKS:
            return (word,)
        if word[0] == APART:
            return tuple(chain.from_iterable(map(self._find_base, self._split_apart(word.removeprefix(APART)))))
        for meant in self._list_meanings(word):
            base = self._read_meant(meant)
            if base is not None:
                return base
        return (OTHER,)

    def _read_meant(self, word: str) -> Reading | None:
        """Return what a listed word, or a phrase written together, is compared as; None for any other."""
        base = self.known.get(word)
        if base is None and len(word) >= SHORTEST_JOINED:
            words = self._joined.get(word)
            return None if words is None else tuple(words.split())
        return base

    def _list_meanings(self, word: str) -> Iterator[str]:
        """Yield which listed word may be meant, the surest first: itself, its stem, what was typed amiss, what it ends in."""
        yield word
        if HOLE in word:
            yield from self._fill_hole(word)
            yield word.replace(HOLE, "")
        for own in self._selves:
            rest = word.removeprefix(own)
            if len(rest) >= SHORTEST_JOINED and self._joined.get(rest) is not None:
                yield rest
        if word.endswith(self._clitics):
            yield from strip_clitic(word, self._clitics)
        if _HELD_DOWN.search(word):
            squeezed = squeeze_runs(word)
            yield self._held_down.get(squeezed) or squeezed
        elif len(word) >= SHORTEST_SWAPPED:
            yield self.swapped.get(word) or OTHER
        if word.endswith(self._last):
            yield from (meant for ending, meant in self._endings.items() if word.endswith(ending))

    def _fill_hole(self, word: str) -> Iterator[str]:
        """Yield the listed word that `word` is with one letter within it starred out; of several the first in order."""
        before, _, after = word.partition(HOLE)
        if before and after and HOLE not in after:
            filled = (f"{before}{letter}{after}" for letter in _LETTERS)
            yield from islice(filter(self.known.__contains__, filled), 1)

    def _split_apart(self, letters: str) -> Iterator[str]:
        """Yield the words that letters typed apart are, the longest known one first at each place."""
        at = 0
        while at < len(letters):
            end = longest = at + 1
            while end <= len(letters) and self._has_beginning(letters[at:end]):
                longest = end if letters[at:end] in self.known else longest
                end += 1
            yield letters[at:longest]
            at = longest

    def _has_beginning(self, letters: str) -> bool:
        """Return whether a listed word begins with `letters`."""
        place = bisect_left(self._listed, letters)
        return place < len(self._listed) and self._listed[place].startswith(letters)

    def _join_numbers(self, words: Iterable[str]) -> Iterator[str]:
        """Yield `words` with each number of several words ("twenty five", "dua puluh") as one."""
        waiting = ""
        for word in words:
            if word in self._small_numbers:
                if waiting == NUMBER:
                    continue
                if waiting:
                    yield waiting
                waiting = word
            elif word == NUMBER:
                waiting = NUMBER
            else:
                if waiting:
                    yield waiting
                    waiting = ""
                yield word
        if waiting:
            yield waiting


def squeeze_runs(word: str) -> str:
    """Return `word` with each run of a letter as one letter."""
    return _RUN.sub(r"\1", word)


def strip_clitic(word: str, clitics: Iterable[str]) -> Iterator[str]:
    """Yield `word` without each of the `clitics` that it ends in."""
    return (
        word.removesuffix(clitic)
        for clitic in clitics
        if word.endswith(clitic) and len(word) >= len(clitic) + SHORTEST_STEM
    )
