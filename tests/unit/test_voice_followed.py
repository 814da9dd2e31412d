"""What follows from a voice that was written down: models are told what it is, it is translated as it is said, notes point at it."""

from interpreted import ID, Interpreted
from scene import ANA, KIM, asks
from voice_scene import SAID, Heard, voiced

from bot.masking.mask import Veil
from bot.masking.names import Names
from bot.model import Ask, Cite, EventId, Ground, Task
from bot.session.answers.links import cite_grounds, make_links
from bot.session.request.prompts import compose_prompt
from bot.words import render_words

TOLD = "written down by a machine that may have misheard"


class Followed(Heard, Interpreted):
    """A scene of voices in which people may be interpreted."""


def read_prompt(scene: Heard, ask: Ask) -> str:
    """Return all that a model is sent."""
    prompt = compose_prompt(ask, scene.policy, "c0ffee", Veil(Names(), strict=False))
    return "\n".join((prompt.system, *(turn.text for turn in prompt.turns)))


def test_a_model_is_told_which_words_a_machine_heard() -> None:
    """Of that line alone: what was typed stands as it did."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    scene.says(KIM, "and I typed this")
    (ask,) = asks(scene.says(ANA, "!ask where was Kim?"))
    said = read_prompt(scene, ask)
    assert said.count(TOLD) == 1
    assert said.index(TOLD) < said.index(SAID) < said.index("and I typed this")


def test_what_its_speaker_put_right_is_a_machine_s_no_more() -> None:
    """Their own words are theirs: a model is told of no machine."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    scene.says(KIM, "I went to the bank today", reply_to=next(iter(scene.posts.values())))
    (ask,) = asks(scene.says(ANA, "!ask where was Kim?"))
    said = read_prompt(scene, ask)
    assert "I went to the bank today" in said
    assert TOLD not in said


def test_a_voice_is_translated_as_it_is_said() -> None:
    """Where people are interpreted its words get their translation like any message's, and the model is told what they are."""
    scene = Followed(voiced(approval="all", translate_auto=True))
    scene.agrees()
    scene.says(ANA, "!translate auto id en")
    (ask,) = asks(scene.machine_writes(scene.records(), "Aku pulang ke rumah ibu karena takut gelap"))
    assert (ask.task, ask.languages[0]) == (Task.INTERPRET, ID)
    assert TOLD in read_prompt(scene, ask)


def test_a_note_points_at_a_voice_as_one() -> None:
    """A link to it says that it is a voice message; one to what was typed says nothing."""
    scene = Heard(voiced()).agrees()
    message = scene.records()
    scene.machine_writes(message, SAID)
    grounds = (Ground(message, KIM, "sha", scene.now), Ground(EventId("$typed"), KIM, "sha", scene.now))
    cites = cite_grounds(scene.room, grounds)
    assert [cite.voiced for cite in cites] == [True, False]
    assert "(voice)" in render_words(make_links(scene.room.id, cites[:1], scene.policy.languages[0])[0])
    assert "(voice)" not in render_words(
        make_links(scene.room.id, (Cite(EventId("$typed"), 1.0),), scene.policy.languages[0])[0]
    )
