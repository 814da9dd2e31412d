"""How a language's words are compared: each in its base form, whatever ending, spelling or slip of the finger it has. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from bot.danger_words.normalise import APART, HOLE, MARKS, NUMBER, Reading

OTHER = ""
"""What every word is compared as that stands in no phrase."""
SHORTEST_STEM = 3
"""Letters that must stand before an ending, so that it is one."""
SHORTEST_SWAPPED = 6
"""Letters from which a word is known with two of them swapped: shorter ones would be taken for each other."""
_HELD_DOWN = re.compile(r"([a-z])\1\1")
_RUN = re.compile(r"([a-z])\1+")


@dataclass(frozen=True)
class WordTable:
    """A language's base forms, endings that do not count, and the words that stand in its phrases."""

    forms: Mapping[str, Reading]
    """What a word is compared as, nothing for a filler."""
    clitics: tuple[str, ...]
    endings: Mapping[str, str]
    """Endings of words that no list can hold, such as names of medicines, and what such a word is compared as."""
    small_numbers: frozenset[str]
    words: frozenset[str]
    """The words of the phrases."""
    joined: Mapping[str, Reading]
    """Phrases written together, and their words."""
    selves: tuple[str, ...]
    """How one calls oneself, which may stand before a phrase written together."""
    not_slips: frozenset[str]
    """Words of their own that look like a listed one with two letters swapped."""

    def compare(self, reading: Reading, names: Mapping[str, Reading]) -> Reading:
        """Return the words of `reading` in base form, without fillers, and its marks; `names` are compared as told there."""
        bases = {word: names[word] if word in names else self._find_base(word) for word in set(reading)}
        words = tuple(chain.from_iterable(map(bases.__getitem__, reading)))
        return tuple(self._join_numbers(words)) if NUMBER in words and self.small_numbers else words

    def _find_base(self, word: str) -> Reading:
        """Return what one word or mark is compared as. One rule a line, the surest first."""
        if word in MARKS:
            return (word,)
        if word[0] == APART:
            return tuple(chain.from_iterable(map(self._find_base, self._split_apart(word.removeprefix(APART)))))
        for meant in self._list_meanings(word):
            if meant in self.forms:
                return self.forms[meant]
            if meant in self.words:
                return (meant,)
            if meant in self.joined:
                return self.joined[meant]
        return (OTHER,)

    def read_listed(self, word: str) -> Reading:
        """Return what a word of a list itself is compared as: its base form, or without an ending that does not count."""
        stem = next((word.removesuffix(end) for end in self.clitics if self._has_ending(word, end)), word)
        return self.forms[word] if word in self.forms else self.forms.get(stem, (stem,))

    @staticmethod
    def _has_ending(word: str, clitic: str) -> bool:
        return word.endswith(clitic) and len(word) >= len(clitic) + SHORTEST_STEM

    def _list_meanings(self, word: str) -> Iterator[str]:
        """Yield which listed word may be meant, the surest first: itself, its stem, what was typed amiss, what it ends in."""
        yield word
        if HOLE in word:
            yield self._starred.get(word, OTHER)
            yield word.replace(HOLE, "")
        yield from (word.removeprefix(own) for own in self.selves if word.removeprefix(own) in self.joined)
        yield from (word.removesuffix(clitic) for clitic in self.clitics if self._has_ending(word, clitic))
        if _HELD_DOWN.search(word):
            yield self._held_down.get(_RUN.sub(r"\1", word), OTHER)
        elif len(word) >= SHORTEST_SWAPPED:
            yield self.swapped.get(word, OTHER)
        for ending, meant in self.endings.items():
            if word.endswith(ending):
                yield meant

    @cached_property
    def _listed(self) -> tuple[str, ...]:
        """All words that are known as they are, in an order that stays."""
        return tuple(sorted({*self.forms, *self.words} - {OTHER}))

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(self._listed)

    @cached_property
    def _begun(self) -> frozenset[str]:
        """All that a known word can begin with."""
        return frozenset(word[:end] for word in self._listed for end in range(1, len(word) + 1))

    @cached_property
    def _held_down(self) -> dict[str, str]:
        """Of what a word looks like with each run of a letter as one letter, the word: the longest, if there are several."""
        return {_RUN.sub(r"\1", word): word for word in sorted(sorted((*self._listed, *self.joined)), key=len)}

    @cached_property
    def _starred(self) -> dict[str, str]:
        """Of each listed word with one letter within it starred out, the word."""
        return {
            f"{word[:at]}{HOLE}{word[at + 1 :]}": word
            for word in reversed(self._listed)
            for at in range(1, len(word) - 1)
        }

    @cached_property
    def swapped(self) -> dict[str, str]:
        """Of each listed word with two neighbouring letters swapped, the word; none that is a word itself."""
        swapped = {
            f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}": word
            for word in self._listed
            if len(word) >= SHORTEST_SWAPPED and word.isalpha()
            for at in range(len(word) - 1)
        }
        return {typed: swapped[typed] for typed in swapped.keys() - self.not_slips - self.forms.keys() - self.words}

    def _split_apart(self, letters: str) -> Iterator[str]:
        """Yield the words that letters typed apart are, the longest known one first at each place."""
        at = 0
        while at < len(letters):
            end = longest = at + 1
            while end <= len(letters) and letters[at:end] in self._begun:
                longest = end if letters[at:end] in self._whole else longest
                end += 1
            yield letters[at:longest]
            at = longest

    def _join_numbers(self, words: Iterable[str]) -> Iterator[str]:
        """Yield `words` with each number of several words ("twenty five", "dua puluh") as one."""
        waiting = ""
        for word in words:
            if word in self.small_numbers:
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
