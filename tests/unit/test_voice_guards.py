"""Each rule of whose voice is heard stands for itself: where it is, who it is, and what holds when the words come."""

from dataclasses import replace

from rows import try_each
from scene import ANA, KIM, policy
from test_no_pressure import LEE
from voice_scene import SAID, SOUND, Heard, texts, voiced

from bot.model import (
    Amend,
    Attached,
    Cancel,
    Captioned,
    Card,
    Desk,
    Direct,
    Effect,
    EventId,
    Failed,
    Floor,
    Frozen,
    InSession,
    Line,
    Notice,
    Person,
    Purpose,
    Recorded,
    Reply,
    Retract,
    Room,
    Transcribed,
    Trouble,
)
from bot.model import Heard as HeardMessage
from bot.session.attachments import hear_caption, notice_attachment
from bot.session.decide import decide
from bot.session.voice.hear import MOST_WAITING, may_write_down
from bot.words import render_words

DANGER = "I want to kill myself tonight"


@try_each("where", [Desk(), Direct(KIM)])
def test_only_the_session_room_is_listened_to(where: InSession) -> None:
    """At the desk a therapist can type, and in a direct room the words would be nobody's to look at: the honest line is said."""
    scene = Heard(voiced()).agrees()
    scene.says(ANA, "!agree voice")
    sender = KIM if isinstance(where, Direct) else ANA
    scene.effects.clear()
    scene.records(sender, where=where)
    assert not scene.orders()
    assert any("cannot see or hear" in text for text in texts(tuple(scene.effects)))


def test_a_frozen_room_is_not_listened_to() -> None:
    """What an incident has stopped takes nothing in and lets nothing out."""
    scene = Heard(voiced()).agrees()
    scene.happens(Frozen(scene.id(), scene.now))
    scene.room = replace(scene.room, floor=Floor.LISTEN)  # whatever the floor says
    scene.records()
    assert not scene.orders()


def test_a_voice_from_before_the_ai_went_off_is_not_listened_to_after() -> None:
    """Where its key came late, and the AI was off and on again meanwhile, it stays unheard."""
    scene = Heard(voiced()).agrees()
    scene.room = replace(scene.room, off_since=scene.now + 5)
    scene.records()
    assert not scene.orders()


def test_whoever_is_left_out_is_asked_nothing() -> None:
    """Of somebody away nothing is kept; that they could agree to a voice is no line for them."""
    scene = Heard(voiced(absent="left_out"))
    scene.joins(Person(LEE, "Lee"))
    scene.says(KIM, "!agree")
    scene.at_desk(ANA, "!listen without")
    assert LEE in scene.room.left_out
    scene.effects.clear()
    scene.records(LEE)
    assert not scene.orders()
    assert not any("!agree voice" in text for text in texts(tuple(scene.effects)))


def test_a_flood_of_voices_is_bounded() -> None:
    """So many wait and no more; the next is an attachment like any other, and is said to be one."""
    scene = Heard(voiced()).agrees()
    for _ in range(MOST_WAITING):
        scene.records()
    scene.effects.clear()
    scene.records()
    assert not scene.orders()
    assert any("cannot see or hear" in text for text in texts(tuple(scene.effects)))
    assert len(scene.room.pending) == MOST_WAITING


def test_a_voice_needs_both_agreements() -> None:
    """Its words are read along with like any talk: who has not agreed to that has not agreed to this."""
    scene = Heard(voiced()).agrees()
    scene.records()
    (pending,) = scene.room.pending
    now = scene.now + 1
    assert may_write_down(scene.room, scene.policy, pending, now)
    for purpose in (Purpose.LISTEN, Purpose.VOICE):
        rest = tuple(consent for consent in scene.room.consents if consent.purpose is not purpose)
        assert not may_write_down(replace(scene.room, consents=rest), scene.policy, pending, now)
    gone = tuple(person for person in scene.room.roster if person.id != KIM)
    assert not may_write_down(replace(scene.room, roster=gone), scene.policy, pending, now)


def _turn_off(room: Room) -> Room:
    return replace(room, floor=Floor.OFF)


def _let_lapse(room: Room) -> Room:
    return replace(room, consents=tuple(consent for consent in room.consents if consent.purpose is not Purpose.VOICE))


@try_each("change", [_turn_off, _let_lapse])
def test_words_that_come_when_nothing_holds_any_more_are_compared_and_go(change: object) -> None:
    """Off meanwhile, or the agreement over: nothing is kept or shown. What was said is still compared, for it was said before."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    assert callable(change)
    room = change(scene.room)
    scene.room = room
    effects = scene.machine_writes(message, DANGER)
    assert [effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "alarm"]
    assert not [effect for effect in effects if isinstance(effect, Reply) and effect.mark.kind == "transcribe"]
    assert not scene.room.window
    scene.room = room
    assert not scene.machine_writes(message, SAID)


def test_a_failure_is_told_nobody_where_the_ai_is_off() -> None:
    """Who turned it off reads nothing more of what waited."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.room = _turn_off(scene.room)
    assert not scene.happens(Failed(scene.id(), scene.now, message, Trouble.DOWN))


def test_what_waits_as_a_yes_is_taken_back_is_told_nobody() -> None:
    """Neither its words nor that there are none: the message is not waited for any more."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.says(KIM, "!withdraw voice")
    assert not scene.room.pending
    assert not scene.happens(Failed(scene.id(), scene.now, message, Trouble.UNCLEAR))


@try_each("transcripts", ["room", "desk"])
def test_what_is_let_out_and_does_not_stand_yet_never_will(transcripts: str) -> None:
    """A homeserver that is away for a while posts nothing afterwards of somebody who took their yes back meanwhile."""
    scene = Heard(voiced(transcripts)).agrees()
    message = scene.records()
    written = Transcribed(scene.id(), scene.now, message, SAID, SAID, "ears", "whisper-small")
    decision = decide(scene.room, written, scene.policy)  # as posted by nobody so far
    if transcripts == "desk":
        (card,) = _cards(scene.happens(written))
        word = HeardMessage(
            scene.id(), ANA, scene.now + 1, "ok", signed=True, where=Desk(), reply_to=scene.stands[card.code]
        )
        decision = decide(scene.room, word, scene.policy)
    assert [effect for effect in decision.effects if isinstance(effect, Reply) and effect.code]
    scene.room = decision.room
    assert Cancel(message) in scene.says(KIM, "!withdraw voice")
    assert not scene.room.said


def test_a_card_at_the_desk_goes_with_the_yes() -> None:
    """What no therapist has let out yet is never let out, and not kept, once its speaker takes their yes back."""
    scene = Heard(voiced("desk")).agrees()
    (card,) = _cards(scene.machine_writes(scene.records(), SAID))
    scene.says(KIM, "!withdraw voice")
    assert not scene.room.drafts
    effects = scene.at_desk(ANA, "ok", card.code)
    assert not [effect for effect in effects if isinstance(effect, Reply) and effect.mark.kind == "transcribe"]


def test_a_yes_that_is_over_lets_no_card_out() -> None:
    """An agreement that lapsed while the card lay there is none: the therapist's word posts nothing."""
    scene = Heard(voiced("desk")).agrees()
    (card,) = _cards(scene.machine_writes(scene.records(), SAID))
    scene.room = _let_lapse(scene.room)
    effects = scene.at_desk(ANA, "ok", card.code)
    assert not [effect for effect in effects if isinstance(effect, Reply) and effect.mark.kind == "transcribe"]


def test_a_reply_from_an_unsigned_device_changes_no_transcript() -> None:
    """It may be anybody's: neither a correction nor a no."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    for said in ("no", "the bank"):
        effects = scene.says(KIM, said, reply_to=scene.posts[post.code], signed=False)
        assert not [effect for effect in effects if isinstance(effect, Amend | Retract)]
    assert _find_line(scene, message).text == SAID


def test_where_nothing_writes_down_no_key_of_a_recording_is_kept() -> None:
    """Then it is noted that one came, and not where it lies or what opens it."""
    scene = Heard(policy())
    scene.listening()
    came = notice_attachment(scene.room, Recorded(EventId("$v"), KIM, 9.0, sound=SOUND), scene.policy)
    assert came is not None
    assert not isinstance(came, Recorded)


def test_a_voice_under_a_caption_is_heard_like_any_other() -> None:
    """Only what turns the AI down is obeyed of a caption; of any other nothing is kept, and the recording is one."""
    scene = Heard(voiced()).agrees()
    spoken = Captioned(EventId("$v"), KIM, scene.now + 1, caption="(3) voice.ogg", sound=SOUND)
    assert hear_caption(scene.room, spoken, scene.policy) is None
    came = notice_attachment(scene.room, spoken, scene.policy)
    assert came == Recorded(spoken.id, KIM, spoken.at, sound=SOUND)
    assert hear_caption(scene.room, replace(spoken, caption="!stop"), scene.policy)
    without = notice_attachment(scene.room, spoken, policy())
    assert without == Attached(spoken.id, KIM, spoken.at)


def test_a_voice_in_a_thread_is_answered_there() -> None:
    """Its words stand where it was sent, and so does the line that there are none, also after the desk let it out."""
    thread = EventId("$root")
    scene = Heard(voiced()).agrees()
    (post,) = (
        effect for effect in scene.machine_writes(scene.records(thread=thread), SAID) if isinstance(effect, Reply)
    )
    assert post.thread == thread
    effects = scene.happens(Failed(scene.id(), scene.now, scene.records(thread=thread), Trouble.DOWN))
    assert [effect.thread for effect in effects if isinstance(effect, Reply)] == [thread]
    desk = Heard(voiced("desk")).agrees()
    (card,) = _cards(desk.machine_writes(desk.records(thread=thread), SAID))
    effects = desk.at_desk(ANA, "ok", card.code)
    assert [effect.thread for effect in effects if isinstance(effect, Reply) and effect.code] == [thread]
    alone = Heard(voiced())
    alone.listening()
    alone.effects.clear()
    alone.records(thread=thread)
    assert [effect.thread for effect in alone.effects if isinstance(effect, Reply)] == [thread]


@try_each(("typed", "post"), [("no", 0), ("tidak", 0), ("ok", 1), ("iya", 1)])
def test_a_speaker_s_short_word_is_read_in_either_language(typed: str, post: int) -> None:
    """A no takes the transcript away; a yes leaves it, as nothing more is needed."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    effects = scene.says(KIM, typed, reply_to=next(iter(scene.posts.values())))
    assert len([effect for effect in effects if isinstance(effect, Retract)]) == 1 - post
    assert len([line for line in scene.room.window if line.voiced]) == post


def test_a_correction_lifts_no_alarm() -> None:
    """Whatever speaker or therapist put in the place of what a machine heard, only `!ack` ends what it heard."""
    scene = Heard(voiced()).agrees()
    scene.machine_writes(scene.records(), SAID)
    (post,) = scene.posts.values()
    scene.machine_writes(scene.records(), DANGER)
    (alarm,) = (alarm.code for alarm in scene.room.alarms if alarm.is_danger)
    (draft,) = scene.room.drafts
    scene.at_desk(ANA, "I want to sleep tonight, she said", draft.code)
    scene.says(KIM, "I went to the bank today", reply_to=post)
    scene.says(KIM, "no", reply_to=post)
    assert alarm in [alarm.code for alarm in scene.room.alarms]
    scene.at_desk(ANA, "!ack")
    assert not scene.room.alarms


def test_the_alarm_says_in_both_languages_that_it_may_be_misheard() -> None:
    """A therapist who reads Indonesian is told so too."""
    for language, told in (("en", "may have misheard"), ("id", "salah dengar")):
        scene = Heard(voiced(language=[language])).agrees()
        effects = scene.machine_writes(scene.records(), DANGER)
        (alarm,) = (effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "alarm")
        assert told in render_words(alarm.words), language


def _cards(effects: tuple[Effect, ...]) -> list[Card]:
    return [effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "draft"]


def _find_line(scene: Heard, message: EventId) -> Line:
    return next(line for line in scene.room.window if line.id == message)


def test_a_second_answer_to_the_same_message_leads_to_nothing() -> None:
    """Whatever comes twice is decided once: no second transcript, no second alarm."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    again = Transcribed(scene.id(), scene.now, message, DANGER, DANGER, "ears", "whisper-small")
    assert not decide(scene.room, again, scene.policy).effects
    assert not [effect for effect in scene.machine_writes(message, DANGER) if isinstance(effect, Reply | Card | Notice)]
