"""Which language a text is in, by the bytes that follow one another in it: py3langid's way and weights, without numpy.

`letter_model.xz` holds its model for the languages that can be named here (scripts/build_language_model.py): py3langid, BSD licence,
by Marco Lui, Adrien Barbaresi and others. The weights are its own, so what it says of a text is what py3langid says.
"""

import lzma
import math
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files

from bot.words.packed import Numbers, Packed

NOTHING = 2**32 - 1
"""Stands for no state, and for no row of weights."""


@dataclass(frozen=True, slots=True)
class LetterModel:
    """The model: a machine that reads bytes, and weights. Its state is the longest known sequence of bytes that ends where it is.

    The state reached from `state` by `letter` is `base[state] + letter`, if `check` of that says `state`; where nothing leads on,
    `shorter` is the state of a shorter ending. `row` says which row of `weights` is a state's own. A row is a half float for
    each of `languages`; `before` is what each weighs before a word is read.
    """

    languages: tuple[str, ...]
    before: tuple[float, ...]
    base: Numbers = field(repr=False)
    check: Numbers = field(repr=False)
    shorter: Numbers = field(repr=False)
    row: Numbers = field(repr=False)
    weights: bytes = field(repr=False)

    def rank_languages(self, text: str) -> list[tuple[str, float]]:
        """Return every language and how likely `text` is in it, 0 to 1, the likeliest first; all alike if nothing tells."""
        if text.isupper():
            text = text.lower()
        read = unicodedata.normalize("NFC", text).encode("utf-8", errors="surrogatepass")
        scores = self._score(Counter(self._find_rows(read)))
        flat = 1.0 / math.sqrt(len(read) or 1)  # keeps what it says of a word and of a page comparable
        highest = max(scores)
        shares = [math.exp((score - highest) * flat) for score in scores]
        ranked = zip(self.languages, (share / sum(shares) for share in shares), strict=True)
        return sorted(ranked, key=lambda pair: pair[1], reverse=True)

    def _find_rows(self, read: bytes) -> list[int]:
        """Return the row of the longest known sequence that ends at each byte, where it has one."""
        base, check, shorter, row = self.base, self.check, self.shorter, self.row
        rows, state = list[int](), 0
        for letter in read:
            while check[after := base[state] + letter] != state and state:
                state = shorter[state]
            if check[after] == state:
                state = after
            if (own := row[state]) != NOTHING:
                rows.append(own)
        return rows

    def _score(self, rows: Counter[int]) -> list[float]:
        if not rows:
            return [0.0] * len(self.languages)
        shape, scores = struct.Struct(f"<{len(self.languages)}e"), list(self.before)
        for row, count in rows.items():
            often = math.log1p(count)
            for number, weight in enumerate(shape.unpack_from(self.weights, row * shape.size)):
                scores[number] += often * weight
        return scores


def read_letter_model() -> LetterModel:
    """Return the model, 6 MB, which takes a tenth of a second to read."""
    packed = Packed(lzma.decompress(files("bot.app").joinpath("letter_model.xz").read_bytes()))
    head = packed.head
    base, check, shorter, row = (packed.view_numbers(name, "I") for name in ("base", "check", "shorter", "row"))
    weights = packed.read_bytes("weights")
    return LetterModel(tuple(head["languages"]), tuple(head["before"]), base, check, shorter, row, weights)
