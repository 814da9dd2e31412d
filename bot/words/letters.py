"""Words as they are seen and as they are compared: what people type for one term differs in everything but the term. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from bot.words.shelf import languages, read_once, read_shelf_yaml

Name = tuple[str, ...]
"""A term or synonym as it is compared: its words, folded, without ending."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_ITSELF = "language.yaml"
"""What a language's folder says about the language itself."""


@dataclass(frozen=True, slots=True)
class _Ending:
    """An ending that a word of so many `letters` or more loses, what it becomes, and behind which letters it stays."""

    ends: str
    becomes: str
    letters: int
    not_behind: str = ""


def normalise_seen(text: str) -> str:
    """Return `text` as a reader sees it: one width, no invisible characters, one kind of apostrophe."""
    if text.isascii():  # nothing in it is wide, joined or unseen
        return _APOSTROPHES.sub("'", text)
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return _APOSTROPHES.sub("'", seen)


def fold_letters(text: str) -> str:
    """Return `text` as it is compared: as seen, in one case and without accents."""
    seen = normalise_seen(text).casefold()
    if seen.isascii():
        return seen
    apart = unicodedata.normalize("NFKD", seen)
    return "".join(char for char in apart if not unicodedata.combining(char))


def split_name(text: str) -> Name:
    """Return the words of `text` as names are compared: no punctuation, no leading article, no plural ending."""
    return tuple(strip_ending(token) for token in split_whole_words(text))


def split_whole_words(text: str) -> Name:
    """Return the words of `text` without punctuation and leading article, with their endings."""
    tokens = _WORD.findall(fold_letters(text).replace("'", ""))
    return tuple(tokens[1:] if len(tokens) > 1 and tokens[0] in _articles() else tokens)


def strip_ending(word: str) -> str:
    """Return `word` without the commonest endings; both sides lose them, so the result need not be a word."""
    for ending in _endings():
        if len(word) >= ending.letters and word.endswith(ending.ends):
            stem = word.removesuffix(ending.ends)
            if stem[-1] not in ending.not_behind:
                return stem + ending.becomes
    return word


@read_once
def _endings() -> tuple[_Ending, ...]:
    """Return the endings of all languages, in the order of their files: of two that fit, the first goes."""
    return tuple(
        _Ending(**item) for spoken in languages() for item in read_shelf_yaml(spoken, _ITSELF).get("endings", ())
    )


@read_once
def _articles() -> frozenset[str]:
    return frozenset(
        word for spoken in languages() for word in read_shelf_yaml(spoken, _ITSELF).get("articles", "").split()
    )
