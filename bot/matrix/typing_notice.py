"""The typing notice: on while something is drafted for a room, however many at once, and always cleared."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.errors import BotError
from bot.matrix.client.client import Client
from bot.model import RoomId

LASTS_MS = 30_000
"""Milliseconds after which a homeserver takes a notice back that nobody renews."""
AGAIN = 20.0
"""Seconds after which a notice is renewed."""
SOONEST = 0.3
"""Seconds after which a notice is shown: what is drafted by then needs none, and would wait for the homeserver to tell of it."""


class Typing:
    """Shows that the bot is drafting. Notices are a courtesy: none of them failing stops anything.

    A room has one refresher for all its drafts: it lasts from the first of them to the end of the last.
    """

    def __init__(self, client: Client, again: float = AGAIN, soonest: float = SOONEST) -> None:
        self._client = client
        self._again = again
        self._soonest = soonest
        self._shown: set[RoomId] = set()
        self._drafts: Counter[RoomId] = Counter()
        self._refreshers: dict[RoomId, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def show_in(self, room: RoomId) -> AsyncIterator[None]:
        """Show the notice in `room` while the block runs, if that takes a while, refreshed before clients let it fade."""
        self._drafts[room] += 1
        if room not in self._refreshers:
            self._refreshers[room] = asyncio.create_task(self._refresh(room))
        try:
            yield
        finally:
            self._drafts[room] -= 1
            if self._drafts[room] <= 0:
                del self._drafts[room]
                self._refreshers.pop(room).cancel()
                if room in self._shown:
                    self._shown.discard(room)
                    await self._tell(room, typing=False)

    async def _refresh(self, room: RoomId) -> None:
        await asyncio.sleep(self._soonest)
        self._shown.add(room)
        while True:
            await self._tell(room, typing=True)
            await asyncio.sleep(self._again)

    async def _tell(self, room: RoomId, *, typing: bool) -> None:
        with suppress(BotError):
            await self._client.room_typing(room, typing, timeout=LASTS_MS)
