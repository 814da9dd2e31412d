"""`!cards`: who may ask which rooms have cards open, and where."""

from scene import ANA, KIM, keys, on_desk

from bot.model import Desk, Person, ShowCards, UserId


def test_a_therapist_asks_at_the_desk() -> None:
    """It is shown at the desk alone, to those who are therapists there; in the room the answer says where to type it."""
    scene = on_desk()
    (show,) = scene.at_desk(ANA, "!cards")
    assert isinstance(show, ShowCards)
    assert (show.where, show.readers) == (Desk(), (ANA,))
    assert [type(effect) for effect in scene.at_desk(ANA, "!kartu")] == [ShowCards]
    assert keys(scene.says(ANA, "!cards")) == ["cards-where"]


def test_a_client_does_not() -> None:
    """Nobody but a therapist learns anything of other rooms."""
    scene = on_desk()
    scene.joins(Person(UserId("@lee:clinic"), "Lee"))
    assert keys(scene.says(KIM, "!cards")) == ["not-permitted"]
