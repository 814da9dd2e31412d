"""What is kept of a session's talk, and what of it questions see: a note may rest on an hour, a question on the window."""

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.model import Language
from bot.policy import BackendFacts
from bot.session.talk.agreement import make_card, make_full_text
from bot.session.talk.window import select_context, select_session_talk
from bot.words import render_words

HOUR = 3600.0


def spoken(scene: Scene, count: int) -> Scene:
    """Return the scene after Ana and Kim have said so many things by turns."""
    for number in range(count):
        scene.says((ANA, KIM)[number % 2], f"thought {number}")
    return scene


def seen(scene: Scene) -> list[str]:
    """Return the talk that a question sends."""
    (question,) = asks(scene.says(ANA, "!ask what was said?"))
    return [line.text for line in question.context]


def test_a_note_may_rest_on_more_than_a_question_sees() -> None:
    """All the talk is kept for a note, and a question is sent no more than the window."""
    scene = spoken(Scene(policy()).listening(), 40)
    assert len(select_session_talk(scene.room, scene.policy, scene.now)) == 40
    assert seen(scene) == [f"thought {number}" for number in range(10, 40)]


def test_the_talk_is_kept_for_hours_and_seen_for_minutes() -> None:
    """A question sees no message that is older than `window.minutes`; none is kept for longer than `retention.window`."""
    scene = spoken(Scene(policy(idle=1440, absence=1440)).listening(), 4)
    scene.waits(HOUR)
    assert select_context(scene.room, scene.policy, scene.now) == ()
    assert len(select_session_talk(scene.room, scene.policy, scene.now)) == 4
    scene.waits(11 * HOUR)
    assert scene.room.window == ()


@try_each(
    "scene",
    [
        Scene(policy(commands=["ask", "listen"])),
        Scene(policy(BackendFacts())),
        Scene(policy(BackendFacts("far", "openai", "big", "remote"), backends_allowed="any")),
    ],
)
def test_nothing_is_kept_for_a_note_that_cannot_be_made(scene: Scene) -> None:
    """Where policy or backend allow neither summary nor note, the window is all that is kept, and the card says so."""
    spoken(scene.listening(), 40)
    assert len(scene.room.window) == 30
    shown = render_words(make_card(scene.policy, Language("en")))
    assert "the last 30 messages for at most 60 minutes" in shown


def test_a_therapist_who_narrows_the_window_narrows_all_that_is_kept() -> None:
    """`!window 10` keeps ten messages and no more, for a note as well."""
    scene = spoken(Scene(policy()).listening(), 40)
    scene.says(ANA, "!window 10")
    assert len(scene.room.window) == 10
    scene.says(ANA, "!window all")
    assert len(spoken(scene, 30).room.window) == 40


@try_each(("language", "kept"), [("en", "the talk until `!end`"), ("id", "isi sesi sampai `!akhiri`")])
def test_the_card_says_for_how_long(language: str, kept: str) -> None:
    """Card and full text say until when the talk is kept, and the full text that a note can be made of it."""
    rules = policy()
    short, full = make_card(rules, Language(language)), make_full_text(rules, Language(language))
    assert kept in render_words(short)
    assert "12" in render_words(short)
    assert {"en": "a summary or a note", "id": "ringkasan atau catatan"}[language] in render_words(full)


@given(st.lists(st.booleans(), min_size=1, max_size=80), st.integers(1, 20))
def test_what_a_question_sees_begins_where_somebody_began(said: list[bool], most: int) -> None:
    """The window never begins in the middle of a turn, unless that turn alone is longer than the window."""
    scene = Scene(policy(window={"messages": most})).listening()
    for number, by_ana in enumerate(said):
        scene.says(ANA if by_ana else KIM, f"thought {number}")
    kept, window = scene.room.window, select_context(scene.room, scene.policy, scene.now)
    assert window == kept[len(kept) - len(window) :]
    assert 0 < len(window) <= most
    if window != kept:
        turn_before = kept[len(kept) - len(window) - 1].sender
        assert turn_before != window[0].sender or len({line.sender for line in window}) == 1


def test_a_question_fits_into_the_model() -> None:
    """Where the talk is longer than the model takes in, the newest whole turns go that fit beside the question."""
    small = BackendFacts("house", "openai", "small", context=2048, longest=512)
    scene = Scene(policy(small)).listening()
    for number in range(10):
        scene.says((ANA, KIM)[number % 2], f"{number} " + "words " * 100)
    sent = [text.split()[0] for text in seen(scene)]
    assert sent == ["5", "6", "7", "8", "9"][-len(sent) :]
    assert 1 <= len(sent) < 10
    assert MODEL.room_for_talk > small.room_for_talk
