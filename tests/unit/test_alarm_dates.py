"""The ladder where the machine had a wrong date: an alarm of next week waits for nobody's next week."""

from dataclasses import replace

from scene import KIM, on_desk

from bot.model import Card, Effect, Elapsed, Notice, OnCall, SecondContact, UserId, Where
from bot.session.deadlines import find_deadline

BEA, DAY = UserId("@bea:clinic"), 86_400.0


def _list_alarms(effects: tuple[Effect, ...], place: Where) -> list[Card | Notice]:
    """Return the alarms that go to one place."""
    spoken = (effect for effect in effects if isinstance(effect, Card | Notice))
    return [effect for effect in spoken if effect.where == place and effect.mark.kind == "alarm"]


def test_an_alarm_of_a_wrong_date_goes_on_at_once() -> None:
    """Raised while the machine was a week ahead, and then set right: the next person is called now, the one after a minute later."""
    for steps in (0, 1):
        scene = on_desk(second_contacts=(BEA,), idle=240, absence=240)
        scene.policy = replace(scene.policy, on_call=True)
        scene.now += 7 * DAY
        scene.says(KIM, "I want to kill myself")
        scene.waits(60.0 * steps)
        assert [alarm.step for alarm in scene.room.alarms] == [steps]
        scene.now -= 7 * DAY
        mended = scene.happens(Elapsed(scene.id(), scene.now))
        assert _list_alarms(mended, OnCall() if steps else SecondContact(BEA))
        assert find_deadline(scene.room, scene.policy) == scene.now + 60
        assert not _list_alarms(scene.happens(Elapsed(scene.id(), scene.now + 30)), OnCall())
