"""Lists with sources as JSON: the schema that a server holds an answer to, and the lines that are made of it. Pure.

A small model that is free to write forgets the brackets with the numbers; one whose server keeps it to a schema cannot.
Its JSON is written as the very lines that models are asked for otherwise, so what reads and checks those does so here.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.model import Prompt, Task
from bot.session.answers.points import Kind
from bot.session.answers.tidy import strip_thinking

NOTHING = "nothing"
"""The word for an empty list, as the prompts have it."""
_LISTS = frozenset({Task.SUGGEST, Task.OFFER, Task.SUMMARY, Task.NOTE})
_READ = 40_000
"""Characters of an answer that are looked at."""
_TRIES = 20
"""Places at which JSON is looked for; a model that writes more brackets than that before it has lost its way."""
_MOST_POINTS, _MOST_NUMBERS, _LONGEST_TEXT, _LONGEST_HEAD = 60, 20, 2000, 100
_LISTED = re.compile(r"[0-9\s,;#\[\]()]{1,60}")
"""Numbers in a text, where a server holds its model to less than the schema: `2, 3`, `[2]`."""
_DECODER = json.JSONDecoder()
_OBJECT = re.compile(r"\{\s*[\"']")
"""How an object of JSON begins, or what a model takes for one."""


def choose_schema(prompt: Prompt) -> dict[str, object] | None:
    """Return the JSON Schema for the answer to `prompt`, None if that is no list with sources.

    It keeps to what every server knows of JSON Schema: types, `enum`, `required`, no other keys.
    """
    if prompt.task not in _LISTS:
        return None
    if prompt.task is Task.OFFER:
        return _make_schema("kind", sorted(Kind))
    return _make_schema("heading", list(prompt.headings)) if prompt.headings else _make_schema()


def write_as_lines(text: str) -> str:
    """Return the points in an answer as lines, each with its head before it and its numbers in brackets behind it.

    What stands around the JSON is left out, the last list counts, and of one that breaks off what is whole of it.
    An answer without any JSON comes back as it is: then the server does not know `response_format`.
    JSON that cannot be read is no text at all: brackets of ours in it must not pass for sources.
    """
    said = strip_thinking(text[:_READ])
    points, _ = _find_points(said)
    if points is None:
        return "" if _OBJECT.search(said) else text
    lines = [line for line in map(_write_line, points[:_MOST_POINTS]) if line]
    return "\n".join(lines) or ("" if points else NOTHING)


def is_list(text: str) -> bool:
    """Return whether an answer is a list as the schema has it, or has one in it."""
    return _find_points(strip_thinking(text[:_READ]))[0] is not None


def is_broken_list(text: str) -> bool:
    """Return whether an answer is a list that breaks off: it was cut, whatever its server says about how it ended."""
    points, whole = _find_points(strip_thinking(text[:_READ]))
    return points is not None and not whole


def _make_schema(head: str = "", of: list[str] | None = None) -> dict[str, object]:
    """Return the schema of a list of points, each with a `head` that is one `of` a few, if there is to be one."""
    properties: dict[str, object] = {
        **({head: {"type": "string", "enum": of}} if head else {}),
        "text": {"type": "string"},
        "messages": {"type": "array", "items": {"type": "integer"}},
    }
    point = _make_object(properties)
    return _make_object({"points": {"type": "array", "items": point}})


def _make_object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _find_points(said: str) -> tuple[list[Any] | None, bool]:
    """Return the points of the last list in an answer, those that are whole, and whether it is; None if there is no list."""
    points: list[Any] | None = None
    at, whole = 0, True
    for _ in range(_TRIES):
        at = said.find("{", at)
        if at < 0:
            break
        thing, end = _decode(said, at)
        listed = thing.get("points") if isinstance(thing, dict) else _keep_whole(said, at)
        if isinstance(listed, list):
            points, whole = listed, isinstance(thing, dict)
        at = max(end, at + 1) if isinstance(listed, list) else at + 1
    return points, whole


def _keep_whole(said: str, at: int) -> list[Any] | None:
    """Return the whole points of a list that begins at `at` and breaks off; None if no list begins there."""
    opening = said.find("[", at)
    if opening < 0 or "".join(said[at:opening].split()) != '{"points":':
        return None
    points: list[Any] = []
    at = opening + 1
    while len(points) < _MOST_POINTS:
        at += len(said[at:]) - len(said[at:].lstrip(" \t\r\n,"))
        thing, at = _decode(said, at)
        if thing is None:
            break
        points.append(thing)
    return points or None


def _decode(said: str, at: int) -> tuple[Any, int]:
    """Return the JSON that begins at `at`, and where it ends; None if there is none that is whole."""
    try:
        return _DECODER.raw_decode(said, at)
    except (ValueError, RecursionError):
        return None, at


def _write_line(point: Any) -> str:
    """Return one point as a line; nothing of what is none."""
    if not isinstance(point, dict) or not isinstance(said := point.get("text"), str):
        return ""
    text = " ".join(said[:_LONGEST_TEXT].split())
    head = point.get("kind", point.get("heading"))
    before = f"{' '.join(head[:_LONGEST_HEAD].split())}: " if isinstance(head, str) and text else ""
    listed = point.get("messages")
    numbers = list(dict.fromkeys(_list_numbers(listed if isinstance(listed, list) else [listed])))
    behind = f" [{', '.join(map(str, numbers))}]" if numbers and text else ""
    return f"{before}{text}{behind}"


def _list_numbers(listed: list[Any]) -> Iterator[int]:
    for number in listed[:_MOST_NUMBERS]:
        if isinstance(number, str) and _LISTED.fullmatch(number):
            yield from (int(digits) for digits in re.findall("[0-9]+", number) if len(digits) <= 4)
        elif isinstance(number, float) and number.is_integer() and 0 < number < 10_000:
            yield int(number)  # JSON has no whole numbers of its own: 2.0 is one
        elif isinstance(number, int) and not isinstance(number, bool) and 0 < number < 10_000:
            yield number
