"""Waiting for what rings no bell: it is looked up now and then, and whoever brings it about has the core in between."""

import asyncio
from collections.abc import Awaitable, Callable

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
