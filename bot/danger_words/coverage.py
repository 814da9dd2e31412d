"""Where danger words are not compared: languages without a list, and messages that are written in one. Pure."""

import re
from importlib.resources import files

import yaml

from bot.danger_words.phrasebook import has_phrases
from bot.model import Language
from bot.words import fold_text, languages
from bot.words.shelf import read_once, read_shelf_yaml

FEWEST = 2
"""Words of a language below which a message is not taken to be written in it: one alone may be a name, or taken over."""
SHARE = 0.18
"""Part of a message's words that must be the language's own: of twenty words, three borrowed ones are not enough."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@read_once
def list_covered() -> tuple[Language, ...]:
    """Return the languages in which danger words are compared: all that have a list, whatever a room speaks."""
    return tuple(language for language in languages() if has_phrases(language))


def list_uncovered(spoken: tuple[Language, ...]) -> tuple[Language, ...]:
    """Return those of a room's languages that have no list of danger words, in their order."""
    covered = list_covered()
    return tuple(language for language in spoken if language not in covered)


def find_uncovered(text: str) -> Language | None:
    """Return the language without a list in which `text` is written, as far as its commonest words tell; None if in none.

    A few borrowed words do not make a message one of another language. Of two the one with more words counts.
    """
    words = _WORD.findall(fold_text(text))
    counts = {language: sum(word in told for word in words) for language, told in _read_telling_words().items()}
    language = max(counts, key=counts.__getitem__)
    is_enough = counts[language] >= FEWEST and counts[language] >= SHARE * len(words)
    return language if is_enough else None


@read_once
def name_language_to(reader: Language, language: Language) -> str:
    """Return what `language` is called in the language of `reader`; where that has no name for it, as its own speakers do."""
    names = read_shelf_yaml(reader, "language.yaml").get("names") or {}
    if language in names:
        return str(names[language][0]).capitalize()
    return str(read_shelf_yaml(language, "language.yaml")["own"]) if language in languages() else language


@read_once
def _read_telling_words() -> dict[Language, frozenset[str]]:
    """Return the words by which each language is told that has no list. One that gets a folder and a list falls out."""
    said = yaml.safe_load(files("bot.words").joinpath("uncovered.yaml").read_text(encoding="utf-8"))
    covered = list_covered()
    return {Language(code): frozenset(words.split()) for code, words in said.items() if code not in covered}
