"""A consent card as it stands in its room: what it says, who could read it, and since when it stands before people."""

from dataclasses import dataclass

from bot.model.terms import EventId, Language, UserId


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
