"""A stretch of the talk whose answer broke off: read again in halves, and what stays missing is said in the note."""

from note_hour import LINES, bare, hour, texts
from scene import ANA, Scene, asks, posted

from bot.model import Answered, Ask, Card, Desk, Effect, Notice
from bot.words import render_words


def read(scene: Scene, *answers: tuple[str, bool], command: str = "!note soap") -> tuple[list[Ask], tuple[Effect, ...]]:
    """Let Ana ask and the model answer with `answers`, text and whether it is cut; return what was asked and what came."""
    effects = list(scene.at_desk(ANA, command))
    waiting = asks(tuple(effects))
    asked: list[Ask] = []
    left = list(answers)
    while waiting:
        question = waiting.pop(0)
        asked.append(question)
        text, cut = left.pop(0)
        came = scene.happens(Answered(scene.id(), scene.now, question.question, text, "house", "small", cut=cut))
        effects += came
        waiting += asks(came)
    return asked, tuple(effects)


def test_a_cut_stretch_is_read_again_in_halves() -> None:
    """Nothing of the cut answer stands; each half is asked once, and the note is made of both."""
    scene = hour()
    asked, effects = read(
        scene,
        (LINES, True),
        ("subjective: Client 1 slept badly. [2]", False),
        ("plan: Client 1 will write it down each night. [1, 2]", False),
    )
    assert [len(ask.context) for ask in asked] == [4, 2, 2]
    assert texts(scene) == ["Client slept badly.", "Client will write it down each night."]
    assert "not read to the end" not in bare(effects)


def test_what_stays_missing_is_said_in_the_note() -> None:
    """A half that breaks off too keeps its whole lines, and no heading without a line says that nothing was said."""
    scene = hour()
    asked, effects = read(
        scene,
        ("", True),
        ("subjective: Client 1 slept badly. [2]\nobjective: Client 1 see", True),
        ("plan: none", False),
    )
    assert [len(ask.context) for ask in asked] == [4, 2, 2]
    assert texts(scene) == ["Client slept badly."]
    said = bare(effects)
    assert "- 1 part(s) of the talk not read to the end: lines may be missing." in said
    assert "—" not in said.split()
    final = bare(scene.at_desk(ANA, f"finalise {scene.room.note.code}"))  # type: ignore[union-attr]  # it lies there
    assert "not read to the end" in final
    assert "\n—\n" not in final


def test_what_a_summary_for_clients_lacks_is_told_at_the_desk() -> None:
    """Who lets it out knows that part of the talk was not read, and that a line was left out; the clients read neither."""
    scene = hour()
    half = ("- You slept badly. [2]\n- You wrote ninety pages. [2]", False)
    _, effects = read(scene, ("", True), half, ("- You", True), command="!summary for client")
    (told,) = (effect for effect in effects if isinstance(effect, Notice))
    assert told.where == Desk()
    assert "- 1 part(s) of the talk not read to the end: lines may be missing." in render_words(told.words)
    assert "- 1 with a number, a dose or a day that its source does not have." in render_words(told.words)
    (card,) = (effect for effect in effects if isinstance(effect, Card))
    (posted_text,) = (render_words(effect.words) for effect in posted(scene.at_desk(ANA, "ok", card.code)))
    assert "not read" not in posted_text


def test_a_half_is_not_halved_again() -> None:
    """A model that always breaks off is asked three times, not for ever, and what it said nothing of is told."""
    scene = hour()
    asked, effects = read(scene, ("", True), ("", True), ("", True))
    assert len(asked) == 3
    assert scene.room.note is None
    assert "broke off" in bare(effects)


def test_a_dash_means_that_nothing_was_said() -> None:
    """Where all was read, a heading without a line is blank."""
    scene = hour()
    _, effects = read(scene, (LINES, False))
    assert "\n—\n" in bare(effects)


def test_thoughts_that_never_end_count_as_cut() -> None:
    """A note whose answer is thoughts alone is read again in halves as well."""
    scene = hour()
    asked, _ = read(scene, ("<think>Client 1 is", True), (LINES, False), ("plan: none", False))
    assert len(asked) == 3
