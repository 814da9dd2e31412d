"""Lists of people in policy: user ids, or patterns such as `@*:clinic.example`, and whom two lists both name.

In a pattern `*` stands for any text and `?` for one character; nothing else is special.
A person may also be asked to fit several patterns at once: `@a*:clinic & @*b:clinic`. That is how two files meet, and
no way to spell a person: somebody is one id, and an id that no homeserver may grant is nobody's.
"""

import re
from functools import cache, lru_cache

AND = " & "
LONGEST_ID = 255
"""Bytes of a user id at most (spec, "User identifiers")."""
_PERSON = re.compile(r"@[!-9;-~]+:(?:\[[0-9A-Fa-f:.]{2,45}\]|[0-9A-Za-z.-]+)(?::[0-9]{1,5})?")
"""A user id as homeservers grant or once granted them: visible ASCII without `:`, a `:`, and a server's name and port."""


def is_covered_by(wide: str, narrow: str) -> bool:
    """Return whether everybody who fits the pattern `narrow` fits `wide`, as far as the spelling shows.

    It is about patterns; whether a person fits one tells `is_named`.
    It never says yes wrongly. (`?` of `wide` may not stand for `*` of `narrow`, which is longer.)
    """
    return all(any(_compile_pattern(part).fullmatch(other) for other in narrow.split(AND)) for part in wide.split(AND))


def is_named(people: tuple[str, ...], person: str) -> bool:
    """Return whether `person` fits one of the patterns in `people`. An id that nobody can have fits none."""
    if not is_possible_id(person):
        return False
    if person in people:  # whatever is spelt alike fits
        return True
    return any(
        all(_compile_pattern(part).fullmatch(person) for part in pattern.split(AND))
        for pattern in people
        if not is_whole(pattern)
    )


@lru_cache(1024)  # each person of a room is asked about many times for each message
def is_possible_id(person: str) -> bool:
    """Return whether a homeserver may have granted `person` as somebody's user id: else it is nobody's, whoever shows it."""
    return len(person) <= LONGEST_ID and _PERSON.fullmatch(person) is not None


def is_whole(pattern: str) -> bool:
    """Return whether `pattern` is one whole id: nothing in it stands for anything else."""
    return not (AND in pattern or "*" in pattern or "?" in pattern)


def simplify_people(people: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one spelling of a list: no pattern that says nothing more than another, in order of the alphabet.

    Only a pattern says more than a whole id does, so ten thousand ids are not compared with each other.
    """
    patterns = {shorter for person in set(people) if (shorter := _shorten_pattern(person)) is not None}
    wide = frozenset(pattern for pattern in patterns if not is_whole(pattern))
    return tuple(
        sorted(pattern for pattern in patterns if not any(is_covered_by(two, pattern) for two in wide - {pattern}))
    )


def intersect_people(mine: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns for exactly the people who fit a pattern in `mine` and a pattern in `other`."""
    left, right = _split_whole(mine), _split_whole(other)
    both = [
        *(left[0] & right[0]),
        *(person for person in left[0] if any(is_covered_by(pattern, person) for pattern in right[1])),
        *(person for person in right[0] if any(is_covered_by(pattern, person) for pattern in left[1])),
        *(f"{narrow}{AND}{wide}" for narrow in left[1] for wide in right[1]),
    ]
    return simplify_people(tuple(both))


def _split_whole(people: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """Return the whole ids of a list, and its patterns."""
    whole = {person for person in people if is_whole(person)}
    return whole, set(people) - whole


@cache
def _compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return `pattern` as a regular expression that never tries a text twice.

    What stands between two stars is found where it comes first, and left there (an atomic group): a later place could
    only leave less for the rest.
    """
    first, *rest = (
        "".join("[^*]" if letter == "?" else re.escape(letter) for letter in piece) for piece in pattern.split("*")
    )
    if not rest:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{piece})" for piece in rest[:-1] if piece)
    return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


def _shorten_pattern(pattern: str) -> str | None:
    """Return `pattern` without parts that others imply; None if it asks one person to be two."""
    if is_whole(pattern):
        return pattern
    parts = {re.sub(r"\*+", "*", part) for part in pattern.split(AND)}
    needed = sorted(part for part in parts if not any(is_covered_by(part, other) for other in parts - {part}))
    one_person = any(not re.search(r"[*?]", part) for part in needed)
    return None if one_person and len(needed) > 1 else AND.join(needed)
