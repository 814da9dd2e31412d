"""A wrong value in our own words: what may stand there, and what to write. Nothing of pydantic's or of a pattern is said.

What stands in the file is quoted only where it is near one of the few words that may stand there.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

Said = tuple[str, str]
"""What is wrong, without a full stop, and what to do."""

_ID = r"@[^\s:]+:\S+"
_USER: Said = ("is no user id", "Write it whole, such as `@name:clinic.example`")
_ROOM: Said = (
    "is no room",
    "Write its id, such as `!abc:clinic.example`, or its alias, such as `#name:clinic.example`",
)
PATTERNS: Mapping[str, Said] = {
    r"^https?://[^/\s@?#]+/?$": (
        "is no address of a homeserver",
        "Write `https://` and its name, such as `https://matrix.clinic.example`, without a path behind it",
    ),
    r"^https?://[^/\s@?#]+(/[^\s#]*)?$": (
        "is no address that a page can be sent to",
        "Write `https://`, a name and a path, such as `https://pager.clinic.example/alarm`",
    ),
    r"^@[^:\s]+:\S+$": _USER,
    rf"^{_ID}$": _USER,
    rf"^{_ID}(?: & {_ID})*$": (
        "is no user id and no pattern",
        "Write `@name:clinic.example`, or `@*:clinic.example` for everybody of a server",
    ),
    r"^[!#]\S+$": _ROOM,
    r"^(\*|![^\s]+|#[^:\s]+:\S+)$": (_ROOM[0], f'{_ROOM[1]}, or `"*"` for every room without a file'),
    r"^[A-Za-z0-9._=/-]{1,255}$": (
        "is no device",
        "Write its id as the homeserver shows it, such as `CHAIR01`, or take it out",
    ),
    r"^(?:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]|nobody)$": (
        "is no master key",
        "Write the 43 letters and digits that the homeserver shows for it, or `nobody`",
    ),
    r"^[a-z]{2}$": ("is no country", "Write its two small letters, such as `id` or `us`"),
    r"^[!.,;?~+-]{1,2}$": ("cannot begin a command", "Write one or two of ! . , ; ? ~ + -"),
    r"^[0-9a-f]{64}$": ("is not what `thirdchair review` wrote", "Leave `sha256` as it was written"),
    r"^[^\n<>*_`\[\]]{0,80}$": ("holds what a name cannot", "Write it in one line, without < > * _ ` [ ]"),
    r"^[A-Z][a-z]{1,19}$": ("is no name for a practice", "Write one capital letter and small ones, such as `Kim`"),
}
"""What is meant by each pattern in a model of ours; a test finds the one that is missing here."""

_NUMBER: Said = ("needs a number", "Write digits, without quotes and without a unit")
_WHOLE: Said = ("needs a whole number", _NUMBER[1])
_TEXT: Said = ("needs text", "Write it between quotes")
_YES: Said = ("needs yes or no", "Write `true` or `false`")
_LIST: Said = ("needs a list", "Write it between brackets, such as `[first, second]`, or a `-` before each")
_KEYS: Said = ("needs keys of its own", "Write `key: value` lines below it, further in")
_DAY: Said = ("needs a day", "Write it as `2026-01-31`")
_PATH: Said = ("needs the name of a file or folder", "Write where it is, from the folder of this file on")
_PLAIN: Mapping[str, Said] = {
    "string": _TEXT,
    "bool": _YES,
    "int": _WHOLE,
    "float": _NUMBER,
    "finite": _NUMBER,
    "tuple": _LIST,
    "list": _LIST,
    "dict": _KEYS,
    "model": _KEYS,
    "mapping": _KEYS,
    "date": _DAY,
    "datetime": _DAY,
    "path": _PATH,
}
"""By the first word of pydantic's code for an error, such as `int_parsing`."""
_LIMITS: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("is too small", "Write {ge:,} or more"),
    "less_than_equal": ("is too large", "Write {le:,} or less"),
    "greater_than": ("is too small", "Write more than {gt:,}"),
    "less_than": ("is too large", "Write less than {lt:,}"),
    "too_short": ("is an empty list", "Write at least {min_length}, or take the key out"),
    "too_long": ("is too long a list", "Write {max_length} at most"),
    "string_too_short": ("is empty", "Write something, or take the key out"),
    "string_too_long": ("is too long", "Write {max_length} letters at most"),
}


def explain_value(error: ErrorDetails, data: object) -> Said:
    """Return what is wrong at the place of an error in the `data` of a file, and what to do."""
    place = tuple(part for part in error["loc"] if part != "[key]")  # pydantic's word for a key that is wrong itself
    named = _name_place(place, data)
    if error["type"] == "value_error":  # a rule of ours has said it
        said = error["msg"].removeprefix("Value error, ")
        return f"{named}: {said[:1].lower()}{said[1:]}", "Correct the value"
    what, remedy = _describe(error, data)
    return f"{named} {what}", remedy


def _name_place(place: tuple[str | int, ...], data: object) -> str:
    """Return a place in a file as people say it, such as `sources.where` (entry 1): entries of lists are counted from 1."""
    keys: list[str] = []
    entries = ""
    for number, part in enumerate(place):
        if isinstance(part, int) and isinstance(_look_up(data, place[:number]), list):
            entries += f" (entry {part + 1})"
        else:
            keys.append(str(part))
    return f"`{'.'.join(keys)}`{entries}"


def _describe(error: ErrorDetails, data: object) -> Said:
    code, context = error["type"], error.get("ctx", {})
    if code in {"literal_error", "enum"}:
        return _name_choices(str(context.get("expected", "")), _look_up(data, error["loc"]))
    if code == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern")), ("cannot be this", "Look the key up in docs/policy.md"))
    if code in _LIMITS:
        what, remedy = _LIMITS[code]
        return what, remedy.format(**{name: _shorten_number(limit) for name, limit in context.items()})
    if code == "invalid_key":
        return "has a key that is no text", "Write that key between quotes"
    return _PLAIN.get(code.partition("_")[0], ("cannot be this", "Look the key up in docs/policy.md"))


def _name_choices(expected: str, written: object) -> Said:
    """Return the few words that may stand somewhere, and the nearest to what stands there."""
    choices = [word.strip("'") if "'" in word else word.lower() for word in re.findall(r"'[^']*'|True|False", expected)]
    listed = ", ".join(f"`{choice}`" for choice in choices[:-1]) + f" or `{choices[-1]}`" if choices else ""
    near = get_close_matches(written.lower(), choices, 1, 0.6) if isinstance(written, str) else []
    return f"can be {listed}", f"Did you mean `{near[0]}`?" if near else "Write one of these"


def _look_up(data: object, place: tuple[str | int, ...]) -> object:
    """Return what stands at `place` in the data of a file, None if nothing does."""
    for part in place:
        get: Callable[[Any], Any] | None = getattr(data, "__getitem__", None)
        try:
            data = get(part) if get else None
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _shorten_number(limit: Any) -> Any:
    """Return a limit without the `.0` that no person writes."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
