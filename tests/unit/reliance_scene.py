"""What reliance counts of a scene: drafts that are decided on, weeks that go by, and the card about them."""

from scene import ANA, Scene

from bot.model import Effect, Notice, Week
from bot.words import render_words

WEEK = 7 * 24 * 3600.0


def this(scene: Scene) -> Week:
    """Return the week that is being counted."""
    return scene.room.reliance.weeks[-1]


def card(effects: tuple[Effect, ...]) -> Notice:
    """Return the card that is among `effects`."""
    (notice,) = [effect for effect in effects if isinstance(effect, Notice) and effect.words.key == "reliance-card"]
    return notice


def facts(effects: tuple[Effect, ...]) -> dict[str, object]:
    """Return what the card among `effects` is filled with, as it is read."""
    return {
        name: " ".join(map(render_words, value)) if isinstance(value, tuple) else value
        for name, value in card(effects).words.args
    }


def decided(scene: Scene, word: str, after: float = 20.0) -> tuple[Effect, ...]:
    """Let a draft come, and Ana say `word` to it when its card has stood for `after` seconds."""
    code = scene.draft()
    scene.now += after - 1
    return scene.at_desk(ANA, word, code)


def a_week_later(scene: Scene) -> tuple[Effect, ...]:
    """Turn the AI off, and on again in the next week."""
    scene.says(ANA, "!off")
    scene.now += WEEK
    return scene.says(ANA, "!listen")
