"""What is taken for which language: mixed, short and foreign messages, and what needs no translation at all."""

from interpreted import EN, ENGLISH, HELLO, ID, interpreted, requests
from rows import try_each
from scene import ANA, KIM

from bot.model import (
    Language,
)
from bot.session.translation.spoken import detect_tongue


@try_each(
    "text",
    [
        "\U0001f44d\U0001f44d",
        "12 000",
        "https://a.example/b",
        "Ana",
        "Kim, Ana!",
        "ok",
        "hahaha",
        "wkwkwk",
        "hmm, ok",
        "...",
    ],
)
def test_what_needs_no_words_is_left_alone(text: str) -> None:
    """Emoji, numbers, links, names and laughter are understood as they are."""
    assert requests(interpreted().says(KIM, text)) == []


def test_a_third_language_is_left_alone() -> None:
    """What is in neither language is not translated: nobody asked for that."""
    assert requests(interpreted().says(KIM, "Ich bin heute wirklich sehr m\u00fcde gewesen")) == []


@try_each(
    ("text", "into"),
    [
        ("aku feel like kamu nggak listen ke aku", EN),
        ("I was so happy there with my sister. Senang banget.", ID),
        ("Kemarin saya pergi ke pasar dengan ibu saya. It was very nice.", EN),
        ("thank you", ID),
        ("makasih ya", EN),
        ("sama sekali", EN),
    ],
)
def test_mixed_and_short_messages(text: str, into: Language) -> None:
    """A mixed message goes into the language it has less of; a short one is told by its commonest words."""
    assert [ask.language for ask in requests(interpreted().says(KIM, text))] == [into]


def test_a_short_message_is_in_the_language_its_writer_used_last() -> None:
    """Where a few words tell nothing, who wrote Indonesian just now goes on in it; of a stranger nothing is guessed."""
    scene = interpreted()
    assert requests(scene.says(KIM, "Tumben")) == []
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.answers(ask.question, ENGLISH)
    assert [ask.language for ask in requests(scene.says(KIM, "Tumben"))] == [EN]
    assert requests(scene.says(ANA, "Tumben")) == []


def test_without_a_look_at_its_letters_nothing_is_guessed() -> None:
    """A message that came without what it may be written in is told by its commonest words, or not at all."""
    room = interpreted().room
    assert detect_tongue(room, "Kucing tidur nyenyak sore kemarin", (), KIM) == ID
    assert detect_tongue(room, "Kucing tidur nyenyak", (), KIM) is None


def test_three_languages_go_into_the_first_other() -> None:
    """From any of three languages into the first that is another."""
    scene = interpreted("en id de")
    for text, into in ((HELLO, EN), (ENGLISH, ID), ("Ich bin heute sehr froh dar\u00fcber gewesen", EN)):
        (ask,) = requests(scene.says(KIM, text))
        assert ask.language == into
        scene.fails(ask.question)
