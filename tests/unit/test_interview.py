"""How `thirdchair init` asks: flags count, the terminal is asked for the rest, and what cannot be is asked for again."""

from collections.abc import Callable

import pytest
from rows import try_each

from bot.app.operator.init.interview import Interview, Question
from bot.app.operator.init.questions import ask_about_deployment, ask_about_room
from bot.app.operator.init.readers import (
    read_address,
    read_common_room,
    read_country,
    read_languages,
    read_minutes,
    read_packs,
    read_people,
    read_people_or_none,
    read_port_or_none,
    read_room,
    read_user,
)
from bot.app.operator.init.refused import InitRefused
from bot.settings.starter_files import ModelServer
from bot.words import FALLBACK

MINUTES = Question("--window", "How long", read_minutes, "60", "60")


def answer_in_turn(*typed: str) -> Callable[[str, str | None], str]:
    """Return a person at a terminal who types one thing after the other, and takes what is offered for an empty line."""
    left = list(typed)
    return lambda _, default: left.pop(0) or default or ""


def test_a_wrong_answer_is_asked_for_again() -> None:
    """On a terminal a slip costs one line; what was typed right at last counts."""
    said: list[str] = []
    interview = Interview({}, answer_in_turn("an hour", "0", "90"), said.append)
    assert interview.get_answer(MINUTES) == 90
    assert len(said) == 2
    assert "1440" in said[0]


def test_a_flag_is_not_asked_for() -> None:
    """What the command line says is not asked for, and what it says wrong is refused with the flag."""
    assert Interview({"--window": ("5",)}, answer_in_turn(), print).get_answer(MINUTES) == 5
    with pytest.raises(InitRefused, match="--window"):
        Interview({"--window": ("never",)}, answer_in_turn(), print).get_answer(MINUTES)


def test_all_is_asked_on_a_terminal() -> None:
    """A person who types all answers gets what they typed; the country is asked for where no pack names one."""
    typed = [
        *("https://matrix.clinic.example/", "@bot:clinic.example", "eu", "gb"),
        *("@ana:clinic.example, @ben:clinic.example", "@sam:clinic.example", "none"),
        *("openai", "http://127.0.0.1:11434/v1", "tiny", "9464"),
    ]
    said: list[str] = []
    answers = ask_about_deployment(Interview({}, answer_in_turn(*typed), said.append), has_password=True, has_key=False)
    assert answers.homeserver == "https://matrix.clinic.example"
    assert (answers.jurisdiction, answers.country) == (("eu",), "gb")
    assert answers.therapists == ("@ana:clinic.example", "@ben:clinic.example")
    assert (answers.second_contacts, answers.on_call_room) == (("@sam:clinic.example",), None)
    assert answers.server == ModelServer("http://127.0.0.1:11434/v1", "tiny")
    assert answers.web_port == 9464
    assert any("European Union" in line for line in said)
    room = ask_about_room(Interview({}, answer_in_turn(FALLBACK, "", ""), print))
    assert (room.languages, room.room, room.minutes) == ((FALLBACK,), "*", 60)


@try_each(
    ("read", "typed"),
    [
        (read_address, "matrix.clinic.example"),
        (read_address, "https://clinic.example/path"),
        (read_address, "https://user@clinic.example"),
        (read_user, "thirdchair"),
        (read_user, "@thirdchair"),
        (read_people, ""),
        (read_people, "@ana:clinic.example, ben"),
        (read_people_or_none, "nobody"),
        (read_packs, ""),
        (read_packs, "uk mars"),
        (read_country, "zz"),
        (read_languages, "tlh"),
        (read_common_room, "on-call"),
        (read_room, "room"),
        (read_minutes, "-1"),
        (read_minutes, "1441"),
        (read_port_or_none, "80"),
        (read_port_or_none, "65536"),
        (read_port_or_none, "0.0.0.0:9464"),
    ],
)
def test_what_cannot_be_is_told(read: Callable[[str], object], typed: str) -> None:
    """Each answer that cannot be is refused with a sentence that says what one looks like."""
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        read(typed)
