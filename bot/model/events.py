"""Events: what happened, in the past tense."""

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model.people import Person
from bot.model.terms import EventId, Language, RoomId, Trouble, UserId
from bot.model.where import Beside, InSession, SecondContact, SessionRoom, Where
from bot.model.written import (
    Attached,
    Edited,
    Heard,
    Overheard,
    Present,
    Reacted,
    Recorded,
    Redacted,
    Tongue,
    Unreadable,
    Voted,
)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invites the bot into a room where it is not. `known`: they are a therapist, of this room or another."""

    id: EventId
    at: float
    inviter: UserId | None
    known: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot finds itself in a room: after an invitation, at each start, and when the room's own settings change.

    `private`: by invitation only. `history`: Matrix's `joined`, `invited`, `shared` or `world_readable`.
    `awaited`: somebody is invited who has not come yet.
    """

    id: EventId
    at: float
    people: tuple[Person, ...]
    encrypted: bool
    private: bool
    history: str
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """A person came into the room, for the first time or again."""

    id: EventId
    at: float
    person: Person


@dataclass(frozen=True, slots=True)
class AskedToVerify:
    """Somebody asks the bot to verify each other by emoji: in the message `message`, or, without one, at its device."""

    id: EventId
    at: float
    sender: UserId
    message: EventId | None = None
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who belongs there came to the desk or into a room of their own: what was said before they cannot read.

    `greeted`: to a desk that several sessions share, and another one of them greets them, or they have been there before.
    """

    id: EventId
    at: float
    where: Beside | SecondContact
    person: UserId
    greeted: bool = False


TYPING_LASTS = 300.0
"""Seconds after which a typing notice that was never taken back counts no more: a homeserver takes it back in time.

While somebody's app renews it nothing is said (spec, "Typing notifications"): only a notice that got lost lasts longer.
"""


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody of the session room is typing now, or nobody is any more."""

    id: EventId
    at: float
    busy: bool


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
class Replaced:
    """The room was closed for good, and another takes its place (`m.room.tombstone`)."""

    id: EventId
    at: float


@dataclass(frozen=True, slots=True)
class WasAway:
    """The bot heard nothing between `since` and `at`; where these are the same, it missed one thing that it cannot read."""

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
class Sighted:
    """A consent card of ours, `event`, came by in its room's timeline: what people write from here on stands behind it.

    `readers` are the people of whom a device was given the key that it was sealed with.
    """

    id: EventId
    at: float
    event: EventId
    language: Language
    sha256: str
    readers: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True)
class DevicesKnown:
    """It is known which devices the people in the room have: `deaf` are those who have none that may read what is said there."""

    id: EventId
    at: float
    deaf: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What has the code `code` stands as event `event`: a draft or alarm, wherever that is told, or an answer let out."""

    id: EventId
    at: float
    event: EventId
    code: str
    where: Where


@dataclass(frozen=True, slots=True)
class Polled:
    """The poll on the draft `code` stands at the desk as event `event`."""

    id: EventId
    at: float
    event: EventId
    code: str


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something was not said at the desk, in a direct room or to the supervisor, for `reason`, a code."""

    id: EventId
    at: float
    where: Where
    reason: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """The policy files say something else about this room than before."""

    id: EventId
    at: float


@dataclass(frozen=True, slots=True)
class Misruled:
    """The policy files were changed and have `count` mistakes, the first at `where`: what held before holds on."""

    id: EventId
    at: float
    where: str
    count: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """The operator has frozen the room because of an incident, or has `lifted` the freeze."""

    id: EventId
    at: float
    lifted: bool = False


@dataclass(frozen=True, slots=True)
class Drilled:
    """The operator plays an alarm, to see that everybody who would be called is reached."""

    id: EventId
    at: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A second contact has answered in their room that they see to the alarm `code`; without a code, to all they know of."""

    id: EventId
    at: float
    person: UserId
    code: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A backend answered the message `question`. Token counts are the backend's own; 0 if it does not say.

    `unknown` are placeholders in it that stand for nothing. `cut` is whether it ended before it was whole.
    `tongues`: what the parts of a translation may be written in.
    """

    id: EventId
    at: float
    question: EventId
    text: str = field(repr=False)
    backend: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    unknown: tuple[str, ...] = field(default=(), repr=False)
    cut: bool = False
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A machine wrote the voice message `question` down: `raw` is all that it wrote, `words` what of it can be words, if anything."""

    id: EventId
    at: float
    question: EventId
    raw: str = field(repr=False)
    words: str = field(repr=False)
    backend: str
    model: str
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A backend gave no answer to the message `question`, and will not be asked again.

    `left` is whether anything may have been sent to it.
    """

    id: EventId
    at: float
    question: EventId
    trouble: Trouble
    left: bool = True


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A deadline that the room had set has come. `deaf`: the homeserver does not answer, so people may have written since."""

    id: EventId
    at: float
    deaf: bool = False


Event: TypeAlias = (
    Heard
    | Overheard
    | Attached
    | Recorded
    | Present
    | Reacted
    | Voted
    | Edited
    | Redacted
    | Unreadable
    | Invited
    | Arrived
    | Joined
    | AskedToVerify
    | Came
    | Typing
    | Renamed
    | Left
    | Ousted
    | Replaced
    | WasAway
    | Posted
    | Sighted
    | DevicesKnown
    | Shown
    | Polled
    | Unsaid
    | Ruled
    | Misruled
    | Frozen
    | Drilled
    | Taken
    | Answered
    | Transcribed
    | Failed
    | Elapsed
)


@dataclass(frozen=True, slots=True)
class UndecryptedEvent:
    """A message that cannot be read yet: no event so far, since nobody knows what it says.

    `body` is the whole Matrix event, `since` when it came in. `asked` is when its sender was asked to send it again,
    0 if not. `listening` is whether the AI was on when it came.
    """

    id: EventId
    room: RoomId
    sender: UserId
    body: str = field(repr=False)
    since: float
    reply_to: EventId | None = None
    listening: bool = False
    asked: float = 0.0
