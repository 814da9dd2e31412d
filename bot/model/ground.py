"""The messages that something rests on or points at, by id: nobody's words."""

from dataclasses import dataclass

from bot.model.terms import EventId, UserId


@dataclass(frozen=True, slots=True)
class Ground:
    """A message that something rests on, with the SHA-256 of the words it had then, and when it was written."""

    event: EventId
    sender: UserId
    sha256: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Cite:
    """A message that an answer points at, and when it was written. `voiced`: a machine wrote it down of a voice message."""

    event: EventId
    at: float
    voiced: bool = False
