"""Scenes in a session room: who may do what, and when the bot keeps quiet."""

from dataclasses import replace

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each
from scene import ANA, KIM, MODEL, Scene, asks, keys, policy

from bot.model import (
    Alert,
    Arrived,
    Ask,
    Cancel,
    Clear,
    Direct,
    Edited,
    Elapsed,
    Floor,
    Leave,
    Person,
    Redacted,
    Reply,
    UserId,
    WasAway,
)
from bot.policy import BackendFacts
from bot.session.command.table import TABLE
from bot.session.request.question import LONGEST_TEXT
from bot.session.talk.agreement import make_card
from bot.words import languages, load_bundle, render_words


def test_an_arrival_posts_one_card_per_language() -> None:
    """On joining, the room gets the consent card once in each of its languages, and the AI is off."""
    scene = Scene(policy())
    assert keys(tuple(scene.effects)) == ["consent-card", "consent-card"]
    assert scene.room.floor is Floor.OFF


def test_nobody_is_listened_to_before_everybody_agreed() -> None:
    """`!listen` names who is still missing, and the floor stays off."""
    scene = Scene(policy())
    assert keys(scene.says(ANA, "!listen")) == ["listen-needs", "listen-needs-desk"]
    assert keys(scene.says(KIM, "!setuju")) == ["agree-done"]
    assert keys(scene.says(ANA, "!listen")) == ["listen-on"]
    assert scene.room.floor is Floor.LISTEN


def test_only_a_therapist_turns_the_ai_up() -> None:
    """A client's `!listen` is refused in one line."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "!stop")
    assert keys(scene.says(KIM, "!listen")) == ["not-permitted"]
    assert scene.room.floor is Floor.OFF


@try_each("typed", ["!stop", "!berhenti", "!STOP!", "! stop".replace(" ", "")])
def test_anybody_turns_the_ai_off(typed: str) -> None:
    """A client's `!stop` works in both languages, also from an unverified device, and drops what is under way."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "!explain gobbledyquux")
    effects = scene.says(KIM, typed, signed=False)
    assert scene.room.floor is Floor.OFF
    assert Cancel() in effects
    assert scene.room.pending == ()


def test_an_answer_after_stop_is_dropped() -> None:
    """A model's answer that comes after `!stop` reaches nobody."""
    scene = Scene(policy()).listening()
    (asked,) = scene.says(KIM, "!explain gobbledyquux")
    assert isinstance(asked, Ask)
    scene.says(ANA, "!stop")
    assert scene.answers(asked.question, "an answer") == ()


def test_an_answer_is_labelled_and_replies_to_the_asker() -> None:
    """What a model wrote carries its label and marks, once."""
    scene = Scene(policy()).listening()
    (asked,) = scene.says(KIM, "!explain gobbledyquux")
    assert isinstance(asked, Ask)
    (reply,) = scene.answers(asked.question, "an answer")
    assert isinstance(reply, Reply)
    assert (reply.to, reply.mark.generated, reply.words.key) == (asked.question, True, "answer")
    assert scene.answers(asked.question, "a second answer") == ()


def test_the_glossary_answers_on_every_floor_and_asks_no_model() -> None:
    """`!explain rumination` is answered from the clinic's glossary while the AI is off."""
    assert keys(Scene(policy()).says(KIM, "!explain rumination")) == ["glossary-answer"]


def test_without_a_model_the_bot_says_so() -> None:
    """The embedded backend never poses as a model: translating and asking get one honest line."""
    scene = Scene(policy(BackendFacts())).listening()
    assert keys(scene.says(KIM, "!translate id good morning")) == ["translate-unable"]
    assert keys(scene.says(ANA, "!ask what now?")) == ["ask-unable"]


def test_a_request_that_is_too_long_is_not_asked() -> None:
    """What somebody types behind a command goes to a model whole or not at all: longer than may be, they are told so."""
    scene = Scene(policy()).listening()
    for command in ("!translate id", "!express", "!ask"):
        effects = scene.says(ANA, f"{command} {'word ' * LONGEST_TEXT}")
        assert asks(effects) == []
        assert keys(effects) == ["too-long"], command


def test_only_in_a_room_of_ones_own_is_all_taken_back() -> None:
    """`!clear` takes back what the bot wrote in the caller's direct room; in the session room it says where to type it."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!clear")) == ["clear-where"]
    assert Clear(Direct(KIM)) in scene.says(KIM, "!clear", where=Direct(KIM))


def test_talk_is_kept_only_while_listening() -> None:
    """Nothing said while the AI is off is in the window."""
    scene = Scene(policy())
    assert scene.says(KIM, "said while off") == ()
    scene.listening()
    scene.says(KIM, "said while on")
    assert [line.text for line in scene.room.window] == ["said while on"]


def test_a_newcomer_turns_the_ai_off() -> None:
    """Whoever joins has agreed to nothing yet, so the floor goes off and the card comes again."""
    scene = Scene(policy()).listening()
    effects = scene.joins(Person(UserId("@lee:clinic"), "Lee"))
    assert keys(effects) == ["floor-off-newcomer", "desk-floor-off-newcomer", "consent-card", "consent-card"]
    assert scene.room.floor is Floor.OFF


def test_withdrawing_removes_words_and_turns_the_ai_off() -> None:
    """After `!withdraw` nothing the person said is in the window."""
    scene = Scene(policy()).listening()
    scene.says(KIM, "mine")
    scene.says(ANA, "hers")
    scene.says(KIM, "!withdraw", signed=False)
    assert [line.text for line in scene.room.window] == ["hers"]
    assert scene.room.floor is Floor.OFF


def test_an_unverified_device_is_told_once() -> None:
    """A command from a device that is not cross-signed is refused with one line a day; while the AI is off, talk gets none."""
    scene = Scene(policy())
    assert keys(scene.says(KIM, "!agree", signed=False)) == ["verify-first"]
    assert keys(scene.says(KIM, "!agree", signed=False)) == []
    assert keys(scene.says(ANA, "a word", signed=False)) == []


def test_a_command_that_raises_is_not_done_late() -> None:
    """`!listen` typed while the bot was away is answered with a request to type it again."""
    scene = Scene(policy())
    scene.says(KIM, "!agree")
    assert keys(scene.says(ANA, "!listen", late=True)) == ["type-again"]
    assert scene.room.floor is Floor.OFF


def test_being_away_turns_the_ai_off() -> None:
    """After an absence the bot says from when to when it heard nothing."""
    scene = Scene(policy()).listening()
    assert keys(scene.happens(WasAway(scene.id(), scene.now + 600, scene.now))) == ["floor-off-away"]


def test_silence_and_absence_turn_the_ai_off() -> None:
    """Without a word of a therapist for `absence` minutes the floor goes off by itself."""
    scene = Scene(policy()).listening()
    scene.happens(Elapsed(scene.id(), scene.now + 14 * 60))
    assert scene.room.floor is Floor.LISTEN
    assert keys(scene.happens(Elapsed(scene.id(), scene.now + 15 * 60))) == ["floor-off-absence"]


def test_deleting_or_editing_a_message_drops_the_answer_about_it() -> None:
    """An answer that rested on words that are gone or changed is not posted."""
    for change in (Edited, Redacted):
        scene = Scene(policy()).listening()
        scene.says(KIM, "some gobbledyquux words")
        target = scene.room.window[0].id
        asked = scene.says(ANA, "!ask what was said?")
        assert keys(asked) == ["asks ask"]
        gone = Redacted(scene.id(), KIM, scene.now, target)
        event = gone if change is Redacted else Edited(scene.id(), KIM, scene.now, target, "others")
        assert keys(scene.happens(event)) == ["answer-dropped"]
        assert scene.room.pending == ()


def arrival(scene: Scene, **more: object) -> Arrived:
    """Return the bot's finding itself in the scene's room, fit but for `more`."""
    fit = Arrived(scene.id(), scene.now, scene.room.roster, encrypted=True, private=True, history="joined")
    return replace(fit, **more)  # type: ignore[arg-type]  # tests name fields


@try_each(("unfit", "key"), [({"encrypted": False}, "room-not-encrypted"), ({"private": False}, "room-public")])
def test_an_unfit_room_is_left_with_a_sentence(unfit: dict[str, bool], key: str) -> None:
    """A room without encryption, or open to anybody, is explained and left, also in the middle of a session."""
    scene = Scene(policy()).listening()
    effects = scene.happens(arrival(scene, **unfit))
    assert keys(effects) == [key]
    assert effects[0] == Cancel()
    assert isinstance(effects[1], Leave)
    assert effects[-1] == Alert(key)
    assert not scene.room.seated
    assert scene.room.window == ()


@try_each("history", ["shared", "world_readable", "anything else"])
def test_a_room_whose_past_is_open_is_kept_off(history: str) -> None:
    """Where newcomers could read the past the bot stays off, says once how to mend it, and then begins by itself."""
    scene = Scene(policy()).listening()
    assert keys(scene.happens(arrival(scene, history=history))) == ["room-history"]
    assert scene.room.floor is Floor.OFF
    assert scene.happens(arrival(scene, history=history)) == ()
    for who, typed in ((ANA, "!listen"), (KIM, "!agree"), (KIM, "!setuju")):
        assert keys(scene.says(who, typed)) == ["room-history"]
    assert scene.says(KIM, "agree") == scene.says(KIM, "!explain rumination") == ()
    assert scene.room.consents == ()
    people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
    assert keys(scene.happens(arrival(scene, people=people))) == ["consent-card", "consent-card"]
    assert scene.room.seated


def test_a_policy_may_allow_a_shared_past() -> None:
    """`history: shared` lets a room be one whose past newcomers can read; what the world can read never is."""
    scene = Scene(policy(history="shared"))
    assert keys(scene.happens(arrival(scene, history="shared"))) == []
    assert keys(scene.happens(arrival(scene, history="world_readable"))) == ["room-history"]


@try_each(("typed", "language"), [("!jelaskn x", "id"), ("!explian x", "en"), ("!qwertyuiop", "en")])
def test_a_slip_is_answered_in_its_language(typed: str, language: str) -> None:
    """A misspelt command is answered in the language of the command that was meant; what is like none, in the room's."""
    (reply,) = Scene(policy()).says(KIM, typed)
    assert isinstance(reply, Reply)
    assert (reply.words.key, reply.words.language) == ("unknown-command", language)
    assert render_words(reply.words)


@try_each("talk", ["!", "!!!", "! wow", "", " ", "> !stop\n\nno", "well !stop", "\u202e!\u202c", "<b>!help</b>"])
def test_talk_is_not_a_command(talk: str) -> None:
    """What only looks like a command, or quotes one, gets silence."""
    scene = Scene(policy()).listening()
    assert keys(scene.says(KIM, talk)) == []
    assert scene.room.floor is Floor.LISTEN


def test_a_misspelt_command_gets_the_nearest_name() -> None:
    """`!explian` gets one line with `!explain`."""
    (reply,) = Scene(policy()).says(KIM, "!explian rumination")
    assert isinstance(reply, Reply)
    assert "!explain" in render_words(reply.words)


@try_examples(150)
@given(st.text(max_size=300), st.sampled_from(list(TABLE)), st.booleans())
def test_any_text_behind_any_command_is_survived(text: str, name: str, by_therapist: bool) -> None:
    """Whatever is typed behind a command, the bot decides, and every sentence it chose can be said."""
    scene = Scene(policy()).listening()
    for effect in scene.says(ANA if by_therapist else KIM, f"!{name} {text}"):
        if isinstance(effect, Reply):
            assert render_words(effect.words)


def test_both_languages_have_every_sentence() -> None:
    """English and Indonesian hold the same sentences."""
    english, indonesian = (set(load_bundle(language)._messages) for language in languages())
    assert english == indonesian


@try_each("backend", [MODEL, BackendFacts()])
@try_each("packs", [(), ("demo",)])
def test_the_consent_card_fits_a_phone(backend: BackendFacts, packs: tuple[str, ...]) -> None:
    """The consent card has at most 700 characters in each language."""
    for language in languages():
        assert len(render_words(make_card(policy(backend, jurisdiction=packs), language))) <= 700
