"""Taking the chair: store, backends and client opened in order, logged in, identity proved; closed in reverse."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from bot.app.aliases import aliases
from bot.app.chair import Chair
from bot.app.entry import entered, persistently
from bot.app.identify import identify
from bot.app.pinning import recall
from bot.app.tongues import likely
from bot.errors import BotError
from bot.llm.backend import Backend, open_backend
from bot.log import logger
from bot.matrix.login import name_of
from bot.matrix.sync import AWAY
from bot.model import RoomId
from bot.safety.crisis import tripped
from bot.safety.lexicon import lexicon
from bot.settings import Settings, WebSettings
from bot.web import served

log = logger(__name__)


@asynccontextmanager
async def seated(settings: Settings, show_recovery_key: Callable[[str], None]) -> AsyncIterator[Chair]:
    """Give the chair, ready for the three loops. Waits for the homeserver for as long as it takes.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    async with AsyncExitStack() as opened:
        reading = asyncio.create_task(asyncio.to_thread(likely, ""))  # a second of work, beside the homeserver's
        backends = await _backends(opened, settings)
        entry = await opened.enter_async_context(entered(settings.deployment))
        store, client = entry.store, entry.client
        await recall(client.people, store.pins, settings)
        await persistently(lambda: identify(client, store.notes, entry.password, show_recovery_key))
        client.own_name = await persistently(lambda: name_of(client))
        known = await persistently(lambda: aliases(client, settings))
        chair = Chair(settings, store, client, backends, known)
        client.shares_with_unsigned = lambda room: unsigned_may_read(chair, room)
        if settings.deployment.web:
            await _watched(opened, settings.deployment.web, chair)
        tripped("")  # reads its lists, before anybody waits for them
        lexicon()
        await reading
        yield chair


async def _watched(opened: AsyncExitStack, web: WebSettings, chair: Chair) -> None:
    """Let a monitoring system ask whether the bot is at work: a sync was completed in the last two minutes."""

    async def at_work() -> bool:
        return chair.clock() - float(await chair.store.notes.read("synced_at") or 0.0) < AWAY

    try:
        port = await opened.enter_async_context(served(web.host, web.port, at_work))
    except OSError:
        raise BotError(
            f"Nothing can listen on {web.host}:{web.port}.", "Choose another `web` address in bot.yaml, or remove it."
        ) from None
    log.info("counts and health", url=f"http://{web.host}:{port}")


def unsigned_may_read(chair: Chair, room: RoomId) -> bool:
    """Return whether devices that nobody has signed get the keys of `room`: only where what holds there says so.

    Before the first look at a room since the start nobody knows what holds there: none do.
    """
    policy = chair.held.get(room)
    return policy is not None and not policy.rules.require_cross_signing


async def _backends(opened: AsyncExitStack, settings: Settings) -> dict[str, Backend]:
    return {name: await opened.enter_async_context(open_backend(one)) for name, one in settings.placed.items()}
