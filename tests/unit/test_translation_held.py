"""What is shown as somebody's words in another language is a translation of them: right ones stay, the others are held back."""

from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import yaml
from rows import try_each
from scene import KIM, MODEL, Scene, asks, policy

from bot.app.detect_language import weigh_languages
from bot.model import Desk, HoldBack, Language, Notice, Reply, RoomId, SessionRoom, Task, Tongue
from bot.model import Room as EmptyRoom
from bot.session.answers.hold_translation import Aim, find_translation_flaw
from bot.session.answers.schema import Fit, clean_answer, fit_answer
from bot.session.answers.trim_translation import split_note, strip_prompt_lines, trim_translation
from bot.session.translation.spoken import count_sentence_words
from bot.store.outbox import find_place

SET: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parents[1] / "translation_set.yaml").read_text(encoding="utf-8")
)


def fit_row(row: dict[str, Any], task: Task = Task.TRANSLATE) -> Fit:
    """Return what is shown of a row's answer, with its languages looked up as the bot does."""
    says, answer = str(row["says"]), str(row["answer"])
    body, _ = split_note(clean_answer(task, answer, says)[0], says)
    parts = count_sentence_words(EmptyRoom(RoomId("!room:clinic")), body)
    tongues = tuple(Tongue(words, weigh_languages(part)) for part, words in parts)
    aim = Aim((Language(row["into"]),), int(row.get("messages", 1)), tongues)
    return fit_answer(task, answer, says, ("Ana", "Kim"), aim)


def test_the_set_is_large_enough() -> None:
    """There are forty right and forty wrong translations at least, and both languages have a third of each."""
    for rows in SET.values():
        assert len(rows) >= 40
        for language in ("en", "id"):
            assert sum(row["into"] == language for row in rows) * 3 >= len(rows)


@try_each("row", SET["right"])
def test_a_right_translation_is_shown(row: dict[str, Any]) -> None:
    """A translation is shown whole, however rough, sad or polite it is, and without what a model says around it."""
    for task in (Task.TRANSLATE, Task.INTERPRET):
        fit = fit_row(row, task)
        assert (fit.text, fit.cut, fit.unfit) == (row.get("shows", row["answer"]), False, None)


@try_each("row", SET["wrong"])
def test_what_is_no_translation_is_not_shown(row: dict[str, Any]) -> None:
    """A refusal, an answer, the message again, another language or another shape is never shown as somebody's words."""
    for task in (Task.TRANSLATE, Task.INTERPRET):
        assert fit_row(row, task).unfit is not None


def test_of_two_languages_it_is_the_other() -> None:
    """Where no language was named it is the room's other one that counts, and not the one of the text."""
    row = {
        "into": "en",
        "says": "Apakah kamu mau pulang dengan aku dan ibu?",
        "answer": "Kamu ingin pulang dengan ibu.",
    }
    both = Aim((Language("en"), Language("id")))
    assert fit_answer(Task.TRANSLATE, row["answer"], row["says"], (), both).unfit is not None
    good = "Do you want to go home with me and mum?"
    assert fit_answer(Task.TRANSLATE, good, row["says"], (), replace(both, messages=1)).text == good


def test_the_desk_learns_why() -> None:
    """Whoever asked gets one calm line, the desk a quiet one with the reason and nobody's words, and it is counted."""
    scene = Scene(policy(MODEL)).listening()
    (asked,) = asks(scene.says(KIM, "!translate en Aku capek banget hari ini"))
    effects = scene.answers(asked.question, "I cannot translate this as it contains harmful content.")
    calm, count, line = effects
    assert isinstance(calm, Reply)
    assert (calm.words.key, calm.where) == ("trouble-empty", SessionRoom())
    assert count == HoldBack(Task.TRANSLATE, "refused")
    assert find_place(count) == SessionRoom()
    assert isinstance(line, Notice)
    assert (line.words.key, line.where, line.rings) == ("held-back", Desk(), False)
    assert set(dict(line.words.args)) == {"prefix", "task", "why"}


@try_each(
    ("answer", "reason"),
    [
        ("I'm sorry, but I can't help with that. Please reach out to a professional.", "refused"),
        ("I would rather stay at home with all of you", "tongue"),
        ("I do not want to move out", "same"),
    ],
)
def test_the_reason_is_the_one_that_is_so(answer: str, reason: str) -> None:
    """A refusal in the language of the text is a refusal, other words in it another language: neither is the text again."""
    scene = Scene(policy(MODEL)).listening()
    (asked,) = asks(scene.says(KIM, "!translate id I do not want to move out"))
    effects = scene.answers(asked.question, answer)
    assert HoldBack(Task.TRANSLATE, reason) in effects


def measure_time(text: str) -> float:
    """Return the seconds of one core that looking at an answer takes."""
    begins = process_time()
    trim_translation(strip_prompt_lines(text, "good morning"), "good morning")
    find_translation_flaw(text, text[::-1], Aim())
    return process_time() - begins


@try_each("unit", ["[", "\n", "word ", "the text: ", "a.b ", "I can't ", "\u201c", "sorry "])
def test_a_long_answer_takes_as_long_as_it_is(unit: str) -> None:
    """Four times as much text is about four times the work, whatever is repeated: 64 KiB at most."""
    short, long = ((unit * size)[:size] for size in (16_384, 65_536))
    most = 10 * min(measure_time(short) for _ in range(3)) + 0.05
    assert any(measure_time(long) <= most for _ in range(3))  # a busy machine may take longer once
