"""Links to messages, which open in people's own clients. Pure."""

from urllib.parse import quote

from bot.model import Cite, EventId, Language, RoomId, Words, words
from bot.session.clock import clock


def permalink(room: RoomId, event: EventId) -> str:
    """Return a link that opens the message `event` in people's clients (spec, "matrix.to navigation")."""
    return f"https://matrix.to/#/{quote(room, safe='!:')}/{quote(event, safe='$')}"


def links(room: RoomId, cites: tuple[Cite, ...], language: Language) -> tuple[Words, ...]:
    """Return links to the messages `cites`, of which there is one at least, in one line: each goes by its time of day."""
    first, rest = cites[0], cites[1:]
    more = links(room, rest, language) if rest else ""
    about = {"label": clock(first.at), "link": permalink(room, first.event)}
    return (words("message-link", language, **about, more=more, last=int(not rest)),)
