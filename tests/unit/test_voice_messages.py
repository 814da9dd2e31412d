"""Voice messages: heard where all agree, written down for everybody, told as a machine's words, never kept."""

from dataclasses import replace
from typing import Any

from rows import try_each
from scene import ANA, KIM, policy
from voice_scene import SAID, Heard, texts, voiced

from bot.model import (
    Ask,
    Card,
    Failed,
    Floor,
    Notice,
    Purpose,
    Reply,
    SessionRoom,
    Trouble,
)
from bot.policy import BackendFacts
from bot.session.talk.agreement import find_agreement, hash_card, make_card, make_full_text
from bot.words import render_words


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


@try_each(("typed", "undo"), [("!agree voice", "`!withdraw voice`"), ("!setuju suara", "`!batal-setuju suara`")])
def test_a_yes_to_the_voice_is_answered_with_how_that_alone_is_taken_back(typed: str, undo: str) -> None:
    """The bare `!withdraw` would take back everything: the line names what takes this back, in the speaker's language."""
    scene = Heard(voiced())
    scene.listening()
    assert undo in texts(scene.says(KIM, typed))[0]
    assert "`!withdraw`." in texts(scene.says(KIM, "!agree listen"))[0]


@try_each(("typed", "named"), [("!agree everything", "`!agree voice`"), ("!setuju semuanya", "`!setuju suara`")])
def test_whoever_asks_for_something_else_reads_of_the_voice_where_there_is_one(typed: str, named: str) -> None:
    """All that may be agreed to here is in the line that asks which; where nothing writes voices down, none is spoken of."""
    scene = Heard(voiced())
    scene.listening()
    assert named in texts(scene.says(KIM, typed))[0]
    without = Heard(policy())
    without.listening()
    assert named not in texts(without.says(KIM, typed))[0]


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
    assert "no model" not in render_words(card.words)
    (post,) = (effect for effect in scene.at_desk(ANA, "ok", card.code) if isinstance(effect, Reply) and effect.code)
    assert (post.to, post.where) == (message, SessionRoom())
    assert post.mark.generated
    assert "Looked at by Ana" in render_words(post.words)


@try_each("rules", [{"posts": "approved"}, {"posts": "never"}, {"mode": "simulate"}])
def test_where_nothing_is_posted_unseen_no_voice_is(rules: dict[str, Any]) -> None:
    """`transcripts: room` loosens no rule about what may reach the room: it is a card, and the consent text says so."""
    scene = Heard(voiced("room", **rules)).agrees()
    effects = scene.machine_writes(scene.records(), SAID)
    assert not [effect for effect in effects if isinstance(effect, Reply)]
    assert [effect for effect in effects if isinstance(effect, Card)]
    assert "A therapist sees it before" in render_words(make_full_text(scene.policy, scene.policy.languages[0]))


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
    """The room reads one calm line; the desk is asked to listen: somebody may be crying. For that a phone rings."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    if trouble is Trouble.UNCLEAR:
        effects = scene.machine_writes(message, "", "[crying]")
    else:
        effects = scene.happens(Failed(scene.id(), scene.now, message, trouble))
    assert any("Please" in text for text in texts(effects))
    assert any("listen to it yourself" in text for text in texts(effects, Notice))
    (notice,) = (effect for effect in effects if isinstance(effect, Notice))
    assert notice.rings is (trouble is Trouble.UNCLEAR)  # a file that is none rings nobody


def test_a_server_that_fails_costs_one_calm_line() -> None:
    """Nobody reads which server, and the desk need not listen because of it."""
    scene = Heard(voiced()).agrees()
    effects = scene.happens(Failed(scene.id(), scene.now, scene.records(), Trouble.DOWN))
    assert len(effects) == 1
    assert "could not write this voice message down" in texts(effects)[0]
