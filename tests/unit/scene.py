"""A room played by people and the bot, without Matrix: events in, effects out."""

from dataclasses import replace

from bot.masking.lexicon import build_lexicon
from bot.model import (
    Amend,
    Answered,
    Arrived,
    Ask,
    Card,
    ConsentCard,
    Desk,
    Effect,
    Elapsed,
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
    Shown,
    Sighted,
    Supervisor,
    Task,
    UserId,
)
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.answers.named_term import is_naming_term
from bot.session.deadlines import find_deadline
from bot.session.decide import decide

ANA, KIM = UserId("@ana:clinic"), UserId("@kim:clinic")
MODEL = BackendFacts("house", "openai", "small")
GUARDIAN = {"name": "Rina", "date": "1970-01-01", "by": "Ana"}
"""A guardian's agreement as it is on file, as old as a scene's clock."""
build_lexicon()  # read when the bot starts, and not when the first message comes


def policy(backend: BackendFacts = MODEL, **rules: object) -> Policy:
    """Return a policy with Ana as therapist, and `unasked` approval unless `rules` say otherwise."""
    said = {"therapists": (str(ANA),), "language": ("en", "id"), "approval": "unasked", **rules}
    return Policy(RoomRules.model_validate(said), UserId("@bot:clinic"), backend)


def _is_call(effect: Card | Reply | Notice) -> bool:
    """Return whether this calls people elsewhere because of danger: whether that reached them a scene says itself."""
    return isinstance(effect, Notice) and effect.code.isupper()


class Scene:
    """One room with Ana and Kim; each event's effects are given back and kept in `effects`.

    `stands` are the cards at the desk by their codes, `posts` the answers that were let out.
    `unreached` are the people of whom no device gets the key of a card.
    """

    def __init__(self, rules: Policy) -> None:
        self.policy = rules
        self.room = Room(RoomId("!room:clinic"))
        self.now = 1000.0
        self.count = 0
        self.effects: list[Effect] = []
        self.stands: dict[str, EventId] = {}
        self.posts: dict[str, EventId] = {}
        self.unreached: set[UserId] = set()
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
            self._stands(f"{event.id}/{number}", effect)
        return decision.effects

    def _stands(self, job: str, effect: Effect) -> None:
        """Let a message that the bot wants to know again stand in its room at once."""
        then: Event | None = None
        if isinstance(effect, ConsentCard):
            card = (self.id(), effect.language, effect.sha256)
            readers = tuple(person.id for person in self.room.roster if person.id not in self.unreached)
            self.room = decide(self.room, Posted(EventId(f"{job}/p"), self.now, *card), self.policy).room
            then = Sighted(EventId(f"{job}/s"), self.now, *card, readers)
        elif isinstance(effect, Card | Reply | Notice) and effect.code and not _is_call(effect):
            then = Shown(EventId(f"{job}/s"), self.now, self.id(), effect.code, effect.where)
            if isinstance(effect, Card):
                self.stands[effect.code] = then.event
            elif effect.code.startswith(("K", "G")):
                self.posts[effect.code] = then.event
        if then is not None:
            decision = decide(self.room, then, self.policy)
            self.room = decision.room
            self.effects += decision.effects
            for number, after in enumerate(decision.effects):
                self._stands(f"{then.id}/{number}", after)

    def says(self, sender: UserId, text: str, **more: object) -> tuple[Effect, ...]:
        """Let somebody write a message, from a cross-signed device."""
        self.now += 1
        heard = Heard(self.id(), sender, self.now, text, signed=True)
        return self.happens(replace(heard, **more))  # type: ignore[arg-type]  # tests name fields

    def at_desk(self, sender: UserId, text: str, card: str = "", **more: object) -> tuple[Effect, ...]:
        """Let somebody write at the desk, as a reply to the newest message that is about `card`, if one is named."""
        target = self.stands[card] if card else None
        return self.says(sender, text, where=Desk(), reply_to=target, **more)

    def draft(self, command: str = "!explain gobbledyquux", sender: UserId = KIM, text: str = "an answer") -> str:
        """Let somebody ask and the model answer; return the code of the draft that lies on the desk then."""
        asked = next(effect for effect in self.says(sender, command) if isinstance(effect, Ask))
        card = next(effect for effect in self.answers(asked.question, text) if isinstance(effect, Card))
        return card.code

    def waits(self, seconds: float) -> tuple[Effect, ...]:
        """Let time pass, and the room look at itself whenever it has asked for that."""
        effects: list[Effect] = []
        until = self.now + seconds
        while (due := find_deadline(self.room, self.policy)) is not None and due <= until:
            self.now = max(self.now, due)
            effects += self.happens(Elapsed(self.id(), self.now))
        self.now = until
        return tuple(effects)

    def joins(self, person: Person) -> tuple[Effect, ...]:
        """Let somebody join."""
        self.now += 1
        return self.happens(Joined(self.id(), self.now, person))

    def answers(self, question: EventId, text: str) -> tuple[Effect, ...]:
        """Let the model answer, which names what it explains, as every model that is worth anything does."""
        self.now += 1
        pending = self.room.pending_for(question)
        term = pending.request if pending and pending.task is Task.EXPLAIN else ""
        named = text if is_naming_term(text, term) else f"{text} ({term})"
        return self.happens(Answered(self.id(), self.now, question, named, "house", "small"))

    def listening(self) -> "Scene":
        """Return the scene after everybody agreed and Ana turned the AI on."""
        self.says(KIM, "!agree")
        self.says(ANA, "!listen")
        return self


def keys(effects: tuple[Effect, ...]) -> list[str]:
    """Return what the bot says, by the keys of its sentences, and what it asks; what it tells the supervisor aside."""
    result = []
    for effect in effects:
        if isinstance(effect, Notice) and effect.where == Supervisor():
            continue
        if isinstance(effect, Reply | Notice | ConsentCard | Card | Amend) or (
            isinstance(effect, Leave) and effect.words
        ):
            assert effect.words is not None
            result.append(effect.words.key)
        elif isinstance(effect, Ask):
            result.append(f"asks {effect.task}")
    return result


def on_desk(**rules: object) -> Scene:
    """Return a scene in which everything waits for Ana, with everybody agreed and the AI on."""
    return Scene(policy(MODEL, approval="all", **rules)).listening()


def posted(effects: tuple[Effect, ...]) -> list[Reply]:
    """Return what the AI wrote and the session room, or somebody's direct room, gets to see."""
    return [
        effect for effect in effects if isinstance(effect, Reply) and effect.mark.backend and effect.where != Desk()
    ]


def asks(effects: tuple[Effect, ...]) -> list[Ask]:
    """Return what the backend is asked."""
    return [effect for effect in effects if isinstance(effect, Ask)]
