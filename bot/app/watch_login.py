"""Looks once a day whether the access token is about to end, so that somebody hears of it days before."""

import asyncio

from bot.app.renew_login import DAY, warn_of_token_end
from bot.app.services import Chair


async def watch_login(chair: Chair) -> None:
    """Warn for ever, in the log and as a metric."""
    while True:
        await warn_of_token_end(chair.store.notes, chair.settings.deployment, chair.clock())
        await asyncio.sleep(DAY)
