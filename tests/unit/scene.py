"""A room played by people and the bot, without Matrix: events in, effects out."""

from dataclasses import replace

from bot.model import (
    Answered,
    Arrived,
    Ask,
    ConsentCard,
    Effect,
    Event,
    EventId,
    Heard,
    Joined,
    Leave,
    Notice,
    Person,
    Posted,
    Reply,
    Room,
    RoomId,
    UserId,
)
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.decide import decide

ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")
MODEL = BackendFacts("house", "openai", "small")


def policy(backend: BackendFacts = MODEL, **rules: object) -> Policy:
    """Return a policy with Ana as therapist, and `unasked` approval unless `rules` say otherwise."""
    said = {"therapists": (str(ANA),), "language": ("en", "id"), "approval": "unasked", **rules}
    return Policy(RoomRules.model_validate(said), UserId("@bot:clinic"), backend)


class Scene:
    """One room with Ana and Kim; each event's effects are given back and kept in `effects`."""

    def __init__(self, rules: Policy) -> None:
        self.policy = rules
        self.room = Room(RoomId("!room:clinic"))
        self.now = 1000.0
        self.count = 0
        self.effects: list[Effect] = []
        people = (Person(ANA, "Ana"), Person(KIM, "Kim"))
        self.happens(Arrived(self.id(), self.now, people, encrypted=True, private=True, history="joined"))

    def id(self) -> EventId:
        """Return an event id that was not used before."""
        self.count += 1
        return EventId(f"$e{self.count}")

    def happens(self, event: Event) -> tuple[Effect, ...]:
        """Let the bot decide one event."""
        decision = decide(self.room, event, self.policy)
        self.room = decision.room
        self.effects += decision.effects
        for number, effect in enumerate(decision.effects):
            if isinstance(effect, ConsentCard):
                card = Posted(EventId(f"{event.id}/{number}/p"), self.now, self.id(), effect.language, effect.sha256)
                self.room = decide(self.room, card, self.policy).room
        return decision.effects

    def says(self, sender: UserId, text: str, **more: object) -> tuple[Effect, ...]:
        """Let somebody write a message, from a cross-signed device."""
        self.now += 1
        heard = Heard(self.id(), sender, self.now, text, signed=True)
        return self.happens(replace(heard, **more))  # type: ignore[arg-type]  # tests name fields

    def joins(self, person: Person) -> tuple[Effect, ...]:
        """Let somebody join."""
        self.now += 1
        return self.happens(Joined(self.id(), self.now, person))

    def answers(self, question: EventId, text: str) -> tuple[Effect, ...]:
        """Let the model answer."""
        self.now += 1
        return self.happens(Answered(self.id(), self.now, question, text, "house", "small"))

    def listening(self) -> "Scene":
        """Return the scene after everybody agreed and Ana turned the AI on."""
        self.says(KIM, "!agree")
        self.says(ANA, "!listen")
        return self


def keys(effects: tuple[Effect, ...]) -> list[str]:
    """Return what the bot says, by the keys of its sentences, and what it asks."""
    found = []
    for effect in effects:
        if isinstance(effect, Reply | Notice | ConsentCard) or (isinstance(effect, Leave) and effect.words):
            assert effect.words is not None
            found.append(effect.words.key)
        elif isinstance(effect, Ask):
            found.append(f"asks {effect.task}")
    return found
