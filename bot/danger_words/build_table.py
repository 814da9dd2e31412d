"""Working out how a language's listed words may be typed, once, for `bot/danger_words/word_table.py` to look up. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.danger_words.normalise import Reading
from bot.danger_words.word_table import OTHER, SHORTEST_SWAPPED, squeeze_runs, strip_clitic
from bot.words.packed import pack_words


@dataclass(frozen=True)
class TableBuilder:
    """A language's base forms, the endings that do not count, and, as they are read, the words of its phrases."""

    forms: Mapping[str, Reading]
    """What a word is compared as, nothing for a filler."""
    clitics: tuple[str, ...]
    words: set[str] = field(default_factory=set)
    joined: dict[str, Reading] = field(default_factory=dict)
    """Phrases written together, and their words."""

    def read_listed(self, word: str) -> Reading:
        """Return what a word of a list itself is compared as: its base form, or without an ending that does not count."""
        stem = next(strip_clitic(word, self.clitics), word)
        return self.forms[word] if word in self.forms else self.forms.get(stem, (stem,))

    def pack(self, not_slips: frozenset[str]) -> dict[str, bytes]:
        """Return the parts of a packed file that hold the table. `not_slips` are words that only look like a listed one typed amiss."""
        known = self.forms.keys() | self.words
        listed = tuple(sorted(known - {OTHER}))
        forms = {word: " ".join(base) for word, base in sorted(self.forms.items())}
        return {
            "table.words": json.dumps(sorted(self.words), ensure_ascii=False).encode(),
            "table.forms": json.dumps(forms, ensure_ascii=False).encode(),
            **_pack_meanings("table.joined", {word: " ".join(base) for word, base in self.joined.items()}),
            **_pack_meanings("table.swapped", _swap_letters(listed, not_slips | known)),
            **_pack_meanings("table.held_down", _hold_down((*listed, *self.joined))),
        }


def _pack_meanings(name: str, meanings: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of a map of words to what is meant by each, the same meaning once."""
    places: dict[str, int] = {}
    text = bytearray()
    for meant in meanings.values():
        if meant not in places:
            places[meant] = len(text)
            text += meant.encode() + b"\n"
    words = {typed: places[meant] for typed, meant in meanings.items()}
    return {f"{name}.meant": bytes(text), **pack_words(name, words)}


def _swap_letters(listed: tuple[str, ...], not_slips: frozenset[str]) -> dict[str, str]:
    """Return, of each listed word with two neighbouring letters swapped, the word."""
    swapped = {
        f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}": word
        for word in listed
        if len(word) >= SHORTEST_SWAPPED and word.isalpha()
        for at in range(len(word) - 1)
    }
    return {typed: meant for typed, meant in swapped.items() if typed not in not_slips}


def _hold_down(listed: tuple[str, ...]) -> dict[str, str]:
    """Return, of what a word looks like with each run of a letter as one, the word: the longest, if there are several.

    A word that looks like itself is left out.
    """
    held = {squeeze_runs(word): word for word in sorted(sorted(listed), key=len)}
    return {squeezed: word for squeezed, word in held.items() if squeezed != word}
