"""An hour of talk, a model that reads it, and what lies on the desk then."""

import re
from collections.abc import Callable

from scene import ANA, KIM, MODEL, Scene, asks, policy

from bot.model import Ask, Card, Desk, Effect, Notice, Reply
from bot.policy import BackendFacts
from bot.words import render_words

SAID = (
    (ANA, "How did you sleep?"),
    (KIM, "three hours, it was bad"),
    (ANA, "Shall we write it down each night?"),
    (KIM, "ok, i will"),
)
LINES = "subjective: Client 1 slept badly. [2]\nplan: Client 1 will write it down each night. [3, 4]"


def hour(*said: tuple[object, str], backend: BackendFacts = MODEL, **rules: object) -> Scene:
    """Return a scene in which this was said, or `SAID`, with everything waiting for Ana."""
    scene = Scene(policy(backend, approval="all", **rules)).listening()
    for who, text in said or SAID:
        scene.says(who, text)  # type: ignore[arg-type]  # a person, as the tests name them
    return scene


def made(scene: Scene, command: str = "!note soap", text: str | Callable[[Ask], str] = LINES) -> tuple[Effect, ...]:
    """Let Ana ask at the desk and the model answer each request with `text`; return all that came of it."""
    effects = list(scene.at_desk(ANA, command))
    waiting = asks(tuple(effects))
    while waiting:
        question = waiting.pop(0)
        came = scene.answers(question.question, text if isinstance(text, str) else text(question))
        effects += came
        waiting += asks(came)
    return tuple(effects)


def on_desk(effects: tuple[Effect, ...]) -> str:
    """Return what the desk gets to read."""
    shown = [effect for effect in effects if isinstance(effect, Card | Notice | Reply) and effect.where == Desk()]
    return "\n".join(render_words(effect.words) for effect in shown)


def bare(effects: tuple[Effect, ...]) -> str:
    """Return what the desk gets to read, without links."""
    return re.sub(r"\]\(https:[^)]*\)", "]", on_desk(effects))


def note(scene: Scene) -> str:
    """Return the code of the note that lies open at the desk."""
    assert scene.room.note is not None
    return scene.room.note.code


def texts(scene: Scene) -> list[str]:
    """Return the lines of the note that lies open at the desk."""
    assert scene.room.note is not None
    return [point.text for point in scene.room.note.points]


def line_id(scene: Scene, text: str) -> str:
    """Return the id of a message by a part of its words."""
    return next(line.id for line in scene.room.window if text in line.text)
