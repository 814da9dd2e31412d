"""The typing notice: on while something is drafted for a room, however many at once, and always cleared."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.errors import BotError
from bot.matrix.client import Client
from bot.model import RoomId

LASTS_MS = 30_000
AGAIN = 20.0


class Typing:
    """Shows that the bot is drafting. Notices are a courtesy: none of them failing stops anything."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._drafts: Counter[RoomId] = Counter()

    @asynccontextmanager
    async def shown(self, room: RoomId) -> AsyncIterator[None]:
        """Show the notice in `room` while the block runs, refreshed before clients let it fade."""
        self._drafts[room] += 1
        refresher = asyncio.create_task(self._refresh(room)) if self._drafts[room] == 1 else None
        try:
            yield
        finally:
            self._drafts[room] -= 1
            if refresher:
                refresher.cancel()
            if self._drafts[room] <= 0:
                await self._tell(room, typing=False)

    async def _refresh(self, room: RoomId) -> None:
        while True:
            await self._tell(room, typing=True)
            await asyncio.sleep(AGAIN)

    async def _tell(self, room: RoomId, *, typing: bool) -> None:
        with suppress(BotError):
            await self._client.room_typing(room, typing, timeout=LASTS_MS)
