"""Comparing costs as much as a message is long, whatever is in it: work is counted, for a clock tells of the machine."""

import sys
from random import Random
from types import FrameType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from listed import LISTED, LISTS, type_phrase
from rows import try_each

from bot.danger_words.find_phrase import find_trip

LARGEST = 65_536
WORDS = sorted(
    {word for _, _, _, phrase in LISTED for word in type_phrase(phrase).split()}
    | {variant for said in LISTS.values() for many in said["forms"].values() for variant in many}
)
PIECES = st.one_of(
    st.sampled_from([type_phrase(phrase) for _, _, _, phrase in LISTED]),
    st.sampled_from(WORDS),
    st.sampled_from(["k!l1", "\U0001f600", ".", ", ", "\u200b", "...", "5", "20", "\u043a", "\u0301", "#", "i", "g", "\n", "never", "said"]),
    st.text(max_size=5),
)  # fmt: skip
MANY, TIMES = 300, 4
MOST_WORK = 30
"""Lines and calls a byte: a hundred milliseconds on a slow machine."""


def count_work(text: str) -> int:
    """Return how many calls and lines comparing `text` takes."""
    work = 0

    def count_line(_frame: FrameType, what: str, _: Any) -> Any:
        nonlocal work
        work += what == "line"
        return count_line

    def count_call(_frame: FrameType, _what: str, _: Any) -> None:
        nonlocal work
        work += 1

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(count_line)
    sys.setprofile(count_call)
    try:
        find_trip(text)
    finally:
        sys.setprofile(before[1])
        sys.settrace(before[0])
    return work


@settings(deadline=None, max_examples=15)
@given(st.lists(PIECES, min_size=1, max_size=4), st.sampled_from(["", " "]))
def test_a_message_that_repeats_itself_costs_as_much_as_it_is_long(pieces: list[str], between: str) -> None:
    """Four times as long is at most four times the work, and a little, whatever is repeated."""
    find_trip("k i l l")
    unit = between.join(pieces) + between
    short = count_work(unit * MANY)
    assert count_work(unit * MANY * TIMES) <= short * (TIMES + 0.5)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 2**32))
def test_a_message_of_listed_words_in_any_order_costs_as_much_as_it_is_long(seed: int) -> None:
    """Words that all begin, continue and break off phrases cost no more than four times for four times as many."""
    find_trip("k i l l")
    words = Random(seed).choices(WORDS, k=MANY * TIMES)  # noqa: S311 - an order of words, and no secret
    assert count_work(" ".join(words)) <= count_work(" ".join(words[:MANY])) * (TIMES + 0.5)


@try_each(
    "unit",
    [
        "a ", "i ", "want to ", "take all my ", "tidak ada ", "k i l l ", "k!l1 ", "#killmyselfx ", "a", "1", "a.", "a!", "...!!!", "\u0301\u0323", "\ufdfa",
        "\u043a", "i want to kill myself ", "i w4nt to k1ll mys3lf ", "i would never kill myself, ", "she said my friend ", "20 ", "twenty ", "s\U0001f600u\U0001f600i\U0001f600",
    ],
)  # fmt: skip
def test_the_longest_message_is_read_to_its_end(unit: str) -> None:
    """A phrase behind 64 KiB of anything is found as well, and the work for it is no more than a few steps a byte."""
    text = (unit * LARGEST).encode()[: LARGEST - 100].decode(errors="ignore")
    assert find_trip(f"{text}\n\nI want to kill myself") is not None
    assert count_work(text) <= MOST_WORK * LARGEST
