"""Who cannot read what the bot says, for want of a device that they have signed: told to a session as soon as it is known."""

from bot.app.rooms.routing import find_spot
from bot.app.services import Chair
from bot.matrix.sync import Batch
from bot.model import Arrived, DevicesKnown, Event, EventId, Joined, RoomId, SessionRoom
from bot.store import RowUnreadable


async def list_device_news(chair: Chair, batch: Batch, *, first: bool) -> list[tuple[RoomId, Event]]:
    """Return who has no device that may read, for each session room in which that is otherwise than it knows.

    It is looked at where somebody came or somebody's devices were looked up, and everywhere at a start.
    """
    told: list[tuple[RoomId, Event]] = []
    looked_up = chair.client.key_news.list_people()
    moved = {room for room, event in batch.happened if isinstance(event, Arrived | Joined)}
    if not (first or moved or looked_up):
        return told
    for room in [RoomId(room) for room in chair.client.rooms]:
        people = frozenset(chair.client.rooms[room].users)
        if first or room in moved or looked_up & people:
            before = await _read_deaf(chair, room)
            deaf = chair.client.list_deaf(room, before or frozenset())
            if before is not None and deaf != before & people:
                event_id = EventId(f"devices/{room}/{batch.token}")
                told.append((room, DevicesKnown(event_id, batch.now, tuple(sorted(deaf)))))
    return told


async def _read_deaf(chair: Chair, room: RoomId) -> frozenset[str] | None:
    """Return who cannot read in a session room as far as the session knows; None of a room that is none, or cannot be read."""
    spot = await find_spot(chair, room)
    if spot is None or not isinstance(spot.where, SessionRoom):
        return None
    try:
        return frozenset((await chair.store.rooms.room(room)).deaf)
    except RowUnreadable:
        return None
