"""Danger, where several things meet: nothing shows to whom it must not, nobody reads what is not true, no step is lost."""

import re
from dataclasses import replace

from danger_page import holds
from danger_scene import BEA, DEATH, DESK, HIT, PRIVATE, alarms, at, body, couple, privately
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys

from bot.model import (
    Alert,
    Came,
    Effect,
    EventId,
    Heard,
    Left,
    Notice,
    OnCall,
    Ousted,
    SecondContact,
    SessionRoom,
    Supervisor,
    Taken,
    Where,
)
from bot.session.attention import limit_attention

BY_THERAPIST = "my therapist touches me"


def called(second_contacts: tuple[str, ...] = (BEA,), *, on_call: bool = True, **rules: object) -> Scene:
    """Return a couple's session in which Kim has a direct room, and somebody can be called."""
    scene = privately(couple(second_contacts=second_contacts, idle=600, absence=600, **rules))
    scene.policy = replace(scene.policy, on_call=on_call)
    return scene


@holds("as-if-down", "violence-unseen")
@try_each("command", ["!summary", "!suggest", "!note soap", "!ask what was said", "!translate auto en id"])
def test_what_a_therapist_asks_for_in_the_room_shows_no_alarm(command: str) -> None:
    """Also where the answer would go to the desk, the room reads what it reads when a model is down; at the desk it says why."""
    scene = called()
    scene.says(KIM, HIT)
    shown = at(scene.says(ANA, command), SessionRoom())
    assert keys(tuple(shown)) == ["trouble-down"]
    if command in {"!summary", "!suggest", "!note soap"}:
        assert keys(scene.at_desk(ANA, command)) == ["paused"]


@holds("as-if-down")
def test_what_was_asked_for_elsewhere_is_no_reply_at_the_desk() -> None:
    """A suggestion that was asked for in the room and is dropped is told at the desk by itself: what it would reply to is not there."""
    scene = called()
    scene.says(KIM, "it was a long week")
    assert asks(scene.says(ANA, "!suggest"))
    (line,) = [effect for effect in at(scene.says(KIM, HIT), DESK) if not alarms((effect,))]
    assert isinstance(line, Notice)
    assert line.words.key == "trouble-down"


@holds("held-once", "ladder")
def test_after_it_was_held_the_ladder_goes_on_step_by_step() -> None:
    """A therapist's word moves the next step; whoever comes after has a minute of their own, and nobody reads too soon that nobody answers."""
    scene = called()
    scene.says(KIM, HIT, where=PRIVATE)
    scene.waits(30)
    scene.at_desk(ANA, "I see it")
    places: tuple[Where, ...] = (SecondContact(BEA), OnCall(), PRIVATE)
    for place in places:
        assert at(scene.waits(58 if place != SecondContact(BEA) else 299), place) == []
        told = scene.waits(2)
        assert [effect.where for effect in told if isinstance(effect, Notice)] == [place]


@holds("about-therapist")
def test_nothing_at_the_desk_tells_that_there_is_an_alarm_about_a_therapist() -> None:
    """Not a drill that is refused, not a number that is left out, not `!ack`: all is as it would be without it."""
    said = []
    for accused in (False, True):
        scene = called()
        if accused:
            scene.says(KIM, BY_THERAPIST, where=PRIVATE)
        seen = at(scene.at_desk(ANA, "!ack"), DESK) + at(scene.at_desk(ANA, "!drill"), DESK)
        seen += at(scene.at_desk(ANA, "!ack A1"), DESK) + at(scene.says(KIM, DEATH), DESK)
        seen += at(scene.at_desk(ANA, "!ack all"), DESK) + at(scene.at_desk(ANA, "!reliance"), DESK)
        said.append([re.sub(r"\$e\d+", "", body(effect)) for effect in seen])
    assert said[0] == said[1]


@holds("about-therapist")
def test_an_alarm_about_a_therapist_calls_no_therapist_of_the_room() -> None:
    """Also not one who is a second contact: whoever is next is called, and the therapist can neither see nor take it."""
    scene = called((str(ANA), BEA))
    effects = scene.says(KIM, BY_THERAPIST, where=PRIVATE)
    assert alarms(effects, SecondContact(ANA)) == []
    assert alarms(effects, SecondContact(BEA))
    assert keys(scene.happens(Taken(scene.id(), scene.now, ANA))) == ["ack-nothing"]
    came = scene.happens(Came(scene.id(), scene.now, SecondContact(ANA), ANA))
    assert alarms(came, SecondContact(ANA)) == []
    assert scene.room.alarms
    scene.happens(Taken(scene.id(), scene.now, BEA))
    assert scene.room.alarms == ()
    alone = called((str(ANA),))
    assert alarms(alone.says(KIM, BY_THERAPIST, where=PRIVATE), OnCall())


def read_in_private(effects: tuple[Effect, ...]) -> str:
    """Return what Kim reads in her direct room of who was called."""
    told = (effect for effect in at(effects, PRIVATE) if isinstance(effect, Notice))
    return "\n".join(body(effect) for effect in told if effect.mark.kind == "direct")


@holds("only-true", "nobody-to-call")
def test_whoever_nobody_can_be_called_for_is_told_so() -> None:
    """Words about a therapist behind whom nobody stands: it says that nobody could be called, and never that somebody was."""
    scene = called((), on_call=False)
    effects = scene.says(KIM, BY_THERAPIST, where=PRIVATE)
    assert Alert("nobody-to-call") in effects
    assert "There is nobody I can call" in read_in_private(effects)
    assert "Your therapist was not told" in read_in_private(effects)
    assert "I have called" not in read_in_private(effects)
    assert "Nobody has answered yet" not in read_in_private(effects)
    assert "Nobody has answered yet" in read_in_private(scene.waits(181))
    scene = called((), on_call=False)
    scene.happens(Left(scene.id(), scene.now, ANA))
    assert "There is nobody I can call" in read_in_private(scene.says(KIM, HIT, where=PRIVATE))


@holds("only-true", "nobody-to-call")
def test_behind_a_therapist_the_supervisor_alone_can_be_called() -> None:
    """Where a supervisor is all there is they are called; after three minutes the person learns that nobody has answered."""
    scene = called((), on_call=False, supervisors=("@sup:clinic",))
    effects = scene.says(KIM, BY_THERAPIST, where=PRIVATE)
    (told,) = at(effects, Supervisor())
    assert "No second contact can be called" in body(told)
    assert "I have called other people named by the clinic. Your therapist was not told" in read_in_private(effects)
    assert "Nobody has answered yet" not in read_in_private(effects)
    assert "Nobody has answered yet" in read_in_private(scene.waits(181))


@holds("only-true", "ladder")
def test_where_no_therapist_is_left_whoever_is_next_is_called_at_once() -> None:
    """The second contact does not read that somebody was told before them, nor the person that a therapist was called."""
    scene = called()
    scene.happens(Left(scene.id(), scene.now, ANA))
    effects = scene.says(KIM, HIT, where=PRIVATE)
    (told,) = alarms(effects, SecondContact(BEA))
    assert "No therapist is there" in body(told)
    assert "was told" not in body(told)
    assert "No therapist is there now. I have called other people named by the clinic." in read_in_private(effects)
    assert at(scene.waits(58), OnCall()) == []
    assert "No therapist is there" in body(alarms(scene.waits(120), OnCall())[0])


@holds("direct-stop", "request-trips")
def test_the_words_that_begin_the_comparing_again_are_compared() -> None:
    """After `!stop` in the direct room `!express` begins it again with its own words: they go to a person, and to no model."""
    scene = called()
    scene.says(KIM, "!stop", where=PRIVATE)
    scene.says(ANA, "!listen")
    effects = scene.says(KIM, "!express " + HIT, where=PRIVATE)
    assert len(alarms(effects)) == 1
    assert asks(effects) == []


@holds("direct-greeting", "only-true")
def test_where_policy_lets_nothing_be_compared_the_direct_room_says_so() -> None:
    """The greeting promises no list and no call then, and neither does the line on what somebody writes there."""
    scene = couple(crisis={"enabled": False})
    (hello,) = scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    (line,) = scene.says(KIM, "are you there", where=PRIVATE)
    for effect in (hello, line):
        assert "I compare nothing" in body(effect)
        assert "danger words" not in body(effect)


@holds("outlives-kick", "direct-always")
def test_what_is_told_in_private_after_a_kick_is_compared_while_an_alarm_waits() -> None:
    """Somebody puts the bot out of the session room while an alarm of hers waits: what she tells next calls people too."""
    scene = called()
    scene.says(KIM, HIT, where=PRIVATE)
    scene.happens(Ousted(scene.id(), scene.now))
    heard = Heard(EventId("$more"), KIM, scene.now, "he choked me", signed=True, where=PRIVATE)
    assert limit_attention(scene.room, heard, scene.policy) == heard
    assert len(alarms(scene.happens(heard))) == 1
    assert len(alarms(scene.waits(61), SecondContact(BEA))) == 2


@holds("only-true", "direct-stop")
@try_each("alarm", [False, True])
def test_when_the_bot_is_put_out_the_direct_room_says_that_nobody_reads_any_more(alarm: bool) -> None:
    """At once, or, while an alarm waits, once that is over; who has stopped it themself was told already."""
    scene = called()
    if alarm:
        scene.says(KIM, HIT, where=PRIVATE)
    gone = scene.happens(Ousted(scene.id(), scene.now))
    if alarm:
        assert at(gone, PRIVATE) == []
        gone = scene.at_desk(ANA, "!ack")
    assert keys(tuple(at(gone, PRIVATE)))[-1] == "direct-ended"
    assert at(scene.happens(Ousted(scene.id(), scene.now)), PRIVATE) == []
    scene = called()
    scene.says(KIM, "!stop", where=PRIVATE)
    assert at(scene.happens(Ousted(scene.id(), scene.now)), PRIVATE) == []


@holds("only-true")
def test_who_leaves_the_session_learns_that_their_direct_room_is_not_read_any_more() -> None:
    """They wrote there because somebody would be called: nobody is any more. The others learn nothing of it."""
    scene = called()
    effects = scene.happens(Left(scene.id(), scene.now, KIM))
    assert keys(tuple(at(effects, PRIVATE))) == ["direct-ended"]


@holds("notice", "about-therapist")
def test_hints_about_a_therapist_are_told_once_and_not_with_every_message() -> None:
    """Second contacts and the supervisor get one quiet line in half an hour for one person's, and the next after that."""
    scene = called()
    hint = "my therapist touched me years ago"
    first = scene.says(KIM, hint, where=PRIVATE)
    assert len(at(first, SecondContact(BEA))) == len(at(first, Supervisor())) == 1
    assert at(scene.says(KIM, hint, where=PRIVATE), SecondContact(BEA)) == []
    scene.waits(1801)
    assert len(at(scene.says(KIM, hint, where=PRIVATE), SecondContact(BEA))) == 1
