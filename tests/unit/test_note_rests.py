"""The open note and what it rests on: an edit, a deletion, a withdrawal, the end, time; and who else may see it."""

from note_hour import LINES, hour, line_id, made, note, on_desk, texts
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, policy

from bot.model import (
    Answered,
    Came,
    Card,
    Desk,
    Edited,
    Event,
    EventId,
    Frozen,
    Heard,
    Language,
    Notice,
    Person,
    Redacted,
    Reply,
    Retract,
    UserId,
    make_words,
)
from bot.session.attention import is_edit_heeded, limit_attention
from bot.session.decide import decide
from bot.words import render_words

LEE = UserId("@lee:clinic")


def changes(scene: Scene, target: str) -> list[Event]:
    """Return an edit and a deletion of a message of Kim's."""
    event = next(line.id for line in scene.room.window if line.id == target)
    return [
        Edited(scene.id(), KIM, scene.now, event, "four hours"),
        Redacted(scene.id(), KIM, scene.now, event),
    ]


@try_each("which", [0, 1])
def test_an_edit_or_deletion_takes_the_lines_that_rest_on_it(which: int) -> None:
    """The rest of the note stays and is shown anew; what was read of that stretch is forgotten."""
    scene = hour()
    made(scene)
    effects = scene.happens(changes(scene, line_id(scene, "three hours"))[which])
    assert texts(scene) == ["Client will write it down each night."]
    assert "1 that went with a message" in on_desk(effects)
    assert any(isinstance(effect, Retract) for effect in effects)
    assert scene.room.digests == ()


def test_a_withdrawal_takes_that_persons_lines() -> None:
    """Lines that rest on nobody else's words go; so does all that was read of stretches that hold them."""
    scene = hour()
    made(scene, text=f"{LINES}\nassessment: Therapist 1 asked about sleep. [1]")
    scene.says(KIM, "!withdraw")
    assert texts(scene) == ["Therapist asked about sleep."]
    assert scene.room.digests == ()


@try_each("typed", ["!window clear", "!forget room", "!end"])
def test_what_empties_the_window_forgets_what_was_read(typed: str) -> None:
    """An open note goes with it too, except at the end of a session: then it waits to be finalised."""
    scene = hour()
    made(scene)
    scene.says(ANA, typed)
    scene.says(ANA, f"{typed} yes")
    assert scene.room.digests == ()
    assert (scene.room.note is not None) == (typed == "!end")


def test_talk_that_is_too_old_takes_what_was_read_of_it() -> None:
    """What was read out of words lives no longer than they do."""
    scene = hour(idle=1440, absence=1440)
    made(scene)
    scene.waits(13 * 3600)
    assert scene.room.window == ()
    assert scene.room.digests == ()
    assert scene.room.note is not None


def test_a_note_that_nobody_finalises_goes() -> None:
    """After `retention.drafts` hours, with one line."""
    scene = hour(retention={"drafts": 2})
    made(scene)
    assert "note-overdue" in keys(scene.waits(3 * 3600))
    assert scene.room.note is None


def test_a_question_is_dropped_with_a_message_that_it_rests_on() -> None:
    """An edit while the model reads: the therapist is told at the desk, and typing it again goes on."""
    scene = hour()
    question = asks(scene.says(ANA, "!note soap"))[0]
    effects = scene.happens(changes(scene, line_id(scene, "three hours"))[0])
    assert "answer-dropped" in keys(effects)
    assert all(effect.where == Desk() for effect in effects if isinstance(effect, Notice | Reply | Card))
    assert keys(scene.answers(question.question, LINES)) == []
    assert scene.room.digests == ()


def test_the_ai_going_off_stops_the_reading_and_leaves_the_note() -> None:
    """An answer that comes after that is dropped; an open note is the therapist's and stays."""
    scene = hour()
    made(scene)
    scene.says(KIM, "something new")
    question = asks(scene.at_desk(ANA, "!note soap"))[0]
    scene.says(KIM, "!stop")
    assert keys(scene.answers(question.question, "plan: Client 1 will rest. [1]")) == []
    assert scene.room.note is not None


def test_a_frozen_room_keeps_its_note_as_it_is() -> None:
    """After an incident nothing is reworded, finalised or dropped."""
    scene = hour()
    made(scene)
    scene.happens(Frozen(scene.id(), scene.now))
    for typed in ("plan: x", "no", "finalise"):
        assert keys(scene.at_desk(ANA, typed, note(scene))) == ["incident-paused"]
    assert keys(scene.at_desk(ANA, "!note finalise")) == ["incident-paused"]
    assert texts(scene) == ["Client slept badly.", "Client will write it down each night."]


def test_a_crash_in_the_middle_changes_nothing() -> None:
    """The same events decided again from the stored room lead to the same note: nothing is remembered elsewhere."""
    scene = hour()
    question = asks(scene.at_desk(ANA, "!note soap"))[0]
    answer = Answered(scene.id(), scene.now, question.question, LINES, "house", "small")
    assert decide(scene.room, answer, scene.policy) == decide(scene.room, answer, scene.policy)


def test_who_comes_to_the_desk_sees_the_open_note() -> None:
    """A second therapist could not read what was posted before they came."""
    scene = hour()
    made(scene)
    assert "note-page" in keys(scene.happens(Came(scene.id(), scene.now, Desk(), ANA)))


@try_each("language", ["en", "id"])
def test_every_sentence_of_a_note_fits_a_phone(language: str) -> None:
    """Whatever is said about notes can be said in each language, in a few lines."""
    scene = hour()
    made(scene, "!note soap" if language == "en" else "!catatan soap", "plan: Client 1 will write. [4]")
    for key in ("note-what", "note-name-it", "note-none", "note-newer", "note-dropped", "note-overdue"):
        text = render_words(make_words(key, Language(language), code="K1", heading="plan", prefix="!", hours=24))
        assert 10 < len(text) < 260


def test_a_couple_is_told_apart() -> None:
    """Each person of two goes by name, and who withdraws takes their own lines."""
    scene = Scene(policy(approval="all"))
    scene.joins(Person(LEE, "Lee"))
    for who in (KIM, LEE):
        scene.says(who, "!agree")
    scene.says(ANA, "!listen")
    scene.says(KIM, "i want more time")
    scene.says(LEE, "i want less noise")
    made(scene, "!note free", "note: Client 1 wants more time. [1]\nnote: Client 2 wants less noise. [2]")
    assert texts(scene) == ["Kim wants more time.", "Lee wants less noise."]
    scene.says(LEE, "!withdraw")
    assert texts(scene) == ["Kim wants more time."]


def test_what_is_said_to_a_note_reaches_the_bot_and_other_talk_at_the_desk_does_not() -> None:
    """A reply to the note and its code are for the bot, on any floor; what therapists write to each other it does not keep."""
    scene = hour()
    made(scene)
    scene.says(KIM, "!stop")
    assert scene.room.note is not None
    card = scene.room.note.cards[0]
    reply = Heard(scene.id(), ANA, scene.now, "plan: Kim rests", reply_to=card, where=Desk(), signed=True)
    code = Heard(scene.id(), ANA, scene.now, f"finalise {note(scene)}", where=Desk(), signed=True)
    other = Heard(scene.id(), ANA, scene.now, "finalise what?", where=Desk(), signed=True)
    assert [limit_attention(scene.room, message, scene.policy) for message in (reply, code, other)] == [
        reply,
        code,
        None,
    ]


def test_an_edit_of_a_message_that_has_left_the_window_takes_its_lines_too() -> None:
    """The words have gone with time, what rests on them is still open: whoever takes them back is obeyed."""
    scene = hour(idle=1440, absence=1440)
    made(scene)
    target = line_id(scene, "three hours")
    scene.waits(13 * 3600)
    assert scene.room.window == ()
    edit = Edited(scene.id(), KIM, scene.now, EventId(target), "four hours")
    assert is_edit_heeded(scene.room, edit)
    scene.happens(edit)
    assert texts(scene) == ["Client will write it down each night."]
