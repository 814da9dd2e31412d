"""Who is called of danger: only whom policy names, each under the alarm's own code."""

from danger_scene import BEA, DEATH
from scene import KIM, on_desk

from bot.model import Alert, Notice, SecondContact
from bot.session.danger.alarms import raise_alarm


def test_only_who_is_named_is_called() -> None:
    """A pattern of second contacts names nobody, so nobody is called for it; each call carries the alarm's code, by which it is known as seen."""
    scene = on_desk(second_contacts=(BEA, "@*:night.clinic"))
    scene.says(KIM, DEATH)
    calls = [effect for effect in scene.waits(61) if isinstance(effect, Notice) and effect.mark.kind == "alarm"]
    assert [(call.where, call.code) for call in calls] == [(SecondContact(BEA), "A1")]


def test_that_nobody_can_be_called_is_told_only_where_it_is_so() -> None:
    """The operator's log says that there is nobody to call where policy names no second contact and no on-call room, and only there."""
    for contacts, expected in (((BEA,), []), ((), [Alert("nobody-to-call")])):
        scene = on_desk(second_contacts=contacts)
        scene.says(KIM, DEATH)
        effects = (*scene.waits(61), *scene.waits(61), *scene.waits(61))
        assert [effect for effect in effects if effect == Alert("nobody-to-call")] == expected, contacts


def test_alarms_of_all_kinds_are_counted_together() -> None:
    """Danger and what the bot itself calls a therapist for never have the same code: A1, A2, A3."""
    scene = on_desk()
    scene.says(KIM, DEATH)
    for reason in ("tripwire-broken", "tripwire-broken"):
        scene.room = raise_alarm(scene.room, scene.policy, reason, scene.now).room
    assert [alarm.code for alarm in scene.room.alarms] == ["A1", "A2", "A3"]
