"""What was written down of a voice: put right, taken away, never lifting an alarm, and never of whom it may not be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, policy
from voice_scene import EARS, SAID, Heard, voiced

from bot.matrix.send import make_content
from bot.model import (
    Alert,
    Amend,
    Card,
    Edited,
    Effect,
    EventId,
    Purpose,
    Redacted,
    Reply,
    Retract,
    Task,
)
from bot.session.talk.agreement import find_agreement
from bot.words import render_words


def test_the_speaker_puts_it_right_by_a_reply() -> None:
    """Their own words take its place in the room, in the talk, and for whatever is asked next."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    effects = scene.says(KIM, "I went to the bank today", reply_to=scene.posts[post.code])
    (amend,) = (effect for effect in effects if isinstance(effect, Amend))
    assert amend.event == scene.posts[post.code]
    assert make_content(amend, "job")["m.new_content"]["msgtype"] == make_content(post, "job")["msgtype"] == "m.text"
    assert render_words(amend.words) == "Voice, in the speaker's own words: I went to the bank today"
    (line,) = scene.room.window
    assert (line.id, line.text) == (message, "I went to the bank today")


def test_what_a_therapist_let_out_its_speaker_still_puts_right() -> None:
    """Looked at or not: whose voice it was has the last word, in the room and in the talk."""
    scene = Heard(voiced("desk", approval="all")).agrees()
    message = scene.records()
    (card,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Card))
    scene.at_desk(ANA, "ok", card.code)
    effects = scene.says(KIM, "I went to the bank today", reply_to=scene.posts[card.code])
    assert any(isinstance(effect, Amend) and effect.event == scene.posts[card.code] for effect in effects)
    assert [line.text for line in scene.room.window] == ["I went to the bank today"]


def test_an_app_that_leaves_the_reply_to_the_homeserver_has_to_call_the_bot() -> None:
    """Such an app mentions whom it replies to, inside the encryption: with that the reply counts, without it it is talk."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    effects = scene.says(KIM, "the bank", reply_to=scene.posts[post.code], loose=True, answers_bot=True)
    assert [effect for effect in effects if isinstance(effect, Amend)]
    assert [line.text for line in scene.room.window] == ["the bank"]


def test_nobody_else_puts_a_voice_right() -> None:
    """Somebody else's reply is talk of their own, and a homeserver's reply is nobody's."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    scene.says(ANA, "you said the bank", reply_to=scene.posts[post.code])
    scene.says(KIM, "the bank I mean", reply_to=scene.posts[post.code], loose=True)
    assert [line.text for line in scene.room.window] == [SAID, "you said the bank", "the bank I mean"]


def _take_back(scene: Heard, message: EventId, post: EventId, way: str) -> tuple[Effect, ...]:
    """Let the speaker take a voice message back in one of the ways there are."""
    match way:
        case "no":
            return scene.says(KIM, "no", reply_to=post)
        case "deleted":
            return scene.happens(Redacted(scene.id(), KIM, scene.now, message))
        case "forget":
            scene.says(KIM, "!forget me")
            return scene.says(KIM, "!forget me yes")
        case _:
            return scene.says(KIM, way)


@try_each("way", ["no", "deleted", "!withdraw voice", "!withdraw", "forget"])
def test_the_speaker_takes_it_away(way: str) -> None:
    """By a word, by deleting the voice message, by withdrawing, by being forgotten: room and talk lose it."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    effects = _take_back(scene, message, scene.posts[post.code], way)
    assert [effect.event for effect in effects if isinstance(effect, Retract)] == [scene.posts[post.code]], way
    assert not [line for line in scene.room.window if line.voiced], way


def test_what_is_taken_back_before_it_is_written_down_never_comes() -> None:
    """Deleted, withdrawn or stopped meanwhile, the machine's answer is compared and goes nowhere."""
    for way in ("deleted", "!withdraw voice", "!stop"):
        scene = Heard(voiced()).agrees()
        message = scene.records()
        _take_back(scene, message, EventId(""), way)
        effects = scene.machine_writes(message, SAID)
        assert not [effect for effect in effects if isinstance(effect, Reply | Card)], way
        assert not scene.room.window, way


def test_an_edit_of_the_message_itself_changes_no_voice() -> None:
    """What an app edits beneath a recording is not what was said in it."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    scene.happens(Edited(scene.id(), ANA, scene.now, message, "something else"))
    assert scene.room.window[0].text == SAID


def test_what_a_therapist_drops_is_forgotten_and_what_they_reword_stands_so() -> None:
    """The desk's no takes the words out of the talk; its own wording takes their place there."""
    for said, left in (
        ("no", []),
        ("I went to the bank today, it was quiet", ["I went to the bank today, it was quiet"]),
    ):
        scene = Heard(voiced("desk")).agrees()
        message = scene.records()
        (card,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Card))
        scene.at_desk(ANA, said, card.code)
        assert [line.text for line in scene.room.window] == left


def test_a_correction_never_lifts_an_alarm() -> None:
    """Whatever was misheard, a therapist looks: only their word ends it."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, "I want to kill myself tonight")
    scene.happens(Redacted(scene.id(), KIM, scene.now, message))
    assert [alarm for alarm in scene.room.alarms if alarm.is_danger]


def test_a_machine_outside_the_clinic_is_used_only_where_policy_lets_it() -> None:
    """Remote needs `backends_allowed: any` and an agreement; `never` in any file forbids it."""
    far = replace(EARS, where="remote")
    assert voiced(machine=far).transcriber is None
    assert voiced(machine=far, backends_allowed="any").transcriber is None
    signed = replace(far, party="Northwind")
    assert voiced(machine=signed, backends_allowed="any").transcriber == signed
    forbidden = replace(policy(MODEL, transcription="never"), transcription=EARS)
    assert forbidden.transcriber is None


steps = st.lists(
    st.sampled_from(
        ["record", "write", "!agree voice", "!withdraw voice", "!withdraw", "!agree", "!stop", "!listen", "no"]
    ),
    max_size=14,
)


@given(steps, st.sampled_from(["room", "desk"]))
def test_only_voices_of_those_who_agreed_are_ordered_or_kept(said: list[str], transcripts: str) -> None:
    """Whatever people do: an order follows only a yes that was there before, and no kept line outlives it."""
    scene = Heard(voiced(transcripts))
    scene.listening()
    waiting: list[EventId] = []
    for step in said:
        agreed = find_agreement(scene.room, scene.policy, KIM, Purpose.VOICE, scene.now)
        before = len(scene.orders())
        if step == "record":
            waiting.append(scene.records())
            assert len(scene.orders()) == before or (agreed and scene.room.is_on)
        elif step == "write" and waiting:
            scene.machine_writes(waiting.pop(0), SAID)
        elif step == "!listen":
            scene.says(ANA, "!listen")
        elif step not in {"record", "write"}:
            scene.says(KIM, step)
        still = find_agreement(scene.room, scene.policy, KIM, Purpose.VOICE, scene.now)
        assert still or not [line for line in scene.room.window if line.voiced]
        assert not [effect for effect in scene.effects if isinstance(effect, Alert)]
        assert not [pending for pending in scene.room.pending if pending.task is Task.TRANSCRIBE] or scene.room.is_on


def test_a_sentence_of_an_earlier_version_is_still_said() -> None:
    """An alarm that waited while the program was upgraded knows nothing of voices: it is told all the same."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    effects = scene.machine_writes(message, "I want to kill myself tonight")
    (alarm,) = (effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "alarm")
    older = replace(alarm.words, args=tuple(arg for arg in alarm.words.args if arg[0] != "voiced"))
    assert "Alarm" in render_words(older)
    assert "misheard" not in render_words(older)
