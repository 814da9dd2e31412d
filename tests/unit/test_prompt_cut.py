"""A server that counts far fewer tokens than it was sent has cut the prompt: the answer rests on half of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.app.endings import Attempt, Miss, take_answer
from bot.masking.names import Names
from bot.metrics import PROMPTS_CUT
from bot.model import Answer, Answered, Ask, EventId, Language, Task, Trouble, UserId
from bot.session.talk.token_estimate import is_prompt_cut, measure_prompt

EN = Language("en")
ANSWER = Answer("[2] They spoke of sleep.", "small", tokens_in=2048, tokens_out=9)


def attempt(task: Task, characters: int) -> Attempt:
    """Return an attempt at `task` whose prompt was so many characters."""
    ask = Ask(EventId("$q"), UserId("@kim:clinic"), task, "house", EN, (EN,), "why")
    return Attempt(EventId("e"), ask, "house", 8192, characters, Names())


@try_each(
    ("tokens", "characters", "cut"),
    [
        (7000, 30_000, False),  # read whole
        (4096, 34_000, True),  # Ollama's default, and a prompt that fills `context: 8192`
        (2048, 30_000, True),
        (2048, 16_000, False),  # dense, and possible
        (0, 30_000, False),  # it does not count
        (120, 30_000, False),  # it counts only what it had not kept
        (499, 30_000, False),
        (500, 4_001, True),
        (300, 2_000, False),
    ],
)
def test_far_fewer_tokens_than_the_text_can_be(tokens: int, characters: int, cut: bool) -> None:
    """A token is no eight characters long on average; a server that does not count, or counts only what is new, is no alarm."""
    assert is_prompt_cut(tokens, characters) is cut


@given(st.text(max_size=200), st.integers(4, 60))
def test_a_row_of_one_character_counts_little(text: str, times: int) -> None:
    """A line of dashes is a token or two, however long: nobody can make a whole prompt look cut with one."""
    assert measure_prompt((text,)) <= len(text)
    assert measure_prompt(("-" * times,)) == 3
    assert measure_prompt((text, text)) == 2 * measure_prompt((text,))


def test_a_long_row_is_measured_in_linear_time() -> None:
    """Four million characters of one kind, or of two in turn, are measured at once."""
    assert measure_prompt(("=" * 4_000_000,)) == 3
    assert measure_prompt(("=-" * 2_000_000,)) == 4_000_000


@pytest.mark.parametrize("task", [Task.ASK, Task.EXPLAIN, Task.TRANSLATE, Task.INTERPRET, Task.SUGGEST, Task.OFFER])
def test_an_answer_to_half_a_question_is_none(task: Task) -> None:
    """What may rest on half the talk is not shown: it was too long, which is what people are told, and another may be asked."""
    assert isinstance(take_answer(attempt(task, 16_000), ANSWER, 1.0), Answered)
    missed = take_answer(attempt(task, 30_000), ANSWER, 1.0)
    assert missed == Miss(Trouble.LONG, elsewhere=True)


def test_what_a_server_had_kept_it_has_read() -> None:
    """A server that counts only what is new, and beside it what it had kept, has read both; nobody loses an answer for that."""
    kept = replace(ANSWER, tokens_in=700, tokens_cached=6800)
    assert isinstance(take_answer(attempt(Task.ASK, 30_000), kept, 1.0), Answered)
    cut = replace(ANSWER, tokens_in=2048, tokens_cached=2000)
    assert isinstance(take_answer(attempt(Task.ASK, 30_000), cut, 1.0), Miss)


@pytest.mark.parametrize("task", [Task.SUMMARY, Task.NOTE])
def test_a_stretch_of_a_note_that_was_half_read_is_read_again(task: Task) -> None:
    """It counts as broken off: it is read once more in halves, which fit, and what stays missing is said."""
    answered = take_answer(attempt(task, 30_000), ANSWER, 1.0)
    assert isinstance(answered, Answered)
    assert answered.cut
    whole = take_answer(attempt(task, 9_000), ANSWER, 1.0)
    assert isinstance(whole, Answered)
    assert not whole.cut


def test_an_alarm_is_never_dropped_for_a_count() -> None:
    """What the second reader says of danger is taken as it is."""
    answered = take_answer(attempt(Task.WATCH, 30_000), replace(ANSWER, text="2"), 1.0)
    assert isinstance(answered, Answered)
    assert (answered.text, answered.cut) == ("2", False)


def test_the_operator_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The log says what to set, with both counts and no word of anybody's; a metric counts it."""
    before = PROMPTS_CUT.labels("house")._value.get()
    take_answer(attempt(Task.ASK, 30_000), ANSWER, 1.0)
    assert PROMPTS_CUT.labels("house")._value.get() == before + 1
    said = capsys.readouterr()
    told = said.out + said.err
    assert "has read less than it was sent" in told
    assert "num_ctx" in told
    assert "sleep" not in told
