"""`register: familiar`: where a room's policy says so, Indonesian says *kamu* for *Anda*, in our own text and nowhere else."""

import re
from dataclasses import fields, replace
from importlib.resources import files

import pytest
from rows import try_each
from scene import ANA, KIM, Scene, asks, policy
from test_sentences import sentences

from bot.matrix.send import format_sentence
from bot.model import Direct, Effect, Language, Mark, Notice, SecondContact, Words, make_words
from bot.policy import RoomRules
from bot.session.afterthoughts import put_into_register
from bot.session.talk.agreement import hash_cards
from bot.words import languages, load_bundle, render_words, spell_time
from bot.words.register import make_familiar

ID = Language("id")


def texts(effects: tuple[Effect, ...]) -> list[str]:
    """Return every sentence of what the bot does, as people read it."""
    values = (getattr(effect, field.name) for effect in effects for field in fields(effect))
    return [render_words(value) for value in values if isinstance(value, Words)]


def in_room(register: str) -> Scene:
    """Return an Indonesian room with this register."""
    return Scene(policy(language=("id",), register=register))


@try_each(
    ("polite", "familiar"),
    [
        ("Anda setuju.", "Kamu setuju."),
        ("Apakah Anda setuju? Anda boleh.", "Apakah kamu setuju? Kamu boleh."),
        ("tulisan Anda", "tulisan kamu"),
        ("kunci = Anda boleh.", "kunci = Kamu boleh."),
        ("    __Data Anda.__ Anda", "    __Data kamu.__ Kamu"),
        ("setelah [a] Anda mengetik", "setelah [a] kamu mengetik"),
        ("Mohon dibaca, mohon.", "Tolong dibaca, tolong."),
        ("Andai Anda di Anda-Anda, `!Anda Anda`", "Andai kamu di Anda-Anda, `!Anda Anda`"),
    ],
)
def test_a_word_is_put_in_whole_and_with_the_right_letter(polite: str, familiar: str) -> None:
    """Only whole words; a capital at a sentence's beginning alone; nothing that is typed."""
    assert make_familiar(polite, ID) == familiar


@try_each(("language", "time"), [(ID, "14.05"), (Language("en"), "14:05")])
def test_a_time_of_day_is_written_as_the_language_writes_it(language: Language, time: str) -> None:
    """14.05 in Indonesian, 14:05 in English, with or without its day; nothing else is taken for a time."""
    line = make_words("which-answer-line", language, prefix="!", name="x", code="K1", time="14:05")
    assert f"({time})" in render_words(line)
    assert spell_time("2026-11-29 14:05", language) == f"2026-11-29 {time}"
    for other in ("2:5", "14:05:06", "Kim", ""):
        assert spell_time(other, language) == other


@try_each(("language", "time"), [(ID, "14.05"), (Language("en"), "14:05")])
def test_a_link_goes_by_its_time_in_either_language(language: Language, time: str) -> None:
    """What is tapped is the time as it is written there; the address stands nowhere."""
    link = "https://matrix.to/#/!room:clinic/$event"
    named = make_words("message-link", language, label="14:05", link=link, last=1, more="")
    plain, html = format_sentence(make_words("note-line", language, text="They slept", links=(named,)))
    assert plain == f"- They slept ({time})"
    assert f'<a href="{link}">{time}</a>' in html


def test_english_has_but_one_word() -> None:
    """A language without such words stays as it is."""
    assert make_familiar("You may. Anda.", Language("en")) == "You may. Anda."


def test_every_sentence_is_there_in_both_registers() -> None:
    """No sentence is lost or broken by it, and none says Anda, but for what is typed, or begins with a small letter."""
    for language in languages():
        for key in sentences(str(language)):
            assert load_bundle(language, familiar=True).has_message(key.partition(".")[0])
    text = make_familiar(files("bot.words").joinpath("id", "sentences.ftl").read_text(encoding="utf-8"), ID)
    said = re.sub(r"`[^`\n]*`", "", text)
    assert not re.search(r"(?i)\b(anda|mohon)\b", said)
    assert not re.search(r"(?m)(?<![.0-9])[.!?] kamu\b|^ *kamu\b|= kamu\b", said)
    assert not re.search(r"[a-z,;] (?:Kamu|Tolong)\b", said)


@pytest.mark.parametrize("register", ["formal", "familiar"])
def test_the_room_is_spoken_to_as_its_policy_says(register: str) -> None:
    """In the room, at the desk and in the direct room, also by sentences within sentences."""
    scene = in_room(register)
    said = (
        *scene.says(KIM, "!tolak"),
        *scene.says(KIM, "!bantuan semua"),
        *scene.says(KIM, "!ungkapkan", where=Direct(KIM)),
        *scene.at_desk(ANA, "!catatan"),
    )
    text = "\n".join(texts(said))
    assert ("Anda" in text) == (register == "formal")
    assert ("kamu" in text.lower()) == (register == "familiar")


def test_what_people_wrote_is_never_touched() -> None:
    """A quoted word of somebody's stays their own."""
    scene = in_room("familiar")
    scene.policy = policy(language=("id",), register="familiar", approval="all")
    scene.listening()
    (ask,) = asks(scene.says(KIM, "!jelaskan Anda banget"))
    card = "\n".join(texts(scene.answers(ask.question, "Anda menulis Anda banget.")))
    assert card.count("Anda") >= 2
    assert "kamu" not in card.replace("`ya`, `tidak`, atau kalimat kamu sendiri", "").lower()


def test_a_glossary_entry_of_ours_speaks_so_too() -> None:
    """What stands in the book that comes with the bot is our own text."""
    polite, familiar = (
        "\n".join(texts(in_room(register).says(KIM, "!jelaskan pikiran hitam-putih")))
        for register in ("formal", "familiar")
    )
    assert "Anda melewatkan satu hari" in polite
    assert familiar == polite.replace("Anda melewatkan", "Kamu melewatkan")


def test_who_is_called_from_outside_is_spoken_to_politely() -> None:
    """A second contact is no part of what the room agreed on."""
    scene = in_room("familiar")
    greeting = Notice(make_words("second-greeting", ID), Mark(kind="greeting"), where=SecondContact(ANA))
    assert put_into_register(scene.policy, greeting) == greeting
    inside = put_into_register(scene.policy, replace(greeting, where=Direct(KIM)))
    assert inside.words.familiar


def test_nobody_is_asked_anew_because_of_it() -> None:
    """An agreement is to facts: how people are spoken to is none."""
    assert hash_cards(policy(language=("id",))) == hash_cards(policy(language=("id",), register="familiar"))


def test_the_rooms_own_file_decides() -> None:
    """It is no matter of strictness; a policy that was kept before the key was there is formal."""
    assert RoomRules().speaks == "formal"
    assert (
        RoomRules.model_validate_json(RoomRules.model_validate({"register": "familiar"}).model_dump_json()).speaks
        == "familiar"
    )
