"""Getting in: the notebook opened, and a client logged in as the account's one device."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.app.chair import patience
from bot.errors import HomeserverDown
from bot.log import logger
from bot.matrix.answers import Limited
from bot.matrix.client import Client, open_client
from bot.matrix.login import device_of_token, log_in, new_device_id, one_device, take_up
from bot.settings import Deployment
from bot.store import Notes, Store, StoreKey, open_key, open_store

log = logger(__name__)
Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one has after getting in. `password` is None where an access token was given."""

    store: Store
    client: Client
    key: StoreKey
    password: str | None = field(repr=False)


@asynccontextmanager
async def entered(deployment: Deployment) -> AsyncIterator[Entry]:
    """Open the notebook for this process alone and log in; waits for the homeserver for as long as it takes.

    Raises:
        BotError: something that a person must mend first.
    """
    deployment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = open_key(deployment.key_file, deployment.data_dir)
    async with open_store(deployment.data_dir, key) as store, _logged_in(deployment, store.notes, key) as client:
        yield Entry(store, client, key, secret(deployment.password_file))


async def persistently(action: Callable[[], Awaitable[Got]]) -> Got:
    """Return what `action` returns, tried again for as long as the homeserver does not answer; and say so."""
    failures = 0
    while True:
        try:
            return await action()
        except (HomeserverDown, Limited) as error:
            failures += 1
            log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
            await asyncio.sleep(patience(error, failures - 1))


def secret(path: Path | None) -> str | None:
    """Return what a file of one secret holds, None if none is named."""
    return path.read_text(encoding="utf-8").strip() if path else None


@asynccontextmanager
async def _logged_in(deployment: Deployment, notes: Notes, key: StoreKey) -> AsyncIterator[Client]:
    """Give a client that is logged in as the account's one device."""
    given = secret(deployment.access_token_file)
    device = await persistently(lambda: _device(deployment, notes, given))
    await notes.write(device_id=device)
    async with open_client(
        deployment.homeserver, deployment.user_id, device, deployment.data_dir, key.derived("matrix")
    ) as client:
        token = given or await notes.read("access_token")
        if token is None:
            token = await persistently(lambda: log_in(client, secret(deployment.password_file) or ""))
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
