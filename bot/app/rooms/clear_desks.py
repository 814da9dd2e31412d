"""Clearing desks when the files change: who is no therapist any more is put out at once, whatever their session does meanwhile."""

from bot.app.rooms.side_rooms import leave_desk, list_people_there, put_out
from bot.app.services import Chair
from bot.log import get_logger
from bot.model import Desk, Role, RoomId, UserId
from bot.policy import Policy

log = get_logger(__name__)


async def clear_desks(chair: Chair) -> None:
    """Put everybody out of every desk whom the files do not name as a therapist there: also of sessions that are over.

    Nobody is asked in. A desk that the homeserver does not let us clear is left. It can be done again at any line.

    Raises:
        BotError: it may work later.
    """
    await chair.synced.wait()
    for side in await chair.store.sides.all():
        if isinstance(side.where, Desk) and side.room is not None and side.room in chair.client.rooms:
            await _clear_desk(chair, side.session, side.room)


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
