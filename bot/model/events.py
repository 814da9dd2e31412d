"""Events: what happened, in the past tense."""

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model.names import EventId, Language, Trouble, UserId
from bot.model.room import Person


@dataclass(frozen=True, slots=True)
class Heard:
    """A person wrote a message.

    `calls_bot`: a real mention of the bot, with the mention taken out of `text`.
    `signed`: the sending device is cross-signed by its owner.
    `late`: it was written while the bot was away.
    """

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)
    reply_to: EventId | None = None
    thread: EventId | None = None
    calls_bot: bool = False
    signed: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A person replaced the text of a message of theirs, `target`."""

    id: EventId
    sender: UserId
    at: float
    target: EventId
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Redacted:
    """Somebody deleted `target`."""

    id: EventId
    sender: UserId
    at: float
    target: EventId


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot finds itself in a room: after an invitation, at each start, and when the room's own settings change.

    `encrypted`, `private` (by invitation only), `history` (who can read what was said before: Matrix's
    `joined`, `invited`, `shared` or `world_readable`).
    """

    id: EventId
    at: float
    people: tuple[Person, ...]
    encrypted: bool
    private: bool
    history: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A person came into the room, for the first time or again."""

    id: EventId
    at: float
    person: Person


@dataclass(frozen=True, slots=True)
class Renamed:
    """A person in the room goes by another name from now on."""

    id: EventId
    at: float
    person: Person


@dataclass(frozen=True, slots=True)
class Left:
    """A person left the room or was removed from it."""

    id: EventId
    at: float
    person: UserId


@dataclass(frozen=True, slots=True)
class Ousted:
    """The bot itself is no longer in the room."""

    id: EventId
    at: float


@dataclass(frozen=True, slots=True)
class WasAway:
    """The bot heard nothing between `since` and `at`."""

    id: EventId
    at: float
    since: float


@dataclass(frozen=True, slots=True)
class Posted:
    """A consent card of ours stands in the room as event `event`."""

    id: EventId
    at: float
    event: EventId
    language: Language
    sha256: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A backend answered the message `question`. Token counts are the backend's own; 0 if it does not say."""

    id: EventId
    at: float
    question: EventId
    text: str = field(repr=False)
    backend: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """A backend gave no answer to the message `question`, and will not be asked again."""

    id: EventId
    at: float
    question: EventId
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A deadline that the room had set has come."""

    id: EventId
    at: float


Event: TypeAlias = (
    Heard
    | Edited
    | Redacted
    | Arrived
    | Joined
    | Renamed
    | Left
    | Ousted
    | WasAway
    | Posted
    | Answered
    | Failed
    | Elapsed
)
