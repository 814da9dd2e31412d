"""Whose words count: not those of a device that nobody signed, nor of whom the roster does not know, nor from before a no."""

from rows import try_each
from scene import ANA, KIM, Scene, keys, policy

from bot.model import (
    Alarm,
    Attached,
    Card,
    Desk,
    Edited,
    Floor,
    Left,
    Person,
    Present,
    Renamed,
    UserId,
)
from bot.session.talk.window import select_context

RIO = UserId("@rio:clinic")
DANGER = "I want to kill myself"


def kept(scene: Scene) -> list[str]:
    """Return the words that are kept of the talk."""
    return [line.text for line in scene.room.window]


def listening() -> Scene:
    """Return a scene in which Kim has said something, from a signed device, while the AI listens."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "genuine words")
    return scene


@try_each("device", [{"signed": False}, {"signed": False, "changed": True}, {"changed": True}])
def test_words_of_an_uncertain_device_are_not_kept(device: dict[str, bool]) -> None:
    """They are in no window, rest no answer, end no silence; and the AI stays on no longer because of them."""
    scene = listening()
    before = scene.room
    scene.says(KIM, "forged words", **device)
    scene.says(ANA, "forged words", **device)
    assert kept(scene) == ["genuine words"]
    assert (scene.room.last_talk, scene.room.last_therapist) == (before.last_talk, before.last_therapist)


def test_whoever_is_not_heard_for_their_device_is_told_once() -> None:
    """Who writes on a device that nobody signed reads once a day that it has to be verified; nobody else does, nor who is in danger."""
    scene = listening()
    assert keys(scene.says(KIM, DANGER, signed=False, device="PHONE")) == ["alarm-crisis"]
    scene.says(ANA, "!ack")
    assert keys(scene.says(KIM, "first words", signed=False, device="PHONE")) == ["verify-first"]
    assert keys(scene.says(KIM, "second words", signed=False, device="PHONE")) == []
    assert keys(scene.says(KIM, "!agree", signed=False, device="PHONE")) == []
    assert keys(scene.says(KIM, "genuine words")) == []
    assert keys(scene.says(RIO, "a stranger's words", signed=False)) == []
    scene.now += 86_401
    assert keys(scene.says(KIM, "next day's words", signed=False, device="PHONE")) == ["verify-first"]
    lenient = Scene(policy(require_cross_signing=False)).listening()
    assert keys(lenient.says(KIM, "words that count", signed=False)) == []


def test_where_policy_lets_them_unsigned_devices_count() -> None:
    """A clinic whose devices need not be signed keeps what is said on them, and lets it be edited; not of another identity."""
    scene = Scene(policy(require_cross_signing=False)).listening()
    scene.says(KIM, "first words", signed=False)
    scene.happens(Edited(scene.id(), KIM, scene.now, scene.room.window[0].id, "second words", unsigned=True))
    scene.says(KIM, "forged words", signed=False, changed=True)
    assert kept(scene) == ["second words"]


@try_each("device", [{"unsigned": True}, {"changed": True}])
def test_an_uncertain_edit_changes_nothing(device: dict[str, bool]) -> None:
    """Genuine words stay, and so does what rests on them; of danger in the new ones people are called."""
    scene = listening()
    target = scene.room.window[0].id
    room = scene.room
    assert scene.happens(Edited(scene.id(), KIM, scene.now, target, "forged words", **device)) == ()  # type: ignore[arg-type]  # rows name fields
    assert scene.room == room
    effects = scene.happens(Edited(scene.id(), KIM, scene.now, target, DANGER, **device))  # type: ignore[arg-type]  # as above
    assert [effect for effect in effects if isinstance(effect, Card)]
    assert kept(scene) == ["genuine words"]


def test_an_uncertain_device_is_compared_and_may_lower() -> None:
    """Of danger that it tells people are called, and its `!stop` turns the AI off."""
    scene = listening()
    assert [effect for effect in scene.says(KIM, DANGER, signed=False) if isinstance(effect, Card)]
    assert keys(scene.says(KIM, "!stop", signed=False)) == ["floor-off"]
    assert scene.room.floor is Floor.OFF


@try_each("where", [Desk()])
def test_an_uncertain_device_of_a_therapist_holds_no_ladder(where: Desk) -> None:
    """Neither its words nor that it is there hold the alarm, nor count as a therapist's presence."""
    scene = listening()
    scene.says(KIM, DANGER)
    scene.now += 1
    scene.says(ANA, "I am here", signed=False, where=where)
    scene.happens(Present(scene.id(), scene.now, ANA, signed=False, where=where))
    (alarm,) = scene.room.alarms
    assert (isinstance(alarm, Alarm), alarm.held) == (True, 0.0)
    scene.happens(Present(scene.id(), scene.now, ANA, signed=True, where=where))
    assert scene.room.alarms[0].held == scene.now


def test_an_attachment_of_an_uncertain_device_is_nobodys_presence() -> None:
    """A picture from a device that nobody signed keeps the AI on no longer."""
    scene = listening()
    before = scene.room.last_therapist
    scene.happens(Attached(scene.id(), ANA, scene.now + 5, unsigned=True))
    assert scene.room.last_therapist == before
    scene.happens(Attached(scene.id(), ANA, scene.now + 5))
    assert scene.room.last_therapist == scene.now + 5


def test_whom_the_roster_does_not_know_is_new_whatever_is_said_of_before() -> None:
    """Somebody who is only said to be called otherwise has come: the AI goes off aloud, and they get the card."""
    scene = listening()
    effects = scene.happens(Renamed(scene.id(), scene.now, Person(RIO, "Kim")))
    assert scene.room.floor is Floor.OFF
    assert scene.room.knows(RIO)
    assert "floor-off-newcomer" in keys(effects)
    assert "card" in str(keys(effects))


def test_whom_the_roster_knows_is_only_called_otherwise() -> None:
    """A new name of somebody who is here turns nothing off."""
    scene = listening()
    assert scene.happens(Renamed(scene.id(), scene.now, Person(KIM, "Kimberley"))) == ()
    assert scene.room.floor is Floor.LISTEN


def test_whoever_was_never_here_cannot_leave() -> None:
    """An invitation turned down is no departure."""
    scene = listening()
    room = scene.room
    assert scene.happens(Left(scene.id(), scene.now, RIO)) == ()
    assert scene.room == room


def test_a_stranger_may_only_lower() -> None:
    """Whoever writes and was never seen to come is compared, agrees to nothing and is asked nothing; a `!stop` is obeyed."""
    scene = listening()
    for text in ("!agree", "!explain rumination", "!listen", "!status", "talk"):
        assert scene.says(RIO, text) == ()
    assert (kept(scene), len(scene.room.consents)) == (["genuine words"], 4)
    assert [effect for effect in scene.says(RIO, DANGER) if isinstance(effect, Card)]
    assert keys(scene.says(RIO, "!stop")) == ["floor-off"]


def test_what_was_said_before_a_no_is_not_sent_after_a_new_yes() -> None:
    """A key that comes late changes nothing about when something was said: it is judged by the agreement of then."""
    scene = listening()
    sealed = scene.now + 1
    scene.now += 1
    scene.says(KIM, "!withdraw")
    scene.listening()
    scene.says(KIM, "early words", written=sealed)
    scene.says(KIM, "later words")
    assert kept(scene) == ["later words"]
    assert [line.text for line in select_context(scene.room, scene.policy, scene.now)] == ["later words"]


def test_what_was_said_before_the_ai_went_off_is_not_kept_after_it_is_on_again() -> None:
    """The talk of a stretch that is over does not come back with its keys."""
    scene = listening()
    sealed = scene.now + 1
    scene.now += 1
    scene.says(KIM, "!stop")
    scene.says(ANA, "!listen")
    scene.says(KIM, "early words", written=sealed)
    assert "early words" not in kept(scene)


def test_what_could_be_read_late_stands_where_it_was_said() -> None:
    """Nothing was taken back since: it is kept, in the order in which people wrote, with the moment of then."""
    scene = listening()
    sealed = scene.now + 0.5
    scene.says(ANA, "an answer")
    scene.says(KIM, "a question", written=sealed)
    assert kept(scene) == ["genuine words", "a question", "an answer"]
    assert scene.room.window[1].at == sealed


@try_each("text", ["!agree", "!explain gobbledyquux"])
def test_a_command_from_before_a_no_is_asked_for_again(text: str) -> None:
    """Whoever has taken their agreement back since they typed it agrees to nothing, and asks nothing, by its late key."""
    scene = listening()
    sealed = scene.now + 1
    scene.now += 1
    scene.says(KIM, "!withdraw")
    effects = scene.says(KIM, text, written=sealed)
    assert keys(effects) == ["type-again"]
    assert not [consent for consent in scene.room.consents if consent.person == KIM]


def test_what_raises_from_before_a_stop_is_asked_for_again() -> None:
    """A `!listen` that was typed before somebody's `!stop` does not undo it; a `!stop` of before counts whenever it comes."""
    scene = listening()
    sealed = scene.now + 1
    scene.now += 1
    scene.says(KIM, "!stop")
    assert keys(scene.says(ANA, "!listen", written=sealed)) == ["type-again"]
    assert scene.room.floor is Floor.OFF
    scene.says(ANA, "!listen")
    assert keys(scene.says(KIM, "!stop", written=sealed)) == ["floor-off"]
