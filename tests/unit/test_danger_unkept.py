"""Danger that cannot be written down: who is told at once, of what, and what is left out."""

from dataclasses import replace

from danger_page import holds
from rows import try_each
from scene import ANA, KIM, Scene, on_desk

from bot.danger_words.find_phrase import Trip
from bot.matrix.send import format_sentence
from bot.model import (
    CRISIS,
    Came,
    Card,
    Desk,
    Direct,
    Elapsed,
    EventId,
    Heard,
    InSession,
    Kind,
    Language,
    Left,
    Notice,
    OnCall,
    SecondContact,
    SessionRoom,
    Supervisor,
    Tier,
    UserId,
)
from bot.session.danger.calling import Cause, call_people
from bot.session.danger.unkept import list_urgent_messages
from bot.session.decide import decide

DEATH, HIT = "I want to kill myself", "my husband hit me last night"
BEA = UserId("@bea:clinic")
PRIVATE = Direct(KIM)


def session(**rules: object) -> Scene:
    """Return a session with a second contact and an on-call room, in which the AI listens and Kim has a direct room."""
    scene = on_desk(second_contacts=(BEA,), **rules)
    scene.policy = replace(scene.policy, on_call=True)
    scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    return scene


def urgent(scene: Scene, text: str, where: InSession = SessionRoom()) -> tuple[Card | Notice, ...]:
    """Return what is said at once because of Kim's words, which nobody can write down."""
    heard = Heard(EventId("$danger"), KIM, scene.now + 1, text, signed=True, where=where)
    return list_urgent_messages(scene.room, decide(scene.room, heard, scene.policy), scene.policy)


def body(effect: Card | Notice) -> str:
    """Return what people read of it."""
    return format_sentence(effect.words)[0]


@holds("full-disk")
def test_everybody_is_called_at_once() -> None:
    """Desk, second contact and on-call room are told in one breath that it could not be kept, without a word of anybody's."""
    told = {effect.where: effect for effect in urgent(session(), DEATH) if effect.mark.kind == "alarm"}
    assert set(told) == {Desk(), SecondContact(BEA), OnCall()}
    card = told[Desk()]
    assert isinstance(card, Card)
    assert (card.mentions, card.code) == ((ANA,), "")
    assert "words about suicide" in body(card)
    for effect in told.values():
        text = body(effect)
        assert "cannot write anything down" in text
        assert "tell the operator" in text
        assert "kill" not in text
    for where in (SecondContact(BEA), OnCall()):
        assert "Kim" not in body(told[where])
        assert "Ana" in body(told[where])


@holds("full-disk")
@try_each("text", [DEATH, HIT])
def test_the_person_is_told_as_ever(text: str) -> None:
    """In their own room, that a therapist was called, and help-lines; the session room shows nothing."""
    told = urgent(session(), text, PRIVATE)
    assert [effect.words.key for effect in told if effect.where == PRIVATE] == ["direct-called", "helpline-card"]
    assert not [effect for effect in told if effect.where == SessionRoom()]
    (card,) = (effect for effect in told if effect.where == Desk())
    assert "private room" in body(card)


@holds("full-disk", "only-true")
def test_where_no_therapist_is_left_nobody_reads_that_one_was_told() -> None:
    """Second contact and on-call room read that no therapist is there, and what to do; the person still has a room of theirs."""
    scene = session()
    scene.happens(Left(scene.id(), scene.now, ANA))
    told = {effect.where: effect for effect in urgent(scene, DEATH, PRIVATE) if effect.mark.kind == "alarm"}
    for where in (SecondContact(BEA), OnCall()):
        assert "No therapist is there" in body(told[where])
        assert "told at the same time" not in body(told[where])


@holds("full-disk")
def test_words_about_the_therapist_go_to_those_behind_them() -> None:
    """No desk is told: second contact, on-call room and supervisor are."""
    scene = session()
    trip = Trip(Kind.SEXUAL_VIOLENCE, Tier.ALARM, "touches me", Language("en"), by_therapist=True)
    cause = Cause(CRISIS, EventId("$danger"), KIM, scene.now, trip=trip)
    told = list_urgent_messages(scene.room, call_people(scene.room, scene.policy, cause), scene.policy)
    assert {SecondContact(BEA), OnCall(), Supervisor()} == {effect.where for effect in told} - {PRIVATE}
    assert "away from the therapist" in body(next(effect for effect in told if effect.where == OnCall()))


@try_each("text", ["!help", "good morning", "everything feels a bit hopeless"])
def test_nothing_else_is_told(text: str) -> None:
    """Commands, talk and hints wait until they can be written down."""
    assert urgent(session(), text) == ()


def test_what_is_due_is_told() -> None:
    """An alarm that was kept before the disk was full is told on when its minute comes, as it would be."""
    scene = session()
    scene.says(KIM, DEATH)
    passed = Elapsed(EventId("$minute"), scene.now + 61)
    told = list_urgent_messages(scene.room, decide(scene.room, passed, scene.policy), scene.policy)
    assert [effect.where for effect in told] == [SecondContact(BEA)]
