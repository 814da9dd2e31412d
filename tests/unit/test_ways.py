"""The ways to say something: however a model lays them out, people get them numbered and get nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.model import Task
from bot.session.answers.schema import Unfit, fit_answer
from bot.session.answers.ways import MOST, find_ways

TWO = ("I am worn out.", "I need rest.")


@try_each(
    "written",
    [
        "1. I am worn out.\n2. I need rest.",
        "1) I am worn out.\n\n2) I need rest.",
        "(1) I am worn out.\n(2) I need rest.",
        "a) I am worn out.\nb) I need rest.",
        "- I am worn out.\n- I need rest.",
        "**1.** I am worn out.\n**2.** I need rest.",
        "**Option 1:** I am worn out.\n**Option 2:** I need rest.",
        "Option 1:\nI am worn out.\n\nOption 2:\nI need rest.",
        "Cara 1: I am worn out.\nCara 2: I need rest.",
        "Here are two:\n\n1. I am worn out.\n2. I need rest.\n\nLet me know which one you like!",
        "I am worn out.\nI need rest.",
        "I am worn out.\n\nI need rest.",
        "You could say:\n\nI am worn out.\nI need rest.",
        "I am worn out.\n\nI need rest.\n\nPick the one that fits.",
        "Bisa begini:\nI am worn out.\nI need rest.\nSemoga membantu!",
    ],
)
def test_ways_are_found_however_they_are_laid_out(written: str) -> None:
    """Numbers, letters, bullets, names, lines and paragraphs are all the same; what is said around them goes."""
    assert find_ways(written) == TWO
    assert fit_answer(Task.EXPRESS, written, "").text == "1. I am worn out.\n2. I need rest."


def test_a_way_of_several_lines_is_one() -> None:
    """Lines right beneath a mark belong to it, and a paragraph is one way."""
    assert find_ways("1. I am\nworn out.\n2. I need rest.") == TWO
    assert find_ways("I am\nworn out.\n\nI need rest.") == TWO


def test_a_single_way_is_numbered_too_and_short() -> None:
    """One paragraph is one way, of three sentences at most."""
    assert fit_answer(Task.EXPRESS, "I am tired. I need rest. It is late. You should go.", "").text == (
        "1. I am tired. I need rest. It is late."
    )


def test_a_person_who_hopes_or_picks_is_heard() -> None:
    """Words that also end a chatty letter stay where they are what somebody wants to say."""
    assert find_ways("1. I hope you see me.\n2. Choose me for once.") == ("I hope you see me.", "Choose me for once.")
    assert find_ways("I hope you can hear me.\nI need you.") == ("I hope you can hear me.", "I need you.")


def test_marks_alone_are_nothing() -> None:
    """A list without words is no answer."""
    assert fit_answer(Task.EXPRESS, "Option 1:\n\nOption 2:", "").unfit is not None
    assert fit_answer(Task.EXPRESS, "...", "").unfit is Unfit.EMPTY


@given(st.lists(st.sampled_from(["1. tired", "tired", "- so tired", "", "Option 2:", "Pick one", "like this:", "?"])))
def test_whatever_is_written_there_are_three_lines_at_most(lines: list[str]) -> None:
    """Every way is one line with a word in it, and there are never more than three."""
    ways = find_ways("\n".join(lines))
    assert len(ways) <= MOST
    assert all("\n" not in item and any(char.isalnum() for char in item) for item in ways)


@try_each(
    "said",
    [
        "I'm sorry, but I'm unable to provide the response you requested. Please try again later.",
        "1. As an AI, I have no feelings.\n2. I am tired.",
        "Maaf, saya tidak dapat membantu permintaan ini.",
    ],
)
def test_a_refusal_is_no_way_to_say_it(said: str) -> None:
    """That a model declines is never offered as somebody's own words; that somebody cannot come is."""
    assert fit_answer(Task.EXPRESS, said, "tired, no words").unfit is Unfit.REFUSED
    assert fit_answer(Task.EXPRESS, "1. I am sorry that I cannot help you move.", "sorry cant help u").unfit is None
