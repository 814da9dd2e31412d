"""What the bot answers to a monitoring system: whether it turns, whether it may decide, and what there is to count."""

import asyncio
from dataclasses import dataclass

from bot.app.readings import set_gauges
from bot.app.services import Chair
from bot.matrix.sync import AWAY

LIMIT = 5.0
"""Seconds that a look into the notebook may take; it takes turns with the loops."""
FRESH = 2.0
"""Seconds for which what was read is good enough for the next who asks: nobody keeps the bot busy by asking."""


@dataclass(slots=True)
class BotPanel:
    """Answers for the bot, from the first moment on; `chair` is None until it is logged in."""

    chair: Chair | None = None
    _read_at: float = -FRESH

    async def list_stalls(self) -> tuple[str, ...]:
        """Return the loops that stand still. Without its loops yet, the bot waits for the homeserver, and says so in the log."""
        stalled = self.chair.pulse.list_stalled() if self.chair else ()
        return tuple(f"the loop `{loop}` stands still" for loop in stalled)

    async def list_hindrances(self) -> tuple[str, ...]:
        """Return why nothing is heard or decided now: it has not begun, hears nothing, can write nothing, or stands still."""
        chair = self.chair
        if chair is None:
            return ("starting",)
        wrong = list(await self.list_stalls())
        if not chair.synced.is_set():
            wrong.append("no sync comes through")
        try:
            async with asyncio.timeout(LIMIT):
                synced = float(await chair.store.notes.read("synced_at") or 0.0)
        except TimeoutError:
            return (*wrong, "the notebook does not answer")
        if chair.synced.is_set() and chair.clock() - synced >= AWAY:
            wrong.append("no sync for over two minutes")
        if chair.unkept.failures:
            wrong.append("nothing can be written into the data folder")
        return tuple(wrong)

    async def take_readings(self) -> tuple[str, ...]:
        """Set the gauges, unless that was done just now; return why they cannot be."""
        clock = asyncio.get_running_loop().time
        if self.chair is None or clock() - self._read_at < FRESH:
            return ()
        try:
            async with asyncio.timeout(LIMIT):
                await set_gauges(self.chair)
        except TimeoutError:
            return ("the notebook does not answer",)
        self._read_at = clock()
        return ()
