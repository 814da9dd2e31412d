"""Which message a command is about is certain, or asked back: a homeserver could have chosen what stands outside the encryption."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy, posted

from bot.model import Card, Desk, Direct, EventId, Retract
from bot.words import render_words

ABOUT = (
    ("!explain", ANA),
    ("!translate", KIM),
    ("!translate id", KIM),
    ("!ask what is meant?", ANA),
    ("!suggest", ANA),
)


def said(scene: Scene) -> EventId:
    """Let Kim say something, and return which message that is."""
    scene.says(KIM, "my sister has gobbledyquux and I am tired of it")
    return scene.room.window[-1].id


def answered() -> Scene:
    """Return a scene in which two answers were let out."""
    scene = on_desk()
    for term in ("gobbledyquux", "snollygoster"):
        assert posted(scene.at_desk(ANA, "ok", scene.draft(f"!explain {term}")))
    return scene


def read(scene: Scene, *, back: int = 1) -> str:
    """Return one of the last things the bot said, as people read it."""
    words = getattr(scene.effects[-back], "words")  # noqa: B009 - which effect it is the test knows
    return render_words(words)


@try_each(("typed", "sender"), ABOUT)
def test_a_message_that_a_server_may_have_chosen_is_asked_back(typed: str, sender: str) -> None:
    """No model is asked about it, and the one line says what to type; a reply within the encryption is about its message."""
    scene = Scene(policy()).listening()
    about = said(scene)
    who = ANA if sender == ANA else KIM
    effects = scene.says(who, typed, reply_to=about, loose=True)
    assert keys(effects) == ["which-words"]
    assert f"`{typed.split(maxsplit=1)[0]}" in read(scene)
    assert [ask.about.id for ask in asks(scene.says(who, typed, reply_to=about)) if ask.about] == [about]


@try_each("typed", ["!explain gobbledyquux", "!translate id good morning", "!express i am so tired of this"])
def test_words_of_its_own_are_enough(typed: str) -> None:
    """A command that says itself what it is about is done with that alone: the message goes to no model with it."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, typed, reply_to=said(scene), loose=True))
    assert asked.about is None
    assert asked.hearers in ((), (ANA,))


@try_each("typed", ["!wrong", "!retract"])
def test_which_answer_is_asked_back(typed: str) -> None:
    """Nobody is told of an answer, and none is deleted, that a homeserver could have chosen; they are named instead."""
    scene = answered()
    effects = scene.says(ANA, typed, reply_to=scene.posts["K1"], loose=True)
    assert keys(effects) == ["which-answer"]
    assert [f"`{typed} {code}`" in read(scene) for code in ("K1", "K2")] == [True, True]
    assert not any(isinstance(effect, Card | Retract) for effect in effects)
    assert len(scene.room.said) == 2


@try_each("typed", ["!wrong", "!retract"])
def test_an_answer_can_be_named(typed: str) -> None:
    """By its code, wherever it stands and at the desk; a reply outside the encryption changes nothing about that."""
    for where in ({}, {"where": Desk()}):
        scene = answered()
        effects = scene.says(ANA, f"{typed} k2", reply_to=scene.posts["K1"], loose=True, **where)
        about = [effect.code for effect in effects if isinstance(effect, Card)]
        gone = [effect.event for effect in effects if isinstance(effect, Retract)]
        assert (about or gone) == (["K2"] if about else [scene.posts["K2"]])


def test_an_answer_elsewhere_is_not_named() -> None:
    """In the session room nobody reads of, or names, an answer that stands in somebody's direct room."""
    scene = answered()
    elsewhere = scene.room.said[1]
    scene.room = replace(scene.room, said=(scene.room.said[0], replace(elsewhere, where=Direct(ANA))))
    assert keys(scene.says(KIM, "!wrong K2")) == ["wrong-what"]
    assert keys(scene.says(KIM, "!wrong", reply_to=scene.posts["K1"], loose=True)) == ["which-answer"]
    assert "K2" not in read(scene)


def test_with_no_answer_there_is_nothing_to_ask() -> None:
    """Where the AI has written nothing, the line says what the command is for."""
    scene = Scene(policy()).listening()
    assert keys(scene.says(KIM, "!wrong", reply_to=said(scene), loose=True)) == ["wrong-what"]
