"""How two files' values for one key meet: the stricter of both.

Every meet but `OWN` is associative, commutative and idempotent, so neither order nor repetition of files matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.model import Role
from bot.policy.people_patterns import intersect_people

NOBODY = "nobody"
"""Stands for an identity that no key fits: what somebody's commands need, and nobody has."""

NEVER_AT_ALL = "never"
"""What stands where a name could, and forbids every name."""


@dataclass(frozen=True, slots=True)
class Meet:
    """How two values become one, and how the manual says it.

    `adds`: the outcome is more than one file asked for, and nobody has lost anything by that.
    """

    said: str
    of: Callable[[Any, Any], Any]
    adds: bool = False


def meet_by_order(*strictest_first: str | bool) -> Meet:
    """Return the meet of values of which the first named is the stricter."""
    named = (str(value).lower() if isinstance(value, bool) else value for value in strictest_first)
    return Meet(" before ".join(f"`{value}`" for value in named), lambda *both: min(both, key=strictest_first.index))


def meet_identities(mine: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Return everybody's identity by either list; where the two differ it is nobody's, so that no key fits."""
    both = {**mine, **other}
    return {person: key if mine.get(person, key) == key else NOBODY for person, key in both.items()}


def _meet_both(mine: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if mine is None or other is None:
        return other if mine is None else mine
    return tuple(sorted({*mine} & {*other}))


def _meet_either(mine: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted({*mine, *other}))


def _meet_each(
    mine: Mapping[str, tuple[Role, ...]], other: Mapping[str, tuple[Role, ...]]
) -> dict[str, tuple[Role, ...]]:
    return {name: _meet_both(mine.get(name), other.get(name)) or () for name in sorted({*mine, *other})}


OWN = Meet("the room's own", lambda _wide, narrow: narrow, adds=True)
"""Not a matter of strictness: the narrowest file that says anything decides."""
NEVER = Meet(
    f"`{NEVER_AT_ALL}` before any name, else the room's own",
    lambda wide, narrow: NEVER_AT_ALL if NEVER_AT_ALL in (wide, narrow) else narrow,
)
"""A name that is the room's own, and a word by which any file forbids them all."""
LEAST = Meet("the fewer", min)
MOST = Meet("the more", max)
YES = Meet("yes before no", lambda mine, other: mine or other)
NO = Meet("no before yes", lambda mine, other: mine and other)
UNION = Meet("both", _meet_either, adds=True)
NEEDED = Meet("both", _meet_either)
"""As `UNION`, of a list whose default is long: whoever writes a short one asks for less."""
OVERLAP = Meet("what both name", _meet_both)
PER_COMMAND = Meet("for each command, whom both name", _meet_each)
WITHIN = Meet("whom both name", intersect_people)
SAME = Meet("both; a contradiction fits nobody", meet_identities, adds=True)
