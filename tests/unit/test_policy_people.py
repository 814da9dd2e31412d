"""Lists of people: who fits a pattern, and whom two lists both name."""

from fnmatch import fnmatchcase

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from looseness import PEOPLE
from rows import try_each

from bot.policy import RoomRules, covers, named
from bot.policy.people import plainest, whom_both_name

WORDS = st.text("ab*?", min_size=1, max_size=4)
LISTS = st.lists(WORDS.map(lambda word: f"@{word}:x"), max_size=4).map(tuple)


def who(patterns: tuple[str, ...]) -> set[str]:
    """Return whom a list without "and" names, by the standard library."""
    return {one for one in PEOPLE if any(fnmatchcase(one, pattern) for pattern in patterns)}


@try_examples(200)
@given(LISTS, LISTS)
def test_both_lists_name_exactly_whom_each_names(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    """Whoever fits both lists fits what they have in common, and nobody else does."""
    both = whom_both_name(one, other)
    assert {person for person in PEOPLE if named(both, person)} == who(one) & who(other)


@try_examples(200)
@given(LISTS)
def test_the_plainest_spelling_names_the_same_people(one: tuple[str, ...]) -> None:
    """What is left out of a list says nothing more than what stays."""
    assert {person for person in PEOPLE if named(plainest(one), person)} == who(one)
    assert plainest(plainest(one)) == plainest(one)


@try_examples(200)
@given(WORDS, WORDS)
def test_a_pattern_covers_another_only_if_it_fits_everybody_who_fits_that(wide: str, narrow: str) -> None:
    """A yes is never wrong."""
    if covers(f"@{wide}:x", f"@{narrow}:x"):
        assert who((f"@{narrow}:x",)) <= who((f"@{wide}:x",))


@try_each(
    ("one", "other", "both"),
    [
        ("@*:clinic", "@ana:clinic", ("@ana:clinic",)),
        ("@ana:clinic", "@kim:clinic", ()),
        ("@a*:clinic", "@*b:clinic", ("@*b:clinic & @a*:clinic",)),
        ("@?:clinic", "@*:clinic", ("@?:clinic",)),
        ("@a*:clinic & @*b:clinic", "@ab:clinic", ("@ab:clinic",)),
        ("@a*:clinic & @*b:clinic", "@ac:clinic", ()),
    ],
)
def test_two_patterns_meet(one: str, other: str, both: tuple[str, ...]) -> None:
    """The narrower holds; where neither is, a person must fit both."""
    assert whom_both_name((one,), (other,)) == both
    assert whom_both_name((other,), (one,)) == both


def test_one_character_is_not_any_text() -> None:
    """`@?:clinic` does not let through what `@*:clinic` asks for, though the one's spelling fits the other."""
    both = whom_both_name(("@?:clinic",), ("@*:clinic",))
    assert not named(both, "@anybody:clinic")


def test_brackets_are_themselves() -> None:
    """A server that goes by an IPv6 address is written as it is."""
    assert named(("@ana:[2001:db8::1]:8448",), "@ana:[2001:db8::1]:8448")
    assert not named(("@[ab]na:clinic",), "@ana:clinic")


def test_the_order_of_people_means_nothing() -> None:
    """Two files that name the same people are the same policy, whose consent holds on."""
    lists = [["@kim:c", "@ana:c", "@ana:c"], ["@ana:c", "@kim:c"]]
    one, two = (RoomRules.model_validate({"therapists": people, "observers": people}) for people in lists)
    assert one == two
