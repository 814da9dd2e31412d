"""What is kept of summaries and notes: what the audit says of them, what a person is shown, what erasing takes."""

import json

from note_hour import LINES, hour, made
from scene import ANA, KIM, Scene, asks

from bot.app.show.person_data import _list_note_lines
from bot.audit.entries import list_deeds
from bot.model import Answered, Desk, Event, Heard, Retract
from bot.session.commands.rights import forget_person, forget_whole_room
from bot.session.decide import decide
from bot.store.codec import pack_thing, unpack_thing

WORDS = ("slept", "each night", "Kim rests", "three hours")


def noted(scene: Scene, event: Event) -> dict[str, dict[str, object]]:
    """Return the facts that the audit notes of an event, by action."""
    return {
        deed.action: dict(deed.facts) for deed in list_deeds(scene.room, event, decide(scene.room, event, scene.policy))
    }


def test_the_audit_tells_what_was_made_and_no_word_of_it() -> None:
    """How many lines were read, laid and left out, and that a note was finalised or ended; never what they say."""
    scene = hour()
    question = asks(scene.at_desk(ANA, "!note soap"))[0]
    answer = Answered(scene.id(), scene.now, question.question, f"{LINES}\nplan: All is well.", "house", "small")
    said = noted(scene, answer)
    assert (said["talk-read"]["lines"], said["talk-read"]["left-out"]) == (2, 1)
    assert (said["note"]["lines"], said["note"]["own"]) == (2, 0)
    assert "answer-dropped" not in said
    assert not [word for word in WORDS if word in str(said)]
    scene.happens(answer)
    for typed, action in (("!note finalise", "note-finalised"), ("!window clear", "note-ended")):
        heard = Heard(scene.id(), ANA, scene.now + 1, typed, signed=True, where=Desk())
        assert noted(scene, heard)[action] == {"code": "K1"}


def test_another_wording_of_a_note_is_no_message_that_was_taken_back() -> None:
    """The desk's earlier message makes room for the next: nothing got out that should not have, and nobody counts it so."""
    scene = hour()
    made(scene)
    assert scene.room.note is not None
    heard = Heard(scene.id(), ANA, scene.now + 1, "!note plan: Kim rests", signed=True, where=Desk())
    assert "retracted" not in noted(scene, heard)
    assert any(isinstance(happen, Retract) for happen in scene.happens(heard))
    assert sum(week.retracted for week in scene.room.reliance.weeks) == 0


def test_a_person_is_shown_how_much_rests_on_their_words() -> None:
    """By count, for the words are not theirs; a therapist is shown their own lines."""
    scene = hour()
    made(scene)
    assert scene.room.note is not None
    scene.at_desk(ANA, "objective: Kim rests", scene.room.note.code)
    assert _list_note_lines(scene.room, KIM) == [{"resting on own messages": 4, "own": []}]
    assert _list_note_lines(scene.room, ANA) == [{"resting on own messages": 2, "own": ["Kim rests"]}]
    assert _list_note_lines(hour().room, KIM) == []


def test_a_stored_room_comes_back_with_its_note() -> None:
    """Digests and the open note are part of the room, and a room from before there were any still loads."""
    scene = hour()
    made(scene)
    assert unpack_thing("room", pack_thing(scene.room)) == scene.room
    old = json.loads(pack_thing(scene.room))
    for key in ("digests", "note", "closing"):
        del old[key]
    assert unpack_thing("room", json.dumps(old)).note is None


def test_no_log_can_quote_a_note() -> None:
    """What a model or a therapist wrote is in no `repr`."""
    scene = hour()
    made(scene)
    assert scene.room.note is not None
    scene.at_desk(ANA, "plan: Kim rests", scene.room.note.code)
    assert not [word for word in WORDS if word in repr(scene.room)]


def test_erasing_a_person_takes_what_was_read_of_their_words() -> None:
    """Also by the operator, beside a stopped bot: lines that rest on their messages, and a therapist's own lines."""
    scene = hour()
    made(scene, text=f"{LINES}\nassessment: Therapist 1 asked about sleep. [1]")
    assert scene.room.note is not None
    scene.at_desk(ANA, "objective: Kim rests", scene.room.note.code)
    kim = forget_person(scene.room, scene.policy, KIM, scene.now).room
    assert kim.digests == ()
    assert [point.text for point in kim.note.points] == ["Therapist asked about sleep.", "Kim rests"]  # type: ignore[union-attr]  # it lies there
    ana = forget_person(scene.room, scene.policy, ANA, scene.now).room
    assert [point.text for point in ana.note.points] == ["Client slept badly."]  # type: ignore[union-attr]  # it lies there
    everybody = forget_whole_room(scene.room, scene.policy, scene.now).room
    assert (everybody.note, everybody.digests) == (None, ())
