"""Which commands a backend may serve: the others go to its fallback, or are answered with one calm line."""

from dataclasses import replace
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.model import Desk, Language, Reply, Task
from bot.policy import COMMAND_OF, BackendFacts
from bot.session.command.table import TABLE
from bot.settings import list_notes, list_room_rules, load_settings, read_files
from bot.words import languages, render_words

SMALL = BackendFacts("house", "openai", "small", commands=("explain", "translate"))
LARGE = BackendFacts("cellar", "openai", "large", "network")
SERVED = (
    'backends:\n  house: {kind: openai, base_url: "http://127.0.0.1:9/v1", model: m, commands: [%s]}\nbackend: house\n'
)
CALLS = {
    "ask": "!ask what did Kim mean?",
    "suggest": "!suggest",
    "summary": "!summary",
    "note": "!note soap",
    "speak": "!speak",
}


@try_each(("command", "typed"), list(CALLS.items()))
def test_a_command_that_the_backend_may_not_serve_is_answered_with_one_line(command: str, typed: str) -> None:
    """Nothing is sent, and whoever typed it reads what there is to do, wherever they typed it."""
    scene = Scene(policy(SMALL, floor_max="speak")).listening()
    scene.says(KIM, "I slept badly.")
    for effects in (scene.says(ANA, typed), scene.at_desk(ANA, typed)):
        assert keys(effects) == ["not-served"], command


def test_what_it_may_serve_it_serves() -> None:
    """The commands in its list go to it as ever."""
    scene = Scene(policy(SMALL)).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    assert (asked.backend, asked.fallback) == ("house", "")
    assert asks(scene.says(KIM, "!translate id good morning"))


@try_each("typed", list(CALLS.values())[:4])
def test_what_it_may_not_serve_goes_to_its_fallback(typed: str) -> None:
    """The second backend is asked first then, and nobody is asked behind it."""
    scene = Scene(policy(replace(SMALL, fallback=LARGE))).listening()
    scene.says(KIM, "I slept badly.")
    (asked,) = asks(scene.at_desk(ANA, typed))
    assert (asked.backend, asked.fallback) == ("cellar", "")


def test_live_translation_is_translation() -> None:
    """A backend that may not serve `!translate` interprets nothing either, and whoever turns it on is told."""
    scene = Scene(policy(replace(SMALL, commands=("ask",)))).listening()
    assert keys(scene.says(ANA, "!translate auto id en")) == ["not-served"]
    assert keys(scene.says(KIM, "Aku mau pindah dari rumah itu besok pagi, karena aku takut sekali.")) == []


def test_the_glossary_needs_no_backend() -> None:
    """A term that the clinic explains itself is explained, whatever the model may serve."""
    scene = Scene(policy(replace(SMALL, commands=("ask",)))).listening()
    assert keys(scene.says(KIM, "!explain rumination")) == ["glossary-answer"]
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["not-served"]


def test_the_second_reader_is_no_command() -> None:
    """Whether a model reads along for danger is `crisis.model`'s to say: a list of commands takes nobody's alarm away."""
    scene = Scene(policy(SMALL, crisis={"model": True})).listening()
    assert [ask.task for ask in asks(scene.says(KIM, "I slept badly again."))] == [Task.WATCH]


def test_no_talk_is_kept_for_a_note_that_no_backend_may_make() -> None:
    """The whole session is kept only where a summary or note can come of it; one of the two is enough."""
    assert not policy(SMALL).keeps_session
    assert policy(replace(SMALL, commands=("summary",))).keeps_session
    assert policy(replace(SMALL, commands=("note",))).keeps_session
    assert not policy(replace(SMALL, commands=("note",)), commands=("summary",)).keeps_session
    assert policy(replace(SMALL, fallback=LARGE)).keeps_session


def test_each_task_is_asked_for_by_a_command() -> None:
    """Every task has its command, one that people can type, but the second reader's and that of writing voices down."""
    assert set(Task) - set(COMMAND_OF) == {Task.WATCH, Task.TRANSCRIBE}
    assert set(COMMAND_OF.values()) <= set(TABLE)


@pytest.mark.parametrize("language", languages())
def test_the_line_says_what_to_do(language: Language) -> None:
    """It says that nothing was sent, and who can change that, in the room's language."""
    scene = Scene(policy(SMALL, language=(language,))).listening()
    (effect,) = scene.says(ANA, "!ask what did Kim mean?")
    assert isinstance(effect, Reply)
    assert "operator" in render_words(effect.words)
    assert scene.policy.reaches(Task.EXPLAIN, Desk())


@try_each(
    ("commands", "told"),
    [
        ("explain, transalte", "`transalte` is not a command that asks a model. Did you mean `translate`?"),
        ("stop", "`stop` is not a command that asks a model. There are: explain, translate, express, ask"),
    ],
)
def test_an_unknown_command_is_refused(tmp_path_factory: pytest.TempPathFactory, commands: str, told: str) -> None:
    """A typo would take a command from a backend, or leave one with it, unseen: it is a mistake with its line."""
    said = mistakes(written(tmp_path_factory.mktemp("clinic"), GOOD + SERVED % commands))
    assert told in said
    assert "bot.yaml:8:" in said


def test_check_and_policy_show_say_it(tmp_path: Path) -> None:
    """`check` names the room's commands that nobody serves, `policy show` those that are served."""
    path = written(tmp_path, GOOD + SERVED % "translate, explain", 'room: "*"\ncommands: [explain, ask, note]\n')
    (note,) = [note for note in list_notes(read_files(path)) if "may not serve" in note]
    assert note.startswith("rooms/all.yaml:1 uses `house`, which may not serve `ask, note`")
    assert "backend house serves: explain, translate" in list_room_rules(load_settings(path), "all.yaml")
