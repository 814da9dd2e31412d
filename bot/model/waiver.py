"""That live translation needs no therapist's word on each, for as long as it is on in this session."""

from dataclasses import dataclass

from bot.model.terms import EventId, UserId


@dataclass(frozen=True, slots=True)
class Waiver:
    """A card at the desk that asks for it, called `code`, with the messages that show it; `by` is who said yes, None before."""

    code: str
    cards: tuple[EventId, ...] = ()
    by: UserId | None = None
