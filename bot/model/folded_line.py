"""A line that stands in a room so that what follows can be put in its place, instead of being said anew. Pure."""

from dataclasses import dataclass

from bot.model.terms import EventId
from bot.model.where import InSession, SessionRoom


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A line of the bot's that what follows is folded into, by what it is `about`. `event` is None until it stands at `where`."""

    about: str
    at: float
    event: EventId | None = None
    where: InSession = SessionRoom()
