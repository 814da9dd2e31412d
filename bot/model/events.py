"""Events: what happened, in the past tense."""

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.model.room import Person
from bot.model.terms import EventId, Language, RoomId, Trouble, UserId
from bot.model.where import Beside, InSession, SecondContact, SessionRoom, Where


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a part of a message may be written in: so many `words`, and how likely each language is, 0 to 1."""

    words: int
    likely: tuple[tuple[Language, float], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A person wrote a message.

    `calls_bot`: a real mention of the bot, with the mention taken out of `text`.
    `device`: the sending device's id.
    `signed`: that device is cross-signed by its owner, with the identity that we know them by.
    `changed`: the homeserver shows another identity for the sender than that one.
    `late`: it was written while the bot was away.
    `overdue`: its key came more than a minute after it; `asked`: meanwhile its sender was asked to send it again.
    `where`: where in the session they wrote it.
    `loose`: what it replies to stands outside the encryption alone, where a homeserver can put anything.
    `tongues`: what its parts may be written in; it is looked at only where people are interpreted.
    `beside`: what people see of it that is not in `text`: the words of its formatted body, where they are others.
    """

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)
    reply_to: EventId | None = None
    thread: EventId | None = None
    calls_bot: bool = False
    device: str = ""
    signed: bool = False
    changed: bool = False
    late: bool = False
    overdue: bool = False
    asked: bool = False
    where: InSession = SessionRoom()
    loose: bool = False
    tongues: tuple[Tongue, ...] = ()
    beside: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Overheard:
    """Words that people can see and that are never acted on, only compared with the list of phrases of danger.

    A caption, a poll, a named location, an edit of a message that is not known any more, what came in clear text, what
    was opened too late, and what was written while the bot was away. It is kept only where it trips.

    `of`: the message that people see these words in, where that is another event than `id`.
    `listening`: the AI was on when they were written, whatever it is now.
    `broken`: they could not be read because of a bug, so that nobody can tell what they say.
    """

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)
    where: InSession = SessionRoom()
    of: EventId | None = None
    listening: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A person sent a picture, recording, file or sticker; nothing of it is known, neither its name nor its caption."""

    id: EventId
    sender: UserId
    at: float
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class Present:
    """A therapist wrote something that the bot does not keep: it knows that they are there, and not what.

    `signed` as of a message that is heard; `where` they wrote it.
    """

    id: EventId
    at: float
    person: UserId
    signed: bool = False
    where: InSession = SessionRoom()


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put the emoji `key` on the desk's message `target`. Not encrypted: the homeserver can forge it."""

    id: EventId
    sender: UserId
    at: float
    target: EventId
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Edited:
    """A person replaced the text of a message of theirs, `target`. `tongues` as of a message that is heard."""

    id: EventId
    sender: UserId
    at: float
    target: EventId
    text: str = field(repr=False)
    tongues: tuple[Tongue, ...] = ()


@dataclass(frozen=True, slots=True)
class Redacted:
    """Somebody deleted `target`."""

    id: EventId
    sender: UserId
    at: float
    target: EventId


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The key of somebody's message, `message`, has not come in time. `reply_to` stands in clear on the envelope."""

    id: EventId
    at: float
    sender: UserId
    message: EventId
    reply_to: EventId | None = None
    where: InSession = SessionRoom()


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
class Came:
    """Somebody who belongs there came to the desk or into a room of their own: what was said before they cannot read."""

    id: EventId
    at: float
    where: Beside | SecondContact
    person: UserId


TYPING_LASTS = 300.0
"""Seconds after which a typing notice that was never taken back counts no more.

A homeserver takes it back when its timeout is over (spec, "Typing notifications") and says nothing as long as somebody's app
renews it: whoever writes for three minutes is seen to begin, and then to stop. Only a notice that got lost lasts longer.
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
class Shown:
    """What has the code `code` stands as event `event`: a draft or alarm at the desk, or an answer that was let out.

    Or an alarm that a second contact or the on-call room was told of.
    """

    id: EventId
    at: float
    event: EventId
    code: str
    where: Where


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

    `unknown` are placeholders in it that stand for nothing.
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
    """A deadline that the room had set has come."""

    id: EventId
    at: float


Event: TypeAlias = (
    Heard
    | Overheard
    | Attached
    | Present
    | Reacted
    | Edited
    | Redacted
    | Unreadable
    | Invited
    | Arrived
    | Joined
    | Came
    | Typing
    | Renamed
    | Left
    | Ousted
    | Replaced
    | WasAway
    | Posted
    | Shown
    | Unsaid
    | Ruled
    | Misruled
    | Frozen
    | Drilled
    | Taken
    | Answered
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
