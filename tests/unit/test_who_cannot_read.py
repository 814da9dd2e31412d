"""Who has no device that may read what is said: the desk learns it once, they get the card again, and a therapist learns of alarms."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.matrix.audience import find_audience
from bot.model import Came, Desk, DevicesKnown, Effect, Joined, Left, Notice, Person, UserId
from bot.words import render_words

LEE = UserId("@lee:clinic")
DANGER = "I want to kill myself"


def known(scene: Scene, *deaf: UserId) -> tuple[Effect, ...]:
    """Let it be known who has no device that may read."""
    scene.now += 1
    return scene.happens(DevicesKnown(scene.id(), scene.now, deaf))


def wordless(effects: tuple[Effect, ...]) -> list[Notice]:
    """Return the cards of an alarm without a word."""
    return [effect for effect in effects if isinstance(effect, Notice) and effect.words.key == "alarm-wordless"]


def test_the_desk_is_told_once_who_cannot_read() -> None:
    """Once a person, at the desk alone, by name; again only after they could read in between."""
    scene = Scene(policy())
    (told,) = known(scene, KIM)
    assert isinstance(told, Notice)
    assert told.where == Desk()
    assert "Kim" in render_words(told.words)
    assert known(scene, KIM) == ()
    known(scene)
    assert keys(known(scene, KIM)) == ["desk-deaf"]


def test_a_therapist_who_comes_to_the_desk_is_told_what_they_missed() -> None:
    """Whoever comes there cannot read what was said before, so who cannot read the bot is told to them too."""
    scene = Scene(policy())
    known(scene, KIM)
    assert "desk-deaf" in keys(scene.happens(Came(scene.id(), scene.now, Desk(), ANA)))
    known(scene)
    assert "desk-deaf" not in keys(scene.happens(Came(scene.id(), scene.now, Desk(), ANA)))


def test_a_name_is_nothing_for_every_device() -> None:
    """Who cannot read is told to signed devices: a fixed sentence names nobody."""
    scene = Scene(policy())
    (told,) = known(scene, KIM)
    assert isinstance(told, Notice)
    assert find_audience(told, frozenset({ANA})).fixed is None


def test_the_card_comes_again_when_somebody_can_read() -> None:
    """As soon as a device of theirs is signed the card comes again, once, and a yes to it counts."""
    scene = Scene(policy())
    known(scene, KIM)
    assert keys(known(scene)) == ["consent-card", "consent-card"]
    assert known(scene) == ()
    assert keys(scene.says(KIM, "!agree")) == ["agree-done"]


def test_who_has_agreed_is_not_shown_the_card_again() -> None:
    """A device that loses its signature and gets it again changes nothing about an agreement that holds."""
    scene = Scene(policy()).listening()
    known(scene, KIM)
    assert known(scene) == ()
    assert scene.room.is_on


@try_each("strangers", [(LEE,), (LEE, UserId("@rio:clinic"))])
def test_only_people_of_the_room_are_told_of(strangers: tuple[UserId, ...]) -> None:
    """Whom the homeserver lists and the roster does not know is nobody here."""
    scene = Scene(policy())
    assert known(scene, *strangers) == ()
    assert scene.room.deaf == ()


def test_somebody_who_left_shows_nobody_a_card() -> None:
    """Who is gone cannot read any better; coming again, they are told of again."""
    scene = Scene(policy())
    scene.joins(Person(LEE, "Lee"))
    known(scene, LEE)
    scene.happens(Left(scene.id(), scene.now, LEE))
    assert known(scene) == ()
    scene.happens(Joined(scene.id(), scene.now, Person(LEE, "Lee")))
    assert keys(known(scene, LEE)) == ["desk-deaf"]


def test_where_there_is_no_therapist_there_is_no_desk_to_tell() -> None:
    """Nothing is said to a desk at which nobody could be; when a therapist comes, the room knows all the same."""
    scene = Scene(policy())
    scene.happens(Left(scene.id(), scene.now, ANA))
    assert known(scene, KIM) == ()
    assert scene.room.deaf == (KIM,)


def test_an_alarm_reaches_a_therapist_who_cannot_read_it_without_a_word() -> None:
    """Beside its card stands a fixed sentence: that an alarm waits, on every device; what about, whose and where is not in it."""
    scene = Scene(policy(MODEL)).listening()
    assert wordless(scene.says(KIM, DANGER)) == []
    scene.at_desk(ANA, "!ack all")
    known(scene, ANA)
    (card,) = wordless(scene.says(KIM, DANGER))
    assert (card.where, card.rings) == (Desk(), True)
    assert find_audience(card, frozenset({ANA})).fixed is not None
    assert dict(card.words.args) == {"prefix": "!"}
    came = scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    assert len(wordless(came)) == 1


def test_a_client_who_cannot_read_changes_nothing_about_alarms() -> None:
    """The wordless card is for therapists alone, and only for those who need it."""
    scene = Scene(policy(MODEL)).listening()
    known(scene, KIM)
    assert wordless(scene.says(KIM, DANGER)) == []


def test_an_alarm_about_a_therapist_is_told_to_none_without_words_either() -> None:
    """Words about the therapist leave no trace at the desk, whatever devices they have."""
    scene = Scene(policy(MODEL)).listening()
    known(scene, ANA)
    scene.room = replace(scene.room, last_therapist=scene.now)
    effects = scene.says(KIM, "my therapist raped me")
    assert [alarm.by_therapist for alarm in scene.room.alarms] == [True]
    assert wordless(effects) == []
