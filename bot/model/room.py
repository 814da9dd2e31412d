"""A room between two events: small and frozen."""

from dataclasses import dataclass, field

from bot.model.names import EventId, Floor, Language, Purpose, RoomId, Task, UserId


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody joined to a room, by id and by the name that the room shows."""

    id: UserId
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's agreement to one purpose, bound to the exact card they agreed to.

    `card` is the SHA-256 of the card and full text, `event` the message in which they agreed.
    """

    person: UserId
    purpose: Purpose
    card: str
    language: Language
    event: EventId
    at: float


@dataclass(frozen=True, slots=True)
class Line:
    """One message in a room's window."""

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pending:
    """A question that a backend is answering: the message that asked, who asked, and what it rests on."""

    question: EventId
    asker: UserId
    task: Task
    language: Language
    rests_on: tuple[EventId, ...] = ()
    thread: EventId | None = None


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A consent card in the room: replying `agree` to it agrees to exactly this text."""

    event: EventId
    language: Language
    sha256: str


@dataclass(frozen=True, slots=True)
class Room:
    """All that the bot knows about a room between two events.

    `seated` is true while the bot is joined and the room is one it may work in.
    `told_to_verify` is which line about an uncertain sender was shown, about whom or which device, and when.
    `announced` is what the room was last shown: the hash of the card's facts, or why no session can be held here.
    """

    id: RoomId
    seated: bool = False
    floor: Floor = Floor.OFF
    roster: tuple[Person, ...] = ()
    consents: tuple[Consent, ...] = ()
    cards: tuple[PostedCard, ...] = ()
    announced: str = ""
    window: tuple[Line, ...] = ()
    pending: tuple[Pending, ...] = ()
    told_to_verify: tuple[tuple[str, float], ...] = ()
    last_talk: float = 0.0
    last_therapist: float = 0.0
