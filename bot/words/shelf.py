"""Where languages lie: a folder each, called by the language's two letters. The list of languages is what is there. Pure.

Everything that belongs to a language is in its folder, so one more language is one more folder, and no line of code.
What is read is read once. `use_shelf` is the seam for tests: another folder in which languages are looked for too.
"""

import re
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
_OURS = files("bot.words")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml: a process starts with long lists."""
_CODE = re.compile(r"[a-z]{2}")

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
    said = yaml.load(there.read_text(encoding="utf-8"), _LOADER) if there.is_file() else None  # noqa: S506 - a safe one
    return dict(said or {})


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
