"""Clearing desks when the files change: who is no therapist any more is put out at once, whatever their session does meanwhile."""

from bot.app.rooms.shared_desks import quit_desk
from bot.app.rooms.side_rooms import leave_desk, list_people_there, put_out, see_to_desk
from bot.app.services import Chair
from bot.log import get_logger
from bot.model import Desk, Role, RoomId, UserId
from bot.policy import Policy
from bot.store import RowUnreadable, Side

log = get_logger(__name__)


async def clear_desks(chair: Chair) -> None:
    """Put everybody out of every desk whom the files do not name as a therapist there: also of sessions that are over.

    Nobody is asked in, but to a desk that a session shares from now on, or no more. A desk that the homeserver does not let us clear is left. It can be done again at any line.

    Raises:
        BotError: it may work later.
    """
    await chair.synced.wait()
    for side in await chair.store.sides.all():
        if isinstance(side.where, Desk) and side.room is not None and side.room in chair.client.rooms:
            await _see_to_side(chair, side, side.room)


async def _see_to_side(chair: Chair, side: Side, desk: RoomId) -> None:
    """Clear a desk; a session that belongs at another one now goes there instead: a shared desk is no less the other sessions'."""
    policy = await chair.standing_policy(side.session)
    if not side.shared and not (policy and policy.rules.desk.shared):
        await _clear_desk(chair, side.session, desk)
    elif await _goes_on(chair, side.session):
        await see_to_desk(chair, side.session)
    elif not side.shared:
        await _clear_desk(chair, side.session, desk)
    elif not all(_is_therapist(chair, policy, user) for user in list_people_there(chair, desk)):
        await quit_desk(chair, side, policy)


async def _goes_on(chair: Chair, session: RoomId) -> bool:
    """Return whether a session is not over, as far as its state can be read."""
    try:
        room = await chair.store.rooms.room(session)
    except RowUnreadable:
        return False
    return room.seated or bool(room.alarms)


async def _clear_desk(chair: Chair, session: RoomId, desk: RoomId) -> None:
    policy = await chair.standing_policy(session)
    gone = frozenset(user for user in list_people_there(chair, desk) if not _is_therapist(chair, policy, user))
    if not gone:
        return
    log.warning("put out of a desk: the files name them no more", room=desk, count=len(gone))
    if not await put_out(chair, desk, gone):
        await leave_desk(chair, desk, policy)


def _is_therapist(chair: Chair, policy: Policy | None, user: UserId) -> bool:
    """Return whether somebody is a therapist where `policy` holds; in a room that no file covers, of any room."""
    return policy.role(user) is Role.THERAPIST if policy else chair.settings.is_therapist(user)
