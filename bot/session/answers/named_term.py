"""Whether an explanation names what it explains: a model that lost the term writes about something else. Pure.

The term counts in whatever form: inflected, spelled as another language spells it, in its first letters, or a word of it,
and as somebody's slip of the finger, which a model puts right. So does what the clinic's glossary calls it, in any of our
languages: a model may translate the term. What is in doubt counts as named.
"""

import re

from bot.session.language.glossary_lookup import find_mentioned_terms
from bot.session.language.languages import common_words
from bot.words import fold_text, languages
from bot.words.book import Book
from bot.words.slips import count_typos

_WORD = re.compile(r"[^\W_]+")
_SHORT, _ENOUGH = 3, 5
"""A word of so many letters has to stand as it is: its beginning says too little."""
_MOST_WORDS = 4
"""What is longer is a question in somebody's own words, which its answer need not repeat."""
_SPELLED = ((re.compile("ch"), "k"), (re.compile(r"c(?=[eiy])"), "s"), (re.compile("[cq]"), "k"), (re.compile("ph"), "f"), (re.compile("x"), "ks"),
            (re.compile("y"), "i"), (re.compile(r"(\w)\1"), r"\1"))  # fmt: skip
"""How Indonesian spells what English took from Latin and Greek, and both spell double letters now and then."""


def is_naming_term(text: str, term: str, also: tuple[str, ...] = ()) -> bool:
    """Return whether `text` names `term` or a form of it; one without words, or a whole question, is never missed.

    `also` is what else the term, or a part of it, is called: each of them as it stands, endings aside.
    """
    words = _WORD.findall(fold_text(term))
    telling = [word for word in words if len(word) > 1 and not _is_common(word)] or words
    said = _WORD.findall(fold_text(text))
    known, spelled = set(said), " ".join(map(_spell, said))
    if not telling or len(words) > _MOST_WORDS or any(_stands_in(word, known, spelled) for word in telling):
        return True
    if any(f" {' '.join(_WORD.findall(fold_text(name)))}" in f" {' '.join(said)}" for name in also):
        return True
    return _is_short_for(said, telling) or (len(words) > 1 and "".join(word[0] for word in words) in known)


def list_other_names(book: Book, term: str) -> tuple[str, ...]:
    """Return what the terms of `book` that stand in `term` are called in each of our languages; no everyday words."""
    entries = [entry for language in languages() for entry in find_mentioned_terms(book, term, language)]
    names = (name for entry in entries for name in (entry.term, *entry.aka) if name not in entry.everyday)
    return tuple(dict.fromkeys(names))


def _stands_in(word: str, said: set[str], spelled: str) -> bool:
    """Return whether a word of the term is among those `said`, or its first half within one of them, as `spelled`."""
    if len(word) <= _SHORT:
        return word in said
    stem = _spell(word)
    half = stem[: max(4, (len(stem) + 1) // 2)]
    if half in spelled or (len(half) > _ENOUGH and half in spelled.replace(" ", "")):
        return True
    return any(_is_slip(word, other) for other in said)


def _is_slip(word: str, other: str) -> bool:
    """Return whether two words differ by a slip of the finger: a letter more, less, other or swapped; two in a long word."""
    most = 0 if len(word) < _ENOUGH else 1 if len(word) < 2 * _SHORT + 2 else 2
    return bool(most and count_typos(word, other, most) <= most)


def _is_short_for(said: list[str], telling: list[str]) -> bool:
    """Return whether a word of the term is short for words in a row, with or without the little ones among them."""
    initials = ("".join(word[0] for word in said), "".join(word[0] for word in said if not _is_common(word)))
    return any(word in letters for word in telling if 2 <= len(word) <= _ENOUGH for letters in initials)


def _spell(word: str) -> str:
    for written, read in _SPELLED:
        word = written.sub(read, word)
    return word


def _is_common(word: str) -> bool:
    return any(word in common_words(language) for language in languages())
