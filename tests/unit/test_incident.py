"""Scenes of a room that the operator has frozen: nothing leaves, nothing is let out, nothing fades; rights stay."""

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, policy

from bot.audit.entries import list_deeds
from bot.model import (
    Arrived,
    Cancel,
    Desk,
    Direct,
    Elapsed,
    EventId,
    Floor,
    Forget,
    Frozen,
    InSession,
    Invited,
    Joined,
    Notice,
    Ousted,
    Person,
    Reacted,
    Reply,
    Ruled,
    SessionRoom,
    ShowSent,
    Supervisor,
    UserId,
    Verdict,
    make_words,
)
from bot.session.deadlines import find_deadline
from bot.session.decide import decide, leave_unruled_room
from bot.words import languages, render_words

DAY = 24 * 3600.0
TOLD = ["floor-off-incident", "incident-desk"]


def frozen(scene: Scene, *, lifted: bool = False) -> list[str]:
    """Let the operator freeze the room, or lift that, and return what the bot says."""
    scene.now += 1
    return keys(scene.happens(Frozen(scene.id(), scene.now, lifted)))


def test_a_freeze_turns_the_ai_off_and_tells_room_and_desk() -> None:
    """One short line in the room and one at the desk; what is under way is stopped, also if the AI was off already."""
    scene = on_desk()
    scene.says(KIM, "!explain gobbledyquux")
    effects = scene.happens(Frozen(scene.id(), scene.now, lifted=False))
    assert [effect for effect in effects if isinstance(effect, Cancel)] == [Cancel()]
    notices = [effect for effect in effects if isinstance(effect, Notice) and effect.where != Supervisor()]
    assert [(notice.words.key, notice.where, notice.rings) for notice in notices] == [
        ("floor-off-incident", SessionRoom(), True),
        ("incident-desk", Desk(), True),
    ]
    assert (scene.room.floor, scene.room.pending) == (Floor.OFF, ())
    assert frozen(scene) == []  # twice is once
    assert frozen(Scene(policy())) == TOLD


@try_each("typed", ["!listen", "!speak"])
@try_each("place", [SessionRoom(), Desk()])
def test_nobody_turns_a_frozen_room_up(typed: str, place: InSession) -> None:
    """A therapist's `!listen` is answered in one line, and the AI stays off until the operator lifts the freeze."""
    scene = Scene(policy(floor_max="speak")).listening()
    frozen(scene)
    assert keys(scene.says(ANA, typed, where=place)) == ["incident-paused"]
    assert scene.room.floor is Floor.OFF
    assert frozen(scene, lifted=True) == ["incident-over", "incident-over-desk"]
    assert scene.room.floor is Floor.OFF
    assert frozen(scene, lifted=True) == []
    scene.says(ANA, typed)
    assert scene.room.floor is not Floor.OFF


@try_each("typed", ["!explain gobbledyquux", "!translate id hello", "!express so tired", "!ask what?"])
def test_no_question_leaves_a_frozen_room(typed: str) -> None:
    """What would go to a model is answered with why it does not, in every place."""
    scene = Scene(policy()).listening()
    frozen(scene)
    for place in SessionRoom(), Desk(), Direct(ANA):
        effects = scene.says(ANA, typed, where=place)
        assert keys(effects) == ["incident-paused"]
        assert asks(effects) == []


def test_an_answer_that_comes_after_the_freeze_is_dropped() -> None:
    """What a model was asked before the freeze is neither shown nor laid on the desk."""
    scene = Scene(policy()).listening()
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    frozen(scene)
    assert scene.answers(asked.question, "an answer") == ()


@try_each("word", ["ok", "no", "again", "Say it in my words."])
def test_no_draft_is_let_out_and_none_is_lost(word: str) -> None:
    """A draft stays as it is, whatever a therapist says to it, by word or reaction, and ends when the freeze does."""
    scene = on_desk(reactions=True)
    code = scene.draft()
    frozen(scene)
    before = scene.room.drafts
    assert keys(scene.at_desk(ANA, word, code)) == ["incident-paused"]
    for key in "✅❌":
        assert scene.happens(Reacted(scene.id(), ANA, scene.now, scene.stands[code], key)) == ()
    assert keys(scene.at_desk(ANA, "good morning")) == []
    scene.waits(3 * DAY)
    assert scene.room.drafts == before
    frozen(scene, lifted=True)
    assert scene.room.drafts == ()
    assert [outcome.verdict for outcome in scene.room.outcomes if outcome.code == code] == [Verdict.FLOOR_OFF]
    assert keys(scene.at_desk(ANA, "ok", code)) == ["card-closed"]


def test_time_erases_nothing_while_the_room_is_frozen() -> None:
    """Talk and what became of drafts stay for as long as the freeze lasts, the bot rests, and all goes when it is over."""
    scene = on_desk()
    code = scene.draft()
    scene.at_desk(ANA, "no", code)
    scene.says(KIM, "moonless otter")
    frozen(scene)
    window, outcomes = scene.room.window, scene.room.outcomes
    assert find_deadline(scene.room, scene.policy) is None
    scene.waits(30 * DAY)
    scene.says(KIM, "!status")
    assert (scene.room.window, scene.room.outcomes) == (window, outcomes)
    assert window
    frozen(scene, lifted=True)
    scene.waits(1)
    assert (scene.room.window, scene.room.outcomes) == ((), ())


def test_neither_a_new_rule_nor_an_alarm_erases_in_a_frozen_room() -> None:
    """Where an alarm wakes the room, or its files change, what is old stays as well."""
    scene = on_desk(second_contacts=("@sue:clinic",))
    code = scene.draft()
    scene.at_desk(ANA, "no", code)
    scene.says(KIM, "I want to kill myself")
    frozen(scene)
    window, outcomes = scene.room.window, scene.room.outcomes
    assert "crisis-second" in keys(scene.waits(30 * DAY))
    scene.happens(Ruled(scene.id(), scene.now))
    scene.happens(Elapsed(scene.id(), scene.now))
    assert (scene.room.window, scene.room.outcomes) == (window, outcomes)


def test_people_keep_their_rights_in_a_frozen_room() -> None:
    """`!stop`, `!sent`, `!mydata`, `!withdraw` and `!status` work, and one's own words can be erased."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "moonless otter")
    frozen(scene)
    assert keys(scene.says(KIM, "!stop")) == ["off-already"]
    assert any(isinstance(say, ShowSent) for say in scene.says(KIM, "!sent", where=Direct(KIM)))
    assert "mydata-direct" in keys(scene.says(KIM, "!mydata"))
    (said,) = [reply for reply in scene.says(KIM, "!status") if isinstance(reply, Reply)]
    assert "operator" in render_words(said.words)
    scene.says(KIM, "!forget me")
    assert Forget(KIM) in scene.says(KIM, "!forget me yes")
    assert scene.room.window == ()
    assert scene.room.frozen_since > 0


@try_each("typed", ["!end", "!end yes", "!forget room", "!lupakan ruang ya"])
def test_nobody_erases_everybodys_words_in_a_frozen_room(typed: str) -> None:
    """What a therapist could erase for all is the incident's record: it waits, and the answer says so."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "moonless otter")
    scene.says(ANA, "!end")
    scene.says(ANA, "!forget room")
    frozen(scene)
    effects = scene.says(ANA, typed)
    assert keys(effects) == ["incident-keeps"]
    assert len(scene.room.window) == 1


def test_a_freeze_outlasts_coming_and_going() -> None:
    """Neither a newcomer, nor the bot's leaving and coming back, nor a room without a policy ends a freeze."""
    scene = Scene(policy()).listening()
    frozen(scene)
    since = scene.room.frozen_since
    people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
    arrived = Arrived(EventId("$again"), scene.now, people, encrypted=True, private=True, history="joined")
    for event in (
        Joined(EventId("$ben"), scene.now, Person(UserId("@ben:clinic"), "Ben")),
        Ousted(EventId("$out"), scene.now),
        Invited(EventId("$in"), scene.now, ANA, known=True),
        arrived,
    ):
        scene.happens(event)
        assert scene.room.frozen_since == since
        assert leave_unruled_room(scene.room, event).room.frozen_since == since
    scene.says(KIM, "!agree")
    assert keys(scene.says(ANA, "!listen")) == ["incident-paused"]


def test_a_room_that_the_bot_is_not_in_can_be_frozen() -> None:
    """Where the bot has no seat, or no policy holds, the freeze counts all the same and nobody is told."""
    scene = Scene(policy())
    scene.happens(Ousted(EventId("$out"), scene.now))
    order = Frozen(EventId("$frozen"), 5.0)
    for decision in decide(scene.room, order, scene.policy), leave_unruled_room(scene.room, order):
        assert decision.room.frozen_since == 5.0
        assert decision.effects == (Cancel(),)


def test_a_crisis_is_watched_in_a_frozen_room() -> None:
    """An alarm that waits is told on by the clock, frozen or not."""
    scene = Scene(policy(second_contacts=("@sue:clinic",))).listening()
    scene.says(KIM, "I want to kill myself")
    frozen(scene)
    assert "crisis-second" in keys(scene.waits(60))


def test_the_audit_has_why_the_floor_went_off() -> None:
    """The switch of the floor names the operator's pause as its reason."""
    scene = Scene(policy()).listening()
    event = Frozen(EventId("$frozen"), scene.now)
    deeds = list_deeds(scene.room, event, decide(scene.room, event, scene.policy))
    assert [dict(deed.facts)["why"] for deed in deeds if deed.action == "floor"] == ["floor-off-incident"]


@try_each("language", languages())
def test_what_is_said_of_a_freeze_fits_a_phone(language: str) -> None:
    """Each sentence is said in both languages, without a hole in it, and in one short paragraph."""
    for key in (*TOLD, "incident-paused", "incident-keeps", "incident-over", "incident-over-desk"):
        said = render_words(make_words(key, language, prefix="!"))  # type: ignore[arg-type]  # a code
        assert "{" not in said
        assert 40 < len(said) < 400
