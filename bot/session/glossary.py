"""The clinic's own glossary: finds the plain words for a term of the field, forgiving in spelling, never guessing. Pure.

A wrong entry is a harm, no entry is not: then somebody else is asked. So a misspelt word is accepted only if
it is close to one term, clearly further from every other, and no real word of its own (`lookalikes.txt`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz.distance import OSA

from bot.model import Language

FALLBACK = Language("en")
LONGEST = 80
"""Letters; whoever asks for a longer term has pasted a text."""

Name = tuple[str, ...]
"""A term or synonym as it is compared: its words, folded, without ending."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_ARTICLES = frozenset({"a", "an", "the"})
_INDONESIAN_ENDINGS = ("nya", "ku", "mu")


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of the field in plain words: what it means, and one everyday example."""

    key: str
    language: Language
    term: str
    plain: str
    example: str


@dataclass(frozen=True, slots=True)
class _Book:
    """All languages' entries, every name by which one of them goes, and words that are no slip of the finger."""

    entries: dict[tuple[str, Language], Entry]
    names: dict[Name, str]
    joined: dict[str, str]
    everyday: frozenset[Name]
    lookalikes: frozenset[str]
    real_words: frozenset[str]


def lookup(term: str, language: Language) -> Entry | None:
    """Return the entry for `term`, written in any of our languages, as `language` says it; None if we are not sure.

    A language without a glossary gets the English entry.
    """
    name = name_of(term)
    if not name or len("".join(name)) > LONGEST:
        return None
    book = _book()
    key = book.names.get(name) or book.joined.get("".join(name)) or _respelt(name)
    return _entry(key, language) if key else None


def nearest(term: str, language: Language) -> tuple[str, ...]:
    """Return up to three terms that may have been meant, the likeliest first; none if nothing is near."""
    name = name_of(term)
    written = "".join(name)
    if not 4 <= len(written) <= LONGEST or _book().lookalikes.intersection(name):
        return ()
    ranks: dict[str, float] = {}
    for known, key in _book().joined.items():
        rank = _remoteness(written, known)
        if rank is not None:
            ranks[key] = min(rank, ranks.get(key, rank))
    likeliest = sorted(ranks, key=lambda key: (ranks[key], key))[:3]
    return tuple(_entry(key, language).term for key in likeliest)


def mentioned(text: str, language: Language, most: int = 3) -> tuple[Entry, ...]:
    """Return up to `most` entries whose names stand in `text` as whole words, those with the longest names first.

    Names that are also everyday words are left out, or every message would be full of terms.
    """
    found = sorted(_spotted(name_of(text)), key=lambda spot: -len("".join(spot[0])))
    keys = dict.fromkeys(key for _, key in found)
    return tuple(_entry(key, language) for key in keys)[:most]


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
    tokens = _WORD.findall(plain_letters(text).replace("'", ""))
    if len(tokens) > 1 and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
    return tuple(_bare(token) for token in tokens)


def _bare(word: str) -> str:
    """Return `word` without the commonest endings; both sides lose them, so the result need not be a word."""
    for ending in _INDONESIAN_ENDINGS:
        if len(word) >= len(ending) + 4 and word.endswith(ending):
            return word.removesuffix(ending)
    if len(word) > 4 and word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    if len(word) > 4 and word.endswith("s") and word[-2] not in "isu":
        return word.removesuffix("s")
    return word


def _respelt(written: Name) -> str | None:
    """Return the key whose name is `written` with a slip of the finger, if there is one and only one.

    The next key must be at least twice as far away.
    """
    slips: dict[str, int] = {}
    others: dict[str, int] = {}
    for name, key in _book().names.items():
        if len(name) == len(written):
            slip = sum(_slip(*pair) for pair in zip(written, name, strict=True))
            others[key] = min(slip, others.get(key, slip))
            if all(_forgivable(*pair) for pair in zip(written, name, strict=True)):
                slips[key] = min(slip, slips.get(key, slip))
    best = min(slips, key=slips.__getitem__, default=None)
    if best is None or slips[best] > 2:
        return None
    rival = min((far for key, far in others.items() if key != best), default=LONGEST)
    return best if rival >= 2 * slips[best] else None


def _slip(written: str, known: str) -> int:
    """Return how many keys were hit wrongly; a wrong first letter counts twice, for people rarely miss that one."""
    return OSA.distance(written, known) + (written[0] != known[0])


def _forgivable(written: str, known: str) -> bool:
    """Tell whether `written` can be `known` misspelt: no slip in a short word, one in a longer, two in a long one."""
    if written == known:
        return True
    if written in _book().real_words:
        return False
    shorter = min(len(written), len(known))
    return _slip(written, known) <= (shorter >= 7) + (shorter >= 11)


def _remoteness(written: str, known: str) -> float | None:
    """Return how far `known` is from `written`, 0 to 1; None if it is not near. The beginning of a term is near."""
    if known.startswith(written) and len(written) >= 5:
        return 0.5
    slip = _slip(written, known)
    return slip / len(known) if slip <= min(3, len(known) // 4) else None


def _spotted(words: Name) -> Iterator[tuple[Name, str]]:
    """Yield the names in `words` with their keys, the longest at each place, none inside another."""
    book = _book()
    widest = max(map(len, book.names))
    at = 0
    while at < len(words):
        spans = (words[at : at + width] for width in range(min(widest, len(words) - at), 0, -1))
        name = next((span for span in spans if span in book.names and span not in book.everyday), None)
        if name:
            yield name, book.names[name]
        at += len(name) if name else 1


def _entry(key: str, language: Language) -> Entry:
    entries = _book().entries
    return entries.get((key, language)) or entries[key, FALLBACK]


@cache
def _book() -> _Book:
    shelf = files("bot.words").joinpath("glossary")
    entries: dict[tuple[str, Language], Entry] = {}
    names: dict[Name, str] = {}
    everyday: set[Name] = set()
    for file in sorted(shelf.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            language = Language(file.name.removesuffix(".yaml"))
            for key, said in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                entries[key, language] = Entry(key, language, said["term"], said["plain"], said["example"])
                names.update((name_of(name), key) for name in (said["term"], *said["aka"]))
                everyday.update(name_of(name) for name in said.get("everyday", ()))
    lines = shelf.joinpath("lookalikes.txt").read_text(encoding="utf-8").splitlines()
    lookalikes = frozenset(_bare(line) for line in lines if not line.startswith("#"))
    return _Book(
        entries=entries,
        names=names,
        joined={"".join(name): key for name, key in names.items()},
        everyday=frozenset(everyday),
        lookalikes=lookalikes,
        real_words=lookalikes.union(*names),
    )
