"""Voice messages: heard where all agree, written down for everybody, told as a machine's words, never kept."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, policy

from bot.model import (
    Alert,
    Amend,
    Ask,
    Card,
    Edited,
    Effect,
    EventId,
    Failed,
    Floor,
    Notice,
    Purpose,
    Recorded,
    Redacted,
    Reply,
    Retract,
    SessionRoom,
    Sound,
    Task,
    Transcribe,
    Transcribed,
    Trouble,
    UserId,
)
from bot.policy import BackendFacts, Policy
from bot.session.talk.agreement import find_agreement, hash_card, make_card
from bot.words import render_words

EARS = BackendFacts("ears", "transcribe", "whisper-small")
SOUND = Sound("mxc://clinic/abc", "k", "iv", "sha", "audio/ogg", 9000, 3.0)
SAID = "I went to the lake today and it was quiet there."


def voiced(transcripts: str = "room", machine: BackendFacts | None = EARS, **rules: object) -> Policy:
    """Return a policy under which `machine` writes voice messages down."""
    named = {"transcription": machine.name, "transcripts": transcripts} if machine else {}
    return replace(policy(MODEL, **named, **rules), transcription=machine)


class Heard(Scene):
    """A scene in which people send voice messages."""

    def agrees(self, person: UserId = KIM) -> "Heard":
        """Let the AI listen, and a person agree to having their voice written down."""
        self.listening()
        self.says(person, "!agree voice")
        return self

    def records(self, sender: UserId = KIM, **more: object) -> EventId:
        """Let somebody send a voice message, and give its id."""
        self.now += 1
        event = Recorded(self.id(), sender, self.now, sound=SOUND)
        self.happens(replace(event, **more))  # type: ignore[arg-type]  # tests name fields
        return event.id

    def orders(self) -> list[Transcribe]:
        """Return every order to write something down."""
        return [effect for effect in self.effects if isinstance(effect, Transcribe)]

    def machine_writes(self, message: EventId, words: str, raw: str = "") -> tuple[Effect, ...]:
        """Let the machine write a message down."""
        self.now += 1
        return self.happens(Transcribed(self.id(), self.now, message, raw or words, words, "ears", "whisper-small"))


def texts(effects: tuple[Effect, ...], kind: type[Reply | Notice] = Reply) -> list[str]:
    """Return what people read of the effects of one kind."""
    return [render_words(effect.words) for effect in effects if isinstance(effect, kind)]


def test_without_a_machine_it_is_a_recording_like_any_other() -> None:
    """Where no policy names one, the honest line is said as before, and nothing is ordered."""
    scene = Heard(policy())
    scene.listening()
    scene.records()
    assert not scene.orders()
    assert any("cannot see or hear" in text for text in texts(tuple(scene.effects)))


def test_nobody_s_voice_leaves_without_their_own_yes() -> None:
    """Agreeing to listening and the model is no yes to the voice: one line says how, once, and nothing leaves."""
    scene = Heard(voiced())
    scene.listening()
    scene.records()
    scene.records()
    assert not scene.orders()
    assert sum("!agree voice" in text for text in texts(tuple(scene.effects))) == 1


def test_nobody_agrees_to_what_there_is_not() -> None:
    """Where nothing writes voices down, `!agree voice` is answered so and kept nowhere, and a policy that wants it waits for nobody."""
    scene = Heard(replace(policy(consent={"purposes": ["listen", "model", "voice"]})))
    scene.listening()
    assert scene.room.is_on
    (effect,) = scene.says(KIM, "!agree voice")
    assert "not written down in this room" in texts((effect,))[0]
    assert not [consent for consent in scene.room.consents if consent.purpose is Purpose.VOICE]


def test_a_clinic_can_want_everybody_s_voice() -> None:
    """With `voice` among its purposes a room begins once everybody has agreed to that too, each for themself."""
    scene = Heard(voiced(consent={"purposes": ["listen", "model", "voice"]}))
    scene.listening()
    assert not scene.room.is_on
    for person in (KIM, ANA):
        scene.says(person, "!agree voice")
    scene.says(ANA, "!listen")
    assert scene.room.is_on


def test_a_yes_to_the_voice_is_apart_from_the_others() -> None:
    """`!agree` means what it meant; `!agree voice` adds the third; `!withdraw voice` takes that alone back."""
    scene = Heard(voiced()).agrees()
    assert find_agreement(scene.room, scene.policy, KIM, Purpose.VOICE, scene.now)
    assert not find_agreement(scene.room, scene.policy, ANA, Purpose.VOICE, scene.now)
    scene.says(KIM, "!withdraw voice")
    assert not find_agreement(scene.room, scene.policy, KIM, Purpose.VOICE, scene.now)
    assert find_agreement(scene.room, scene.policy, KIM, Purpose.MODEL, scene.now)
    assert scene.room.floor is Floor.LISTEN


def test_a_card_speaks_of_voices_only_where_they_are_written_down() -> None:
    """Elsewhere it is letter by letter what it was, so nobody is asked anew; where it is, the card is another one."""
    without, within = policy(), voiced()
    for language in without.card_languages:
        assert "voice" not in render_words(make_card(without, language)).lower()
        assert len(render_words(make_card(within, language))) <= 700
        assert hash_card(without, language) != hash_card(within, language)
    assert "agree voice" in render_words(make_card(within, within.card_languages[0]))


def test_what_was_sent_before_the_yes_is_never_written_down() -> None:
    """A yes counts from then on: one sync is one moment, and what is of the same came earlier."""
    scene = Heard(voiced()).agrees()
    scene.records(at=scene.now)
    assert not scene.orders()
    scene.records()
    assert len(scene.orders()) == 1


@try_each(
    ("unsigned", "changed"),
    [(True, False), (False, True)],
)
def test_a_device_that_nobody_signed_is_not_listened_to(unsigned: bool, changed: bool) -> None:
    """A voice from it, or from one that another identity has, may be anybody's."""
    scene = Heard(voiced()).agrees()
    scene.records(unsigned=unsigned, changed=changed)
    assert not scene.orders()


def test_off_is_off_for_voices_too() -> None:
    """While the AI is off nothing is fetched and nothing remembered."""
    scene = Heard(voiced()).agrees()
    scene.says(KIM, "!stop")
    scene.records()
    assert not scene.orders()


def test_in_the_room_it_stands_as_a_reply_by_a_machine() -> None:
    """A reply to the voice message, said to be a machine's, marked for machines too, mentioning nobody."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    effects = scene.machine_writes(message, SAID)
    (post,) = (effect for effect in effects if isinstance(effect, Reply))
    assert post.to == message
    assert post.mark.generated
    assert (post.mark.kind, post.mark.backend) == ("transcribe", "ears")
    assert not post.mentions
    assert render_words(post.words).startswith(f"Voice, written down by a machine: {SAID}")


def test_at_the_desk_a_therapist_lets_it_out() -> None:
    """With `transcripts: desk` it is a card like any other, and a word at the desk posts it; also where no model answers."""
    scene = Heard(replace(voiced("desk", approval="all"), backend=BackendFacts())).agrees()
    message = scene.records()
    effects = scene.machine_writes(message, SAID)
    assert not [effect for effect in effects if isinstance(effect, Reply)]
    (card,) = (effect for effect in effects if isinstance(effect, Card))
    assert "Kim, voice message" in render_words(card.words)
    (post,) = (effect for effect in scene.at_desk(ANA, "ok", card.code) if isinstance(effect, Reply) and effect.code)
    assert (post.to, post.where) == (message, SessionRoom())
    assert post.mark.generated
    assert "Looked at by Ana" in render_words(post.words)


def test_the_words_are_talk_that_a_machine_wrote() -> None:
    """They stand in the window as their speaker's, with the mark, at the time they were said; questions see them."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    when = scene.now
    scene.says(KIM, "and then we talked")
    scene.machine_writes(message, SAID)
    first = scene.room.window[-2]
    assert (first.id, first.sender, first.text, first.voiced, first.at) == (message, KIM, SAID, True, when)
    (ask,) = (effect for effect in scene.says(ANA, "!ask where was Kim?") if isinstance(effect, Ask))
    assert first in ask.context


@try_each("word", ["!stop", "!listen", "setuju", "I agree", "ok K1"])
def test_it_is_never_a_command_and_never_an_agreement(word: str) -> None:
    """Whatever a machine hears, nobody typed it."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    before = scene.room
    scene.machine_writes(message, word)
    assert (scene.room.floor, scene.room.consents) == (before.floor, before.consents)


def test_words_of_danger_call_people_and_say_that_they_may_be_misheard() -> None:
    """The list reads what was said; the alarm tells where it is from. Nothing of it is posted while that waits."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    effects = scene.machine_writes(message, "I want to kill myself tonight")
    (alarm,) = (effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "alarm")
    assert "may have misheard" in render_words(alarm.words)
    assert not [effect for effect in effects if isinstance(effect, Reply) and effect.mark.backend]


def test_danger_in_what_was_held_back_is_read_all_the_same() -> None:
    """Words that are no certain words can still be a cry: the list reads all that the machine wrote."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    effects = scene.machine_writes(message, "", "I want to kill myself " * 9)
    assert [effect for effect in effects if isinstance(effect, Card) and effect.mark.kind == "alarm"]


@try_each("trouble", [Trouble.UNCLEAR, Trouble.UNUSABLE])
def test_what_nobody_could_make_out_a_therapist_listens_to(trouble: Trouble) -> None:
    """The room reads one calm line; the desk is asked to listen: somebody may be crying."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    if trouble is Trouble.UNCLEAR:
        effects = scene.machine_writes(message, "", "[crying]")
    else:
        effects = scene.happens(Failed(scene.id(), scene.now, message, trouble))
    assert any("Please" in text for text in texts(effects))
    assert any("listen to it yourself" in text for text in texts(effects, Notice))


def test_a_server_that_fails_costs_one_calm_line() -> None:
    """Nobody reads which server, and the desk need not listen because of it."""
    scene = Heard(voiced()).agrees()
    effects = scene.happens(Failed(scene.id(), scene.now, scene.records(), Trouble.DOWN))
    assert len(effects) == 1
    assert "could not write this voice message down" in texts(effects)[0]


def test_the_speaker_puts_it_right_by_a_reply() -> None:
    """Their own words take its place in the room, in the talk, and for whatever is asked next."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    (post,) = (effect for effect in scene.machine_writes(message, SAID) if isinstance(effect, Reply))
    effects = scene.says(KIM, "I went to the bank today", reply_to=scene.posts[post.code])
    (amend,) = (effect for effect in effects if isinstance(effect, Amend))
    assert amend.event == scene.posts[post.code]
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
