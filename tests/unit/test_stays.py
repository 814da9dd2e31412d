"""Stays: rooms that begin, end, begin anew and are replaced; messages that could not be read."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, policy

from bot.model import (
    Alert,
    Arrived,
    Cancel,
    CloseDesk,
    Decline,
    Desk,
    EventId,
    Floor,
    Heard,
    Invited,
    Join,
    Language,
    Notice,
    Ousted,
    Person,
    Replaced,
    Reply,
    Room,
    RoomId,
    Unreadable,
    UserId,
    make_words,
)
from bot.session.decide import leave_unruled_room
from bot.words import languages, render_words

ARRIVED = Arrived(
    EventId("$again"), 2000.0, (Person(ANA, "Ana"), Person(KIM, "Kim")), encrypted=True, private=True, history="joined"
)


@try_each(("inviter", "follows"), [(ANA, True), (KIM, False), (None, False)])
def test_a_therapist_brings_the_bot_in(inviter: UserId | None, *, follows: bool) -> None:
    """An invitation is followed if a therapist of that room sent it; any other is turned down."""
    scene = Scene(policy())
    effects = scene.happens(Invited(EventId("i"), scene.now, inviter, known=True))
    assert effects == (Cancel(), Join(inviter) if follows else Decline(inviter))


@try_each("known", [True, False])
def test_where_no_policy_holds(*, known: bool) -> None:
    """Into a room without a policy the bot goes only to tell a therapist so."""
    decision = leave_unruled_room(Room(RoomId("!x")), Invited(EventId("i"), 1.0, ANA, known=known))
    assert decision.effects == (Cancel(), Join(ANA) if known else Decline(ANA))


@try_each("end", [Ousted(EventId("$out"), 1500.0), Invited(EventId("i"), 1500.0, ANA, known=True)])
def test_a_stay_that_ended_is_forgotten(end: Ousted | Invited) -> None:
    """Removed, or invited although it thinks it is there, the bot forgets agreements and words, and asks anew.

    Whose names it has come to know it still masks.
    """
    scene = Scene(policy()).listening()
    people = scene.room.roster
    scene.says(KIM, "I slept badly")
    scene.happens(end)
    assert scene.room == Room(scene.room.id, former_names=people)
    assert keys(scene.happens(ARRIVED)) == ["consent-card", "consent-card"]
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]


def test_a_room_that_was_replaced_is_over() -> None:
    """A room's end is said in one line and told to the operator; nothing is kept, answered or begun there any more."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "I slept badly")
    effects = scene.happens(Replaced(EventId("$tomb"), scene.now))
    assert keys(effects) == ["room-replaced", "desk-replaced"]
    assert effects[-1] == CloseDesk()
    assert Cancel() in effects
    assert Alert("room-replaced") in effects
    assert (scene.room.floor, scene.room.window, scene.room.consents) == (Floor.OFF, (), ())
    assert scene.says(ANA, "!listen") == ()
    assert scene.happens(ARRIVED) == ()
    assert scene.says(ANA, "!listen") == ()


def test_a_room_that_was_replaced_before_the_bot_came() -> None:
    """Invited into a room that is closed already, the bot says nothing there."""
    scene = Scene(policy())
    scene.happens(Ousted(EventId("$out"), scene.now))
    effects = scene.happens(Replaced(EventId("$tomb"), scene.now))
    assert keys(effects) == []
    assert CloseDesk() in effects  # of an earlier stay, if there was one
    assert scene.happens(ARRIVED) == ()


def test_an_alarm_is_acknowledged_at_the_closed_desk() -> None:
    """Where an alarm is open the closed desk says that only `!ack` does anything there, and it does."""
    scene = Scene(policy(MODEL, approval="all")).listening()
    scene.says(KIM, "I want to kill myself")
    line = next(
        effect
        for effect in scene.happens(Replaced(EventId("$tomb"), scene.now))
        if isinstance(effect, Notice) and effect.where == Desk()
    )
    assert "`!ack`" in render_words(line.words)
    assert scene.at_desk(ANA, "!listen") == ()
    assert "ack-done" in keys(scene.at_desk(ANA, "!ack"))
    assert scene.room.alarms == ()


def test_an_invitation_opens_a_closed_room_again() -> None:
    """What ends with a stay is also that the room was closed: another stay looks anew."""
    scene = Scene(policy())
    scene.happens(Replaced(EventId("$tomb"), scene.now))
    scene.happens(Ousted(EventId("$out"), scene.now))
    assert keys(scene.happens(ARRIVED)) == ["consent-card", "consent-card"]


def unreadable(scene: Scene, sender: UserId, reply_to: str | None = None) -> list[str]:
    """Return what is said about a message of `sender` whose key does not come."""
    scene.now += 1
    answered = EventId(reply_to) if reply_to else None
    return keys(scene.happens(Unreadable(scene.id(), scene.now, sender, EventId("$sealed"), answered)))


def test_who_is_asked_to_send_again() -> None:
    """While the AI is on, whoever is in the room is asked; while it is off, only who answered a card; strangers never."""
    scene = Scene(policy())
    card = scene.room.cards[0].event
    assert unreadable(scene, KIM) == []
    assert unreadable(scene, KIM, card) == ["unreadable"]
    scene.listening()
    assert unreadable(scene, KIM) == ["unreadable"]
    assert unreadable(scene, UserId("@eve:clinic")) == []
    assert unreadable(scene, UserId("@eve:clinic"), card) == []


def test_the_question_answers_the_message() -> None:
    """The bot asks in reply to the message that it could not read, without ringing anybody."""
    scene = Scene(policy()).listening()
    (reply,) = scene.happens(Unreadable(scene.id(), scene.now, KIM, EventId("$sealed")))
    assert isinstance(reply, Reply)
    assert (reply.to, reply.notice) == ("$sealed", True)


@try_each("typed", ["!explain rumination", "!agree", "!listen", "!help"])
def test_too_late_is_not_done(typed: str) -> None:
    """A command that could be read only late changes nothing; its sender is asked to type it again, if not asked before."""
    scene = Scene(policy())
    before = replace(scene.room, last_talk=0.0, last_therapist=0.0)
    assert keys(scene.says(ANA, typed, overdue=True)) == ["send-again"]
    assert scene.says(ANA, typed, overdue=True, asked=True) == ()
    assert replace(scene.room, last_talk=0.0, last_therapist=0.0) == before


@try_each("typed", ["!stop", "!off", "!withdraw", "!decline"])
def test_turning_down_is_never_too_late(typed: str) -> None:
    """What turns the AI down is done whenever it can be read."""
    scene = Scene(policy()).listening()
    scene.says(ANA, typed, overdue=True, asked=True)
    assert scene.room.floor is Floor.OFF


def test_talk_read_late_is_not_kept() -> None:
    """Talk that could be read only late is not kept."""
    scene = Scene(policy()).listening()
    scene.happens(Heard(scene.id(), KIM, scene.now, "I slept badly", signed=True, overdue=True))
    assert scene.room.window == ()


@try_each("language", languages())
@try_each("alarms", [0, 1])
def test_the_closed_desk_says_where_to_go(alarms: int, language: str) -> None:
    """The old desk's last line names the new room as what comes next, in each language and in under 250 characters."""
    said = render_words(make_words("desk-replaced", Language(language), alarms=alarms, prefix="!"))
    assert len(said) < 250
    assert ("`!" in said) is bool(alarms)
    assert {"en": "new room", "id": "ruang yang baru"}[language] in said


@try_each("language", languages())
@try_each("key", ["unreadable", "send-again", "room-replaced"])
def test_the_sentences_are_there(key: str, language: str) -> None:
    """What people are told here exists in each language, in under 200 characters."""
    assert 20 < len(render_words(make_words(key, Language(language)))) < 200
