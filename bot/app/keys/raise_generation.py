"""Keeping the count of the bot's keys ahead while it works, so that a copy of its folder is an earlier one soon after."""

import asyncio
from contextlib import suppress

from bot.app.services import Chair
from bot.errors import BotError, HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import Limited
from bot.matrix.identity.generation import claim_generation

PACE = 300.0
"""Seconds: so much may be said after a folder was copied without anybody noticing that it is put back after a crash."""
AT_END = 3.0
"""Seconds that the homeserver has for it when the bot ends."""


async def keep_generation_ahead(chair: Chair, pause: float = PACE) -> None:
    """Raise the count for ever, each `pause` seconds in which a key has changed; what cannot be raised now is later.

    Raises:
        StoreRefused: somebody has gone on with a copy of this folder meanwhile.
    """
    while True:
        await asyncio.sleep(pause)
        if chair.client.store.has_changed:
            with suppress(HomeserverDown, Limited):
                await claim_generation(chair.client)


async def raise_generation_at_end(client: Client) -> None:
    """Raise the count once more, if a key has changed and the homeserver answers at once: what is copied until now is earlier."""
    if client.store.has_changed:
        with suppress(BotError, TimeoutError):
            async with asyncio.timeout(AT_END):
                await claim_generation(client)
