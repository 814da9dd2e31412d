"""Messages that could not be read when they came: read as soon as their key is there, asked for once if it is not."""

from bot.app.rooms.routing import Spot, find_spot, overhear_late_message, translate_event
from bot.app.rooms.second_contacts import Told, tell_sessions
from bot.app.services import Chair
from bot.app.unkept import tell_unkept, wait_for_space
from bot.errors import Unwritable
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

ASK_AFTER = 30.0
"""Seconds after which the sender is asked: looked at after each sync, so within 30 to 60 s."""
SEALED_FOR = 24 * 3600.0


async def open_late_messages(chair: Chair) -> None:
    """Read messages whose key has come since, ask for others, and forget those whose key did not come in a day.

    A message is opened in the Matrix room that it came in, and counts in the session which that room belongs to.
    """
    seals = chair.store.seals
    for seal in await seals.all():
        now, spot = chair.clock(), await find_spot(chair, seal.room)
        opened, says = open_sealed(chair.client, seal, now, chair.hear)
        if spot is not None and isinstance(spot.where, SecondContact):
            await _open_contacts(chair, seal, spot.where, says, over=opened or now - seal.since > SEALED_FOR)
        elif spot is None or not isinstance(spot.where, SessionRoom | Desk | Direct):
            await seals.open(seal, seal.room, ())
        elif opened or (now - seal.since > SEALED_FOR and not await find_freeze_time(chair.store.db, spot.session)):
            await _keep_opened(chair, seal, spot.session, await _read_late(chair, spot, seal, says))
        elif now - seal.since >= ASK_AFTER and not seal.asked:
            await seals.ask(seal, spot.session, _ask_for_key(seal, spot.where, now))


async def _keep_opened(chair: Chair, seal: UndecryptedEvent, session: RoomId, events: tuple[Event, ...]) -> None:
    """Write down what a message says that was opened late. Where nothing can be written it stays sealed, and danger is told."""
    try:
        await chair.store.seals.open(seal, session, events)
    except Unwritable as error:
        await tell_unkept(chair, [(session, event) for event in events])
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
