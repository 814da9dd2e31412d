"""Messages that could not be read when they came: read as soon as their key is there, asked for once if it is not."""

from bot.app.rooms.desk_routing import tell_sessions_at_desk
from bot.app.rooms.routing import Spot, find_spot, overhear_late_message, translate_event
from bot.app.rooms.second_contacts import Told, tell_sessions
from bot.app.services import Chair
from bot.app.unkept import tell_unkept, wait_for_space
from bot.errors import Unwritable
from bot.matrix.client.key_news import KeyNews
from bot.matrix.sync import open_sealed
from bot.model import (
    Desk,
    Direct,
    Event,
    EventId,
    Heard,
    InSession,
    RoomId,
    SecondContact,
    SessionRoom,
    UndecryptedEvent,
    Unreadable,
)
from bot.store import Haul
from bot.store.freezes import find_freeze_time

SEALED_FOR = 24 * 3600.0


async def open_late_messages(chair: Chair) -> None:
    """Read messages whose key has come since, ask for others, and forget those whose key did not come in a day.

    A message is opened in the Matrix room that it came in, and counts in the session which that room belongs to.
    It is tried when a key of its session comes, or its sender's devices become known, and at a start: what nobody can
    read costs those nothing who write beside it.
    """
    news = chair.client.key_news.take()
    seals = chair.store.seals
    try:
        if news.everything:
            waiting = await seals.all()
        elif news.sessions or news.people:
            waiting = await seals.list_openable(news.sessions, news.people)
        else:
            waiting = ()
        for seal in waiting:
            await _try_to_open(chair, seal, news)
    except BaseException:
        chair.client.key_news.give_back(news)
        raise
    for seal in await seals.list_due(chair.clock()):
        await _ask_sender(chair, seal)
    await _forget_old_messages(chair, chair.clock() - SEALED_FOR)


async def _try_to_open(chair: Chair, seal: UndecryptedEvent, news: KeyNews) -> None:
    """Read a message if that can be by now; it is `news` that says so."""
    now, spot = chair.clock(), await find_spot(chair, seal.room)
    opened, says = open_sealed(chair.client, seal, now, chair.hear)
    if spot is not None and isinstance(spot.where, SecondContact):
        await _open_contacts(chair, seal, spot.where, says, over=opened)
    elif spot is None or not isinstance(spot.where, SessionRoom | Desk | Direct):
        await chair.store.seals.open(seal, seal.room, ())
    elif opened and spot.shared:
        await _open_at_shared_desk(chair, seal, says, news)
    elif opened:
        events = await _read_late(chair, spot, seal, says)
        await _keep_opened(chair, seal, spot.session, events, news)


async def _ask_sender(chair: Chair, seal: UndecryptedEvent) -> None:
    """Let the sender of a message be asked to send it again, where that is a session's."""
    spot = await find_spot(chair, seal.room)
    if spot is not None and isinstance(spot.where, SessionRoom | Desk | Direct):
        await chair.store.seals.ask(seal, spot.session, _ask_for_key(seal, spot.where, chair.clock()))
    else:
        await chair.store.seals.pass_over(seal)


async def _forget_old_messages(chair: Chair, before: float) -> None:
    """Forget what came `before` and cannot be read, but for sessions that are frozen."""
    for room in await chair.store.seals.list_rooms(before):
        spot = await find_spot(chair, room)
        kept = spot is not None and isinstance(spot.where, SessionRoom | Desk | Direct)
        sessions = {side.session for side in await chair.store.sides.list_sides_at(room)} or {
            spot.session if spot else room
        }
        frozen = [session for session in sessions if await find_freeze_time(chair.store.db, session)]
        if spot is None or not kept or not frozen:
            await chair.store.seals.forget_old(room, before)


async def _keep_opened(
    chair: Chair, seal: UndecryptedEvent, session: RoomId, events: tuple[Event, ...], news: KeyNews
) -> None:
    """Write down what a message says that was opened late. Where nothing can be written it stays sealed, and danger is told."""
    try:
        await chair.store.seals.open(seal, session, events)
    except Unwritable as error:
        chair.client.key_news.give_back(news)
        await tell_unkept(chair, [(session, event) for event in events])
        await wait_for_space(chair, error)


async def _open_at_shared_desk(chair: Chair, seal: UndecryptedEvent, says: tuple[Event, ...], news: KeyNews) -> None:
    """Take what was typed at a desk that several sessions share, as soon as it can be read, for what it is to one of them."""
    told = [await tell_sessions_at_desk(chair, seal.room, event) for event in says]
    events = tuple(event for shared in told for event in shared.events)
    orders = tuple(order for shared in told for order in shared.orders)
    lines = tuple(line for shared in told for line in shared.lines)
    try:
        await chair.store.take_in(Haul(events, (), {}, {}, deleted=(seal.id,), orders=orders, lines=lines))
    except Unwritable as error:
        chair.client.key_news.give_back(news)
        await tell_unkept(chair, events)
        await wait_for_space(chair, error)


async def _read_late(chair: Chair, spot: Spot, seal: UndecryptedEvent, says: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return what a message that was opened late is to its session: its words are compared first, then it is what it is."""
    told: list[Event | None] = []
    for event in says:
        told.append(await overhear_late_message(chair, spot, event, listening=seal.listening))
        told.append(await translate_event(chair, spot, event, listening=seal.listening))
    return tuple(event for event in told if event is not None)


async def _open_contacts(
    chair: Chair, seal: UndecryptedEvent, where: SecondContact, says: tuple[Event, ...], *, over: bool
) -> None:
    """Take what a second contact wrote, as soon as it can be read, for an answer to an alarm; it is forgotten with that."""
    if over:
        heard = next((event for event in says if isinstance(event, Heard)), None)
        told = await tell_sessions(chair, where, heard) if heard else Told()
        await chair.store.take_in(Haul(told.events, (), {}, {}, deleted=(seal.id,), orders=told.orders))


def _ask_for_key(seal: UndecryptedEvent, where: InSession, now: float) -> Unreadable:
    event_id = EventId(f"unreadable/{seal.id}")
    return Unreadable(event_id, now, seal.sender, seal.id, seal.reply_to, where)
