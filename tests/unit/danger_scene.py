"""Scenes of danger: a session, a couple's, a direct room, and what people at one place get to see."""

from scene import KIM, MODEL, Scene, policy

from bot.matrix.send import format_sentence
from bot.model import (
    Amend,
    Came,
    Card,
    Desk,
    Direct,
    Effect,
    Notice,
    Person,
    Reply,
    UserId,
    Where,
)

DEATH, HIT, HINT = "I want to kill myself", "my husband hit me last night", "everyone would be better off without me"
PIM, BEA = UserId("@pim:clinic"), UserId("@bea:clinic")
PRIVATE = Direct(KIM)
DESK = Desk()


def couple(**rules: object) -> Scene:
    """Return a session of Ana with Kim and her husband Pim, in which everybody agreed and the AI listens."""
    scene = Scene(policy(MODEL, approval="all", **rules))
    scene.joins(Person(PIM, "Pim"))
    scene.says(PIM, "!agree")
    return scene.listening()


def privately(scene: Scene) -> Scene:
    """Return the scene after Kim has come into her direct room."""
    scene.happens(Came(scene.id(), scene.now, PRIVATE, KIM))
    return scene


def at(effects: tuple[Effect, ...], place: Where) -> list[Effect]:
    """Return what people at one place get to see."""
    kinds = Reply | Notice | Card | Amend
    return [effect for effect in effects if isinstance(effect, kinds) and effect.where == place]


def alarms(effects: tuple[Effect, ...], place: Where = DESK) -> list[Card | Notice]:
    """Return the new alarms that one place gets to see."""
    return [
        effect for effect in at(effects, place) if isinstance(effect, Card | Notice) and effect.mark.kind == "alarm"
    ]


def helplines(effects: tuple[Effect, ...]) -> list[Notice]:
    """Return the help-lines that are shown."""
    return [effect for effect in effects if isinstance(effect, Notice) and effect.mark.kind == "helplines"]


def body(effect: Effect) -> str:
    """Return what people read of an effect."""
    words = getattr(effect, "words", None)
    assert words is not None
    return format_sentence(words)[0]
