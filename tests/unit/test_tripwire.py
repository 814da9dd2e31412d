"""Scenes of danger: therapists are called at once, the AI falls silent, and nobody is held up."""

from dataclasses import replace

import pytest
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy, posted

from bot.matrix.send import format_sentence
from bot.model import (
    Alert,
    Ask,
    Came,
    Card,
    Desk,
    Direct,
    Edited,
    Effect,
    EventId,
    Floor,
    Heard,
    InSession,
    Left,
    Notice,
    OnCall,
    Present,
    SecondContact,
    SessionRoom,
    Unsaid,
    UserId,
    Where,
)
from bot.session.attention import limit_attention
from bot.session.danger import tripwire
from bot.words import render_words

DANGER = "I want to kill myself"
BEA = UserId("@bea:clinic")


def called(effects: tuple[Effect, ...], place: Where) -> list[Card | Notice]:
    """Return the alarms that go to one place."""
    return [
        effect
        for effect in effects
        if isinstance(effect, Card | Notice) and effect.where == place and effect.mark.kind == "alarm"
    ]


@try_each("text", [DANGER, "aku mau bunuh diri", "i w4nt to k1ll mys3lf", "!express " + DANGER])
def test_a_phrase_of_danger_calls_the_therapist(text: str) -> None:
    """Whatever way it is said in, at the desk a new message calls the therapist, with a link and the list's phrase."""
    scene = on_desk()
    (card,) = called(scene.says(KIM, text), Desk())
    assert isinstance(card, Card)
    assert (card.code, card.mentions, card.words.key) == ("A1", (ANA,), "alarm-crisis")
    assert f"https://matrix.to/#/{scene.room.id}/" in format_sentence(card.words)[0]


def test_nothing_is_held_up() -> None:
    """The message itself is kept and counts as any other; nobody is asked to rephrase it."""
    scene = on_desk(crisis={"card": False})
    effects = scene.says(KIM, DANGER)
    assert [line.text for line in scene.room.window] == [DANGER]
    assert [effect for effect in effects if getattr(effect, "where", None) == SessionRoom()] == []
    assert scene.room.floor is Floor.LISTEN


def test_the_ai_keeps_quiet_until_a_therapist_has_looked() -> None:
    """What is under way is dropped, nothing is asked and nothing let out, until `!ack`; then all goes on."""
    scene = on_desk(crisis={"card": False})
    scene.draft()
    scene.says(KIM, "!explain flummadiddle")
    effects = scene.says(KIM, DANGER)
    assert "paused" in keys(effects)
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["paused"]
    held = scene.at_desk(ANA, "ok", "K1")
    assert posted(held) == []
    assert keys(held) == ["card-paused"]
    assert keys(scene.at_desk(ANA, "!ack")) == ["ack-done"]
    assert len(posted(scene.at_desk(ANA, "ok", "K1"))) == 1
    assert asks(scene.says(KIM, "!explain gobbledyquux"))


def test_an_answer_that_comes_meanwhile_is_dropped() -> None:
    """An answer of the model's that comes after the alarm reaches neither room nor desk."""
    scene = Scene(policy(crisis={"card": False})).listening()
    (asked,) = scene.says(KIM, "!explain gobbledyquux")
    assert isinstance(asked, Ask)
    scene.says(KIM, DANGER)
    assert scene.answers(asked.question, "an answer") == ()


def test_no_offer_while_an_alarm_waits() -> None:
    """At `speak` nothing is offered while an alarm waits."""
    scene = Scene(policy(MODEL, floor_max="speak", crisis={"card": False}))
    scene.says(KIM, "!agree")
    scene.says(ANA, "!speak")
    scene.waits(9 * 60)
    scene.says(KIM, DANGER)
    assert asks(scene.waits(5 * 60)) == []


def test_the_ladder() -> None:
    """Nobody acknowledges it: after a minute the second contact, after another the on-call room, once each, without the phrase."""
    scene = on_desk(second_contacts=(BEA, "@*:night.clinic"), crisis={"card": False})
    scene.says(KIM, DANGER)
    assert scene.waits(58) == ()
    second = scene.waits(4)
    (told,) = called(second, SecondContact(BEA))
    assert isinstance(told, Notice)
    on_call = scene.waits(60)
    (last,) = called(on_call, OnCall())
    for item in (told, last):
        text = render_words(item.words)
        assert "kill" not in text
        assert "Kim" not in text
        assert str(scene.room.id) not in text
        assert "Ana" in text
    later = scene.waits(9 * 60)
    assert called(later, SecondContact(BEA)) == []
    assert called(later, OnCall()) == []


def test_a_second_contact_who_has_come_is_told_what_waits() -> None:
    """They cannot read what was said before they came: every alarm they were called for is told then, and no other; nobody else is."""
    scene = on_desk(second_contacts=(BEA,), crisis={"card": False})
    came = Came(scene.id(), scene.now, SecondContact(BEA), BEA)
    scene.says(KIM, DANGER)
    assert scene.happens(came) == ()
    (first,) = called(scene.waits(61), SecondContact(BEA))
    assert scene.happens(came) == (first,)
    assert scene.happens(replace(came, where=SecondContact(ANA), person=ANA)) == ()
    scene.waits(61)
    assert scene.happens(came) == (first,)
    scene.says(ANA, "!ack")
    assert scene.happens(came) == ()


def test_without_a_second_contact_the_on_call_room_is_next() -> None:
    """Where policy names no second contact, the on-call room is told after a minute."""
    scene = on_desk(crisis={"card": False})
    scene.says(KIM, DANGER)
    assert len(called(scene.waits(61), OnCall())) == 1


@try_each("place", [SessionRoom(), Desk()])
def test_a_therapists_word_holds_the_ladder(place: InSession) -> None:
    """A therapist's message since the alarm, in room or desk, holds the ladder for five minutes: they are there."""
    scene = on_desk(second_contacts=(BEA,), crisis={"card": False})
    scene.says(KIM, DANGER)
    scene.waits(30)
    if place == SessionRoom():
        scene.says(ANA, "I am here")
    else:
        scene.happens(Present(scene.id(), scene.now, ANA))
    assert called(scene.waits(298), SecondContact(BEA)) == []
    assert len(called(scene.waits(5), SecondContact(BEA))) == 1


def test_an_acknowledged_alarm_goes_no_further() -> None:
    """After `!ack` nobody else is called."""
    scene = on_desk(second_contacts=(BEA,), crisis={"card": False})
    scene.says(KIM, DANGER)
    scene.says(ANA, "!ack on the phone with Kim")
    late = scene.waits(12 * 60)
    assert called(late, SecondContact(BEA)) + called(late, OnCall()) == []


def test_a_client_cannot_acknowledge() -> None:
    """`!ack` is a therapist's word."""
    scene = on_desk(crisis={"card": False})
    scene.says(KIM, DANGER)
    assert keys(scene.says(KIM, "!ack")) == ["not-permitted"]
    assert scene.room.alarms


def test_an_alarm_that_cannot_be_said_at_the_desk_goes_on_at_once() -> None:
    """Where nothing can be said at the desk, whoever is next is called without waiting."""
    scene = on_desk(second_contacts=(BEA,), crisis={"card": False})
    scene.says(KIM, DANGER)
    effects = scene.happens(Unsaid(scene.id(), scene.now, Desk(), "strangers-at-desk"))
    assert len(called(effects, SecondContact(BEA))) == 1


def test_the_help_lines() -> None:
    """Where policy says so, the room gets fixed help-lines in each language, once in half an hour."""
    scene = on_desk(crisis={"card": True, "country": "id"})
    effects = scene.says(KIM, DANGER)
    shown = [effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "helplines"]
    assert [notice.words.language for notice in shown] == ["en", "id"]
    assert all(notice.rings and not notice.mark.generated for notice in shown)
    again = scene.says(KIM, DANGER)
    assert [notice for notice in again if isinstance(notice, Notice) and notice.mark.kind == "helplines"] == []
    assert len(called(again, Desk())) == 1


def test_the_help_lines_without_a_therapist() -> None:
    """Where no therapist is in the room, the help-lines are shown whatever policy says of them."""
    scene = on_desk(crisis={"card": False, "in_off": True})
    scene.happens(Left(scene.id(), scene.now, ANA))
    effects = scene.says(KIM, DANGER)
    assert [effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "helplines"]


def test_off_is_off() -> None:
    """While the AI is off nothing is looked through and nothing kept, unless policy says `crisis.in_off`."""
    for watching in (False, True):
        scene = Scene(policy(crisis={"in_off": watching, "card": False}))
        heard = Heard(EventId("$x"), KIM, scene.now, DANGER, signed=True)
        assert (limit_attention(scene.room, heard, scene.policy) is not None) is watching
        effects = scene.happens(heard)
        assert bool(called(effects, Desk())) is watching
        assert scene.room.window == ()


def test_a_direct_room_is_watched_while_the_ai_is_on() -> None:
    """What somebody tells the bot in private is not read, but for phrases of danger while the AI is on."""
    scene = on_desk(crisis={"card": True})
    heard = Heard(EventId("$x"), KIM, scene.now, DANGER, signed=True, where=Direct(KIM))
    assert limit_attention(scene.room, heard, scene.policy) == heard
    effects = scene.happens(heard)
    assert len(called(effects, Desk())) == 1
    shown = [effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "helplines"]
    assert {notice.where for notice in shown} == {Direct(KIM)}


def test_a_therapist_may_speak_of_danger() -> None:
    """A therapist's own words trip nothing: asking about it is their work."""
    scene = on_desk()
    assert called(scene.says(ANA, "Do you think of killing yourself?"), Desk()) == []


def test_an_edit_can_trip() -> None:
    """What a message is changed into is looked through as well."""
    scene = on_desk(crisis={"card": False})
    scene.says(KIM, "never mind")
    target = scene.room.window[-1].id
    assert len(called(scene.happens(Edited(scene.id(), KIM, scene.now, target, DANGER)), Desk())) == 1


def test_policy_can_switch_it_off() -> None:
    """`crisis.enabled: false` looks at nothing."""
    scene = on_desk(crisis={"enabled": False})
    assert called(scene.says(KIM, DANGER), Desk()) == []


def test_an_error_inside_is_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the tripwire itself fails, the therapist is asked to read the message: silence is never the answer."""

    def fails(*_: object) -> None:
        raise ValueError

    scene = on_desk()
    monkeypatch.setattr(tripwire, "find_trip", fails)
    effects = scene.says(KIM, "anything")
    assert "alarm-tripwire-broken" in keys(effects)
    assert Alert("tripwire-broken") in effects
