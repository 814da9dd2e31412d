"""In which language people are spoken to: everybody so that all understand, one person as that person agreed."""

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy

from bot.model import (
    Attached,
    Came,
    Direct,
    Event,
    Language,
    Notice,
    Person,
    Reply,
    SessionRoom,
    Unreadable,
    UserId,
    make_words,
)
from bot.session.command.context import find_own_language, say_in_all_languages
from bot.words import render_words

EN, ID = Language("en"), Language("id")
LEE = UserId("@lee:clinic")


def said(scene: Scene, typed: str) -> str:
    """Return the notice that follows when Ana types something, as people read it."""
    (notice,) = [
        notice for notice in scene.says(ANA, typed) if isinstance(notice, Notice) and notice.where == SessionRoom()
    ]
    return render_words(notice.words)


def in_two_languages(**rules: object) -> Scene:
    """Return a scene in which the AI is on, and Kim has agreed in Indonesian, Ana in English."""
    scene = Scene(policy(MODEL, **rules))
    scene.says(KIM, "!setuju")
    scene.says(ANA, "!listen")
    return scene


@try_each(
    ("typed", "first", "second"),
    [("!stop", "AI off", "AI nonaktif"), ("!berhenti", "AI nonaktif", "AI off"), ("!speak", "AI on", "AI aktif")],
)
def test_a_switch_is_understood_by_all(typed: str, first: str, second: str) -> None:
    """Whoever turns the AI on or off, the room reads it in each language that is read there, first in the one that was typed."""
    lines = said(in_two_languages(floor_max="speak"), typed).split("\n")
    assert [line[: len(start)] for line, start in zip(lines, (first, second), strict=True)] == [first, second]


def test_a_room_of_one_language_reads_it_once() -> None:
    """Where all speak Indonesian, nothing is said in English."""
    scene = Scene(policy(language=("id",))).listening()
    assert said(scene, "!stop").startswith("AI nonaktif")
    assert said(scene, "!listen") == render_words(make_words("listen-on", ID, prefix="!"))


def test_what_a_sentence_is_filled_with_is_said_in_its_language_too() -> None:
    """A sentence with others in it is in one language each time, and not in two at once."""
    entry = make_words("glossary-entry", EN, term="a", plain="b", example="c", source="none")
    whole = say_in_all_languages(
        policy(), make_words("glossary-answer", EN, prefix="!", entries=(entry,), more=0, whose="clinic")
    )
    in_english, in_indonesian = render_words(whole).split("_Glosarium", 1)
    assert ("Example" in in_english, "Contoh" in in_english) == (True, False)
    assert ("Example" in in_indonesian, "Contoh" in in_indonesian) == (False, True)


def test_everybody_is_told_that_a_message_was_taken_back() -> None:
    """The line that an AI message is not to be relied on is for all who may have read it."""
    scene = in_two_languages()
    (ask,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    scene.answers(ask.question, "an answer")
    (code,) = scene.posts
    (notice,) = [notice for notice in scene.at_desk(ANA, f"!retract {code}") if isinstance(notice, Notice)]
    assert (notice.words.language, notice.words.also) == (EN, (ID,))


def test_one_person_is_spoken_to_as_they_agreed() -> None:
    """Who agreed to the Indonesian card is greeted in Indonesian in their direct room, and told so of what cannot be read."""
    scene = Scene(policy())
    scene.joins(Person(LEE, "Lee"))
    scene.says(LEE, "!setuju")
    scene.listening()
    happened: dict[str, Event] = {
        "direct-greeting": Came(scene.id(), scene.now, Direct(LEE), LEE),
        "attached-direct": Attached(scene.id(), LEE, scene.now, Direct(LEE)),
        "unreadable": Unreadable(scene.id(), scene.now, LEE, scene.id(), None, SessionRoom()),
    }
    for key, event in happened.items():
        (effect,) = scene.happens(event)
        assert isinstance(effect, Reply | Notice)
        assert (effect.words.key, effect.words.language) == (key, ID)
    (unread,) = scene.says(LEE, "halo?", where=Direct(LEE))
    assert isinstance(unread, Reply)
    assert (unread.words.key, unread.words.language) == ("direct-unread", ID)
    assert find_own_language(scene.room, scene.policy, KIM) == EN


def test_who_has_not_agreed_is_spoken_to_in_the_rooms_own() -> None:
    """Nobody's language is guessed; one that the room no longer speaks does not count."""
    scene = Scene(policy())
    assert find_own_language(scene.room, scene.policy, KIM) == EN
    scene.says(KIM, "!setuju")
    assert find_own_language(scene.room, scene.policy, KIM) == ID
    assert find_own_language(scene.room, policy(language=("en",)), KIM) == EN


def test_the_end_of_a_session_is_said_once() -> None:
    """Where the room is told that the session is closed, whoever closed it is not told the same again; at the desk they are."""
    scene = Scene(policy()).listening()
    scene.says(ANA, "!end")
    assert "end-done" not in keys(scene.says(ANA, "!end yes"))
    scene.listening()
    scene.at_desk(ANA, "!end")
    assert {"floor-off-ended", "end-done"} <= set(keys(scene.at_desk(ANA, "!end yes")))
