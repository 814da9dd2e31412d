"""How a language says what the bot has to notice: words and patterns from the languages' folders, all languages together. Pure.

A pattern is a regular expression. In it `%name%` stands for the same file's list `name` of that language, and `%all:name%`
for the lists of that name of all languages: people mix them, and a model that writes one may think in another.
"""

import re
from typing import Any

from bot.model import Language
from bot.words.shelf import languages, read_once, read_shelf_yaml

ANSWERS, NOTES, QUESTIONS = "answers.yaml", "notecheck.yaml", "questions.yaml"
_PART = re.compile(r"%(all:)?(\w+)%")
_NEVER = r"(?!)"


@read_once
def patterns_of(file: str, key: str) -> tuple[str, ...]:
    """Return the patterns under `key`, `group.key` for one within a group, of all languages, their parts filled in."""
    return tuple(pattern for spoken in languages() for pattern in _patterns_in(spoken, file, key))


@read_once
def any_of(file: str, key: str) -> str:
    """Return one group that matches whatever one of the patterns under `key` does; without any it matches nothing."""
    return f"(?:{'|'.join(patterns_of(file, key)) or _NEVER})"


@read_once
def pattern(file: str, key: str, around: str = "{}", flags: int = 0) -> re.Pattern[str]:
    """Return the patterns under `key` as one, put in the place of `{}` in `around`, compiled."""
    return re.compile(around.replace("{}", any_of(file, key)), flags)


@read_once
def each_pattern(file: str, key: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns under `key`, each compiled by itself: what one finds, no other keeps from being found."""
    return tuple(re.compile(text) for text in patterns_of(file, key))


@read_once
def words_of_all(file: str, key: str) -> frozenset[str]:
    """Return the words under `key` of all languages: no patterns, a text of words with spaces between or a list."""
    return frozenset(word for spoken in languages() for word in listed_words(_under(spoken, file, key)))


@read_once
def meanings_in(file: str, group: str) -> dict[str, str]:
    """Return what each word of a group means: the key under which any language has it."""
    said = {spoken: _under(spoken, file, group) or {} for spoken in languages()}
    return {word: key for group_said in said.values() for key, words in group_said.items() for word in words}


def listed_words(said: str | list[str] | None) -> list[str]:
    """Return the words of a text with spaces between, or those of a list as they are."""
    return said.split() if isinstance(said, str) else list(said or ())


def _patterns_in(spoken: Language, file: str, key: str) -> list[str]:
    """Return the patterns under `key` of one language."""

    def filled(part: re.Match[str]) -> str:
        if part[1]:
            return any_of(file, f"parts.{part[2]}")
        return f"(?:{'|'.join(_patterns_in(spoken, file, f'parts.{part[2]}'))})"

    return [_PART.sub(filled, text) for text in _under(spoken, file, key) or ()]


def _under(spoken: Language, file: str, key: str) -> Any:
    """Return what stands under `key`, or `group.key`, in a language's file; None if nothing does."""
    said: Any = _file(spoken, file)
    for name in key.split("."):
        said = said.get(name) if said else None
    return said


@read_once
def _file(spoken: Language, file: str) -> dict[str, Any]:
    return read_shelf_yaml(spoken, file)
