"""The messages that something rests on or points at, by id: nobody's words."""

from dataclasses import dataclass

from bot.model.names import EventId, UserId


@dataclass(frozen=True, slots=True)
class Ground:
    """A message that a question or draft rests on, with the SHA-256 of the words it had then."""

    event: EventId
    sender: UserId
    sha256: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A message that an answer points at, and when it was written."""

    event: EventId
    at: float
