"""The stop-word of `!express`: a model says that words are for a person, and then a person hears of it."""

from danger_scene import HINT, PRIVATE, alarms, at, body, couple, privately
from rows import try_each
from scene import ANA, KIM, Scene, asks, keys

from bot.model import Card, Desk, Direct, Effect, SessionRoom, Task
from bot.session.answers.schema import Unfit, fit_answer

PLAIN = "he says nobody would believe it if they heard it from me"


def express(scene: Scene, answer: str, text: str = PLAIN, where: SessionRoom | Direct = PRIVATE) -> tuple[Effect, ...]:
    """Let Kim ask for words, and the model answer."""
    (asked,) = asks(scene.says(KIM, f"!express {text}", where=where))
    return scene.answers(asked.question, answer)


@try_each("answer", ["DANGER", "Danger.", "**DANGER**", "1. DANGER", "BAHAYA", "<think>hm</think>\nDANGER"])
def test_the_stop_word_is_known_however_it_is_dressed(answer: str) -> None:
    """Small models put marks around it, or say it in the other language."""
    assert fit_answer(Task.EXPRESS, answer, PLAIN).unfit is Unfit.PERSON


@try_each("answer", ["1. I feel in danger.\n2. DANGER signs scare me.", "I am in danger", "Dangerous"])
def test_it_is_nothing_else(answer: str) -> None:
    """Only an answer that is this word alone is it: no sentence of anybody's that a model repeats."""
    assert fit_answer(Task.EXPRESS, answer, "I am in danger").unfit is not Unfit.PERSON


def test_other_tasks_have_no_stop_word() -> None:
    """Danger is a word that can be a translation."""
    assert fit_answer(Task.TRANSLATE, "Danger", "bahaya").text == "Danger"


def test_in_private_it_becomes_the_fixed_sentence_and_a_quiet_line() -> None:
    """Whoever asked reads that it is for a person; the desk one quiet line, without words; nobody is called, nothing stops."""
    scene = privately(couple())
    effects = express(scene, "DANGER")
    assert [body(effect) for effect in at(effects, PRIVATE)] == ["These words are for a person, not for me."]
    (line,) = at(effects, Desk())
    assert isinstance(line, Card)
    assert (line.words.key, line.quiet) == ("notice-line", True)
    assert "words that a model takes for danger" in body(line)
    assert "private room" in body(line)
    assert PLAIN not in body(line)
    assert alarms(effects) == []
    assert not scene.room.alarms
    assert not scene.room.is_paused
    assert at(effects, SessionRoom()) == []


def test_in_the_session_room_it_says_no_more_than_when_a_model_is_down() -> None:
    """Others read there: nothing shows what a model took the words for."""
    effects = express(couple(), "DANGER", where=SessionRoom())
    assert keys(effects) == ["trouble-down", "notice-line"]


def test_what_the_list_has_told_of_is_not_told_twice() -> None:
    """One line for one message; a further one of the same person is counted on it."""
    scene = privately(couple())
    effects = express(scene, "DANGER", HINT)
    assert keys(effects) == ["for-a-person"]
    assert scene.room.notices[0].times == 1
    express(scene, "DANGER")
    assert scene.room.notices[0].times == 2


def test_a_third_rings_once_as_any_notice_does() -> None:
    """It is worth what the wide list's notice is: no less, and no more."""
    scene = privately(couple())
    rings = [
        [effect for effect in express(scene, "DANGER") if isinstance(effect, Card) and not effect.quiet]
        for _ in range(4)
    ]
    assert [len(cards) for cards in rings] == [0, 0, 1, 0]


def test_a_therapists_own_words_are_no_notice() -> None:
    """Asking about danger is their work; they read the same sentence."""
    scene = couple()
    (asked,) = asks(scene.at_desk(ANA, f"!express {PLAIN}"))
    assert keys(scene.answers(asked.question, "DANGER")) == ["for-a-person"]
    assert not scene.room.notices


def test_where_the_list_is_off_it_is_the_sentence_alone() -> None:
    """A clinic that compares nothing is not told by a model either."""
    scene = privately(couple(crisis={"enabled": False}))
    assert keys(express(scene, "DANGER")) == ["for-a-person"]


def test_a_model_that_says_it_and_goes_on_is_read_twice() -> None:
    """The ways are shown to the therapist alone, who is told to look twice; the stop-word is none of them."""
    scene = privately(couple())
    (card,) = [
        effect for effect in express(scene, "DANGER\n1. I need help.\n2. Please listen.") if isinstance(effect, Card)
    ]
    assert "read it twice" in body(card)
    assert "DANGER" not in body(card)


def test_the_list_at_the_end_says_that_a_model_took_part() -> None:
    """What only words did and what a model did is told apart."""
    for answer, told in (
        ("DANGER", "a model that was asked to find words"),
        ("1. Say so.", "Only words were compared"),
    ):
        scene = privately(couple())
        express(scene, answer, PLAIN if answer == "DANGER" else HINT)
        shown = [body(effect) for effect in at(scene.at_desk(ANA, "!end") + scene.at_desk(ANA, "!end yes"), Desk())]
        assert any(told in text for text in shown), shown
