"""A room in which people are interpreted, played as in `scene`: each message comes with what it may be written in."""

from scene import ANA, MODEL, Scene, asks, policy

from bot.app.detect_language import attach_tongues, weigh_languages
from bot.model import (
    Ask,
    Card,
    Edited,
    Effect,
    Event,
    EventId,
    Failed,
    Language,
    Redacted,
    Reply,
    Retract,
    Task,
    Trouble,
    UserId,
)
from bot.policy import BackendFacts

EN, ID = Language("en"), Language("id")
HELLO, CAT = "Apa kabar hari ini semuanya?", "Kucing saya suka tidur di sofa"
ENGLISH = "How are all of you today?"
weigh_languages("")  # read when the bot starts, and not when the first message comes


class Interpreted(Scene):
    """A scene that hears as the bot does, with a model that answers when it is told to."""

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let the bot decide an event, with what its parts may be written in."""
        return super().happens(attach_tongues(self.room, event))

    def edits(self, sender: UserId, target: EventId, text: str) -> tuple[Effect, ...]:
        """Let somebody edit a message."""
        self.now += 1
        return self.happens(Edited(self.id(), sender, self.now, target, text))

    def redacts(self, sender: UserId, target: EventId) -> tuple[Effect, ...]:
        """Let somebody delete a message."""
        self.now += 1
        return self.happens(Redacted(self.id(), sender, self.now, target))

    def fails(self, question: EventId) -> tuple[Effect, ...]:
        """Let the model give no answer."""
        self.now += 1
        return self.happens(Failed(self.id(), self.now, question, Trouble.SLOW))

    def last(self) -> EventId:
        """Return the newest message of the talk."""
        return self.room.window[-1].id


def interpreted(languages: str = "id en", backend: BackendFacts = MODEL, **rules: object) -> Interpreted:
    """Return a room in which translations go out at once, unless `rules` say otherwise, with everybody agreed."""
    scene = Interpreted(policy(backend, **{"approval": "all", "translate_auto": True, **rules}))
    scene.listening()
    scene.says(ANA, f"!translate auto {languages}")
    return scene


def requests(effects: tuple[Effect, ...]) -> list[Ask]:
    """Return what is asked for live translation."""
    return [ask for ask in asks(effects) if ask.task is Task.INTERPRET]


def sources(effects: tuple[Effect, ...]) -> list[list[str]]:
    """Return of each request for live translation the messages in it."""
    return [[line.text for line in request.context] for request in requests(effects)]


def translations(effects: tuple[Effect, ...]) -> list[Reply]:
    """Return the translations that go to the room."""
    return [effect for effect in effects if isinstance(effect, Reply) and effect.mark.kind is Task.INTERPRET]


def cards(effects: tuple[Effect, ...]) -> list[str]:
    """Return the codes of the drafts that are laid on the desk."""
    return [effect.code for effect in effects if isinstance(effect, Card) and effect.mark.kind == "draft"]


def retracted(effects: tuple[Effect, ...]) -> list[EventId]:
    """Return which of its own messages the bot takes back."""
    return [effect.event for effect in effects if isinstance(effect, Retract)]
