"""How long a text is for a model, and how talk is cut: never inside a turn where it can be helped."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.model import EventId, Line, UserId
from bot.session.talk.token_estimate import (
    estimate_talk_tokens,
    estimate_tokens,
    split_stretches,
    split_turns,
    take_newest_turns,
)

SPOKEN = st.lists(st.tuples(st.sampled_from("akr"), st.text(min_size=1, max_size=60)), max_size=30)


def talk(said: list[tuple[str, str]]) -> tuple[Line, ...]:
    """Return what was said by whom as lines of talk."""
    return tuple(Line(EventId(f"${at}"), UserId(f"@{who}:clinic"), at, text) for at, (who, text) in enumerate(said))


def test_a_token_is_four_letters_of_ours_or_two_of_another_script() -> None:
    """A quarter of a token for an ASCII character, a half for any other, rounded up."""
    assert [estimate_tokens(text) for text in ("", "abcd", "abcde", "心配", "é")] == [0, 1, 2, 1, 1]


@given(SPOKEN, st.integers(1, 40), st.integers(20, 400))
def test_what_is_cut_off_is_the_oldest_and_whole_turns(said: list[tuple[str, str]], messages: int, tokens: int) -> None:
    """What is left is an end of the talk, fits, and begins where somebody began, unless one turn alone is too long."""
    lines = talk(said)
    kept = take_newest_turns(lines, messages=messages, tokens=tokens)
    assert kept == lines[len(lines) - len(kept) :]
    assert len(kept) <= messages
    assert estimate_talk_tokens(kept) <= tokens
    if kept and kept != lines:
        begins = lines[len(lines) - len(kept) - 1].sender != kept[0].sender
        assert begins or len({line.sender for line in kept}) == 1


@given(SPOKEN, st.integers(20, 400))
def test_stretches_are_the_talk_in_order(said: list[tuple[str, str]], tokens: int) -> None:
    """Put together, stretches are the talk; each fits, or is one message that is longer than all there is room for."""
    lines = talk(said)
    parts = tuple(split_stretches(lines, tokens))
    assert tuple(line for part in parts for line in part) == lines
    assert all(part for part in parts)
    assert all(estimate_talk_tokens(part) <= tokens or len(part) == 1 for part in parts)


@given(SPOKEN)
def test_turns_are_by_one_person_each(said: list[tuple[str, str]]) -> None:
    """A turn is what one person wrote in a row, and whoever wrote the next one is somebody else."""
    lines = talk(said)
    turns = tuple(split_turns(lines))
    assert tuple(line for turn in turns for line in turn) == lines
    assert all(len({line.sender for line in turn}) == 1 for turn in turns)
    assert all(messages[0].sender != next_one[0].sender for messages, next_one in pairwise(turns))
