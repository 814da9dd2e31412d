"""An answer that goes in circles is none: what small models do when they have lost the thread."""

from time import process_time

from rows import try_each

from bot.model import Task
from bot.session.answers.loops import is_looping
from bot.session.answers.schema import Unfit, fit_answer

LOOPS = (
    "Pengkelaan:\n\n" * 12,
    "Kalau mengenal kabiri, kalau mengenal kabiri, kalau mengenal kabiri, kalau mengenal kabiri.",
    "This is a double meaning of the same thing. It is a double meaning of the same thing. " * 3,
    "It begins well. " + "I am tired. " * 9,
)
RIGHT = (
    "Sleep debt is what is missing after short nights. A nap helps a little. One long night does not pay it back.",
    "1. I feel tired when I have to stay.\n2. I feel tired of being asked.\n3. I feel tired, and I need a rest.",
    "Saya tidak tahu, saya tidak mau, saya tidak bisa. Tolong beri saya waktu sampai hari Senin.",
    "Client 1 wakes at three. Client 1 then reads on the phone. Client 1 will write instead, from Monday on.",
)


@try_each("text", LOOPS)
def test_what_goes_in_circles_is_not_shown(text: str) -> None:
    """Whatever was asked for, an answer that says the same again and again is held back."""
    for task in (Task.EXPLAIN, Task.TRANSLATE, Task.EXPRESS, Task.ASK):
        assert fit_answer(task, text, "").unfit is Unfit.LOOP


@try_each("text", RIGHT)
def test_what_says_something_is_shown(text: str) -> None:
    """Lines that begin alike, and a word said three times, are how people talk."""
    assert not is_looping(text)


def test_who_repeats_themselves_is_translated_so() -> None:
    """Where the words themselves go in circles, their translation does so rightly."""
    assert fit_answer(Task.TRANSLATE, "Tidak mau lagi. " * 6, "I do not want to. " * 6).unfit is not Unfit.LOOP


def test_a_long_answer_takes_as_long_as_it_is() -> None:
    """Twenty thousand words are looked through in well under a second."""
    began = process_time()
    is_looping("word other third " * 7000)
    assert process_time() - began < 1
