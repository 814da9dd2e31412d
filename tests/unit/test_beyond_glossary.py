"""A word on the glossary's own answer: the model is asked about the term, where there is one; and what is remembered of it."""

from scene import KIM, MODEL, Scene, asks, keys, on_desk, policy

from bot.model import Reply, Wish
from bot.policy import BackendFacts


def test_beyond_the_glossary_the_model_is_asked() -> None:
    """Who does not understand an entry either has the model asked for its term, with the wish, by the model's rules."""
    scene = on_desk()
    (reply,) = scene.says(KIM, "!explain rumination")
    assert isinstance(reply, Reply)
    effects = scene.says(KIM, "simpler", reply_to=scene.posts[reply.code])
    assert keys(effects) == ["asks explain"]
    (asked,) = asks(effects)
    assert (asked.request, asked.wishes, asked.about) == ("rumination", (Wish.SIMPLER,), None)


def test_without_a_model_the_glossary_has_said_it_all() -> None:
    """Where there is none, one kind line says so and who can tell more."""
    scene = Scene(policy(BackendFacts())).listening()
    (reply,) = scene.says(KIM, "!explain rumination")
    assert isinstance(reply, Reply)
    assert keys(scene.says(KIM, "contohnya", reply_to=scene.posts[reply.code])) == ["follow-glossary"]


def test_nothing_is_known_of_the_glossarys_answers_while_the_ai_is_off() -> None:
    """An entry that was read while the AI was off leaves no trace, and what there was goes with `!stop`."""
    scene = Scene(policy(MODEL))
    scene.says(KIM, "!explain rumination")
    known = [len(scene.room.explained)]
    scene.listening().says(KIM, "!explain rumination")
    known.append(len(scene.room.explained))
    scene.says(KIM, "!stop")
    known.append(len(scene.room.explained))
    assert known == [0, 1, 0]


def test_which_entries_were_shown_is_forgotten_in_time() -> None:
    """After `retention.drafts` hours nobody can ask on, and the room does not know what was looked up."""
    scene = Scene(policy(MODEL, retention={"drafts": 1}, idle=600, absence=600)).listening()
    (reply,) = scene.says(KIM, "!explain rumination")
    assert isinstance(reply, Reply)
    scene.waits(3700.0)
    assert scene.room.explained == ()
    assert keys(scene.says(KIM, "simpler", reply_to=scene.posts[reply.code])) == []
