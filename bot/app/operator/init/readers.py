"""How each answer to `thirdchair init` is read: what a person typed, or why it cannot be."""

import re
from collections.abc import Callable

from bot.danger_words.helplines import COUNTRIES, has_helplines
from bot.policy.rules import A_DAY
from bot.settings import load_packs
from bot.words import languages

NONE = "none"
"""What a person types for nobody, no room or no country."""
LOWEST_PORT, HIGHEST_PORT = 1024, 65535
"""Between which ports an account without powers may listen."""
_HOMESERVER = re.compile(r"https?://[^/\s@?#]+/?")
_USER = re.compile(r"\A@[^:\s]+:\S+")
_PATTERN = re.compile(r"\A@[^:\s]+:\S+")
_ALIAS = re.compile(r"\A#[^:\s]+:\S+")
_ROOM = re.compile(r"\A(?:\*|![^\s]+|#[^:\s]+:\S+)")


def read_address(text: str) -> str:
    """Return a homeserver's address, without the slash at its end.

    Raises:
        ValueError: it is none; `str()` says what one looks like, for the person who typed it. So do all of these.
    """
    return _match(_HOMESERVER, text, "an address has a scheme, a host and no path").rstrip("/")


def read_user(text: str) -> str:
    """Return a whole user id."""
    return _match(_USER, text, "a whole user id has an @ before it and its homeserver behind a colon")


def read_people(text: str) -> tuple[str, ...]:
    """Return one user id or more."""
    people = tuple(_match(_PATTERN, person, f"`{person}` is no whole user id") for person in _split(text))
    if not people:
        raise ValueError("somebody is needed")
    return people


def read_people_or_none(text: str) -> tuple[str, ...]:
    """Return user ids, or nobody for `none`."""
    return () if text == NONE else read_people(text)


def read_packs(text: str) -> tuple[str, ...]:
    """Return the names of jurisdiction packs."""
    return _choose(text, [name for name, _ in load_packs()], "pack")


def read_country(text: str) -> str | None:
    """Return the code of a country of which there are help-lines, None for `none`."""
    if text == NONE:
        return None
    if not has_helplines(text):
        raise ValueError(f"there are help-lines of {', '.join(COUNTRIES)}; type `{NONE}` where yours is not among them")
    return text


def read_languages(text: str) -> tuple[str, ...]:
    """Return languages that there are, the room's own first."""
    return _choose(text, [*languages()], "language")


def read_common_room(text: str) -> str | None:
    """Return an alias or a room's id, None for `none`."""
    if text == NONE:
        return None
    return (
        text
        if text.startswith("!")
        else _match(_ALIAS, text, "an alias has a # before it and its homeserver behind a colon")
    )


def read_room(text: str) -> str:
    """Return a room's id or alias, or `*`."""
    return _match(_ROOM, text, "it is a room's id, its alias, or * for every room")


def read_minutes(text: str) -> int:
    """Return minutes, at most a day's."""
    if not text.isdecimal() or not 1 <= int(text) <= A_DAY:
        raise ValueError(f"it is a number of minutes from 1 to {A_DAY}")
    return int(text)


def read_port_or_none(text: str) -> int | None:
    """Return a port on which an account without powers may listen, None for `none`."""
    if text == NONE:
        return None
    if not text.isdecimal() or not LOWEST_PORT <= int(text) <= HIGHEST_PORT:
        raise ValueError(f"it is a number from {LOWEST_PORT} to {HIGHEST_PORT}, or `{NONE}`")
    return int(text)


def read_kind(text: str) -> str:
    """Return the kind of a backend that can be set up here."""
    if text not in {"embedded", "openai"}:
        raise ValueError("`embedded` and `openai` can be set up here; for others see docs/backends.md")
    return text


def read_url(text: str) -> str:
    """Return the address of a model server."""
    return _match(re.compile(r"https?://\S+"), text, "an address begins with http:// or https://")


def read_line(text: str) -> str:
    """Return a text that is not empty."""
    if not text:
        raise ValueError("something is needed")
    return text


def make_choice(*options: str) -> Callable[[str], str]:
    """Return what reads one of `options`."""

    def read(text: str) -> str:
        if text not in options:
            raise ValueError(f"it is one of {', '.join(options)}")
        return text

    return read


def _match(pattern: re.Pattern[str], text: str, why: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(why)
    return text


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(re.split(r"[,\s]+", text.strip(", \t")))) if text.strip(", \t") else []


def _choose(text: str, known: list[str], what: str) -> tuple[str, ...]:
    chosen = _split(text)
    for name in chosen:
        if name not in known:
            raise ValueError(f"there is no {what} `{name}`; there are {', '.join(known)}")
    if not chosen:
        raise ValueError(f"there are {', '.join(known)}")
    return tuple(chosen)
