"""What the house talks about: events that happened, effects to be done, and a room's state between them.

Events are past, effects are orders, state is small and frozen.
Text that somebody wrote is kept out of every `repr`, so that no log or traceback can quote a session.
Times are seconds since 1970 in UTC by this bot's own clock, never by a server's.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, TypeAlias

RoomId = NewType("RoomId", str)
UserId = NewType("UserId", str)
EventId = NewType("EventId", str)
Language = NewType("Language", str)
"""A language by its two letters (ISO 639-1): `en`, `id`."""

Masked = NewType("Masked", str)
"""Text that may leave for a backend. Only `safety.masking.mask` makes it."""


class Floor(StrEnum):
    """What the AI may do in a room; every room starts `off`."""

    OFF = "off"
    LISTEN = "listen"
    SPEAK = "speak"


class Purpose(StrEnum):
    """What a person agrees to: being read along with, and their text going to the backend."""

    LISTEN = "listen"
    MODEL = "model"


class Role(StrEnum):
    """Who somebody is in a room, by the policy file alone."""

    THERAPIST = "therapist"
    CLIENT = "client"
    OBSERVER = "observer"


class Task(StrEnum):
    """What a backend is asked to do."""

    EXPLAIN = "explain"
    TRANSLATE = "translate"
    EXPRESS = "express"
    ASK = "ask"


class Trouble(StrEnum):
    """Why a backend gave no answer, in the only detail that a room needs."""

    BUSY = "busy"
    REFUSED = "refused"
    DOWN = "down"
    SLOW = "slow"
    UNABLE = "unable"  # the embedded backend has no generative model
    EMPTY = "empty"  # nothing fit to post was left of the answer


# ---- state ----------------------------------------------------------------------------------------------------------


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
    `announced` is the hash of the card's facts that the room was last shown.
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
    told_to_verify: tuple[tuple[UserId, float], ...] = ()
    last_talk: float = 0.0
    last_therapist: float = 0.0


# ---- events ---------------------------------------------------------------------------------------------------------


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
    """The bot finds itself in a room: after an invitation, or again at each start.

    `encrypted`, `private` (by invitation only), `shielded` (history not readable by the world or by later members).
    """

    id: EventId
    at: float
    people: tuple[Person, ...]
    encrypted: bool
    private: bool
    shielded: bool


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


# ---- effects --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence for people, by its key in the message files, with what it is filled with.

    An argument may be sentences itself: they are put one below the other.
    """

    key: str
    language: Language
    args: tuple[tuple[str, "str | int | tuple[Words, ...]"], ...] = field(default=(), repr=False)


def words(key: str, language: Language, **args: "str | int | tuple[Words, ...]") -> Words:
    """Return the sentence `key` in `language`, to be filled with `args`."""
    return Words(key, language, tuple(sorted(args.items())))


@dataclass(frozen=True, slots=True)
class Mark:
    """What a machine can read on a message about where its text came from (`org.thirdchair`).

    `policy` is the SHA-256 of the effective policy; `approved_by` the therapist who let it out, if one did.
    """

    kind: str
    generated: bool = False
    backend: str | None = None
    model: str | None = None
    policy: str | None = None
    approved_by: UserId | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """Post a message in answer to the message `to`. A `notice` does not ring anybody's phone."""

    to: EventId
    words: Words
    mark: Mark
    thread: EventId | None = None
    notice: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """Post a short line that answers no message: a change of the floor, a newcomer."""

    words: Words
    mark: Mark


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """Post the consent card in one language."""

    language: Language
    words: Words
    sha256: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the room's backend, for the message `question`, and come back with `Answered` or `Failed`.

    `request` is what the asker wrote after the command, `about` the message they pointed at by replying,
    `context` the consented messages before it. `languages` are the room's.
    """

    question: EventId
    asker: UserId
    task: Task
    backend: str
    language: Language
    languages: tuple[Language, ...]
    request: str = field(repr=False)
    about: Line | None = None
    context: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop whatever answers the message `question`, and post nothing of it that is not posted yet.

    Without a question: stop every answer of the room.
    """

    question: EventId | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the room, after one sentence if there is one."""

    words: Words | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Tell the operator, by a code without anybody's words."""

    code: str


Effect: TypeAlias = Reply | Notice | ConsentCard | Ask | Cancel | Leave | Alert


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bot makes of an event: the room afterwards, and what is to be done, in order."""

    room: Room
    effects: tuple[Effect, ...] = ()


# ---- what goes to a backend -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a prompt. `role` is `user` or `assistant`, by who sent it, never by what it says."""

    role: str
    text: Masked = field(repr=False)


@dataclass(frozen=True, slots=True)
class Prompt:
    """Everything a backend is told.

    `system` is the same for every request of one task and language, so a backend may cache it.
    `turns` end with the user's turn that holds the request, fenced.
    `request` is that request alone, unfenced, for a backend that looks things up instead of reading prompts.
    """

    task: Task
    language: Language
    system: str
    turns: tuple[Turn, ...]
    request: Masked = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A backend's whole answer. Token counts are the backend's own; 0 if it does not say."""

    text: str = field(repr=False)
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
