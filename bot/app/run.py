"""From a configuration to a bot at work: opening everything in order, and closing it in reverse."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import bot
from bot.app.act import act
from bot.app.chair import Chair
from bot.app.listen import listen
from bot.app.identify import identify
from bot.app.think import think
from bot.errors import BotError, HomeserverDown
from bot.llm.backend import open_backend
from bot.log import logger
from bot.matrix.client import Client, open_client
from bot.matrix.login import device_of_token, log_in, name_of, new_device_id, take_up
from bot.model import RoomId
from bot.settings import Deployment, Settings
from bot.store import Store, StoreKey, open_key, open_store

log = logger(__name__)


async def run(settings: Settings, show_recovery_key: Callable[[str], None]) -> None:
    """Run the bot until it is cancelled or an error ends it.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    log.info("starting", version=bot.__version__)
    async with seated(settings, show_recovery_key) as chair:
        log.info("ready", user=chair.client.user_id, device=chair.client.device_id)
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(listen(chair))
                loops.create_task(think(chair))
                loops.create_task(act(chair))
        except* BotError as errors:
            raise _first(errors) from None
    log.info("stopped")


@asynccontextmanager
async def seated(settings: Settings, show_recovery_key: Callable[[str], None]) -> AsyncIterator[Chair]:
    """Open store, backends and client, log in and prove who we are; closed in reverse order."""
    deployment = settings.deployment
    async with AsyncExitStack() as stack:
        deployment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = open_key(deployment.key_file, deployment.data_dir)
        store = await stack.enter_async_context(open_store(deployment.data_dir, key))
        backends = {
            name: await stack.enter_async_context(open_backend(one)) for name, one in settings.backends.items()
        }
        client = await stack.enter_async_context(_client(deployment, store, key))
        await identify(client, store, _secret(deployment.password_file), show_recovery_key)
        client.own_name = await name_of(client)
        aliases = {RoomId(room): alias for alias in settings.aliases if (room := await _room_of(client, alias))}
        yield Chair(settings, store, client, backends, aliases)


@asynccontextmanager
async def _client(deployment: Deployment, store: Store, key: StoreKey) -> AsyncIterator[Client]:
    """Give a client that is logged in as the account's one device."""
    device = deployment.device_id or await store.notes.read("device_id") or new_device_id()
    folder, secret = deployment.data_dir, key.derived("matrix")
    given = _secret(deployment.access_token_file)
    if given:
        async with open_client(deployment.homeserver, deployment.user_id, device, folder, secret) as asking:
            await until_up(asking)
            device = await device_of_token(asking, given)
    await store.notes.write(device_id=device)
    async with open_client(deployment.homeserver, deployment.user_id, device, folder, secret) as client:
        await until_up(client)
        token = given or await store.notes.read("access_token")
        if token is None:
            token = await log_in(client, _secret(deployment.password_file) or "")
            await store.notes.write(access_token=token)
        await take_up(client, token)
        yield client


async def until_up(client: Client) -> None:
    """Wait for the homeserver, for as long as it takes, and say so."""
    failures = 0
    while True:
        try:
            await client.call("GET", "/_matrix/client/versions")
        except HomeserverDown as error:
            failures += 1
            log.warning("homeserver does not answer; waiting", url=client.homeserver, remedy=error.remedy)
            await asyncio.sleep(min(30.0, 2.0 ** min(failures - 1, 5)) * random.uniform(0.75, 1.25))  # noqa: S311 - spreads load
        else:
            return


async def _room_of(client: Client, alias: str) -> str | None:
    """Return the room id behind an alias; None, with a warning, if there is none."""
    response = await client.room_resolve_alias(alias)
    room = getattr(response, "room_id", None)
    if room is None:
        log.warning("a room file names an alias that the homeserver does not know", room=alias)
    return room


def _secret(path: "Path | None") -> str | None:
    return path.read_text(encoding="utf-8").strip() if path else None


def _first(errors: BaseExceptionGroup[BotError]) -> BotError:
    """Return one of the errors that ended the loops; the others were the same or followed from it."""
    for error in errors.exceptions:
        return _first(error) if isinstance(error, BaseExceptionGroup) else error
    raise AssertionError
