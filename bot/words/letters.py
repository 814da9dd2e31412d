"""Words as they are seen and as they are compared: what people type for one term differs in everything but the term. Pure."""

import re
import unicodedata

Name = tuple[str, ...]
"""A term or synonym as it is compared: its words, folded, without ending."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_ARTICLES = frozenset({"a", "an", "the"})
_INDONESIAN_ENDINGS = ("nya", "ku", "mu")


def seen_letters(text: str) -> str:
    """Return `text` as a reader sees it: one width, no invisible characters, one kind of apostrophe."""
    seen = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return _APOSTROPHES.sub("'", seen)


def plain_letters(text: str) -> str:
    """Return `text` as it is compared: as seen, in one case and without accents."""
    apart = unicodedata.normalize("NFKD", seen_letters(text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def name_of(text: str) -> Name:
    """Return the words of `text` as names are compared: no punctuation, no leading article, no plural ending."""
    return tuple(bare(token) for token in whole_words(text))


def whole_words(text: str) -> Name:
    """Return the words of `text` without punctuation and leading article, with their endings."""
    tokens = _WORD.findall(plain_letters(text).replace("'", ""))
    return tuple(tokens[1:] if len(tokens) > 1 and tokens[0] in _ARTICLES else tokens)


def bare(word: str) -> str:
    """Return `word` without the commonest endings; both sides lose them, so the result need not be a word."""
    for ending in _INDONESIAN_ENDINGS:
        if len(word) >= len(ending) + 4 and word.endswith(ending):
            return word.removesuffix(ending)
    if len(word) > 4 and word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if len(word) > 4 and word.endswith("s") and word[-2] not in "isu":
        return word.removesuffix("s")
    return word
