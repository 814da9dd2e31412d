"""Lists of people in policy: user ids, or patterns such as `@*:clinic.example`, and whom two lists both name.

In a pattern `*` stands for any text and `?` for one character; nothing else is special.
A person may also be asked to fit several patterns at once: `@a*:clinic & @*b:clinic`.
"""

import re
from functools import cache

AND = " & "


def covers(wide: str, narrow: str) -> bool:
    """Return whether everybody who fits the pattern `narrow` fits `wide`, as far as the spelling shows.

    A user id is a pattern that one person fits, so this also tells whether that person fits `wide`.
    It never says yes wrongly. (`?` of `wide` may not stand for `*` of `narrow`, which is longer.)
    """
    return all(any(_fits(one).fullmatch(other) for other in narrow.split(AND)) for one in wide.split(AND))


def named(people: tuple[str, ...], person: str) -> bool:
    """Return whether `person` fits one of the patterns in `people`."""
    return any(covers(pattern, person) for pattern in people)


def plainest(people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one spelling of a list: no pattern that says nothing more than another, in order of the alphabet."""
    patterns = {shorter for one in people if (shorter := _shortest(one)) is not None}
    return tuple(sorted(one for one in patterns if not any(covers(two, one) for two in patterns - {one})))


def whom_both_name(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns for exactly the people who fit a pattern in `one` and a pattern in `other`."""
    return plainest(tuple(f"{left}{AND}{right}" for left in one for right in other))


@cache
def _fits(pattern: str) -> re.Pattern[str]:
    parts = {"*": ".*", "?": "[^*]"}
    return re.compile("".join(parts.get(letter) or re.escape(letter) for letter in pattern), re.DOTALL)


def _shortest(pattern: str) -> str | None:
    """Return `pattern` without parts that others imply; None if it asks one person to be two."""
    parts = {re.sub(r"\*+", "*", part) for part in pattern.split(AND)}
    needed = sorted(part for part in parts if not any(covers(part, other) for other in parts - {part}))
    one_person = any(not re.search(r"[*?]", part) for part in needed)
    return None if one_person and len(needed) > 1 else AND.join(needed)
