"""Scenes of waiting: whoever asked reads in one line how their answer fares, and nothing new is said for it."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, Scene, asks, keys, on_desk, posted

from bot.model import (
    Amend,
    Clear,
    Desk,
    Direct,
    Edited,
    Effect,
    EventId,
    Left,
    Notice,
    Redacted,
    Reply,
    Room,
    SessionRoom,
    Shown,
)
from bot.words import render_words


def lines(effects: tuple[Effect, ...]) -> list[tuple[EventId, str]]:
    """Return the edits of waiting lines: which message, and what it says now."""
    return [
        (effect.event, render_words(effect.words))
        for effect in effects
        if isinstance(effect, Amend) and effect.where != Desk()
    ]


def waiting(**rules: object) -> tuple[Scene, EventId, EventId]:
    """Return a scene in which Kim waits, the message that asked, and the line that tells so."""
    scene = on_desk(**rules)
    scene.draft()
    (line,) = scene.room.waiting
    assert line.event is not None
    return scene, line.question, line.event


def test_let_out() -> None:
    """After the therapist's yes the line says so."""
    scene, _, line = waiting()
    assert lines(scene.at_desk(ANA, "ok", "K1")) == [(line, "Looked at, and let out.")]
    assert lines(scene.says(KIM, "thank you")) == []


def test_not_let_out() -> None:
    """After a no it says so, and what one can do; of who said it, or why, it says nothing."""
    scene, _, line = waiting()
    assert lines(scene.at_desk(ANA, "no", "K1")) == [(line, "Not let out. You can ask Ana, or ask me again.")]


@try_each("change", ["stop", "withdrawal", "time", "leaving", "deleted"])
def test_every_other_end_reads_the_same(change: str) -> None:
    """Why an answer was not let out is nobody's business in the room: a withdrawal looks like a lapse."""
    scene, question, line = waiting()
    effects = {
        "stop": lambda: scene.says(ANA, "!stop"),
        "withdrawal": lambda: scene.says(KIM, "!withdraw"),
        "time": lambda: scene.waits(11 * 60),
        "leaving": lambda: scene.happens(Left(scene.id(), scene.now, KIM)),
        "deleted": lambda: scene.happens(Redacted(scene.id(), KIM, scene.now, question)),
    }[change]()
    ((event, says),) = lines(effects)
    assert (event, says.split(".")[0]) == (line, "Not let out")


def test_taken_back() -> None:
    """What was let out and then retracted is taken back in the line too, beside the new message that the room needs."""
    scene, _, line = waiting()
    scene.at_desk(ANA, "ok", "K1")
    effects = scene.says(ANA, "!retract", reply_to=scene.posts["K1"])
    assert keys(effects) == ["retracted", "approval-taken-back"]
    assert lines(effects)[0][0] == line


def test_you_changed_it_asked_again() -> None:
    """An edited question is asked anew, and its own line says so; the next card adds no line, and its end is told in this one."""
    scene, question, line = waiting()
    effects = scene.happens(Edited(scene.id(), KIM, scene.now, question, "!explain snollygoster"))
    assert lines(effects) == [(line, "You changed it, so I asked again. Ana will look at it first.")]
    scene.answers(question, "a word")
    assert keys(tuple(scene.effects[-1:])) == ["card-draft"]
    assert lines(scene.at_desk(ANA, "ok", "K2"))[-1] == (line, "Looked at, and let out.")


def test_a_rewording_changes_nothing_for_whoever_waits() -> None:
    """The therapist's own wording is still looked at; only its end is told."""
    scene, _, line = waiting()
    assert lines(scene.at_desk(ANA, "some other words instead", "K1")) == []
    assert lines(scene.at_desk(ANA, "ok K2")) == [(line, "Looked at, and let out.")]


def test_asked_again_by_the_therapist() -> None:
    """After `again` the line says once more who looks at it, and no second line comes."""
    scene, _, line = waiting()
    scene.waits(11 * 60)
    effects = scene.at_desk(ANA, "again", "K1")
    assert lines(effects) == [(line, "Ana will look at it first.")]
    scene.answers(asks(effects)[0].question, "a word")
    assert len(scene.room.waiting) == 1


def test_a_line_that_stands_late_says_what_is_true_by_then() -> None:
    """Where the therapist is quicker than the line, it is edited as soon as it stands; it is never taken for the answer."""
    scene = on_desk()
    asked = asks(scene.says(KIM, "!explain gobbledyquux"))[0]
    scene.answers(asked.question, "a word")
    (line,) = scene.room.waiting
    scene.room = decide_without_line(scene)
    (answer,) = posted(scene.at_desk(ANA, "ok", "K1"))
    effects = scene.happens(Shown(scene.id(), scene.now, EventId("$late"), line.code, SessionRoom()))
    assert lines(effects) == [(EventId("$late"), "Looked at, and let out.")]
    assert [said.event for said in scene.room.said] == [scene.posts["K1"]]
    assert answer.code == "K1"


def decide_without_line(scene: Scene) -> Room:
    """Return the room as if its waiting line did not stand yet."""
    return replace(scene.room, waiting=tuple(replace(line, event=None) for line in scene.room.waiting))


def test_in_their_direct_room_it_is_told_there() -> None:
    """The line stands where they asked, and is edited there; once they have cleared that room nothing is written there any more."""
    for cleared in (False, True):
        scene = on_desk()
        asked = asks(scene.says(KIM, "!express my rough words", where=Direct(KIM)))[0]
        scene.answers(asked.question, "I feel tired.")
        if cleared:
            assert Clear(Direct(KIM)) in scene.says(KIM, "!clear", where=Direct(KIM))
        effects = scene.at_desk(ANA, "no", "K1")
        told = [effect.where for effect in effects if isinstance(effect, Amend) and effect.where != Desk()]
        assert told == ([] if cleared else [Direct(KIM)])


def test_what_nobody_asked_for_has_no_line() -> None:
    """Nobody waits for a translation that comes by itself, or for a summary."""
    scene = on_desk()
    scene.says(ANA, "!translate auto id en")
    assert scene.room.waiting == ()
    assert not [effect for effect in scene.effects if isinstance(effect, Reply | Notice) and effect.code[:1] == "W"]


def test_a_line_is_forgotten_with_what_became_of_its_draft() -> None:
    """It holds no words, and goes with `retention.drafts`."""
    scene, _, _ = waiting(retention={"drafts": 1})
    scene.at_desk(ANA, "ok", "K1")
    scene.waits(3 * 3600)
    assert scene.room.waiting == ()
