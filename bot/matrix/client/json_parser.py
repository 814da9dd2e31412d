"""JSON that strangers wrote, as values that nothing can choke on: no deep nesting, no half characters, no endless numbers. Pure."""

import json
import re
from typing import Any

DEEPEST = 40
"""How far things may stand in each other. A sync needs about ten; recursion gives up somewhere below a thousand, where
one homeserver still writes what another program can no longer read."""
_LONGEST_NUMBER = 19
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", re.DOTALL)
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{}]', re.DOTALL)


def parse_json(text: str) -> Any:
    """Return what `text` says. What is nested deeper than `DEEPEST` becomes null, half a character a question mark.

    Raises:
        ValueError: it is no JSON.
    """
    if "\\" in text:
        text = _ESCAPE.sub(_keep_whole_escape, text)
    try:
        value = _load_json(text)
        if not _is_deep(value):
            return value
    except RecursionError:
        pass
    return _load_json(_cut_deep_nesting(text))


def _parse_integer(digits: str) -> int | None:
    """Return an integer; Python refuses those of thousands of digits with an error, and nobody else needs them."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None


def _drop_constant(_: str) -> None:
    """Return nothing for `NaN` and the like, which are no JSON."""


_load_json = json.JSONDecoder(parse_int=_parse_integer, parse_constant=_drop_constant).decode
"""Reads one text. Made once, for each message needs it several times."""


def _keep_whole_escape(escape: re.Match[str]) -> str:
    """Return an escape sequence as it is; half of a surrogate pair cannot be written to a file or a database."""
    return "\\ufffd" if escape[1] else escape[0]


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _list_inside(outer)]
        if not level:
            return False
    return True


def _list_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _cut_deep_nesting(text: str) -> str:
    """Return `text` with null for whatever stands deeper than `DEEPEST`."""
    kept: list[str] = []
    depth = copied = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
            if depth == DEEPEST:
                kept.append(text[copied : token.start()] + "null")
        elif token[0] in "]}":
            depth -= 1
            if depth == DEEPEST - 1:
                copied = token.end()
    return "".join(kept) + text[copied:]
