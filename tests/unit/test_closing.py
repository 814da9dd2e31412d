"""`!end` with `note_at_end`: the AI goes off at once, the talk goes when the note stands, and never stays for long."""

from note_hour import LINES, hour, made, on_desk
from scene import ANA, KIM, Scene, asks, keys

from bot.model import Effect, Failed, Floor, ShowHead, Trouble


def closed(scene: Scene) -> tuple[Effect, ...]:
    """Let Ana end the session at the desk; return what comes of it."""
    scene.at_desk(ANA, "!end")
    return scene.at_desk(ANA, "!end yes")


def test_the_note_comes_first_and_then_the_talk_goes() -> None:
    """Nothing is heard any more from the first moment; the head of the audit comes with the end."""
    scene = hour(note_at_end="soap")
    effects = scene.at_desk(ANA, "!end")
    assert "I draft a note of it first" in on_desk(effects)
    effects = scene.at_desk(ANA, "!end yes")
    assert "floor-off-closing" in keys(effects)
    assert "end-note" in keys(effects)
    assert scene.room.floor is Floor.OFF
    scene.says(KIM, "something else")
    assert "something else" not in {line.text for line in scene.room.window}
    question = asks(effects)[0]
    done = scene.answers(question.question, LINES)
    assert keys(done)[:2] == ["note-page", "end-done"]
    assert any(isinstance(effect, ShowHead) for effect in done)
    assert (scene.room.window, scene.room.digests, scene.room.closing) == ((), (), 0.0)
    assert scene.room.note is not None


def test_the_note_of_a_closed_session_can_be_reworded_and_finalised() -> None:
    """It holds its own lines: the talk is gone by then."""
    scene = hour(note_at_end="soap")
    question = asks(closed(scene))[0]
    scene.answers(question.question, LINES)
    assert scene.room.note is not None
    scene.at_desk(ANA, "plan: Kim rests", scene.room.note.code)
    assert "note-final" in keys(scene.at_desk(ANA, "!note finalise"))


def test_the_talk_goes_after_ten_minutes_in_any_case() -> None:
    """A model that does not answer keeps nobody's words: until then the note can be asked for again."""
    scene = hour(note_at_end="soap")
    question = asks(closed(scene))[0]
    scene.happens(Failed(scene.id(), scene.now, question.question, Trouble.DOWN))
    assert scene.room.window
    assert len(asks(scene.at_desk(ANA, "!note soap"))) == 1
    effects = scene.waits(601)
    assert "end-done" in keys(effects)
    assert (scene.room.window, scene.room.pending, scene.room.closing) == ((), (), 0.0)


def test_a_session_that_begins_meanwhile_loses_nothing() -> None:
    """What is said after the end belongs to the next session."""
    scene = hour(note_at_end="soap")
    question = asks(closed(scene))[0]
    scene.says(ANA, "!listen")
    scene.says(KIM, "a new day")
    scene.answers(question.question, LINES)
    assert [line.text for line in scene.room.window] == ["a new day"]
    assert scene.room.floor is Floor.LISTEN


def test_where_all_is_read_already_nothing_is_asked() -> None:
    """The note is there at once, and the talk goes at once."""
    scene = hour(note_at_end="soap")
    made(scene)
    scene.at_desk(ANA, "no", scene.room.note.code)  # type: ignore[union-attr]  # it was made just now
    effects = closed(scene)
    assert asks(effects) == []
    assert scene.room.window == ()
    assert scene.room.note is not None


def test_without_the_key_or_with_the_ai_off_no_model_is_asked() -> None:
    """`!end` as ever: what is off stays off, and the question beforehand says that there will be no note."""
    assert asks(closed(hour())) == []
    scene = hour(note_at_end="soap")
    scene.says(KIM, "!stop")
    effects = scene.at_desk(ANA, "!end")
    assert "I draft no note" in on_desk(effects)
    assert asks(scene.at_desk(ANA, "!end yes")) == []
    assert scene.room.window == ()


def test_ending_twice_lets_go_at_once() -> None:
    """Whoever does not want to wait for the note ends the session once more."""
    scene = hour(note_at_end="soap")
    question = asks(closed(scene))[0]
    closed(scene)
    assert (scene.room.window, scene.room.closing) == ((), 0.0)
    assert keys(scene.answers(question.question, LINES)) == []
    assert scene.room.note is None


def test_a_withdrawal_after_the_end_still_counts() -> None:
    """Whoever takes their words back while the note is being made is in no part of it."""
    scene = hour(note_at_end="soap")
    question = asks(closed(scene))[0]
    scene.says(KIM, "!withdraw")
    assert KIM not in {line.sender for line in scene.room.window}
    assert keys(scene.answers(question.question, LINES)) == []
    assert scene.room.note is None
