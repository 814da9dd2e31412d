"""What the rooms that the bot makes are called: names are not encrypted, and stand on lock screens and in invitations."""

from datetime import UTC, datetime
from unicodedata import category

from bot.app.rooms.faces import find_room_picture
from bot.app.rooms.routing import Spot
from bot.app.services import Chair
from bot.errors import BotError
from bot.log import get_logger
from bot.matrix.room_creation import LONGEST_NAME, Look, fetch_room_name, set_room_name
from bot.matrix.send import format_sentence
from bot.model import Desk, Direct, Role, Room, RoomId, make_words
from bot.policy import Policy
from bot.session.command.context import find_name
from bot.store import RowUnreadable
from bot.words import FALLBACK

log = get_logger(__name__)


async def name_side_room(chair: Chair, spot: Spot, session: Room, policy: Policy | None) -> str:
    """Return the name of the side room at `spot`: a desk's says of which session, any other's nothing but whose it is."""
    language = policy.languages[0] if policy else FALLBACK
    match spot.where:
        case Desk() if spot.shared:
            words = make_words("desk-name-shared", language)
        case Desk():
            about = await _describe_session(chair, session, policy)
            words = make_words("desk-name", language, room=about)
        case Direct(user):
            words = make_words("direct-name", language, person=find_name(session, user))
        case _:
            words = make_words("second-name", language)
    return format_sentence(words)[0]


async def choose_look(chair: Chair, spot: Spot, session: Room, policy: Policy | None) -> Look:
    """Return how the side room at `spot` is to look: its name, one line of what it is for, and a picture."""
    language, prefix = (policy.languages[0], policy.rules.prefix) if policy else (FALLBACK, "!")
    match spot.where:
        case Desk():
            topic = make_words("desk-topic", language, prefix=prefix)
        case Direct():
            topic = make_words("direct-topic", language, prefix=prefix)
        case _:
            topic = make_words("second-topic", language)
    name = await name_side_room(chair, spot, session, policy)
    picture = await find_room_picture(chair.client, chair.store.notes, spot.where.kind)
    return Look(name, format_sentence(topic)[0], picture)


async def _describe_session(chair: Chair, session: Room, policy: Policy | None) -> str:
    """Return what a session is called at its desk: its room's name, else its clients', else everybody's, else today's date."""
    roster = session.roster
    clients = [person.name for person in roster if policy and policy.role(person.id) is Role.CLIENT]
    names = (
        await fetch_room_name(chair.client, session.id) or "",
        *map(", ".join, (clients, (p.name for p in roster))),
    )
    today = datetime.fromtimestamp(chair.clock(), UTC).date().isoformat()
    return next((name for name in names if _is_telling(name)), today)


def _is_telling(name: str) -> bool:
    """Return whether there is more in a name than marks and blanks: a letter, a digit, or a picture."""
    return any(category(char)[0] not in "PZCM" for char in name)


async def close_desk(chair: Chair, session: RoomId) -> None:
    """Let the name of a session's desk say that it is closed, if there is one, and no other session goes on there.

    Done again, it changes nothing.

    Raises:
        BotError: it keeps its name, or we do not know.
    """
    side = await chair.store.sides.find_side(session, Desk())
    if side is not None and side.room is not None and side.room in chair.client.rooms:
        if side.shared and await _goes_on_elsewhere(chair, side.room, session):
            return
        await mark_closed(chair, side.room, await chair.standing_policy(session))


async def _goes_on_elsewhere(chair: Chair, desk: RoomId, session: RoomId) -> bool:
    """Return whether another session than `session` goes on at a shared desk, or nobody can tell."""
    for side in await chair.store.sides.list_sides_at(desk):
        try:
            if side.session != session and (await chair.store.rooms.room(side.session)).seated:
                return True
        except RowUnreadable:
            return True
    return False


async def mark_closed(chair: Chair, desk: RoomId, policy: Policy | None) -> None:
    """Give a desk a name that says that it is closed.

    Raises:
        BotError: it keeps its name, or we do not know.
    """
    closed = format_sentence(make_words("desk-closed", policy.languages[0] if policy else FALLBACK))[0]
    name = await fetch_room_name(chair.client, desk) or ""
    if not name.endswith(closed):
        await set_room_name(chair.client, desk, f"{name[: LONGEST_NAME - len(closed) - 1]} {closed}".strip())


async def rename_telling_rooms(chair: Chair) -> None:
    """Give rooms that are somebody's, and whose name says more than that, as an earlier version called them, a neutral one."""
    neutral = format_sentence(make_words("second-name", FALLBACK))[0]
    for side in await chair.store.sides.all():
        there = chair.client.rooms.get(side.room or "")
        if side.room is None or side.where.user is None or there is None or (there.name or neutral).startswith(neutral):
            continue
        try:
            session, policy = await chair.ruling(side.session)
            spot = Spot(side.session, side.where)
            await set_room_name(chair.client, side.room, await name_side_room(chair, spot, session, policy))
        except RowUnreadable:
            continue
        except BotError as error:
            log.warning("a room keeps a name that tells too much", room=RoomId(side.room), error=str(error))
