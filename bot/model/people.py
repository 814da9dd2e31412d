"""People in a room, what they agreed to, what they said, and what they wanted masked."""

from dataclasses import dataclass, field

from bot.model.terms import EventId, Language, Purpose, UserId


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
    """One message in a room's window. `voiced`: a machine wrote it down of a voice message, and may have misheard."""

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)
    voiced: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the message `event` is mostly written in, where people are interpreted. `waits`: it is to be translated."""

    event: EventId
    sender: UserId
    language: Language
    thread: EventId | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Mask:
    """Words that `by` had masked in everything that is sent, as they typed them; `key` is how they are compared."""

    key: str = field(repr=False)
    words: str = field(repr=False)
    by: UserId
