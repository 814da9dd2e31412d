"""`!translate auto`: on, off, between which languages, and what the room is told of it."""

from typing import Any

from interpreted import EN, ENGLISH, HELLO, ID, cards, interpreted, requests, translations
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.audit.entries import list_deeds
from bot.model import (
    Desk,
    Direct,
    Floor,
    Heard,
    InSession,
    Language,
    Notice,
    Reply,
    SessionRoom,
    UserId,
    WasAway,
    make_words,
)
from bot.policy import BackendFacts
from bot.session.decide import decide
from bot.words import languages, render_words


@try_each(
    ("rules", "how"),
    [
        ({}, "once"),
        ({"approval": "unasked"}, "once"),
        ({"translate_auto": False, "approval": "unasked"}, "once"),
        ({"translate_auto": False, "approval": "all"}, "cards"),
        ({"translate_auto": False, "approval": "unasked", "posts": "approved"}, "cards"),
        ({"posts": "approved"}, "cards"),
        ({"posts": "never"}, "never"),
        ({"mode": "simulate"}, "never"),
    ],
)
def test_the_line_that_turns_it_on_says_how(rules: dict[str, object], how: str) -> None:
    """Where what is asked for needs no therapist's word, or `translate_auto` excepts it, and `posts: any`, no card is needed."""
    scene = interpreted("id en", MODEL, **rules)
    (aloud,) = [effect for effect in scene.effects if isinstance(effect, Notice) and effect.words.key == "interpret-on"]
    assert (dict(aloud.words.args)["how"], aloud.rings) == (how, True)
    (ask,) = requests(scene.says(KIM, HELLO))
    effects = scene.answers(ask.question, ENGLISH)
    assert (bool(translations(effects)), bool(cards(effects))) == (how == "once", how != "once")


@try_each(
    "typed", ["!stop", "!off", "!translate auto off", "!terjemahkan otomatis berhenti", "!terjemahkan otomatis mati"]
)
def test_it_ends_at_once(typed: str) -> None:
    """Whoever turns the AI or the interpretation off ends what is under way; nothing is translated after."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.says(ANA, typed)
    assert scene.answers(ask.question, ENGLISH) == ()
    assert requests(scene.says(KIM, HELLO)) == []
    assert (scene.room.interpreting, scene.room.utterances) == ((), ())


def test_turning_it_off_and_on_drops_what_was_under_way() -> None:
    """What was asked before it was turned off is not answered after it is on again."""
    scene = interpreted()
    (ask,) = requests(scene.says(KIM, HELLO))
    scene.says(ANA, "!translate auto off")
    scene.says(ANA, "!translate auto en id")
    assert scene.room.pending == ()
    assert scene.answers(ask.question, ENGLISH) == ()


def test_an_absence_of_the_bot_ends_it() -> None:
    """After the bot was away it interprets nothing until it is turned on again."""
    scene = interpreted()
    scene.happens(WasAway(scene.id(), scene.now, scene.now - 300))
    assert (scene.room.floor, scene.room.interpreting) == (Floor.OFF, ())


@try_each(
    ("sender", "text", "place", "key"),
    [
        (KIM, "!translate auto id en", SessionRoom(), "not-permitted"),
        (ANA, "!translate auto id en", Direct(ANA), "in-the-room"),
        (ANA, "!translate auto", SessionRoom(), "interpret-what"),
        (ANA, "!translate auto id", SessionRoom(), "interpret-what"),
        (ANA, "!translate auto id en de fr", SessionRoom(), "interpret-what"),
        (ANA, "!translate auto id id", SessionRoom(), "interpret-same"),
        (ANA, "!translate auto id ms", SessionRoom(), "interpret-same"),
        (ANA, "!translate auto id klingon", SessionRoom(), "interpret-unknown"),
        (ANA, "!translate auto off", SessionRoom(), "interpret-off-already"),
    ],
)
def test_what_is_missing_is_said_in_one_line(sender: UserId, text: str, place: InSession, key: str) -> None:
    """Each mistake has one kind line in either language, and changes nothing."""
    scene = Scene(policy(MODEL)).listening()
    effects = scene.says(sender, text, where=place)
    assert keys(effects) == [key]
    assert scene.room.interpreting == ()
    (reply,) = [effect for effect in effects if isinstance(effect, Reply)]
    for language in languages():
        said = render_words(make_words(reply.words.key, language, **dict(reply.words.args)))
        assert len(said) < 280


@try_each(
    ("typed", "languages"),
    [
        ("!terjemahkan otomatis id en", (ID, EN)),
        ("!translate auto Indonesian and English", (ID, EN)),
        ("!terjemahkan otomatis bahasa inggris dan bahasa indonesia", (EN, ID)),
        ("!translate auto bahasa and english", (ID, EN)),
        ("!translate auto EN, id.", (EN, ID)),
        ("!translate auto id en de", (ID, EN, Language("de"))),
    ],
)
def test_languages_are_named_as_people_name_them(typed: str, languages: tuple[Language, ...]) -> None:
    """By code or name, in English or Indonesian, with or without what stands between."""
    scene = Scene(policy(MODEL)).listening()
    assert "interpret-on" in keys(scene.says(ANA, typed))
    assert scene.room.interpreting == languages
    assert keys(scene.says(ANA, typed)) == ["interpret-already"]


def test_it_needs_what_any_request_needs() -> None:
    """Off, without a model, or while an alarm waits, it is not turned on."""
    assert keys(Scene(policy(MODEL)).says(ANA, "!translate auto id en")) == ["needs-listen"]
    assert keys(Scene(policy(BackendFacts())).listening().says(ANA, "!translate auto id en")) == ["translate-unable"]
    scene = Scene(policy(MODEL)).listening()
    scene.says(KIM, "I want to kill myself")
    assert keys(scene.says(ANA, "!translate auto id en")) == ["trouble-down"]


def test_typed_at_the_desk_it_is_said_in_the_room() -> None:
    """The room is told whenever it is turned on or off, wherever the therapist typed it; `!status` says that it is on."""
    scene = Scene(policy(MODEL)).listening()
    effects = scene.says(ANA, "!translate auto id en", where=Desk())
    assert [(type(effect).__name__, effect.where) for effect in effects if isinstance(effect, Notice | Reply)] == [
        ("Reply", Desk()),
        ("Notice", SessionRoom()),
    ]
    (status,) = [reply for reply in scene.says(KIM, "!status") if isinstance(reply, Reply)]
    assert "Bahasa Indonesia \u21c4 English" in render_words(status.words)
    assert "interpret-off" in keys(scene.says(ANA, "!translate auto off", where=Desk()))


def test_turning_it_on_and_off_is_written_down() -> None:
    """The audit says who had each message translated, between which languages, and when that ended, also by `!stop`."""
    scene = Scene(policy(MODEL)).listening()
    for typed, was, now in (("!translate auto id en", [], ["id", "en"]), ("!stop", ["id", "en"], [])):
        scene.now += 1
        event = Heard(scene.id(), ANA, scene.now, typed, signed=True)
        decision = decide(scene.room, event, scene.policy)
        (deed,) = [deed for deed in list_deeds(scene.room, event, decision) if deed.action == "interpreting"]
        assert (deed.actor, dict(deed.facts)) == (ANA, {"was": was, "now": now})
        scene.room = decision.room


@try_each(
    ("rules", "said"),
    [
        ({}, "shown at once"),
        ({"translate_auto": False}, "a therapist looks at it first"),
        ({"posts": "never"}, "only for therapists"),
    ],
)
def test_the_status_says_who_sees_a_translation_first(rules: dict[str, Any], said: str) -> None:
    """Where a translation is shown at once, nobody is told that a therapist looks at it first."""
    scene = interpreted(**rules)
    (status,) = [reply for reply in scene.says(KIM, "!status") if isinstance(reply, Reply)]
    (line,) = [part for part in render_words(status.words).split("\n") if part.startswith("Live translation")]
    assert line.endswith(said)
