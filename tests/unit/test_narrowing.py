"""`!window`: a therapist sees how much is at hand, has less of it, or none; never more than policy allows."""

from rows import try_each
from scene import ANA, KIM, MODEL, Scene, keys, on_desk, policy

from bot.model import Answered, Ask, Cancel, Frozen, Reply
from bot.session.decide import decide
from bot.session.talk import window
from bot.session.talk.token_estimate import Talk
from bot.words import render_words


def talking(count: int = 4, **rules: object) -> Scene:
    """Return a scene in which Kim has said so many things."""
    scene = Scene(policy(MODEL, **rules)).listening()
    for number in range(count):
        scene.says(KIM, f"thought {number}")
    return scene


def said(scene: Scene, text: str) -> str:
    """Return what the bot answers to what Ana types."""
    (reply,) = (effect for effect in scene.says(ANA, text) if isinstance(effect, Reply))
    return render_words(reply.words)


def take_newest_lines(lines: Talk, most: int) -> Talk:
    """Return what of `lines` is sent where there is room for so many."""
    return window._take_newest_lines(lines, most, since=0.0)


def asked(scene: Scene) -> list[str]:
    """Return the talk that a question sends."""
    (question,) = (effect for effect in scene.says(ANA, "!ask what was said?") if isinstance(effect, Ask))
    return [line.text for line in question.context]


def test_it_says_what_is_held_by_counts() -> None:
    """How many messages, since when, of whom, and the limits; no word of them."""
    answer = said(talking(), "!window")
    assert "4 messages" in answer
    assert "Kim 4" in answer
    assert "At most 30 messages, for 60 minutes" in answer
    assert "thought" not in answer


def test_it_says_that_nothing_is_held() -> None:
    """Also while the AI is off."""
    assert "no words at hand" in said(Scene(policy()), "!window")


@try_each("typed", ["!window 2", "!tersimpan 2", "!jendela 2", "!window 2 messages", "!jendela 2 pesan", "!WINDOW 2."])
def test_fewer_messages_are_kept_from_now_on(typed: str) -> None:
    """The rest goes at once, and a question sends no more than that."""
    scene = talking()
    scene.says(ANA, typed)
    assert [line.text for line in scene.room.window] == ["thought 2", "thought 3"]
    scene.says(KIM, "thought 4")
    assert asked(scene) == ["thought 3", "thought 4"]


@try_each("typed", ["!window 5m", "!window 5 minutes", "!jendela 5 menit"])
def test_messages_go_after_fewer_minutes(typed: str) -> None:
    """By themselves, without anybody writing."""
    scene = talking()
    scene.says(ANA, typed)
    scene.waits(200)
    assert len(scene.room.window) == 4
    scene.waits(150)
    assert not scene.room.window


def test_a_therapist_cannot_have_more_than_policy_allows() -> None:
    """A number above it changes nothing, and the answer says what holds."""
    scene = talking(window={"messages": 3, "minutes": 20})
    answer = said(scene, "!window 90")
    assert "at most 3 messages, for 20 minutes" in answer
    assert len(scene.room.window) == 3


def test_all_goes_back_to_policy() -> None:
    """What was narrowed is widened again, for what comes from then on."""
    scene = talking()
    scene.says(ANA, "!window 1")
    scene.says(ANA, "!window all")
    scene.says(KIM, "another")
    assert asked(scene) == ["thought 3", "another"]


def test_it_stays_narrow_until_the_session_ends() -> None:
    """Off and on again changes nothing; after `!end` policy holds."""
    scene = talking()
    scene.says(ANA, "!window 1")
    scene.says(KIM, "!stop")
    scene.says(ANA, "!listen")
    assert scene.room.window_messages == 1
    scene.says(ANA, "!end")
    scene.says(ANA, "!end yes")
    assert scene.room.window_messages == 0


@try_each("typed", ["!window clear", "!tersimpan kosongkan"])
def test_clear_empties_it_and_ends_what_rests_on_it(typed: str) -> None:
    """Drafts and questions that rest on words which are gone are gone too; a term that was asked for stays."""
    scene = on_desk()
    scene.says(KIM, "something private")
    rests = scene.draft("!ask what did Kim say?", ANA)
    alone = scene.draft("!explain gobbledyquux")
    scene.says(ANA, "!ask and before that?")
    effects = scene.says(ANA, typed)
    assert not scene.room.window
    assert [draft.code for draft in scene.room.drafts] == [alone]
    assert not scene.room.pending
    assert "answer-dropped" in keys(effects)
    assert "window-cleared" in keys(effects)
    assert scene.room.outcomes[-1].code == rests


@try_each("typed", ["!window 0", "!window lots", "!window -3", "!window 99999", "!window 10 apples"])
def test_what_is_no_limit_is_told_and_changes_nothing(typed: str) -> None:
    """One line with examples."""
    scene = talking()
    assert keys(scene.says(ANA, typed)) == ["window-what"]
    assert len(scene.room.window) == 4


def test_a_client_does_not_decide_it() -> None:
    """They can stop the AI, withdraw or be forgotten; the window is the therapist's."""
    assert keys(talking().says(KIM, "!window clear")) == ["not-permitted"]


def test_a_frozen_room_keeps_what_it_has() -> None:
    """After an incident nothing is erased by a command over everybody's words; looking is allowed."""
    scene = talking()
    scene.happens(Frozen(scene.id(), scene.now, lifted=False))
    held = len(scene.room.window)
    assert keys(scene.says(ANA, "!window clear")) == ["incident-keeps"]
    assert keys(scene.says(ANA, "!window")) == ["window-holds"]
    assert len(scene.room.window) == held


def test_clear_holds_back_an_answer_that_rests_on_it_and_does_not_stand_yet() -> None:
    """What was let out a moment ago, and is not in the room yet, never will be."""
    scene = talking()
    (question,) = (effect for effect in scene.says(ANA, "!ask what was said?") if isinstance(effect, Ask))
    answer = Answered(scene.id(), scene.now, question.question, "A few thoughts.", "house", "small")
    scene.room = decide(scene.room, answer, scene.policy).room
    assert len(scene.room.said) == 1
    effects = scene.says(ANA, "!window clear")
    assert Cancel(question.question) in effects
    assert not scene.room.said


def test_no_turn_is_sent_without_how_it_began() -> None:
    """Where only the newest messages fit, those of a turn whose beginning does not are left out; of one long turn the newest stay."""
    scene = talking(2)
    scene.says(ANA, "and then?")
    lines = scene.room.window
    assert [line.text for line in take_newest_lines(lines, 2)] == ["and then?"]
    assert [line.text for line in take_newest_lines(lines[:2], 1)] == ["thought 1"]
    assert take_newest_lines(lines, 3) == lines
