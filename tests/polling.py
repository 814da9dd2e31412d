"""Waiting for what rings no bell: it is looked up now and then, and whoever brings it about has the core in between."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.store import Store

PATIENCE = 300.0
"""Seconds that something expected may take on a busy machine."""
PAUSE = 0.002
"""Seconds between two looks: one turn of the loop would be a look after another, and take the core from whoever is waited for."""


async def wait_until(holds: Callable[[], Awaitable[object]]) -> None:
    """Return as soon as what `holds` looks up is true.

    Raises:
        TimeoutError: it is not within five minutes.
    """
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 - it rings no bell
            await asyncio.sleep(PAUSE)


async def is_at_rest(store: Store, place: str = "") -> bool:
    """Return whether nothing is undecided and nothing is to be done; with `place`, also whether the stream is read up to there.

    It is one look: what is done becomes what is to be decided, and between two looks it would be in neither place.
    """
    sql = (
        "SELECT (SELECT value FROM note WHERE key = 'sync_token') WHERE NOT EXISTS (SELECT 1 FROM undecided) "
        "AND NOT EXISTS (SELECT 1 FROM job WHERE state = 'waiting')"
    )
    return any(not place or token == place for (token,) in await store.db.rows(sql))
