"""Live translation let out for one session: one yes on one card at the desk, where policy leaves it to the therapist, and never for longer."""

from typing import Any

from interpreted import CAT, ENGLISH, HELLO, Interpreted, cards, interpreted, requests, translations
from rows import try_each
from scene import ANA, KIM, keys

from bot.audit.entries import list_deeds
from bot.matrix.send import make_content
from bot.model import (
    Amend,
    Card,
    Desk,
    Effect,
    Frozen,
    Heard,
    Left,
    Notice,
    Person,
    Ruled,
    SessionRoom,
    UserId,
    Waiver,
    WasAway,
)
from bot.session.attention import limit_attention
from bot.session.decide import decide

BEN = UserId("@ben:clinic")


def asked(**rules: Any) -> Interpreted:
    """Return a room in which live translation is on, and the card that asks for more lies at the desk."""
    return interpreted(**{"translate_auto": "ask", **rules})


def waivers(effects: Any) -> list[Card]:
    """Return the cards that ask whether each translation may go out at once."""
    return [effect for effect in effects if isinstance(effect, Card) and effect.words.key == "waiver-card"]


def goes_at_once(scene: Interpreted, text: str = HELLO, answer: str = ENGLISH) -> bool:
    """Return whether the next translation goes to the room, and not to the desk."""
    (ask,) = requests(scene.says(KIM, text))
    effects = scene.answers(ask.question, answer)
    assert bool(translations(effects)) != bool(cards(effects))
    return bool(translations(effects))


def aloud(effects: tuple[Effect, ...]) -> list[str]:
    """Return what the session room is told in messages that ring."""
    return [
        effect.words.key
        for effect in effects
        if isinstance(effect, Notice) and effect.rings and effect.where == SessionRoom()
    ]


@try_each("typed", ["yes", "Ok.", "ya", "yes K1", "ok k1"])
def test_one_yes_on_one_card_lets_it_out(typed: str) -> None:
    """Before it each translation is a card; after it each goes out at once, and the room is told so in a new message."""
    scene = asked()
    (card,) = waivers(scene.effects)
    assert (card.code, card.where, make_content(card, "job")["m.mentions"]) == ("K1", Desk(), {})
    assert not goes_at_once(scene)
    effects = scene.at_desk(ANA, typed, "" if "1" in typed else "K1")
    assert (keys(effects), aloud(effects)) == (["waiver-outcome", "waiver-told"], ["waiver-told"])
    assert goes_at_once(scene, CAT, "My cat likes to sleep on the sofa")
    assert keys(scene.at_desk(ANA, "yes", "K1")) == ["waiver-given"]


def test_a_yes_before_anybody_talked_is_told_in_the_line_of_the_switch() -> None:
    """Nobody has read a translation yet, so the line that said that it is on says the rest; after any talk it is a new one, which rings."""
    scene = asked()
    effects = scene.at_desk(ANA, "yes", "K1")
    (line,) = [effect for effect in effects if isinstance(effect, Amend) and effect.words.key == "waiver-told"]
    assert (line.where, aloud(effects)) == (SessionRoom(), [])
    scene = asked()
    scene.now += 300
    assert aloud(scene.at_desk(ANA, "yes", "K1")) == ["waiver-told"]


def test_a_word_in_the_thread_of_the_card_is_one_to_it() -> None:
    """Apps begin a thread as easily as a reply: what stands under the card is said to the card."""
    scene = asked()
    assert keys(scene.at_desk(ANA, "ya", thread=scene.stands["K1"])) == ["waiver-outcome", "waiver-told"]


@try_each(
    ("rules", "asks"),
    [
        ({}, 1),
        ({"translate_auto": False}, 0),
        ({"translate_auto": True}, 0),
        ({"approval": "unasked"}, 0),
        ({"posts": "approved"}, 0),
        ({"posts": "never"}, 0),
        ({"mode": "simulate"}, 0),
    ],
)
def test_it_is_never_easier_than_policy(rules: dict[str, Any], asks: int) -> None:
    """There is no card where policy leaves it to nobody, nor where none is needed."""
    scene = asked(**rules)
    assert len(waivers(scene.effects)) == asks
    assert scene.room.waiver is None or asks


def test_policy_is_asked_again_at_each_translation() -> None:
    """A yes of before is worth nothing under rules that do not leave it to a therapist."""
    scene = asked()
    scene.at_desk(ANA, "yes", "K1")
    scene.policy = interpreted(translate_auto=False).policy
    assert not goes_at_once(scene)


@try_each("answer", ["Take 20 mg of sertraline.", "You have depression."])
def test_what_is_doubtful_waits_all_the_same(answer: str) -> None:
    """A dose or a diagnosis goes to the desk, whatever a therapist has let out."""
    scene = asked()
    scene.at_desk(ANA, "yes", "K1")
    assert not goes_at_once(scene, HELLO, answer)


def test_a_no_keeps_a_card_on_each() -> None:
    """A no closes the card; nothing changes, and the room hears nothing of it."""
    scene = asked()
    effects = scene.at_desk(ANA, "no", "K1")
    assert (keys(effects), aloud(effects)) == (["waiver-refused"], [])
    assert not goes_at_once(scene)


@try_each("typed", ["yes", "👍", "ok, thanks"])
def test_a_clear_yes_to_its_card_is_as_clear_as_to_any_other(typed: str) -> None:
    """As a reply, whatever is a yes to one card is one to this; bare, it may have been meant for one translation, and is asked back."""
    scene = asked()
    assert keys(scene.at_desk(ANA, typed)) == ["waiver-which"]
    assert not goes_at_once(scene)
    assert keys(scene.at_desk(ANA, typed, "K1"))[0] == "waiver-outcome"


def test_beside_it_a_bare_word_lets_no_card_out() -> None:
    """Two cards wait then, so the therapist is told which."""
    scene = asked()
    assert not goes_at_once(scene)
    scene.now += 60
    assert keys(scene.at_desk(ANA, "ok")) == ["card-which"]


@try_each("typed", ["hm", "fine by me, go on", "again", "👎 or 👍"])
def test_anything_else_is_asked_back(typed: str) -> None:
    """What is no clear yes lets nothing out: it is a blanket word, so it is never guessed."""
    scene = asked()
    assert keys(scene.at_desk(ANA, typed, "K1")) == ["waiver-which"]
    assert not goes_at_once(scene)


@try_each(
    "more",
    [{"sender": KIM}, {"signed": False}, {"loose": True}, {"where": SessionRoom()}],
)
def test_only_a_therapist_at_the_desk_says_it(more: dict[str, Any]) -> None:
    """Not a client, not from an unsigned device, not by a reply that a homeserver could have moved, not in the room."""
    scene = asked()
    scene.says(**{"sender": ANA, "text": "yes", "where": Desk(), "reply_to": scene.stands["K1"], **more})
    assert scene.room.waiver == Waiver("K1", (scene.stands["K1"],))


def end_by_typing(text: str) -> Any:
    """Return what lets Ana type `text`."""
    return lambda scene: scene.says(ANA, text)


@try_each(
    "end",
    [
        end_by_typing("!stop"),
        end_by_typing("!off"),
        end_by_typing("!translate auto off"),
        lambda scene: scene.joins(Person(BEN, "Ben")),
        lambda scene: scene.happens(Left(scene.id(), scene.now, KIM)),
        lambda scene: scene.happens(WasAway(scene.id(), scene.now, scene.now - 300)),
        lambda scene: scene.waits(60 * 60),
    ],
)
def test_it_ends_with_the_session(end: Any) -> None:
    """Whatever turns the AI or live translation off ends it: the next time a therapist is asked anew."""
    scene = asked()
    scene.at_desk(ANA, "yes", "K1")
    end(scene)
    assert scene.room.waiver is None


def test_the_next_time_it_is_asked_anew() -> None:
    """After off and on the old card lets nothing out; what was open says that it is closed."""
    scene = asked()
    closed = [effect.words.key for effect in scene.says(ANA, "!translate auto off") if isinstance(effect, Amend)]
    assert closed == ["waiver-closed"]
    assert [card.code for card in waivers(scene.says(ANA, "!translate auto id en"))] == ["K2"]
    scene.at_desk(ANA, "yes", "K1")
    assert not goes_at_once(scene)


def test_a_frozen_room_lets_nothing_out() -> None:
    """While the operator has frozen the room, and while an alarm waits, no yes counts."""
    scene = asked()
    scene.says(KIM, "I want to kill myself")
    assert keys(scene.at_desk(ANA, "yes", "K1")) == ["card-paused"]
    scene.says(ANA, "!ack")
    scene.happens(Frozen(scene.id(), scene.now))
    assert "waiver-outcome" not in keys(scene.at_desk(ANA, "yes", "K1"))
    assert scene.room.waiver is None


def test_the_word_reaches_the_bot_and_is_written_down() -> None:
    """What a therapist says to the card is kept as what is said to a draft is, and the audit says who said it."""
    scene = asked()
    heard = Heard(scene.id(), ANA, scene.now + 1, "yes", scene.stands["K1"], signed=True, where=Desk())
    assert limit_attention(scene.room, heard, scene.policy) is heard
    decision = decide(scene.room, heard, scene.policy)
    (deed,) = [deed for deed in list_deeds(scene.room, heard, decision) if deed.action == "interpreting-at-once"]
    assert (deed.actor, dict(deed.facts)) == (ANA, {"code": "K1"})


def test_new_rules_end_it() -> None:
    """Rules that change turn the AI off, and what was let out under the old ones with it."""
    scene = asked()
    scene.happens(Ruled(scene.id(), scene.now))
    scene.at_desk(ANA, "yes", "K1")
    scene.policy = asked(idle=5).policy
    scene.happens(Ruled(scene.id(), scene.now))
    assert (scene.room.is_on, scene.room.waiver) == (False, None)
