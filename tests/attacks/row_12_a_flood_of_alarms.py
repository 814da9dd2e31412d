"""A member who writes words of danger again and again buries the one message of the person who means it under cards, and tires whoever is called."""

from danger_scene import BEA, DEATH, HIT, PIM, PRIVATE, alarms, at, body, couple, privately
from rows import try_each
from scene import ANA, KIM, Scene

from bot.model import Amend, Desk, Effect, OnCall, Overheard, SecondContact

FLOOD = 150
MINUTE = 60.0


def flood(scene: Scene, seconds: float) -> list[Effect]:
    """Let Pim write the same words of danger again and again, each so many seconds after the last."""
    effects: list[Effect] = []
    for _ in range(FLOOD):
        effects += scene.waits(seconds)
        effects += scene.says(PIM, DEATH)
    return effects


@try_each("seconds", [0.0, 1.0, 4.0])
def test_a_hundred_and_fifty_alarms_are_few_cards(seconds: float) -> None:
    """One kind, of one person, in one place within five minutes is one card, which counts: one in five minutes, not one a message."""
    effects = tuple(flood(couple(), seconds))
    minutes = FLOOD * (seconds + 1) / MINUTE
    assert len(alarms(effects)) <= minutes // 5 + 1
    counted = [effect for effect in at(effects, Desk()) if isinstance(effect, Amend)]
    assert len(alarms(effects)) + len(counted) >= FLOOD


def test_her_one_message_is_a_card_of_its_own() -> None:
    """However he floods the desk, her words are a new card, and so are another kind, another place, and anything after `!ack`."""
    scene = couple()
    flood(scene, 0.0)
    assert len(alarms(scene.says(KIM, HIT))) == 1
    assert len(alarms(scene.says(KIM, DEATH))) == 1
    privately(scene)
    assert len(alarms(scene.says(KIM, DEATH, where=PRIVATE))) == 1
    scene.at_desk(ANA, "!ack all")
    assert len(alarms(scene.says(KIM, DEATH))) == 1


def test_who_stands_behind_is_not_called_a_hundred_times() -> None:
    """The ladder climbs for cards, not for messages: second contact and on-call are called once for each."""
    scene = couple(second_contacts=(BEA,))
    effects = (*flood(scene, 0.0), *scene.waits(10 * MINUTE))
    cards = len(alarms(effects))
    assert cards == 1
    for place in (SecondContact(BEA), OnCall()):
        assert len(alarms(effects, place)) <= cards


def test_what_breaks_the_tripwire_is_one_card_too() -> None:
    """Whoever finds words on which the comparing itself fails gets no card for each of them either."""
    scene = couple()
    effects: list[Effect] = []
    for _ in range(FLOOD):
        scene.now += 1.0
        effects += scene.happens(Overheard(scene.id(), PIM, scene.now, "", broken=True))
    assert len(alarms(tuple(effects))) == 1
    assert f"{FLOOD} messages from Pim" in body(at(tuple(effects), Desk())[-1])
    assert len(alarms(scene.happens(Overheard(scene.id(), KIM, scene.now, "", broken=True)))) == 1
    scene.at_desk(ANA, "!ack all")
    assert len(alarms(scene.happens(Overheard(scene.id(), PIM, scene.now, "", broken=True)))) == 1
