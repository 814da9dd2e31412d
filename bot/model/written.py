"""Events that people make with what they write: heard, overheard, changed, taken back, or not to be read."""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.model.terms import EventId, Language, UserId
from bot.model.voice import NO_SOUND, Sound
from bot.model.where import Desk, InSession, SessionRoom


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a part of a message may be written in: so many `words`, and how likely each language is, 0 to 1."""

    words: int
    likely: tuple[tuple[Language, float], ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A person wrote a message.

    `calls_bot`: a real mention of the bot, with the mention taken out of `text`.
    `device`: the sending device's id; `signed`: it is cross-signed by its owner, with the identity that we know them by.
    `changed`: the homeserver shows another identity for the sender than that one.
    `late`: it was written while the bot was away. `written`: when it came, where its key came after it and `at` is when it could be read; 0 where both are one. `overdue`: its key came more than a minute after it; `asked`: meanwhile its sender was asked to send it again.
    `where`: where in the session they wrote it.
    `loose`: what it replies to stands outside the encryption alone, where a homeserver can put anything.
    `tongues`: what its parts may be written in; it is looked at only where people are interpreted.
    `beside`: what people see of it that is not in `text`: the words of its formatted body, where they are others.
    `differs`: it shows other words than `other`, its plain body; `text` is what people see of it.
    `edited`: its sender has put other words in its place by the time that it is decided.
    `answers_bot`: it is a reply to a message of the bot's, as its sender's app says within the encryption.
    `rewritten`: it is no message of its own but the new words of one, put there by an edit.
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
    written: float = 0.0
    edited: bool = False
    differs: bool = False
    other: str = field(default="", repr=False)
    answers_bot: bool = False
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Overheard:
    """Words that people can see and that are only compared with the list of phrases of danger; kept only where they trip.

    A caption, poll or place, an edit of a message not known any more, what came in clear text, too late, or while away.
    `of`: the message that people see these words in, where that is another event than `id`.
    `listening`: the AI was on when they were written, whatever it is now.
    `broken`: they could not be read because of a bug, so that nobody can tell what they say.
    `voiced`: a machine wrote them down of a voice message, and may have misheard.
    """

    id: EventId
    sender: UserId
    at: float
    text: str = field(repr=False)
    where: InSession = SessionRoom()
    of: EventId | None = None
    listening: bool = False
    broken: bool = False
    voiced: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A person sent a picture, recording, file or sticker, a poll, a place or an emote; nothing of it is known, no name, no word.

    `unsigned` and `changed` are of the device that sent it, as of an edit.
    """

    id: EventId
    sender: UserId
    at: float
    where: InSession = SessionRoom()
    unsigned: bool = False
    changed: bool = False

    @property
    def signed(self) -> bool:
        """Return whether the sending device is signed by its owner."""
        return not self.unsigned


@dataclass(frozen=True, slots=True)
class Captioned(Attached):
    """An attachment whose caption begins as a command does, until it is known whether that turns the AI down.

    A voice message may be called so as well: `sound` is where its recording lies, `thread` where it was sent.
    It has no stored form: of a caption that does not, nothing can be written down.
    """

    caption: str = field(default="", repr=False)
    sound: Sound = NO_SOUND
    thread: EventId | None = None


@dataclass(frozen=True, slots=True)
class Recorded(Attached):
    """A person sent a voice message. What it says nobody knows yet: `sound` is where it lies, and what opens it."""

    sound: Sound = NO_SOUND
    thread: EventId | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A therapist wrote something, `where`, that the bot does not keep; `signed`: on a device of theirs, by the identity that we know.

    `unplaced`: at a desk that several sessions share, and nobody knows to which of them it belongs.
    """

    id: EventId
    at: float
    person: UserId
    signed: bool = False
    where: InSession = SessionRoom()
    unplaced: bool = False

    @property
    def changed(self) -> bool:
        """Return that it is of no other identity: what is of another counts as not signed here."""
        return False


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
    """A person replaced the text of a message of theirs, `target`. `tongues` as of a message that is heard.

    `unsigned`: their device is not cross-signed with the identity that we know them by; `changed`: another one is shown.
    `where`, `device`, `calls_bot` and `differs` are as of a message that is heard; `late`: it was made while the bot was
    away, or could be read only after a minute.
    """

    id: EventId
    sender: UserId
    at: float
    target: EventId
    text: str = field(repr=False)
    tongues: tuple[Tongue, ...] = ()
    unsigned: bool = False
    changed: bool = False
    where: InSession = SessionRoom()
    device: str = ""
    calls_bot: bool = False
    differs: bool = False
    late: bool = False

    @property
    def signed(self) -> bool:
        """Return whether the sending device is signed by its owner."""
        return not self.unsigned


@dataclass(frozen=True, slots=True)
class Voted:
    """Somebody at the desk voted in the poll `target`, by the ids of its `answers`; with none they took their vote back.

    `device`, `signed`, `changed`, `late`, `overdue` and `written` are as of a message that is heard. The answers' ids stand
    within the encryption; which poll is voted in may not, so it is the ids that say on what.
    """

    id: EventId
    sender: UserId
    at: float
    target: EventId
    answers: tuple[str, ...] = field(default=(), repr=False)
    device: str = ""
    signed: bool = False
    changed: bool = False
    late: bool = False
    overdue: bool = False
    written: float = 0.0
    where: ClassVar[Desk] = Desk()


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
