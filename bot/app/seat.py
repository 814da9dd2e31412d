"""Taking the chair: store, backends and client opened in order, logged in, identity proved; closed in reverse."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bot.app.chair import Chair, patience
from bot.app.identify import identify
from bot.errors import HomeserverDown
from bot.llm.backend import Backend, open_backend
from bot.log import logger
from bot.matrix.answers import Limited, ServerSaysNo
from bot.matrix.client import Client, open_client
from bot.matrix.login import device_of_token, log_in, name_of, new_device_id, one_device, room_of, take_up
from bot.model import RoomId
from bot.settings import Deployment, Settings
from bot.store import Notes, StoreKey, open_key, open_store

log = logger(__name__)
Got = TypeVar("Got")


@asynccontextmanager
async def seated(settings: Settings, show_recovery_key: Callable[[str], None]) -> AsyncIterator[Chair]:
    """Give the chair, ready for the three loops. Waits for the homeserver for as long as it takes.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    deployment = settings.deployment
    deployment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = open_key(deployment.key_file, deployment.data_dir)
    password = _secret(deployment.password_file)
    async with AsyncExitStack() as opened:
        store = await opened.enter_async_context(open_store(deployment.data_dir, key))
        backends = await _backends(opened, settings)
        client = await opened.enter_async_context(_logged_in(deployment, store.notes, key))
        await persistently(lambda: identify(client, store.notes, password, show_recovery_key))
        client.own_name = await persistently(lambda: name_of(client))
        aliases = await persistently(lambda: _aliases(client, settings))
        yield Chair(settings, store, client, backends, aliases)


async def persistently(action: Callable[[], Awaitable[Got]]) -> Got:
    """Return what `action` returns, tried again for as long as the homeserver does not answer; and say so."""
    failures = 0
    while True:
        try:
            return await action()
        except (HomeserverDown, Limited) as error:
            failures += 1
            log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
            await asyncio.sleep(patience(error, failures - 1) * random.uniform(0.75, 1.25))  # noqa: S311 - spreads load


async def _backends(opened: AsyncExitStack, settings: Settings) -> dict[str, Backend]:
    return {name: await opened.enter_async_context(open_backend(one)) for name, one in settings.backends.items()}


@asynccontextmanager
async def _logged_in(deployment: Deployment, notes: Notes, key: StoreKey) -> AsyncIterator[Client]:
    """Give a client that is logged in as the account's one device."""
    given = _secret(deployment.access_token_file)
    device = await persistently(lambda: _device(deployment, notes, given))
    await notes.write(device_id=device)
    async with open_client(
        deployment.homeserver, deployment.user_id, device, deployment.data_dir, key.derived("matrix")
    ) as client:
        token = given or await notes.read("access_token")
        if token is None:
            token = await persistently(lambda: log_in(client, _secret(deployment.password_file) or ""))
            await notes.write(access_token=token)
        await persistently(lambda: take_up(client, token))
        yield client


async def _device(deployment: Deployment, notes: Notes, token: str | None) -> str:
    """Return the device that we are: of earlier, of the token or the configuration, or else a new one."""
    known = await notes.read("device_id")
    if token is None:
        return one_device(known, deployment.device_id) or new_device_id()
    async with open_client(deployment.homeserver, deployment.user_id, "", deployment.data_dir, "") as asking:
        return one_device(known, await device_of_token(asking, token)) or new_device_id()


async def _aliases(client: Client, settings: Settings) -> dict[RoomId, str]:
    """Return the rooms behind the aliases that room files go by."""
    found = {}
    for alias in settings.aliases:
        try:
            found[await room_of(client, alias)] = alias
        except ServerSaysNo as error:
            log.warning("a room file names an alias that the homeserver does not know", status=error.status)
    return found


def _secret(path: Path | None) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path else None
