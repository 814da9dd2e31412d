"""Which words may leave for another machine: none by default, only those known to be ordinary. Pure."""

import re
from collections.abc import Iterator, Sequence

from bot.safety.lexicon import Lexicon, wordset
from bot.safety.names import TITLES
from bot.safety.tokens import Piece, Sort

WEAK_NAMES = wordset(
    "will may more last less good best near day days long short small early late sharp happy sad still quick "
    "nice ever hard hurt treat trust rest wait worry self reading sleep speaks most minor case fast love "
    "lovely real reason page kind read"
)
"""Names too, but so common as words that neither their neighbours nor a sentence's first capital say anything."""
_STARTS = re.compile(r"[.!?\u2026\n:;\u2022*>\u201c\"(\[]")
"""What stands before a word that is in capitals because something begins with it."""
_ABBREVIATIONS = TITLES | frozenset({"st", "no", "jl", "jln", "gg", "kel", "kec", "kab", "vs", "ir", "drs", "hj"})
_CONTRACTED = frozenset({"s", "d", "ll", "re", "ve", "m", "t"})
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_BEGINNINGS = ("di", "ke", "ter", "ber", "se", "nge", "ng", "me", "mem", "men", "peng", "pe")
_ENDINGS = ("nya", "ku", "mu", "lah", "kah", "pun", "in", "an", "i", "kan")
_ARTICLES = wordset("the a an my your our his her their this that some any")
_STEM = 4
"""Letters that must be left of a word without its Indonesian beginning or ending."""


def judged(text: str, found: Sequence[Piece], lexicon: Lexicon) -> list[bool]:
    """Return for each piece of `text` whether it is masked for what it is; all but words are."""
    english, indonesian = _languages(found, lexicon)
    shouted = _shouted(found)
    hidden = []
    for at, piece in enumerate(found):
        if piece.sort is not Sort.WORD or not _safe(piece.key, lexicon, english=english, indonesian=indonesian):
            hidden.append(True)
        elif shouted or piece.raw == piece.raw.lower() or piece.key in lexicon.capitals:
            hidden.append(False)
        elif _code(piece, lexicon):
            hidden.append(True)
        elif _emphasis(found, at, lexicon):
            hidden.append(False)
        else:
            hidden.append(not begins(text, found, at) or _rather_a_name(piece.key, lexicon))
    return hidden


def _languages(found: Sequence[Piece], lexicon: Lexicon) -> tuple[bool, bool]:
    """Return whether a message is, at least in good part, English, and whether Indonesian."""
    english = indonesian = 0
    for piece in found:
        key = piece.key
        alike = key in lexicon.english and key in lexicon.indonesian
        # Frequency lists of Indonesian hold English words too, so one that both have speaks for English, `dan` aside.
        english += key in lexicon.english and not (alike and key in lexicon.coincidental)
        indonesian += key in lexicon.indonesian and not alike
    return english * 3 >= indonesian, indonesian * 3 >= english


def _safe(key: str, lexicon: Lexicon, *, english: bool, indonesian: bool) -> bool:
    """Return whether a word is ordinary. One of the other language is, if it is nobody's name in this one (`dan`)."""

    def listed(word: str) -> bool:
        return (
            word in lexicon.both
            or (word in lexicon.english and (english or word not in lexicon.coincidental))
            or (word in lexicon.indonesian and (indonesian or word not in lexicon.coincidental))
        )

    if listed(key):
        return True
    if key in lexicon.never:
        return False
    head, apostrophe, tail = key.partition("'")
    if apostrophe:
        return tail in _CONTRACTED and listed(head)
    return any(listed(form) for form in _forms(key, english=english, indonesian=indonesian))


def _forms(key: str, *, english: bool, indonesian: bool) -> Iterator[str]:
    """Yield what the lists may have instead of a word: it less drawn out, in the singular, without Indonesian affixes."""
    squeezed = _DRAWN_OUT.sub(r"\1", key)
    if squeezed != key:
        yield squeezed
        yield _DRAWN_OUT.sub(r"\1\1", key)
    if english and key.endswith("s") and len(key) > _STEM:
        yield key[:-1]
    if indonesian:
        stems = [
            key,
            *(key.removesuffix(end) for end in _ENDINGS if key.endswith(end) and len(key) - len(end) >= _STEM),
        ]
        yield from stems[1:]
        for stem in stems:
            yield from (stem[len(to) :] for to in _BEGINNINGS if stem.startswith(to) and len(stem) - len(to) >= _STEM)


def _shouted(found: Sequence[Piece]) -> bool:
    """Return whether most words are in capitals throughout, so that capitals tell nothing."""
    words = [piece.raw for piece in found if piece.sort is Sort.WORD and len(piece.raw) > 1]
    return len(words) > 2 and 2 * sum(word.isupper() for word in words) > len(words)


def begins(text: str, found: Sequence[Piece], at: int) -> bool:
    """Return whether a piece is the first of a sentence."""
    if at == 0:
        return True
    before = found[at - 1]
    if not _STARTS.search(text, before.end, found[at].start):
        return False
    return not (text[before.end] == "." and (before.key in _ABBREVIATIONS or len(before.key) == 1))


def _code(piece: Piece, lexicon: Lexicon) -> bool:
    """Return whether two or three capitals are short for a state, a country or a firm, also where a line begins with them."""
    return piece.raw.isupper() and 1 < len(piece.raw) <= 3 and piece.key not in lexicon.common


def _emphasis(found: Sequence[Piece], at: int, lexicon: Lexicon) -> bool:
    """Return whether an everyday word that is nobody's name stands alone in a capital behind an article: `the Hotel was`."""
    piece = found[at]
    alone = at + 1 == len(found) or found[at + 1].raw.islower()
    return alone and found[at - 1].key in _ARTICLES and _plain(piece.key, lexicon)


def _plain(key: str, lexicon: Lexicon) -> bool:
    return key in lexicon.everyday and key not in lexicon.names and key not in lexicon.never


def _rather_a_name(key: str, lexicon: Lexicon) -> bool:
    """Return whether a word in capitals that begins a sentence is a name more often than not."""
    return key in lexicon.names and key not in lexicon.common and key not in WEAK_NAMES
