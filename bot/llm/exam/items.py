"""The exam's items: what somebody types in a made-up session, and what has to be true of an answer. Read from `items/`.

A folder for each language and a file for each command; `docs/models.md` says how to add one. What must stand in an answer,
and what must not, are patterns over folded text that match whole words; `%no%` stands for the list `no` in `words.yaml` of
the language that the answer is in. They name what kind of thing is kept: a name, a number, a negation, a side, a fact.
"""

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.model import Language
from bot.words import languages
from bot.words.shelf import parse_yaml, read_once

COMMANDS = ("translate", "explain", "express", "ask", "suggest", "summary", "note")
"""The commands that are examined, each by its own name in the table of commands."""
Kind: TypeAlias = Literal["name", "number", "negation", "side", "fact"]
Who: TypeAlias = Literal["therapist", "first", "second"]
PEOPLE: dict[Who, str] = {"therapist": "Maya", "first": "Dewi", "second": "Tom"}
"""Who sits in the exam's room: a therapist and two clients, by the names that stand in the items."""
_PART = re.compile(r"%(\w+)%")
_ITEMS = files("bot.llm.exam").joinpath("items")


class Item(BaseModel):
    """One thing to be asked. `name` tells it from all others; it holds no words.

    `says` is typed behind the command, `into` is the language that a translation is wanted in, `talk` names what was said
    before. `good` is an answer that is right in every respect, `wrong` are answers that are not, each in one of them.
    `refs` are two translations, written without one another. `sources` says of each topic which messages bear it.
    `danger`: somebody's life or body may be in danger in it. `rough`: it is only rough, so nobody may refuse it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    command: str
    language: Language
    says: str = Field(default="", repr=False)
    into: Language | None = None
    talk: tuple[tuple[Who, str], ...] = Field(default=(), repr=False)
    good: str = Field(repr=False)
    wrong: tuple[str, ...] = Field(min_length=1, repr=False)
    refs: tuple[str, ...] = Field(default=(), repr=False)
    must: dict[Kind, tuple[str, ...]] = Field(default={}, repr=False)
    never: tuple[str, ...] = Field(default=(), repr=False)
    sources: dict[str, tuple[int, ...]] = Field(default={}, repr=False)
    danger: bool = False
    rough: bool = False

    @property
    def answered_in(self) -> Language:
        """Return the language that the answer has to be in."""
        return self.into or self.language

    @property
    def given(self) -> str:
        """Return all that people wrote that the answer is about."""
        return "\n".join((*(text for _, text in self.talk), self.says)).strip()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items to ask: those of these commands and languages."""

    commands: tuple[str, ...] = COMMANDS
    spoken: tuple[Language, ...] = field(default_factory=languages)


@read_once
def load_items() -> tuple[Item, ...]:
    """Return all items, command by command, each in the order of its files."""
    return tuple(item for command in COMMANDS for language in languages() for item in _read_items(language, command))


def choose_items(choice: Choice) -> tuple[Item, ...]:
    """Return the items of `choice`."""
    return tuple(item for item in load_items() if item.command in choice.commands and item.language in choice.spoken)


@read_once
def compile_whole_words(pattern: str, language: Language) -> re.Pattern[str]:
    """Return `pattern` of an item whose answer is in `language`, with its lists filled in, as whole words."""
    listed = _read_file(language, "words")
    filled = _PART.sub(lambda part: listed[part[1]], pattern)
    return re.compile(rf"(?<!\w)(?:{filled})(?!\w)")


def _read_items(language: Language, command: str) -> tuple[Item, ...]:
    said = _read_file(language, command)
    talks = _read_file(language, "talks") if any("talk" in row for row in said.get("items", ())) else {}
    into = said.get("into")
    return tuple(
        _read_item(row, talks, name=f"{command}-{language}-{number}", command=command, language=language, into=into)
        for number, row in enumerate(said.get("items", ()), start=1)
    )


def _read_item(row: dict[str, Any], talks: dict[str, list[dict[Who, str]]], **about: Any) -> Item:
    """Return one item. A translation's perfect answer is the first of its references."""
    row = {**about, **row}
    row["talk"] = tuple(pair for line in talks.get(row.pop("talk", ""), ()) for pair in line.items())
    row.setdefault("good", next(iter(row.get("refs", ())), None))
    return Item(**row)


@read_once
def _read_file(language: Language, stem: str) -> dict[str, Any]:
    there = _ITEMS.joinpath(language, f"{stem}.yaml")
    return dict(parse_yaml(there.read_text(encoding="utf-8"))) if there.is_file() else {}
