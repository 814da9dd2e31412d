"""Where danger words are not compared people are told so: on the card, in the full text, and once at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from danger_page import holds
from danger_scene import DESK, at, body, couple
from other_language import MARK, XX, write_language
from rows import try_each
from scene import ANA, KIM, MODEL, policy

from bot.model import Direct, EventId, Language, Notice, Overheard, Room, RoomId
from bot.policy import BackendFacts, Policy
from bot.session.danger.not_covered import tell_not_covered
from bot.session.talk.agreement import DAY, LONGEST_CARD, make_card, make_full_text
from bot.words import languages, render_words
from bot.words.shelf import use_shelf

JAVANESE = "bojoku seneng nggebugi aku nek lagi nesu"
SUNDANESE = "abdi tos teu kiat deui"
SAID = {"en": "English and Indonesian", "id": "Inggris dan Indonesia"}


def told(effects: tuple[object, ...]) -> list[Notice]:
    """Return what the desk reads of a language without a list."""
    return [
        effect
        for effect in at(effects, DESK)  # type: ignore[arg-type]  # what a scene gives back
        if isinstance(effect, Notice) and effect.words.key == "list-uncovered-heard"
    ]


@pytest.fixture
def oddish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let there be a language that has sentences, and no list of danger words."""
    shelf: Path = tmp_path_factory.mktemp("shelf")
    write_language(shelf)
    (shelf / XX / "phrases.yaml").write_text("rows: []\n", encoding="utf-8")
    use_shelf(shelf)
    yield
    use_shelf()


@holds("not-covered")
@try_each(("text", "name"), [(JAVANESE, "Javanese"), (SUNDANESE, "Sundanese")])
def test_the_desk_is_told_once_a_session(text: str, name: str) -> None:
    """Of a message in Javanese or Sundanese the desk reads one quiet line a session, whoever writes the next."""
    scene = couple()
    (line,) = told(scene.says(KIM, text))
    assert not line.rings
    assert name in body(line)
    assert "Kim" in body(line)
    assert "English and Indonesian only" in body(line)
    assert text not in body(line)
    assert told(scene.says(KIM, text)) == told(scene.says(KIM, JAVANESE)) == []
    scene.says(ANA, "!off")
    scene.says(ANA, "!listen")
    assert len(told(scene.says(KIM, text))) == 1


def test_nothing_is_said_where_words_are_covered_or_not_read() -> None:
    """Indonesian with borrowed words, a therapist's Javanese, a direct room, and a room that is off: no line."""
    scene = couple()
    assert (
        told(scene.says(KIM, "aku capek banget, piye ya, tadi di kantor dimarahin terus sama bos sampai malam")) == []
    )
    assert told(scene.says(ANA, JAVANESE)) == []
    assert told(scene.says(KIM, JAVANESE, where=Direct(KIM))) == []
    scene.says(ANA, "!off")
    assert told(scene.says(KIM, JAVANESE)) == []


def test_the_room_sees_nothing_of_it() -> None:
    """The line is the desk's alone, and the talk goes on as ever."""
    scene = couple()
    effects = scene.says(KIM, JAVANESE)
    assert [effect for effect in effects if getattr(effect, "where", DESK) != DESK] == []
    assert scene.room.is_on


@try_each("language", languages())
def test_the_card_says_nothing_of_lists_where_there_is_one(language: Language) -> None:
    """A room whose languages all have a list reads nothing of languages on its card."""
    for make in (make_card, make_full_text):
        assert SAID[language] not in render_words(make(policy(), language))


@try_each("language", languages())
def test_people_are_told_what_is_compared(language: Language) -> None:
    """Card and full text say when danger words are compared; where the tripwire is off they promise nothing."""
    texts = {
        name: (render_words(make_card(rules, language)), render_words(make_full_text(rules, language)))
        for name, rules in {
            "on": policy(MODEL),
            "always": policy(MODEL, crisis={"in_off": True}),
            "never": policy(MODEL, crisis={"enabled": False}),
        }.items()
    }
    call = {"en": "call the therapist", "id": "terapis dipanggil"}[language]
    assert call in texts["on"][0]
    assert call in texts["always"][0]
    assert call not in texts["never"][0]
    assert len(set(texts.values())) == 3
    full = texts["on"][1]
    for fact in {
        "en": ("in your direct room with me always", "`!stop` there", "guardian is never told", "often do not notice"),
        "id": (
            "di ruang pribadi Anda dengan saya selalu",
            "`!berhenti` di sana",
            "wali tidak pernah",
            "Sering kali ada yang terlewat",
        ),
    }[language]:
        assert fact in full


@holds("not-covered")
@pytest.mark.usefixtures("oddish")
def test_a_room_whose_language_has_no_list_says_so_on_the_card_and_at_the_desk() -> None:
    """The card in each language says which lists there are, the full text too; the desk reads it at the first message."""
    rules = policy(language=(XX, "en", "id"))
    for language in languages():
        card = render_words(make_card(rules, language))
        full = render_words(make_full_text(rules, language))
        spelt = SAID.get(language, "English and" if language != XX else f"and{MARK}")
        assert spelt in card
        assert spelt in full
        assert len(card) <= LONGEST_CARD or language == XX
    room = Room(RoomId("!room:clinic"))
    first = tell_not_covered(room, Overheard(EventId("$1"), KIM, DAY, "helloax"), rules)
    (line,) = told(first.effects)
    assert dict(line.words.args)["spoken"] == "room"
    assert tell_not_covered(first.room, Overheard(EventId("$2"), KIM, DAY + 9, "againax"), rules).effects == ()


@pytest.mark.usefixtures("oddish")
def test_the_card_fits_a_phone_also_where_a_list_is_missing() -> None:
    """With a company outside, a second reader, offers and observers, and one language more to name: 700 characters."""
    far = BackendFacts("b" * 40, "openai", "m", "remote", "P" * 60)
    open_ = {"backends_allowed": "any", "desk_backends": "any", "floor_max": "speak", "prefix": "!!"}
    rules: Policy = policy(far, language=("en", "id", XX), crisis={"model": True}, observers=(str(ANA),), **open_)
    for language in (Language("en"), Language("id")):
        assert len(render_words(make_card(rules, language))) <= LONGEST_CARD
