"""A wrong value is told in our words: every key of every file is tried with values of every wrong kind."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from clinic_files import mistakes, written
from pydantic import BaseModel
from rows import try_each

from bot.demo.practice.scenario import Scenario
from bot.policy import Rules
from bot.settings.explain_value import PATTERNS
from bot.settings.json_schemas import FILES
from bot.settings.review_file import ReviewFile
from bot.settings.yaml_file import YamlFile

KINDS: dict[str, type[Rules]] = {**FILES, "review": ReviewFile, "scenario": Scenario}
WRONG: tuple[Any, ...] = (
    *(None, True, 5, -1, 1.5, 10**12, 10**40, float("nan"), "", "x y", "nope", "x" * 5000),
    *([], [1], [[]], [None], {}, {"x": 1}, {"x": ["y"]}, {1: 2}, {"": {}}),
)
FOREIGN = re.compile(
    r"(?i)\binput\b|\bvalid (?:string|tuple|integer|number|dict\w*|list|bool\w*|date|datetime|path)\b|should (?:match|be|have)|"
    r"\b(?:instance of|parse|parsing|pydantic|tuple|dictionary|regex|NoneType|Infinity|datetimes?)\b|[\^\\]|\[key\]|<class|\(\?:"
)
"""What only pydantic, a regular expression or Python says."""


def list_places(kind: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the place of each key that a file of this kind may hold, entries that a file names itself under `own`."""
    for name, field in kind.model_fields.items():
        place = (*above, field.alias or name)
        yield place
        for inner, path in list_models(field.annotation):
            yield from list_places(inner, (*place, *path))
    extra = kind.__annotations__.get("__pydantic_extra__")
    for inner, path in list_models(extra) if extra else ():
        yield from list_places(inner, (*above, *path))


def list_models(annotation: Any) -> Iterator[tuple[type[BaseModel], tuple[str, ...]]]:
    """Yield the models that a key may hold, each with the keys in between."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, ()
    elif get_origin(annotation) is Annotated or get_origin(annotation) in {Union, UnionType}:
        for inner in get_args(annotation):
            yield from list_models(inner)
    elif get_origin(annotation) is dict:
        for model, path in list_models(get_args(annotation)[1]):
            yield model, ("own", *path)


def say_mistakes(kind: type[Rules], place: tuple[str, ...], wrong: Any) -> list[str]:
    """Return what is said of a file in which `wrong` stands at `place`."""
    data: dict[Any, Any] = {}
    branch = data
    for key in place[:-1]:
        branch = branch.setdefault(key, {})
    branch[place[-1]] = wrong
    file = YamlFile("bot.yaml", data=data)
    file.model(kind)
    return [f"{mistake.what}. {mistake.remedy}" for mistake in file.mistakes]


@try_each("name", KINDS)
def test_no_key_answers_a_wrong_value_in_words_of_a_library(name: str) -> None:
    """Whatever stands wrongly at whichever key, what is said is ours, and says what to write."""
    places = list(list_places(KINDS[name]))
    assert places
    said = {line for place in places for wrong in WRONG for line in say_mistakes(KINDS[name], place, wrong)}
    assert said
    assert not [line for line in said if FOREIGN.search(line.replace("Write one or two of ! . , ; ? ~ + -", ""))]
    assert all(re.search(r"\. [A-Z][^.]*[.?]?", line) for line in said)
    assert not [line for line in said if "cannot be this" in line], "a kind of error has no words of its own yet"


@try_each("name", KINDS)
def test_every_pattern_has_its_words(name: str) -> None:
    """A key that is bounded by a pattern says in words what that pattern wants."""

    def find_patterns(schema: Any) -> set[str]:
        inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
        own = {schema["pattern"]} if isinstance(schema, dict) and isinstance(schema.get("pattern"), str) else set()
        return own.union(*map(find_patterns, inner))

    assert find_patterns(KINDS[name].model_json_schema()) <= PATTERNS.keys()


@try_each(
    ("wrong", "told"),
    [
        ("posts: nevr", "`posts` can be `never`, `approved` or `any`. Did you mean `never`?"),
        ("translate_auto: perhaps", "`translate_auto` can be `false`, `ask` or `true`. Write one of these"),
        ("idle: soon", "`idle` needs a whole number. Write digits, without quotes and without a unit"),
        ("idle: 0", "`idle` is too small. Write 1 or more"),
        ("reactions: perhaps", "`reactions` needs yes or no. Write `true` or `false`"),
        ("therapists: '@ana:clinic'", "`therapists` needs a list. Write it between brackets"),
        ("therapists: ['@ana:clinic', kim]", "`therapists` (entry 2) is no user id and no pattern. Write `@name:"),
        ("window: 30", "`window` needs keys of its own. Write `key: value` lines below it"),
        ("mask: [2026]", "`mask` (entry 1) needs text. Write it between quotes"),
        ("guardian: {date: soon}", "`guardian.date` needs a day. Write it as `2026-01-31`"),
        ("prefix: '/'", "`prefix` cannot begin a command. Write one or two of"),
        ("language: []", "`language` is an empty list. Write at least 1"),
        ("window: {1: 2}", "`window.1` has a key that is no text. Write that key between quotes"),
    ],
)
def test_a_wrong_value_says_what_to_write(tmp_path_factory: Any, wrong: str, told: str) -> None:
    """Each kind of mistake says what may stand there, on its line."""
    folder: Path = tmp_path_factory.mktemp("clinic")
    assert f"rooms/all.yaml:2: {told}" in mistakes(written(folder, room=f'room: "*"\n{wrong}\n'))
