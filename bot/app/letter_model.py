"""Which language a text is in, by the bytes that follow one another in it: py3langid's way and weights, without numpy.

`letter_model.xz` holds its model for the languages that can be named here (scripts/build_language_model.py): py3langid, BSD licence,
by Marco Lui, Adrien Barbaresi and others. The weights are its own, so what it says of a text is what py3langid says.
"""

import json
import lzma
import math
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LetterModel:
    """The model. `places` says of each sequence of bytes which row of `weights` is its own, -1 if none.

    A row is a half float for each of `languages`; `before` is what each weighs before a word is read.
    """

    languages: tuple[str, ...]
    before: tuple[float, ...]
    places: dict[bytes, int] = field(repr=False)
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
        rows, sequence = list[int](), b""
        for at in range(len(read)):
            sequence += read[at : at + 1]
            while sequence not in self.places:
                sequence = sequence[1:]
            if (row := self.places[sequence]) >= 0:
                rows.append(row)
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
    """Return the model, which takes a quarter of a second to read."""
    packed = lzma.decompress(files("bot.app").joinpath("letter_model.xz").read_bytes())
    line, _, body = packed.partition(b"\n")
    head, places, at = json.loads(line), dict[bytes, int](), 0
    entry = struct.Struct("<Bi")
    for _ in range(head["count"]):
        length, place = entry.unpack_from(body, at)
        at += entry.size
        places[body[at : at + length]] = place
        at += length
    return LetterModel(tuple(head["languages"]), tuple(head["before"]), places, body[at:])
