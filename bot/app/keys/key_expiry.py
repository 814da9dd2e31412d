"""Room keys that must not open again what was read: turned forward after each sync, dropped when they have done their work."""

import asyncio
from contextlib import suppress

from bot.app.rooms.routing import find_spot
from bot.app.services import Chair
from bot.matrix.client.ratchet import UNSURE
from bot.matrix.sync import Batch
from bot.model import Ousted
from bot.policy import RoomRules

HOUR = 3600.0


class QuietForgetting:
    """Turns keys forward behind what was taken in, once whoever waits for an answer has it: the disk is waited for meanwhile.

    At the latest before anything more is opened: what is opened and not yet taken in must open again after a power cut.
    """

    def __init__(self, chair: Chair) -> None:
        self._chair = chair
        self._hurry = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def begin(self, group: asyncio.TaskGroup, batch: Batch) -> None:
        """Forget what opened `batch` soon, as a task of `group`."""
        self._hurry.clear()
        self._work = group.create_task(self._forget(batch))

    async def finish(self) -> None:
        """Return when all is forgotten that was begun."""
        self._hurry.set()
        if self._work is not None:
            await asyncio.wait([self._work])

    async def _forget(self, batch: Batch) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._chair.patience.answer):
                await self._hurry.wait()
        await forget_keys(self._chair, batch)


async def forget_keys(chair: Chair, batch: Batch) -> None:
    """Turn keys forward behind what `batch` brought, and drop those of rooms that the bot is out of.

    Only after all of it is on disk with the place in the stream: what is read again after a power cut must open again.
    """
    await chair.store.db.make_durable()
    chair.client.forget_opened(batch.now, unsure=await chair.store.outbox.unsure())
    for room in {room for room, event in batch.happened if isinstance(event, Ousted)}:
        if room not in chair.client.rooms:
            chair.client.forget_room(room)


async def forget_idle_keys(chair: Chair) -> None:
    """Drop keys that have a successor and opened nothing for `retention.window`; where no policy holds, for its default.

    Of rooms that the bot is not in, all go after a week. Not before a sync has told which rooms it is in.
    """
    if not chair.synced.is_set():
        return
    now = chair.clock()
    longest = now - UNSURE
    for room in chair.client.key_rooms():
        spot = await find_spot(chair, room)
        sessions = {side.session for side in await chair.store.sides.list_sides_at(room)} or (
            {spot.session} if spot else set()
        )
        policies = [await chair.standing_policy(session) for session in sessions] or [None]
        hours = min((policy.rules if policy else RoomRules()).retention.window for policy in policies)
        before = now - HOUR * hours if room in chair.client.rooms else longest
        chair.client.forget_idle(room, before, ours_before=longest)
