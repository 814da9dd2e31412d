"""What of people's messages the bot may keep: everything while it reads along, only what is for it while it does not."""

from bot.app.chair import Chair
from bot.model import Edited, Floor, Heard, RoomId
from bot.session.commands import addressed


async def may_keep(chair: Chair, room_id: RoomId, event: Heard | Edited) -> bool:
    """Return whether the bot may keep what somebody wrote: while the floor is off, only what is addressed to it.

    Of edits, only those of a message that it has, or is answering.
    """
    policy = chair.policy(room_id)
    if policy is None:
        return False
    room = await chair.store.rooms.room(room_id)
    if isinstance(event, Edited):
        kept = {line.id for line in room.window} | {one.question for one in room.pending}
        return event.target in kept
    return room.floor is not Floor.OFF or addressed(room, event, policy)


async def may_keep_late(chair: Chair, room_id: RoomId, event: Heard | Edited, *, was_listening: bool) -> bool:
    """Return whether the bot may keep what could be read only some time after it came.

    Talk counts only if the bot read along when it came and could read it soon:
    nobody knows any more whether its sender had agreed when they wrote it.
    """
    if isinstance(event, Heard) and (event.overdue or not was_listening):
        policy = chair.policy(room_id)
        return policy is not None and addressed(await chair.store.rooms.room(room_id), event, policy)
    return await may_keep(chair, room_id, event)
