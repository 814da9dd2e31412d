"""Consent without pressure: nobody is named before others, a no is as easy as a yes, and what may be either is asked back."""

from dataclasses import replace

import pytest
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.model import (
    Arrived,
    ConsentCard,
    Desk,
    Direct,
    Effect,
    Left,
    Notice,
    Person,
    Reply,
    Room,
    RoomId,
    SessionRoom,
    UserId,
)
from bot.words import render_words
from bot.words.shelf import typed_words

LEE = UserId("@lee:clinic")
NAMES = ("Kim", "Lee", "Ana")


def three(**rules: object) -> Scene:
    """Return a scene with Ana and two clients, in which nobody has agreed."""
    scene = Scene(policy(MODEL, **rules))
    scene.joins(Person(LEE, "Lee"))
    return scene


def in_room(effects: tuple[Effect, ...]) -> list[str]:
    """Return what the session room gets to read, as it is read."""
    said = (effect for effect in effects if isinstance(effect, Reply | Notice) and effect.where == SessionRoom())
    return [render_words(effect.words) for effect in said if effect.words]


def at_desk(effects: tuple[Effect, ...]) -> list[str]:
    """Return what the desk gets to read."""
    return [
        render_words(effect.words)
        for effect in effects
        if isinstance(effect, Reply | Notice) and effect.where == Desk() and effect.words
    ]


def names_in(texts: list[str]) -> set[str]:
    """Return which of the people are named."""
    return {name for name in NAMES for text in texts if name in text}


def agreed(scene: Scene) -> set[UserId]:
    """Return who has agreed to anything."""
    return {consent.person for consent in scene.room.consents}


def test_the_room_never_hears_who_has_not_agreed() -> None:
    """While somebody is missing, agreeing, asking how things stand and turning the AI on name nobody; the desk sees names."""
    scene = three()
    said = (*scene.says(KIM, "!agree"), *scene.says(KIM, "!status"))
    listens = scene.says(ANA, "!listen")
    assert names_in(in_room((*said, *listens))) == set()
    assert any("Not everybody has agreed yet" in text for text in in_room(said))
    assert names_in(at_desk(listens)) == {"Lee"}
    assert names_in(at_desk(scene.at_desk(ANA, "!status"))) >= {"Kim", "Lee"}
    assert names_in(at_desk(scene.at_desk(ANA, "!listen"))) == {"Lee"}


@try_each("no", ["!decline", "!withdraw", "!tolak", "!batal-setuju", "!forget me yes"])
@pytest.mark.parametrize("where", [SessionRoom(), Direct(KIM)])
def test_the_room_hears_of_a_no_what_it_hears_of_a_stop(no: str, where: SessionRoom | Direct) -> None:
    """A no, in the room or in the direct room, turns the AI off in the words of a stop; the desk alone is told who it was."""
    scene, other = three(), three()
    for played in (scene, other):
        played.says(LEE, "!agree")
        played.listening()
    if no.startswith("!forget"):
        scene.says(KIM, "!forget me", where=where)
    effects = scene.says(KIM, no, where=where)
    assert not scene.room.is_on
    assert KIM not in agreed(scene)
    stop = in_room(other.says(ANA, "!off", where=Desk()))
    told = [text for text in in_room(effects) if text in stop]
    assert told == stop
    assert names_in(in_room(effects)) == set()
    assert names_in(at_desk(effects)) == {"Kim"}


def test_an_agreement_that_runs_out_names_nobody_before_others() -> None:
    """The room hears that an agreement has run out; whose, the desk."""
    scene = three(consent={"days": 1}, idle=1440, absence=1440, retention={"window": 48})
    scene.says(LEE, "!agree")
    scene.now += 3600
    scene.listening()
    effects = scene.waits(23 * 3600)
    assert not scene.room.is_on
    assert names_in(in_room(effects)) == set()
    assert names_in(at_desk(effects)) == {"Lee"}


@try_each("words", sorted(typed_words("agree")))
def test_who_says_that_they_agree_has_agreed(words: str) -> None:
    """Each phrase that says so, as a reply to the card, agrees: with a full stop, in capitals or not."""
    for said in (words, words.capitalize() + ".", words.upper() + "!"):
        scene = Scene(policy())
        assert keys(scene.says(KIM, said, reply_to=scene.room.cards[0].event)) == ["agree-done"]
        assert agreed(scene) == {KIM}


@try_each("words", ["Yes, I agree.", "I agree", "Saya setuju", "ya, saya setuju!", "Agree"])
def test_a_yes_in_whole_words_is_a_yes(words: str) -> None:
    """`Yes, I agree` and `saya setuju` are as clear as the bare word; without the card before it they are talk."""
    scene = Scene(policy())
    assert scene.says(KIM, words) == ()
    assert keys(scene.says(KIM, words, reply_to=scene.room.cards[0].event)) == ["agree-done"]


@try_each("words", ["ok", "OK.", "yes", "Ya", "iya", "👍", "👍🏽", "sure", "boleh"])
def test_what_may_be_a_yes_to_anything_is_asked_back(words: str) -> None:
    """One line that presses nobody, in the card's language; it agrees to nothing, and a yes or a no behind it counts."""
    scene = Scene(policy())
    for card in scene.room.cards[-2:]:
        (said,) = scene.says(KIM, words, reply_to=card.event)
        assert isinstance(said, Reply)
        assert said.words.key == "agree-sure"
        assert said.words.language == card.language
        assert agreed(scene) == set()
    assert scene.says(KIM, words) == ()
    assert keys(scene.says(KIM, "agree", reply_to=card.event)) == ["agree-done"]


@try_each("said", ["agree", "no", "ok"])
def test_the_thread_of_a_card_is_a_reply_to_it(said: str) -> None:
    """What stands in a card's own thread answers the card; a reply to somebody else in there, or another thread, does not."""
    scene = Scene(policy())
    card = scene.room.cards[0].event
    assert scene.says(KIM, said, thread=scene.id()) == ()
    assert scene.says(KIM, said, thread=card, reply_to=scene.id()) == ()
    effects = scene.says(KIM, said, thread=card)
    assert keys(effects)[0] == {"agree": "agree-done", "no": "decline-done", "ok": "agree-sure"}[said]


@try_each("yes", ["agree", "!agree", "ok", "!agree model"])
def test_a_yes_later_in_the_session_does_not_outweigh_a_no(yes: str) -> None:
    """Whoever said no is not talked round before others: no yes of theirs counts until the session is closed, or long over."""
    scene = Scene(policy())
    card = scene.room.cards[0].event
    scene.says(KIM, "no", reply_to=card)
    assert keys(scene.says(KIM, yes, reply_to=card)) == ["no-stands"]
    assert agreed(scene) == set()
    scene.says(ANA, "!end")
    scene.says(ANA, "!end yes")
    if yes != "ok":
        assert keys(scene.says(KIM, yes, reply_to=card)) == ["agree-done"]


def test_a_no_stands_for_as_long_as_a_session_lasts() -> None:
    """Where nobody closes the session it is over when its talk may no longer be kept; a withdrawal can be taken back at once."""
    scene = Scene(policy())
    scene.says(KIM, "!decline")
    scene.now += 11 * 3600
    assert keys(scene.says(KIM, "!agree")) == ["no-stands"]
    scene.now += 3600
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]
    scene.says(KIM, "!withdraw")
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


def test_a_therapists_listen_does_not_outweigh_their_no() -> None:
    """`!listen` is a therapist's own agreement, but not after their no in the same session."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    scene.says(ANA, "!decline")
    assert keys(scene.says(ANA, "!listen")) == ["no-stands"]
    assert not scene.room.is_on


def test_who_said_no_in_private_is_answered_there() -> None:
    """A no from the direct room stays there: the session room hears neither it nor that it stands."""
    scene = three()
    scene.room = replace(scene.room, privates=(KIM,))
    assert names_in(in_room(scene.says(KIM, "!decline", where=Direct(KIM)))) == set()
    effects = scene.says(KIM, "!agree")
    assert in_room(effects) == []
    assert [effect.where for effect in effects if isinstance(effect, Notice)] == [Direct(KIM)]
    assert agreed(scene) == set()


def test_no_card_comes_because_somebody_said_no() -> None:
    """Nobody is asked again after a no: neither they nor the others get the card anew."""
    scene = three()
    effects = (*scene.says(KIM, "!decline"), *scene.says(KIM, "!agree"), *scene.says(ANA, "!listen"))
    assert not any(isinstance(effect, ConsentCard) for effect in effects)


def arrive(scene: Scene, *people: Person) -> tuple[Effect, ...]:
    """Let the bot find these people in a room that it has not sat in before."""
    scene.room = Room(RoomId("!other:clinic"))
    return scene.happens(Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined"))


def count_cards(effects: tuple[Effect, ...]) -> int:
    """Return how many consent cards are posted."""
    return sum(isinstance(effect, ConsentCard) for effect in effects)


def test_cards_go_out_once_the_first_client_is_there() -> None:
    """Where only therapists and observers sit nobody is shown a card; with the first client there is one in each language."""
    scene = Scene(policy(therapists=(str(ANA), str(LEE)), observers=("@sam:clinic",)))
    assert count_cards(arrive(scene, Person(ANA, "Ana"), Person(LEE, "Lee"))) == 0
    assert count_cards(scene.joins(Person(UserId("@sam:clinic"), "Sam"))) == 0
    assert count_cards(scene.joins(Person(KIM, "Kim"))) == 2
    people = scene.room.roster
    again = Arrived(scene.id(), scene.now, people, encrypted=True, private=True, history="joined")
    assert count_cards(scene.happens(again)) == 0


def test_who_only_sits_in_brings_no_card() -> None:
    """An observer who comes turns the AI off and is asked for nothing, so nobody gets the card anew."""
    scene = Scene(policy(observers=("@sam:clinic",)))
    assert count_cards(scene.joins(Person(UserId("@sam:clinic"), "Sam"))) == 0
    assert count_cards(scene.joins(Person(LEE, "Lee"))) == 2


def test_a_newcomer_gets_the_cards_once_and_nobody_else_anew() -> None:
    """One set in the room's languages for whoever cannot read the ones that stand; none for whoever can, or only sits in."""
    scene = Scene(policy(observers=("@sam:clinic",)))
    newcomers = [Person(UserId(f"@{name}:clinic"), name.capitalize()) for name in ("dewi", "rina", "sam")]
    posted = [effect for person in newcomers[:2] for effect in scene.joins(person) if isinstance(effect, ConsentCard)]
    assert [card.language for card in posted] == ["en", "id"] * 2
    assert count_cards(scene.joins(newcomers[2])) == 0
    scene.happens(Left(scene.id(), scene.now, newcomers[0].id))
    assert count_cards(scene.joins(newcomers[0])) == 0


def test_whoever_no_device_got_the_key_for_gets_the_cards_when_they_come_again() -> None:
    """A card that stands before somebody who cannot open it is none."""
    scene = Scene(policy())
    dewi = Person(UserId("@dewi:clinic"), "Dewi")
    scene.unreached = {dewi.id}
    scene.joins(dewi)
    scene.happens(Left(scene.id(), scene.now, dewi.id))
    assert count_cards(scene.joins(dewi)) == 2
