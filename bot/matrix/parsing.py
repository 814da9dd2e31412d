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


def parsed(text: str) -> Any:
    """Return what `text` says. What is nested deeper than `DEEPEST` becomes null, half a character a question mark.

    Raises:
        ValueError: it is no JSON.
    """
    if "\\" in text:
        text = _ESCAPE.sub(_whole, text)
    try:
        value = _loads(text)
        if not _is_deep(value):
            return value
    except RecursionError:
        pass
    return _loads(_shallow(text))


def _loads(text: str) -> Any:
    return json.loads(text, parse_int=_number, parse_constant=_nothing)


def _number(digits: str) -> int | None:
    """Return an integer; Python refuses those of thousands of digits with an error, and nobody else needs them."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None


def _nothing(_: str) -> None:
    """Return nothing for `NaN` and the like, which are no JSON."""


def _whole(escape: re.Match[str]) -> str:
    """Return an escape sequence as it is; half of a surrogate pair cannot be written to a file or a database."""
    return "\\ufffd" if escape[1] else escape[0]


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _shallow(text: str) -> str:
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
