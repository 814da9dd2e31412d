"""Danger, by tier, kind and place: who is called, what is shown where, and what nobody may see."""

from collections.abc import Callable

from danger_page import holds
from danger_scene import BEA, DEATH, HINT, HIT, PIM, PRIVATE, alarms, at, body, couple, helplines, privately
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy, posted

from bot.matrix.send import format_sentence, make_content
from bot.model import (
    Alert,
    Amend,
    Ask,
    Came,
    Card,
    Desk,
    Edited,
    Effect,
    EventId,
    Floor,
    Heard,
    Left,
    Notice,
    OnCall,
    Overheard,
    Reply,
    SecondContact,
    SessionRoom,
)
from bot.session.attention import limit_attention, limit_overheard
from bot.session.danger import tripwire

# ---- what it reads --------------------------------------------------------------------------------------------------


@holds("all-words", "formatted")
def test_whatever_people_see_is_compared() -> None:
    """Text, what stands beside it, what is only overheard, and the new words of an edit call people alike."""
    says: tuple[Callable[[Scene], tuple[Effect, ...]], ...] = (
        lambda scene: scene.says(KIM, DEATH),
        lambda scene: scene.says(KIM, "look", beside=DEATH),
        lambda scene: scene.happens(Overheard(scene.id(), KIM, scene.now, DEATH)),
        lambda scene: scene.happens(Edited(scene.id(), KIM, scene.now, scene.room.window[-1].id, DEATH)),
    )
    for say in says:
        scene = on_desk()
        scene.says(KIM, "hm")
        assert len(alarms(say(scene))) == 1


@holds("not-therapists")
def test_a_therapist_may_speak_of_danger() -> None:
    """A therapist's own words trip nothing, however they come: asking about it is their work."""
    scene = on_desk()
    assert alarms(scene.says(ANA, "Do you think of killing yourself?")) == []
    assert alarms(scene.happens(Overheard(scene.id(), ANA, scene.now, DEATH))) == []


@holds("bare-term")
def test_a_term_to_be_explained_is_at_most_a_notice() -> None:
    """Whoever looks a word up is answered; what it may hint at is a quiet line. A whole sentence is an alarm all the same."""
    scene = on_desk()
    effects = scene.says(KIM, "!explain suicide")
    assert alarms(effects) == []
    assert "glossary-answer" in keys(effects) or asks(effects)
    assert (
        len(alarms(scene.says(KIM, "!explain what happens to you when I kill myself with all my pills tonight"))) == 1
    )


@holds("off")
def test_off_is_off_in_the_session_room() -> None:
    """While the AI is off nothing there is compared and nothing kept, unless policy says `crisis.in_off`."""
    for watching in (False, True):
        scene = Scene(policy(crisis={"in_off": watching}))
        heard = Heard(EventId("$x"), KIM, scene.now, DEATH, signed=True)
        assert (limit_attention(scene.room, heard, scene.policy) is not None) is watching
        overheard = Overheard(EventId("$y"), KIM, scene.now, DEATH)
        assert (limit_overheard(scene.room, overheard, scene.policy) is not None) is watching
        assert bool(alarms(scene.happens(heard))) is watching
        assert scene.room.window == ()


@holds("direct-always")
@try_each("floor", ["off", "stopped", "listening", "ended"])
def test_a_direct_room_is_always_compared(floor: str) -> None:
    """At night, after a `!stop` of the husband's in the session room, after `!end`: what is told in private calls somebody."""
    scene = privately(Scene(policy()) if floor == "off" else couple())
    if floor == "stopped":
        scene.says(PIM, "!stop")
    if floor == "ended":
        scene.says(ANA, "!end")
        scene.says(ANA, "!end yes")
        scene.waits(7 * 3600)
    heard = Heard(EventId("$x"), KIM, scene.now, HIT, signed=True, where=PRIVATE)
    assert limit_attention(scene.room, heard, scene.policy) == heard
    assert len(alarms(scene.happens(heard))) == 1


@holds("direct-greeting")
def test_the_greeting_of_a_direct_room_says_that_words_are_compared() -> None:
    """It says that nobody else reads there, that a list is compared, that it often misses, and how to end that."""
    scene = on_desk()
    (hello,) = scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    for part in ("danger words", "often does not notice", "!stop", "!clear", "Ana"):
        assert part in body(hello)


@holds("direct-stop")
def test_stop_in_a_direct_room_ends_the_comparing_there() -> None:
    """One line says that now nobody reads; nothing more is kept; `!express` there begins it again."""
    scene = privately(on_desk())
    effects = scene.says(KIM, "!stop", where=PRIVATE)
    assert "direct-stopped" in [
        words.key for effect in at(effects, PRIVATE) if (words := getattr(effect, "words", None))
    ]
    heard = Heard(EventId("$x"), KIM, scene.now, HIT, signed=True, where=PRIVATE)
    kept = limit_attention(scene.room, heard, scene.policy)
    assert isinstance(kept, Heard)
    assert kept.text == ""
    assert alarms(scene.happens(heard)) == []
    scene.says(KIM, "!express", where=PRIVATE)
    assert len(alarms(scene.says(KIM, HIT, where=PRIVATE))) == 1


# ---- two tiers ------------------------------------------------------------------------------------------------------


@holds("alarm-card")
def test_an_alarm_is_a_new_card_that_calls_the_therapist() -> None:
    """It has its kind as a headline, the link, the list's phrase and no score, and mentions the therapist; drafts mention nobody."""
    scene = on_desk()
    (card,) = alarms(scene.says(KIM, "!express " + DEATH))
    assert isinstance(card, Card)
    assert (card.code, card.mentions, card.words.key) == ("A1", (ANA,), "alarm-crisis")
    assert "suicide" in body(card)
    assert f'now: <a href="https://matrix.to/#/{scene.room.id}/' in format_sentence(card.words)[1]
    assert "kill myself" in body(card)


@holds("nothing-blocked")
def test_nothing_is_held_up() -> None:
    """The message itself is kept and counts as any other; the floor stays; the room sees nothing while Ana is there."""
    scene = on_desk()
    effects = scene.says(KIM, DEATH)
    assert [line.text for line in scene.room.window] == [DEATH]
    assert at(effects, SessionRoom()) == []
    assert scene.room.floor is Floor.LISTEN


@holds("alarm-stills", "as-if-down")
def test_the_ai_is_silent_where_the_alarm_is_until_somebody_has_looked() -> None:
    """What is under way is dropped and nothing let out until `!ack`; whoever asks reads what they read when a model is down."""
    scene = on_desk()
    scene.draft()
    scene.says(KIM, "!explain flummadiddle")
    effects = scene.says(KIM, DEATH)
    assert [effect.words.key for effect in at(effects, SessionRoom()) if isinstance(effect, Reply)] == ["trouble-down"]
    assert keys(scene.says(KIM, "!explain gobbledyquux")) == ["trouble-down"]
    held = scene.at_desk(ANA, "ok", "K1")
    assert posted(held) == []
    assert keys(held) == ["card-paused"]
    assert keys(scene.at_desk(ANA, "!ack")) == ["ack-done"]
    assert len(posted(scene.at_desk(ANA, "ok", "K1"))) == 1
    assert asks(scene.says(KIM, "!explain gobbledyquux"))


def test_an_answer_that_comes_meanwhile_is_dropped() -> None:
    """An answer of the model's that comes after the alarm reaches neither room nor desk."""
    scene = Scene(policy()).listening()
    (asked,) = scene.says(KIM, "!explain gobbledyquux")
    assert isinstance(asked, Ask)
    scene.says(KIM, DEATH)
    assert scene.answers(asked.question, "an answer") == ()


def test_no_offer_while_an_alarm_waits() -> None:
    """At `speak` nothing is offered while an alarm waits."""
    scene = Scene(policy(MODEL, floor_max="speak"))
    scene.says(KIM, "!agree")
    scene.says(ANA, "!speak")
    scene.waits(9 * 60)
    scene.says(KIM, DEATH)
    assert asks(scene.waits(5 * 60)) == []


@holds("alarm-stills")
def test_an_alarm_in_private_changes_nothing_in_the_session_room() -> None:
    """What the partner can see of it is nothing: the AI answers there as before; in the direct room it is silent."""
    scene = privately(couple())
    effects = scene.says(KIM, HIT, where=PRIVATE)
    assert at(effects, SessionRoom()) == []
    assert asks(scene.says(PIM, "!explain gobbledyquux"))
    assert asks(scene.says(KIM, "!express i am so tired of all this", where=PRIVATE)) == []


@holds("desk-translates")
def test_translation_goes_on_at_the_desk() -> None:
    """While an alarm waits a therapist can still have something translated at the desk, and live translation is laid there alone."""
    scene = Scene(policy(MODEL, translate_auto=True))
    scene.says(KIM, "!agree")
    scene.says(ANA, "!listen")
    scene.says(ANA, "!translate auto id en")
    scene.says(KIM, DEATH)
    (asked,) = asks(scene.at_desk(ANA, "!translate id how are you now"))
    assert [effect.words.key for effect in scene.answers(asked.question, "apa kabar") if isinstance(effect, Reply)]
    live = asks(scene.says(KIM, "saya tidak tahu lagi harus bagaimana sekarang ini"))
    if live:
        out = scene.answers(live[0].question, "I do not know what to do any more")
        assert at(out, SessionRoom()) == []
        assert at(out, Desk())


@holds("new-card", "counted")
def test_the_same_again_is_counted_and_anything_else_is_a_new_card() -> None:
    """Within five minutes the same kind, person and place is counted on the card; another kind, place, tier or after `!ack` is new."""
    scene = privately(couple())
    scene.says(KIM, DEATH)
    again = scene.says(KIM, DEATH)
    assert alarms(again) == []
    (amend,) = [effect for effect in at(again, Desk()) if isinstance(effect, Amend)]
    assert amend.event == scene.stands["A1"]
    assert "2 messages" in body(amend)
    assert len(alarms(scene.says(KIM, "I took 30 paracetamol"))) == 1
    assert len(alarms(scene.says(KIM, DEATH, where=PRIVATE))) == 1
    assert len(alarms(scene.says(PIM, DEATH))) == 1
    scene.at_desk(ANA, "!ack all")
    assert len(alarms(scene.says(KIM, DEATH))) == 1
    scene.waits(301)
    assert len(alarms(scene.says(KIM, DEATH))) == 1


@holds("many")
def test_a_thousand_alarms_a_minute_are_one_card() -> None:
    """However often it is written, the desk gets one card; and her one message beside his hundred and forty-nine is found."""
    scene = couple()
    effects: list[Effect] = []
    for _ in range(1000):
        effects += scene.says(KIM, DEATH, at=scene.now)
    scene = couple()
    assert len(alarms(tuple(effects))) <= 1000 // 300 + 1
    for number in range(149):
        scene.says(PIM, f"and number {number} was her mother again")
        if number == 100:
            assert len(alarms(scene.says(KIM, HIT))) == 1


@holds("notice")
def test_a_notice_is_one_quiet_line() -> None:
    """It mentions nobody and rings nobody; nothing stops; the room sees nothing; a second is counted on the same line."""
    scene = on_desk(second_contacts=(BEA,))
    scene.says(ANA, "hello")
    effects = scene.says(KIM, HINT)
    (line,) = at(effects, Desk())
    assert isinstance(line, Card)
    assert (line.code, line.mentions, line.quiet) == ("N1", (), True)
    assert make_content(line, "j")["msgtype"] == "m.notice"
    assert [effect for effect in effects if effect != line] == []
    assert asks(scene.says(KIM, "!explain gobbledyquux"))
    (amend,) = at(scene.says(KIM, HINT), Desk())
    assert isinstance(amend, Amend)
    later = scene.waits(3600)
    assert [effect for effect in later if getattr(effect, "where", None) in {SecondContact(BEA), OnCall()}] == []


@holds("notice-rings")
def test_a_notice_rings_once() -> None:
    """Where no therapist has written for fifteen minutes, or with the third message of one person: once, and no more."""
    absent = on_desk(absence=60)
    absent.says(ANA, "hello")
    absent.waits(901)
    (line,) = [effect for effect in at(absent.says(KIM, HINT), Desk()) if isinstance(effect, Card)]
    assert not line.quiet
    assert [effect for effect in at(absent.says(KIM, HINT), Desk()) if isinstance(effect, Card)] == []
    third = on_desk()
    third.says(ANA, "hello")
    rung = [
        effect
        for _ in range(5)
        for effect in at(third.says(KIM, HINT), Desk())
        if isinstance(effect, Card) and not effect.quiet
    ]
    assert len(rung) == 1


@holds("notice-listed")
def test_the_end_lists_the_notices() -> None:
    """`!end` lists at the desk what was noticed, once; the next session begins without."""
    scene = on_desk()
    scene.says(ANA, "hello")
    scene.says(KIM, HINT)
    scene.at_desk(ANA, "!end")
    ended = scene.at_desk(ANA, "!end yes")
    (listed,) = [
        effect for effect in at(ended, Desk()) if isinstance(effect, Notice) and effect.words.key == "notices-list"
    ]
    assert "Kim" in body(listed)
    assert scene.room.notices == ()


# ---- whatever goes wrong --------------------------------------------------------------------------------------------


@holds("broken")
def test_an_error_inside_is_an_alarm() -> None:
    """When the tripwire itself fails, the therapist is asked to read the message: silence is never the answer."""
    scene = on_desk()
    look = tripwire.compare_words(None, scene.policy, ())  # type: ignore[arg-type]  # what cannot be read at all
    assert look.broken
    effects = tripwire.tell_look(scene.room, Heard(EventId("$x"), KIM, scene.now, "anything"), scene.policy, look)
    assert "alarm-tripwire-broken" in keys(effects.effects)
    assert Alert("tripwire-broken") in effects.effects


@holds("broken")
def test_what_failed_in_private_nobody_is_asked_to_read() -> None:
    """A therapist sees no direct room: they are asked to see to the person, alone; elsewhere they are asked to read it."""
    scene = on_desk()
    for where, asked in (
        (PRIVATE, "Please ask them, alone with them, how they are"),
        (SessionRoom(), "Please read it"),
    ):
        heard = Heard(EventId("$x"), KIM, scene.now, "anything", where=where)
        effects = tripwire.tell_look(scene.room, heard, scene.policy, tripwire.Look(broken=True)).effects
        (card,) = (effect for effect in effects if isinstance(effect, Card))
        assert asked in body(card)
        assert ("private room" in body(card)) == (where == PRIVATE)


def test_policy_can_switch_it_off() -> None:
    """`crisis.enabled: false` looks at nothing."""
    scene = on_desk(crisis={"enabled": False})
    assert alarms(scene.says(KIM, DEATH)) == []


def test_help_lines_without_a_therapist_in_the_room() -> None:
    """Where no therapist is in the room any more, the help-lines are shown, if policy has it compared at all."""
    scene = on_desk(crisis={"in_off": True})
    scene.happens(Left(scene.id(), scene.now, ANA))
    scene.waits(301)
    assert helplines(scene.says(KIM, DEATH))
