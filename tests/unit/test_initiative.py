"""Scenes of what nobody asked for: an offer that is not fit to be shown is nothing, and what is doubtful says so."""

from rows import try_each
from scene import ANA, KIM, Scene, policy

from bot.model import Answered, Ask, Card, Desk, EventId, Reply
from bot.session.offers.initiative import PAUSE
from bot.words import render_words

FIT = "two-meanings: They mean different things by one word. You could ask what each of them means. [1]"


def offering() -> tuple[Scene, EventId]:
    """Return a scene in which the AI was just asked whether there is something to offer."""
    scene = Scene(policy(floor_max="speak")).listening()
    scene.says(ANA, "!speak")
    scene.waits(650.0)
    scene.says(KIM, "home is where we fight")
    (asked,) = (ask for ask in scene.waits(50.0) if isinstance(ask, Ask))
    return scene, asked.question


def test_a_fit_offer_is_a_draft_at_the_desk() -> None:
    """What may help them understand each other lies at the desk, and nothing is counted as dropped."""
    scene, question = offering()
    (card,) = scene.answers(question, FIT)
    assert isinstance(card, Card)
    assert scene.room.tally.unoffered == 0


@try_each(
    "said",
    [
        "Nothing.",
        FIT.replace(" [1]", " And a third sentence. [1]"),
        "term: He has bipolar disorder. [1]",
        "term: Take 50 mg. [1]",
        "term: There is no risk of harm. [1]",
    ],
)
def test_an_offer_that_is_not_fit_is_dropped_and_counted(said: str) -> None:
    """None, too long, a diagnosis, a dose, a judgement of danger: nobody sees it, and it is counted without its words."""
    scene, question = offering()
    assert scene.answers(question, said) == ()
    assert (scene.room.drafts, scene.room.tally.unoffered) == ((), 1)


def test_an_offer_with_a_mark_for_nobody_is_dropped() -> None:
    """An offer that names somebody by a mark which stands for nobody is not shown."""
    scene, question = offering()
    answer = Answered(scene.id(), scene.now, question, FIT, "house", "small", unknown=("[PERSON_9]",))
    assert scene.happens(answer) == ()
    assert scene.room.tally.unoffered == 1


def test_nothing_is_offered_before_a_pause() -> None:
    """The AI is not asked until the talk has paused."""
    scene = Scene(policy(floor_max="speak")).listening()
    scene.says(ANA, "!speak")
    scene.waits(700.0)
    scene.says(KIM, "home is where we fight")
    assert not [ask for ask in scene.waits(PAUSE - 1) if isinstance(ask, Ask)]
    assert [ask for ask in scene.waits(2.0) if isinstance(ask, Ask)]


@try_each("language", ["en", "id"])
def test_a_doubtful_answer_at_the_desk_stands_under_its_warning(language: str) -> None:
    """What a therapist asked for at the desk is shown with the line that says what to look at twice."""
    scene = Scene(policy(approval="all", language=(language,))).listening()
    scene.says(KIM, "we spoke of sleep")
    (asked,) = (ask for ask in scene.at_desk(ANA, "!ask what was said?") if isinstance(ask, Ask))
    (reply,) = scene.answers(asked.question, "Take 50 mg.")
    assert isinstance(reply, Reply)
    assert reply.words is not None
    assert reply.where == Desk()
    shown = render_words(reply.words)
    assert shown.startswith({"en": "__Please look twice: it mentions med", "id": "__Mohon dicek dua kali"}[language])
    assert "50 mg" in shown
