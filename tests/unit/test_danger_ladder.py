"""The ladder: who is called of danger that nobody acknowledged, what holds it, what ends it, and what it outlives."""

from dataclasses import replace

from danger_page import holds
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy

from bot.matrix.send import format_sentence
from bot.model import (
    Alert,
    Answered,
    Arrived,
    Ask,
    Came,
    Card,
    Desk,
    Direct,
    Drilled,
    Effect,
    Event,
    EventId,
    Heard,
    InSession,
    Notice,
    OnCall,
    Open,
    Ousted,
    Person,
    Present,
    Redacted,
    Replaced,
    Reply,
    SecondContact,
    SessionRoom,
    Shown,
    Supervisor,
    Taken,
    Unsaid,
    UserId,
    Where,
)
from bot.session.attention import limit_attention
from bot.session.deadlines import find_deadline
from bot.words import render_words

DEATH, HIT = "I want to kill myself", "my husband hit me last night"
BEA, DIN = UserId("@bea:clinic"), UserId("@din:clinic")
PRIVATE = Direct(KIM)


def session(**rules: object) -> Scene:
    """Return a session with a second contact and an on-call room, in which the AI listens and Kim has a direct room."""
    scene = on_desk(second_contacts=(BEA, "@*:night.clinic"), idle=240, absence=240, **rules)
    scene.policy = replace(scene.policy, on_call=True)
    scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    return scene


def called(effects: tuple[Effect, ...], place: Where) -> list[Card | Notice]:
    """Return the alarms that go to one place."""
    return [
        effect
        for effect in effects
        if isinstance(effect, Card | Notice) and effect.where == place and effect.mark.kind == "alarm"
    ]


def body(effect: Card | Notice | Reply) -> str:
    """Return what people read of an effect."""
    return format_sentence(effect.words)[0]


@holds("ladder", "reached")
def test_the_ladder() -> None:
    """After a minute the second contact, after another the on-call room, once each, without a word of anybody's; it is told who was reached."""
    scene = session()
    scene.says(KIM, DEATH)
    assert scene.waits(58) == ()
    second = scene.waits(4)
    (told,) = called(second, SecondContact(BEA))
    scene.happens(Shown(scene.id(), scene.now, EventId("$told"), "A1", SecondContact(BEA)))
    (last,) = called(scene.waits(60), OnCall())
    for item in (told, last):
        text = render_words(item.words)
        for hidden in ("kill", "Kim", "suicide", str(scene.room.id)):
            assert hidden not in text
        assert "Ana" in text
    assert "bea" in body(last)
    later = scene.waits(9 * 60)
    assert called(later, SecondContact(BEA)) + called(later, OnCall()) == []
    assert [effect for effect in later if isinstance(effect, Notice) and effect.where == Supervisor()]


@holds("reached")
def test_the_on_call_room_learns_that_nobody_was_reached() -> None:
    """Where no second contact stood in their room, it says so and does not say that they were told."""
    scene = session()
    scene.says(KIM, DEATH)
    (last,) = called(scene.waits(125), OnCall())
    assert "No second contact could be reached" in body(last)


def test_without_a_second_contact_the_on_call_room_is_next() -> None:
    """Where policy names no second contact, the on-call room is told after a minute."""
    scene = on_desk()
    scene.policy = replace(scene.policy, on_call=True)
    scene.says(KIM, DEATH)
    assert len(called(scene.waits(61), OnCall())) == 1


@holds("nobody-to-call")
def test_where_nobody_can_be_called_the_operator_reads_so() -> None:
    """A policy without any contact: the operator is alerted, and the person learns that nobody has answered yet."""
    scene = on_desk()
    scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    scene.says(KIM, HIT, where=PRIVATE)
    effects = scene.waits(61)
    assert Alert("nobody-to-call") in effects
    assert [effect.words.key for effect in effects if isinstance(effect, Notice) and effect.where == PRIVATE] == [
        "direct-nobody"
    ]


@holds("held-once")
@try_each("place", [SessionRoom(), Desk()])
def test_a_therapists_word_holds_the_ladder_once(place: InSession) -> None:
    """In the room of the alarm or at the desk, for five minutes; another word holds it no longer."""
    scene = session()
    scene.says(KIM, DEATH)
    scene.waits(30)
    heard = Heard(EventId("$here"), ANA, scene.now, "I am here", signed=True, where=place)
    kept = limit_attention(scene.room, heard, scene.policy)
    assert kept is not None
    scene.happens(kept)
    held = scene.now
    scene.waits(200)
    scene.says(ANA, "go on", where=place)
    assert called(scene.waits(held + 299 - scene.now), SecondContact(BEA)) == []
    assert len(called(scene.waits(5), SecondContact(BEA))) == 1


@holds("private-held")
def test_small_talk_does_not_hold_a_private_alarm() -> None:
    """What the therapist says in the session room says nothing of a private alarm; their word at the desk does."""
    scene = session()
    scene.says(KIM, HIT, where=PRIVATE)
    scene.says(ANA, "and how was your week, Pim?")
    assert len(called(scene.waits(61), SecondContact(BEA))) == 1
    scene = session()
    scene.says(KIM, HIT, where=PRIVATE)
    scene.at_desk(ANA, "what is this")
    assert called(scene.waits(290), SecondContact(BEA)) == []


@holds("signed-only")
def test_a_device_that_is_not_signed_holds_nothing() -> None:
    """Whoever sits at a device that its owner has not signed may be anybody: it neither holds nor acknowledges."""
    scene = session()
    scene.says(KIM, DEATH)
    scene.says(ANA, "I am here", signed=False)
    scene.happens(Present(scene.id(), scene.now, ANA, where=Desk()))
    scene.at_desk(ANA, "!ack", signed=False)
    assert scene.room.alarms
    assert len(called(scene.waits(61), SecondContact(BEA))) == 1


@holds("ack-ends")
def test_an_acknowledged_alarm_goes_no_further() -> None:
    """After `!ack`, whatever is written behind it, nobody else is called; in the session room nothing shows that there was one."""
    scene = session()
    scene.says(KIM, DEATH)
    effects = scene.says(ANA, "!ack on the phone with Kim")
    assert [effect for effect in effects if getattr(effect, "where", None) == SessionRoom()] == []
    assert "ack-done" in keys(effects)
    late = scene.waits(12 * 60)
    assert called(late, SecondContact(BEA)) + called(late, OnCall()) == []


@holds("ack-ends")
def test_of_several_alarms_it_asks_which() -> None:
    """With kind and person; a code takes that one, `all` takes each and says what it took, an unknown code takes none."""
    scene = session()
    scene.says(KIM, DEATH)
    scene.says(KIM, HIT, where=PRIVATE)
    (asked,) = scene.at_desk(ANA, "!ack")
    assert isinstance(asked, Reply)
    for part in ("A1", "suicide", "A2", "violence by a partner", "Kim", "private room"):
        assert part in body(asked)
    assert keys(scene.at_desk(ANA, "!ack A9")) == ["ack-which"]
    assert "ack-done" in keys(scene.at_desk(ANA, "!ack a2 spoke to her"))
    assert [alarm.code for alarm in scene.room.alarms] == ["A1"]
    assert keys(scene.at_desk(ANA, "!ack A2")) == ["ack-which"]
    scene.says(KIM, "I took 30 paracetamol")
    done = next(effect for effect in scene.at_desk(ANA, "!ack all") if isinstance(effect, Reply))
    assert "A1" in body(done)
    assert "overdose" in body(done)
    assert scene.room.alarms == ()


def test_a_client_cannot_acknowledge() -> None:
    """`!ack` is a therapist's word."""
    scene = session()
    scene.says(KIM, DEATH)
    assert keys(scene.says(KIM, "!ack")) == ["not-permitted"]
    assert scene.room.alarms


def test_a_second_contact_can_answer() -> None:
    """Whoever was called and answers ends the alarm: the desk learns who sees to it, the person that it was read, they that it is theirs.

    Nobody else can.
    """
    scene = session()
    scene.says(KIM, HIT, where=PRIVATE)
    taken = Taken(scene.id(), scene.now, BEA)
    assert keys(scene.happens(taken)) == ["ack-nothing"]
    scene.waits(61)
    assert scene.happens(replace(taken, person=DIN)) == ()
    assert keys(scene.happens(replace(taken, code="A7"))) == ["ack-nothing"]
    effects = scene.happens(replace(taken, code="A1"))
    assert [(effect.where, effect.words.key) for effect in effects if isinstance(effect, Notice)] == [
        (PRIVATE, "direct-read"),
        (SecondContact(BEA), "second-taken"),
        (Desk(), "alarm-taken"),
    ]
    assert scene.room.alarms == ()


@try_each(("place", "contact"), [(Desk(), SecondContact(BEA)), (SecondContact(BEA), OnCall())])
def test_an_alarm_that_cannot_be_said_goes_on_at_once(place: Where, contact: Where) -> None:
    """Where nothing can be said at the desk, or to a second contact, whoever is next is called without waiting."""
    scene = session()
    scene.says(KIM, DEATH)
    if place != Desk():
        scene.waits(61)
    effects = scene.happens(Unsaid(scene.id(), scene.now, place, "strangers-at-desk"))
    assert len(called(effects, contact)) == 1
    (line,) = [effect for effect in effects if isinstance(effect, Notice) and effect.where == Supervisor()]
    assert dict(line.words.args)["reason"] == "strangers-at-desk"


def test_a_second_contact_who_has_come_is_told_what_waits() -> None:
    """They cannot read what was said before: every alarm they were called for and have not seen is told then; else what the room is for."""
    scene = session()
    came = Came(scene.id(), scene.now, SecondContact(BEA), BEA)
    (greeting,) = scene.happens(came)
    assert isinstance(greeting, Notice)
    assert (greeting.words.key, greeting.mark.kind, greeting.where) == (
        "second-greeting",
        "greeting",
        SecondContact(BEA),
    )
    scene.says(KIM, DEATH)
    assert keys(scene.happens(came)) == ["second-greeting"]
    (first,) = called(scene.waits(61), SecondContact(BEA))
    (again,) = called(scene.happens(came), SecondContact(BEA))
    assert body(again).split("Please")[1] == body(first).split("Please")[1]
    scene.happens(Shown(scene.id(), scene.now, EventId("$told"), "A1", SecondContact(BEA)))
    assert called(scene.happens(came), SecondContact(BEA)) == []
    assert scene.happens(replace(came, where=SecondContact(ANA), person=ANA)) == ()


def test_a_therapist_who_comes_to_the_desk_is_shown_what_waits() -> None:
    """They cannot read the card from before: it is laid again, with the therapists called once more."""
    scene = session()
    scene.says(KIM, DEATH)
    effects = scene.happens(Came(scene.id(), scene.now, Desk(), ANA))
    assert [card.code for card in called(effects, Desk()) if isinstance(card, Card)] == ["A1"]


@holds("outlives-stop")
@try_each("how", ["!stop", "!off", "!end", "!forget me", "!withdraw", "deleted"])
def test_an_alarm_outlives_whatever_people_do(how: str) -> None:
    """It is still climbed, told and acknowledged after the AI went off, the session ended, and the message is gone."""
    scene = session()
    scene.says(KIM, DEATH)
    message = scene.room.window[-1].id
    match how:
        case "deleted":
            scene.happens(Redacted(scene.id(), KIM, scene.now, message))
        case "!end":
            scene.at_desk(ANA, "!end")
            scene.at_desk(ANA, "!end yes")
        case "!off":
            scene.says(ANA, "!off")
        case _:
            scene.says(KIM, how)
            scene.says(KIM, f"{how} yes")
    effects = scene.waits(900)
    assert len(called(effects, SecondContact(BEA))) == 1
    assert len(called(effects, OnCall())) == 1
    assert "ack-done" in keys(scene.at_desk(ANA, "!ack"))


@holds("outlives-kick")
@try_each("how", ["kicked", "upgraded", "unfit"])
def test_an_alarm_outlives_the_bots_stay(how: str) -> None:
    """Put out of the room, or with the room closed for good, the ladder is climbed on, and the desk can still acknowledge."""
    scene = session()
    scene.says(KIM, DEATH)
    people = scene.room.roster
    unfit = Arrived(scene.id(), scene.now, people, encrypted=True, private=False, history="joined")
    gone: dict[str, Event] = {
        "kicked": Ousted(scene.id(), scene.now),
        "upgraded": Replaced(scene.id(), scene.now),
        "unfit": unfit,
    }
    scene.happens(gone[how])
    assert not scene.room.seated
    assert find_deadline(scene.room, scene.policy) is not None
    assert len(called(scene.waits(61), SecondContact(BEA))) == 1
    assert len(called(scene.waits(61), OnCall())) == 1
    heard = Heard(scene.id(), ANA, scene.now, "!ack", signed=True, where=Desk())
    assert limit_attention(scene.room, heard, scene.policy) == heard
    assert "ack-done" in keys(scene.happens(heard))
    assert scene.room.alarms == ()
    assert scene.room.roster == ()
    assert find_deadline(scene.room, scene.policy) is None


def test_a_raising_decision_in_between_changes_nothing() -> None:
    """The AI turned off and on, and a newcomer, leave the alarm and its minute as they were."""
    scene = session()
    scene.says(KIM, DEATH)
    scene.says(ANA, "!off", signed=True, where=PRIVATE)
    scene.joins(Person(DIN, "Din"))
    assert scene.room.alarms
    assert called(scene.waits(400), SecondContact(BEA))


def test_a_worse_disclosure_after_an_acknowledged_one_calls_again() -> None:
    """Two minutes after `!ack`, and in the other place, it is a new alarm with a ladder of its own."""
    scene = session()
    scene.says(KIM, "I cut my arm last night")
    scene.at_desk(ANA, "!ack")
    scene.waits(120)
    assert len(called(scene.says(KIM, DEATH), Desk())) == 1
    assert len(called(scene.says(KIM, DEATH, where=PRIVATE), Desk())) == 1
    assert len(called(scene.waits(62), SecondContact(BEA))) == 2


@holds("drill")
def test_a_drill_goes_through_every_step_and_changes_nothing() -> None:
    """Marked at each step; the AI goes on, the room and the person see nothing; `!ack` ends it, and when is kept."""
    scene = session()
    effects = scene.at_desk(ANA, "!drill")
    (card,) = called(effects, Desk())
    assert "DRILL" in body(card)
    assert asks(scene.says(KIM, "!explain gobbledyquux"))
    assert "DRILL" in body(called(scene.waits(61), SecondContact(BEA))[0])
    assert "DRILL" in body(called(scene.waits(61), OnCall())[0])
    rest = scene.waits(3600)
    assert [effect for effect in rest if getattr(effect, "where", None) in {PRIVATE, SessionRoom(), Supervisor()}] == []
    assert "ack-done" in keys(scene.at_desk(ANA, "!ack"))
    assert scene.room.drilled == scene.now
    assert keys(scene.says(ANA, "!drill")) == ["at-the-desk"]
    assert keys(scene.says(KIM, "!drill")) == ["not-permitted"]
    assert called(scene.happens(Drilled(scene.id(), scene.now)), Desk())
    assert keys(scene.at_desk(ANA, "!drill")) == ["drill-waits"]
    assert scene.happens(Drilled(scene.id(), scene.now)) == (Alert("drill-not-played"),)


@holds("beforehand")
def test_second_contacts_are_asked_in_beforehand() -> None:
    """As soon as the bot takes its seat, a second contact's room is seen to: long before anybody is in danger."""
    scene = session()
    arrived = Arrived(scene.id(), scene.now, scene.room.roster, encrypted=True, private=True, history="joined")
    assert Open(SecondContact(BEA)) in scene.happens(arrived)


@holds("yes-is-yes")
def test_whatever_begins_with_yes_calls_people() -> None:
    """A second reader's yes is one however it is dressed; without a number it means the newest message."""
    for text, index in (("Yes, 2", 1), ("**yes 2**", 1), ("yes", -1), ("Yes: message 1 worries me", 0), ("YES!", -1)):
        scene = Scene(policy(crisis={"model": True})).listening()
        scene.says(KIM, "it is cold")
        scene.waits(21)
        scene.says(KIM, "and dark")
        scene.says(KIM, "and long")
        (asked,) = [ask for ask in scene.waits(21) if isinstance(ask, Ask)] or asks(tuple(scene.effects))[-1:]
        read = next(pending for pending in scene.room.pending if pending.question == asked.question)
        scene.happens(Answered(scene.id(), scene.now, asked.question, text, "house", "small"))
        (alarm,) = scene.room.alarms
        wanted = read.rests_on[index if abs(index) < len(read.rests_on) else -1].event
        assert alarm.event == wanted, text
