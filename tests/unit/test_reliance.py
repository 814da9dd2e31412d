"""Reliance: counts for the therapist alone, a card each week, a nudge now and then, and nothing that blocks."""

from dataclasses import replace
from datetime import date

import pytest
from reliance_scene import WEEK, a_week_later, card, decided, facts, this
from scene import ANA, KIM, MODEL, Scene, asks, keys, on_desk, policy

from bot.audit.entries import list_deeds
from bot.model import (
    Alarm,
    Desk,
    Direct,
    EventId,
    Heard,
    Notice,
    Person,
    Reliance,
    Reply,
    Typing,
    UserId,
    WasAway,
)
from bot.session.commands.rights import forget_person
from bot.session.count_reliance import MOST_WEEKS, find_monday
from bot.session.decide import decide
from bot.store.codec import pack_thing, unpack_thing

ZOE = UserId("@zoe:clinic")


def test_each_draft_counts_once_by_the_first_word_on_it() -> None:
    """Let out as it was, changed, refused, undecided: four drafts, four counts, and the times to the first three."""
    scene = on_desk()
    decided(scene, "ok", 2)
    decided(scene, "no", 12)
    decided(scene, "an answer (gobbledyquux), mine", 40)
    code = scene.draft()
    scene.says(ANA, "!off")
    assert code in {outcome.code for outcome in scene.room.outcomes}
    mine = this(scene).get_decisions(ANA)
    assert (mine.approved, mine.changed, mine.refused, this(scene).lapsed) == (1, 1, 1, 1)
    assert mine.waits == (1, 0, 1, 1, 0, 0)
    assert mine.changed_by == round(100 * 6 / 30)


def test_a_changed_draft_that_goes_out_is_not_counted_as_unchanged() -> None:
    """The yes to the therapist's own wording is no approval of the AI's, and neither is a no to it a refusal."""
    scene = on_desk()
    for word in ("ok", "no"):
        code = scene.draft()
        scene.at_desk(ANA, "my own wording here", code)
        scene.at_desk(ANA, word, scene.room.drafts[-1].code)
    mine = this(scene).get_decisions(ANA)
    assert (mine.approved, mine.changed, mine.refused, this(scene).lapsed) == (0, 2, 0, 0)


def test_words_are_counted_by_whose_they_are() -> None:
    """People's talk while the AI is on, and what the AI wrote into the room; not commands, not talk while it is off."""
    scene = Scene(policy(MODEL))
    scene.says(KIM, "nobody counts this")
    scene.listening()
    scene.says(KIM, "one two three")
    scene.says(ANA, "four five")
    (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
    scene.answers(asked.question, "gobbledyquux seven eight nine")
    assert (this(scene).said, this(scene).written, this(scene).posts, this(scene).turns) == (5, 4, 1, 1)


def test_what_is_asked_at_the_desk_is_no_word_in_the_room() -> None:
    """An answer that only the therapist reads is a request, and no share of the talk."""
    scene = on_desk()
    (asked,) = asks(scene.at_desk(ANA, "!ask what did we say?"))
    scene.answers(asked.question, "not very much so far")
    assert (this(scene).asked, this(scene).posts, this(scene).written) == (1, 0, 0)


def test_a_client_message_is_followed_within_a_minute_once() -> None:
    """A request counts for the client's messages of the minute before it, each of them once."""
    scene = Scene(policy(MODEL)).listening()
    scene.says(KIM, "too long ago")
    scene.now += 61
    scene.says(KIM, "just before")
    scene.says(ANA, "a therapist's")
    scene.says(ANA, "!explain gobbledyquux")
    scene.says(ANA, "!explain gobbledyquuxes")
    assert (this(scene).turns, this(scene).followed, this(scene).asked) == (2, 1, 2)


def test_what_a_client_wrote_before_a_pause_is_not_followed() -> None:
    """Once the AI was off, a later request follows nothing that was said before, however soon it comes."""
    scene = Scene(policy(MODEL)).listening()
    scene.says(KIM, "just before")
    scene.says(KIM, "!stop")
    scene.says(ANA, "!listen")
    scene.says(KIM, "!explain gobbledyquux")
    assert (this(scene).turns, this(scene).followed, this(scene).asked) == (1, 0, 1)


def test_an_answer_into_somebodys_typing() -> None:
    """While somebody types, and five seconds after, a message of the AI's came into it; later it did not."""
    scene = Scene(policy(MODEL)).listening()

    def answered(busy: bool, later: float) -> None:
        (asked,) = asks(scene.says(KIM, "!explain gobbledyquux"))
        scene.happens(Typing(scene.id(), scene.now, busy))
        scene.now += later - 1
        scene.answers(asked.question, "an answer")

    for busy, later, into in ((True, 20, 1), (False, 5, 2), (False, 6, 2)):
        answered(busy, later)
        assert this(scene).into_typing == into
    assert this(scene).posts == 3


def test_what_is_taken_back_counts() -> None:
    """Each AI message that a therapist deletes counts once, on the card of that week, also one at the desk."""
    scene = on_desk()
    decided(scene, "ok")
    scene.at_desk(ANA, "!retract K1")
    scene.at_desk(ANA, "!retract K1")
    (asked,) = asks(scene.at_desk(ANA, "!explain gobbledyquux"))
    scene.answers(asked.question, "an answer")
    assert this(scene).retracted == 1
    scene.at_desk(ANA, f"!retract {scene.room.said[-1].code}")
    assert this(scene).retracted == 2
    assert facts(scene.at_desk(ANA, "!reliance"))["retracted"] == "2"


def test_time_counts_while_the_ai_is_on_and_the_bot_is_there() -> None:
    """Neither the time while the AI is off counts, nor what passed while the bot was away."""
    scene = on_desk()
    scene.now += 100
    scene.says(ANA, "!off")
    assert this(scene).on == pytest.approx(101)
    scene.now += 500
    scene.says(ANA, "!listen")
    scene.now += 400
    scene.happens(WasAway(scene.id(), scene.now, scene.now - 390))
    assert this(scene).on == pytest.approx(111)


def test_an_alarm_counts_for_whoever_acknowledged_it() -> None:
    """The time from an alarm to `!ack` is a therapist's own."""
    scene = on_desk()
    scene.says(KIM, "I want to kill myself")
    assert scene.room.alarms
    scene.now += 44
    scene.at_desk(ANA, "!ack")
    assert this(scene).get_decisions(ANA).acks == (0, 0, 0, 1, 0, 0)


def test_the_card_is_at_the_desk_alone() -> None:
    """Typed in the session room, it says so there and shows at the desk; typed at the desk, it shows there."""
    scene = on_desk()
    effects = scene.says(ANA, "!reliance")
    assert [type(effect) for effect in effects] == [Reply, Notice]
    assert card(effects).where == Desk()
    assert not card(effects).rings
    assert keys(effects) == ["reliance-elsewhere", "reliance-card"]
    assert keys(scene.at_desk(ANA, "!kebiasaan")) == ["reliance-card"]


def test_no_client_and_no_policy_can_get_at_it() -> None:
    """A client is refused, also where the policy gives clients the command."""
    assert keys(on_desk().says(KIM, "!reliance")) == ["not-permitted"]
    assert keys(on_desk(ask={"reliance": ("client", "therapist")}).says(KIM, "!reliance")) == ["not-permitted"]


def test_of_two_therapists_each_sees_their_own() -> None:
    """With a colleague at the desk the card goes to a room with the caller alone, with the caller's decisions alone."""
    scene = Scene(policy(MODEL, approval="all", therapists=(str(ANA), str(ZOE))))
    scene.joins(Person(ZOE, "Zoe"))
    scene.says(ZOE, "!agree")
    scene.listening()
    decided(scene, "ok")
    for who, approved in ((ANA, "1 of 1"), (ZOE, "none")):
        effects = scene.at_desk(who, "!reliance")
        assert card(effects).where == Direct(who)
        assert facts(effects)["approved"] == approved
    shown = [
        notice for notice in a_week_later(scene) if isinstance(notice, Notice) and notice.words.key == "reliance-card"
    ]
    assert {notice.where for notice in shown} == {Direct(ANA), Direct(ZOE)}


def test_a_card_comes_by_itself_once_a_week() -> None:
    """The first time in a new week that the AI is turned on, the week before comes to the desk; never again in that week."""
    scene = on_desk()
    decided(scene, "ok")
    begins = this(scene).monday
    effects = a_week_later(scene)
    assert card(effects).where == Desk()
    assert facts(effects)["since"] == date.fromordinal(begins).isoformat()
    assert facts(effects)["approved"] == "1 of 1"
    scene.says(ANA, "!off")
    assert "reliance-card" not in keys(scene.says(ANA, "!listen"))


def test_a_week_is_shown_by_itself_once() -> None:
    """A week whose card came is not shown again after a week in which nothing was counted."""
    scene = on_desk()
    decided(scene, "ok")
    scene.says(ANA, "!off")
    scene.now += 2 * WEEK
    counts = scene.room.reliance
    scene.room = replace(scene.room, reliance=replace(counts, told=find_monday(scene.now - WEEK)))
    assert "reliance-card" not in keys(scene.says(ANA, "!listen"))


def test_no_nudge_comes_beside_an_alarm() -> None:
    """While an alarm waits, nothing else asks for the therapist's attention; the nudge comes with the next draft."""
    scene = on_desk()
    for _ in range(9):
        decided(scene, "ok")
    alarm = Alarm("A1", "identity-changed", scene.now)
    scene.room = replace(scene.room, alarms=(alarm,))
    assert "reliance-unchanged" not in keys(decided(scene, "ok"))
    scene.room = replace(scene.room, alarms=())
    assert "reliance-unchanged" in keys(decided(scene, "ok"))


def test_no_card_comes_where_the_command_is_switched_off() -> None:
    """A policy that leaves `!reliance` out of its commands leaves out the weekly card and the nudges too."""
    scene = on_desk(commands=("listen", "explain"))
    for _ in range(12):
        effects = decided(scene, "ok")
    assert not [key for key in keys(effects) if key.startswith("reliance")]
    assert "reliance-card" not in keys(a_week_later(scene))


def test_the_week_before_stands_in_brackets() -> None:
    """The card compares with the week before it."""
    scene = on_desk()
    decided(scene, "ok")
    a_week_later(scene)
    decided(scene, "no")
    result = facts(scene.at_desk(ANA, "!reliance"))
    assert (result["approved"], result["approved_before"], result["approved_bar"]) == ("0 of 1", "1 of 1", "░" * 10)
    assert result["refused_bar"] == "█" * 10


def test_the_card_says_where_the_median_lies() -> None:
    """Of the times to a decision the card has the middle one, and of the shares that were changed the mean."""
    scene = on_desk()
    for after in (2, 20, 40):
        decided(scene, "no", after)
    decided(scene, "say: an answer (gobbledyquux), mine", 400)
    decided(scene, "say: an answer (gobbledyquux)", 400)
    result = facts(scene.at_desk(ANA, "!reliance"))
    assert (result["wait"], result["depth"], result["changed"]) == ("30–60 s", "10 %", "2 of 5")  # noqa: RUF001 - as the card has it
    assert result["ack"] == "none"


def test_ten_in_a_row_are_a_nudge_once_a_day() -> None:
    """After ten drafts let out as they were a quiet line comes to the desk, and no other that day; nothing is blocked."""
    scene = on_desk()
    said = [keys(decided(scene, "ok")) for _ in range(30)]
    assert [number for number, item in enumerate(said, 1) if "reliance-unchanged" in item] == [10]
    assert all("answer" in line for line in said)
    nudge = next(
        effect for effect in scene.effects if isinstance(effect, Notice) and effect.words.key == "reliance-unchanged"
    )
    assert (nudge.where, nudge.rings, dict(nudge.words.args)["count"]) == (Desk(), False, 10)


def test_a_changed_or_refused_draft_ends_the_row() -> None:
    """Nine, a no, and nine more are no reason for a nudge."""
    scene = on_desk()
    words = ["ok"] * 9 + ["no"] + ["ok"] * 9
    assert not [word for word in words if "reliance-unchanged" in keys(decided(scene, word))]


def test_quick_words_and_many_words_are_a_nudge() -> None:
    """Most drafts decided within three seconds are a reason; so is an AI that wrote over a third of all words."""
    scene = on_desk()
    said = [keys(decided(scene, word, 2)) for word in ("no", "ok") * 5]
    assert ["reliance-quick" in line for line in said].index(True) == 9
    scene = on_desk()
    scene.says(KIM, "word " * 150)
    code = scene.draft(text=" ".join(f"word{number}" for number in range(80)))
    assert "reliance-words" in keys(scene.at_desk(ANA, "ok", code))


def test_counts_outlast_the_session_and_a_restart() -> None:
    """`!stop`, `!end` and `!forget me` leave the numbers; `!forget room` erases them, and the notebook keeps them else."""
    scene = on_desk()
    decided(scene, "ok")
    mine = this(scene).decisions
    gone = forget_person(scene.room, scene.policy, ANA, scene.now)
    assert gone.room.reliance.weeks[-1].decisions == mine
    for typed in ("!stop", "!end", "!end yes"):
        scene.says(ANA, typed)
    assert this(scene).decisions == mine
    assert unpack_thing("room", pack_thing(scene.room)) == scene.room
    scene.says(ANA, "!listen")
    scene.draft()
    scene.says(ANA, "!forget room")
    scene.says(ANA, "!forget room yes")
    assert scene.room.reliance == Reliance()


def test_old_weeks_go() -> None:
    """No more than the last weeks are kept."""
    scene = on_desk()
    for _ in range(MOST_WEEKS + 3):
        scene.says(KIM, "a word")
        a_week_later(scene)
    scene.says(KIM, "a word")
    assert len(scene.room.reliance.weeks) == MOST_WEEKS
    assert this(scene).monday == find_monday(scene.now)


def test_a_week_begins_on_monday() -> None:
    """Every moment belongs to the Monday at or before it."""
    for days in range(14):
        begins = date.fromordinal(find_monday(1_700_000_000 + days * 86_400.0))
        assert begins.weekday() == 0


def test_nobody_else_hears_of_it() -> None:
    """The card leaves no entry in the audit, and nothing of it goes to a supervisor."""
    scene = on_desk()
    before = scene.room
    effects = scene.at_desk(ANA, "!reliance")
    assert {effect.where for effect in effects if isinstance(effect, Notice)} == {Desk()}
    heard = Heard(EventId("$again"), ANA, scene.now, "!reliance", signed=True, where=Desk())
    assert list_deeds(before, heard, decide(before, heard, scene.policy)) == ()
