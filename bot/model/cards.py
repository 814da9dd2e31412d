"""Messages of ours that are known again where they stand: consent cards, and the lines by which people wait."""

from dataclasses import dataclass

from bot.model.terms import EventId, Language, UserId, Waits
from bot.model.where import InSession, SessionRoom


@dataclass(frozen=True, slots=True)
class PostedCard:
    """A consent card in the room: replying `agree` to it agrees to exactly this text.

    `readers` are the people of whom a device was given the key that it was sealed with.
    `sighted` is when the room's own timeline brought it, in seconds UTC (0: it has not): what stood there before it was
    written without it.
    """

    event: EventId
    language: Language
    sha256: str
    readers: tuple[UserId, ...] = ()
    sighted: float = 0.0


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """The line that tells `asker`, who asked in the message `question`, how their answer fares: it is edited, nothing new is said.

    `code` is what it goes by until it stands as `event`. `says` is what it says, `at` since when, in seconds UTC.
    `asked` is when `question` was asked, in seconds UTC, where the line told of an earlier one before (0: it did not).
    """

    question: EventId
    asker: UserId
    code: str
    language: Language
    at: float
    says: Waits = Waits.LOOKED_AT
    where: InSession = SessionRoom()
    event: EventId | None = None
    asked: float = 0.0
