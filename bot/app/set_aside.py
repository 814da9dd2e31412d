"""What cannot be read holds up nobody: it is set aside, and the operator and the supervisor are told, once."""

from bot.app.services import Chair
from bot.model import Alert, Effect
from bot.session.desk.supervision import report_unreadable
from bot.store import RowUnreadable


async def set_aside(chair: Chair, error: RowUnreadable) -> None:
    """Set a row aside, and tell of it, unless that was done before."""
    row, policy = error.row, chair.find_filed_policy(error.row.room)
    told: tuple[Effect, ...] = report_unreadable(row.room, policy, row.source) if policy else ()
    alert = Alert(f"set-aside-{row.source}")
    if await chair.store.aside.put(row, error.reason, chair.clock(), (alert, *told)):
        chair.to_act.set()


async def look_again(chair: Chair) -> None:
    """Look, at a start, at what was set aside and at each room: what can be read takes part, what cannot does not."""
    await chair.store.aside.look_again()
    for room in await chair.store.rooms.all():
        try:
            await chair.store.rooms.room(room)
        except RowUnreadable as error:
            await set_aside(chair, error)
