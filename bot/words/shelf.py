"""What languages' folders hold, and how what somebody wrote is held against it. A folder each, called by two letters. Pure.

Everything that belongs to a language is in its folder, so one more language is one more folder, and no line of code.
What is read is read once. `use_shelf` is the seam for tests: another folder in which languages are looked for too.

What people may type counts in every language, whatever the room speaks, for people mix languages.
A pattern is a regular expression. In it `%name%` stands for the same file's list `name` of that language, and `%all:name%`
for the lists of that name of all languages: a model that writes one language may think in another.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, ParamSpec, TypeVar, cast

import yaml

from bot.model import Language

FALLBACK = Language("en")
"""The language that comes first where no room says otherwise, and that stands in where another has no entry of its own."""
SENTENCES = "sentences.ftl"
"""The file that makes a folder a language."""
COMMANDS, TYPED = "commands.yaml", "typed.yaml"
ANSWERS, CLAIMS, NOTES, QUESTIONS = "answers.yaml", "claims.yaml", "notecheck.yaml", "questions.yaml"
_OURS = files("bot.words")
_CODE = re.compile(r"[a-z]{2}")
_PART = re.compile(r"%(all:)?(\w+)%")
_NEVER = r"(?!)"

What = ParamSpec("What")
Read = TypeVar("Read")
_shelves: list[Traversable] = [_OURS]
_forget: list[Callable[[], None]] = []


def read_once(reader: Callable[What, Read]) -> Callable[What, Read]:
    """Make `reader`, which reads from the languages' folders, keep what it has read for each of its arguments."""
    kept = cache(reader)
    _forget.append(kept.cache_clear)
    return cast("Callable[What, Read]", kept)


def use_shelf(*shelves: Traversable) -> None:
    """Look for languages in `shelves` too from now on, beside our own; with none, in our own alone again.

    What was read before is read anew. The bot itself never calls this: a process has the languages that it was built with.
    """
    _shelves[:] = [_OURS, *shelves]
    for forget in _forget:
        forget()


@read_once
def languages() -> tuple[Language, ...]:
    """Return the languages that there are: the one to fall back on first, the others in the order of their letters."""
    return (FALLBACK, *sorted(_folders().keys() - {FALLBACK}))


def open_file(language: Language, file: str) -> Traversable:
    """Return the file called `file` of a language, which need not be there.

    Raises:
        LookupError: there is no such language.
    """
    return _folders()[language].joinpath(file)


def read_shelf_yaml(language: Language, file: str) -> dict[str, Any]:
    """Return what a language's YAML file says; nothing if the language has no such file."""
    there = open_file(language, file)
    return dict(parse_yaml(there.read_text(encoding="utf-8")) or {}) if there.is_file() else {}


def parse_yaml(text: str) -> Any:
    """Return what a YAML file of ours says, read by libyaml where PyYAML has it: eight times as fast, the same rules."""
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def read_lines(language: Language, file: str) -> tuple[str, ...]:
    """Return the lines of a language's list, without comments (`#`) and blank ones; none if it has no such file."""
    there = open_file(language, file)
    lines = there.read_text(encoding="utf-8").splitlines() if there.is_file() else []
    return tuple(line for line in lines if line and not line.startswith("#"))


@read_once
def _folders() -> dict[Language, Traversable]:
    """Return each language's folder; of two shelves that have it, our own counts."""
    there = (folder for shelf in reversed(_shelves) for folder in _folders_on(shelf))
    return {Language(folder.name): folder for folder in there}


def _folders_on(shelf: Traversable) -> Iterator[Traversable]:
    """Yield the folders of `shelf` that are a language's."""
    for folder in shelf.iterdir():
        if _CODE.fullmatch(folder.name) and folder.joinpath(SENTENCES).is_file():
            yield folder


def fold_text(text: str) -> str:
    """Return `text` as it is compared: one width, lower case, without invisible characters, spaces single."""
    wide = unicodedata.normalize("NFKC", text)
    unseen = [char for char in set(wide) if char not in "\n\t" and unicodedata.category(char) in {"Cf", "Cc"}]
    seen = wide.translate(dict.fromkeys(map(ord, unseen))) if unseen else wide
    return " ".join(seen.casefold().split())


@read_once
def command_names(language: Language) -> dict[str, tuple[str, ...]]:
    """Return what people type for each command in `language`, by the command's own name."""
    return {name: tuple(typed) for name, typed in read_shelf_yaml(language, COMMANDS).items()}


@read_once
def typed_in(language: Language) -> dict[str, tuple[str, ...]]:
    """Return what people type in `language`, by what it means: `desk.yes` are the words that let a draft out."""
    result: dict[str, tuple[str, ...]] = {}
    for group, said in read_shelf_yaml(language, TYPED).items():
        if isinstance(said, dict):
            result |= {f"{group}.{meaning}": tuple(typed) for meaning, typed in said.items()}
        else:
            result[group] = tuple(said)
    return result


@read_once
def typed_words(*meanings: str) -> frozenset[str]:
    """Return every word, of any language, that means one of `meanings`."""
    return frozenset(
        word for spoken in languages() for meaning in meanings for word in typed_in(spoken).get(meaning, ())
    )


@read_once
def _meanings(group: str) -> dict[str, tuple[str, Language]]:
    """Return what each word of a group means, and in which language; of several it is the first."""
    result: dict[str, tuple[str, Language]] = {}
    for spoken in languages():
        for meaning, typed in typed_in(spoken).items():
            if meaning.startswith(f"{group}."):
                for word in typed:
                    result.setdefault(word, (meaning.removeprefix(f"{group}."), spoken))
    return result


def meaning_of(typed: str, group: str) -> tuple[str, Language] | None:
    """Return what the folded words `typed` mean among those of `group`, and in which language; None if nothing."""
    return _meanings(group).get(typed)


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
def patterns_in(language: Language, file: str, key: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns under `key` of one language, each compiled by itself; case does not matter."""
    return tuple(re.compile(text, re.IGNORECASE) for text in _patterns_in(language, file, key))


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
    said: Any = _read_file_once(spoken, file)
    for name in key.split("."):
        said = said.get(name) if said else None
    return said


@read_once
def _read_file_once(spoken: Language, file: str) -> dict[str, Any]:
    return read_shelf_yaml(spoken, file)
