"""Lists of people: who fits a pattern, and whom two lists both name."""

from fnmatch import fnmatchcase

import pytest
from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from looseness import PEOPLE
from rows import try_each

from bot.policy import RoomRules, is_covered_by, is_named, people_patterns
from bot.policy.people_patterns import intersect_people, simplify_people

WORDS = st.text("ab*?", min_size=1, max_size=4)
LISTS = st.lists(WORDS.map(lambda word: f"@{word}:x"), max_size=4).map(tuple)


def who(patterns: tuple[str, ...]) -> set[str]:
    """Return whom a list without "and" names, by the standard library."""
    return {person for person in PEOPLE if any(fnmatchcase(person, pattern) for pattern in patterns)}


@try_examples(200)
@given(LISTS, LISTS)
def test_both_lists_name_exactly_whom_each_names(value: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Whoever fits both lists fits what they have in common, and nobody else does."""
    both = intersect_people(value, other)
    assert {person for person in PEOPLE if is_named(both, person)} == who(value) & who(other)


@try_examples(200)
@given(LISTS)
def test_the_plainest_spelling_names_the_same_people(value: tuple[str, ...]) -> None:
    """What is left out of a list says nothing more than what stays."""
    assert {person for person in PEOPLE if is_named(simplify_people(value), person)} == who(value)
    assert simplify_people(simplify_people(value)) == simplify_people(value)


@try_examples(200)
@given(WORDS, WORDS)
def test_a_pattern_covers_another_only_if_it_fits_everybody_who_fits_that(wide: str, narrow: str) -> None:
    """A yes is never wrong."""
    if is_covered_by(f"@{wide}:x", f"@{narrow}:x"):
        assert who((f"@{narrow}:x",)) <= who((f"@{wide}:x",))


@try_each(
    ("value", "other", "both"),
    [
        ("@*:clinic", "@ana:clinic", ("@ana:clinic",)),
        ("@ana:clinic", "@kim:clinic", ()),
        ("@a*:clinic", "@*b:clinic", ("@*b:clinic & @a*:clinic",)),
        ("@?:clinic", "@*:clinic", ("@?:clinic",)),
        ("@a*:clinic & @*b:clinic", "@ab:clinic", ("@ab:clinic",)),
        ("@a*:clinic & @*b:clinic", "@ac:clinic", ()),
    ],
)
def test_two_patterns_meet(value: str, other: str, both: tuple[str, ...]) -> None:
    """The narrower holds; where neither is, a person must fit both."""
    assert intersect_people((value,), (other,)) == both
    assert intersect_people((other,), (value,)) == both


def test_one_character_is_not_any_text() -> None:
    """`@?:clinic` does not let through what `@*:clinic` asks for, though the one's spelling fits the other."""
    both = intersect_people(("@?:clinic",), ("@*:clinic",))
    assert not is_named(both, "@anybody:clinic")


def test_brackets_are_themselves() -> None:
    """A server that goes by an IPv6 address is written as it is."""
    assert is_named(("@ana:[2001:db8::1]:8448",), "@ana:[2001:db8::1]:8448")
    assert not is_named(("@[ab]na:clinic",), "@ana:clinic")


def test_the_order_of_people_means_nothing() -> None:
    """Two files that name the same people are the same policy, whose consent holds on."""
    lists = [["@kim:c", "@ana:c", "@ana:c"], ["@ana:c", "@kim:c"]]
    rules, two = (RoomRules.model_validate({"therapists": people, "observers": people}) for people in lists)
    assert rules == two


def test_ten_thousand_ids_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work on a list grows with its length: whole ids are held against patterns alone, not against each other."""
    asked: list[tuple[str, str]] = []

    def count(wide: str, narrow: str) -> bool:
        asked.append((wide, narrow))
        return is_covered_by(wide, narrow)

    monkeypatch.setattr(people_patterns, "is_covered_by", count)
    ids = tuple(f"@t{number:05}:clinic" for number in range(10_000))
    assert simplify_people((*ids, "@a*:clinic")) == (*("@a*:clinic",), *ids)
    assert intersect_people(ids, (*ids[:9000], "@a*:clinic")) == ids[:9000]
    assert len(asked) <= 3 * 10_001


def test_many_stars_are_read_once() -> None:
    """A pattern of many stars costs what its text is long, also where it fits nobody: tried in every way it would take years."""
    wide = "@" + "*a" * 40 + "*b:clinic"
    assert not is_covered_by(wide, "@" + "a" * 200 + ":clinic")
    assert is_covered_by(wide, "@" + "a" * 200 + "b:clinic")
