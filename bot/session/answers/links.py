"""Links to messages, which open in people's own clients. Pure."""

from urllib.parse import quote

from bot.model import Cite, EventId, Ground, Language, Room, RoomId, Words, make_words
from bot.session.talk.clock import format_time_of_day


def make_permalink(room: RoomId, event: EventId) -> str:
    """Return a link that opens the message `event` in people's clients (spec, "matrix.to navigation")."""
    return f"https://matrix.to/#/{quote(room, safe='!:')}/{quote(event, safe='$')}"


def label_message(room: Room, event: EventId, otherwise: float) -> str:
    """Return what a link to the message `event` goes by: its time of day, or that of `otherwise` (seconds UTC) if it is not kept."""
    line = room.line(event)
    return format_time_of_day(line.at if line else otherwise)


def make_room_link(room: RoomId) -> str:
    """Return a link that opens the room `room` in the clients of people who are in it."""
    return f"https://matrix.to/#/{quote(room, safe='!:')}"


def make_links(room: RoomId, cites: tuple[Cite, ...], language: Language) -> tuple[Words, ...]:
    """Return links to the messages `cites`, of which there is one at least, in one line: each goes by its time of day."""
    first, rest = cites[0], cites[1:]
    more = make_links(room, rest, language) if rest else ""
    about = {"label": format_time_of_day(first.at), "link": make_permalink(room, first.event)}
    return (make_words("message-link", language, **about, voiced=int(first.voiced), more=more, last=int(not rest)),)


def cite_grounds(room: Room, grounds: tuple[Ground, ...]) -> tuple[Cite, ...]:
    """Return the messages that something rests on as they are pointed at: of a voice message it is told that it is one."""
    kept = {line.id: line.voiced for line in room.window}
    return tuple(Cite(ground.event, ground.at, kept.get(ground.event, False)) for ground in grounds)
