"""Getting in: the notebook opened, and a client logged in as the account's one device."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bot.app.own_client import open_own_client
from bot.app.renew_login import LoginKeeper, read_secret
from bot.app.services import choose_patience
from bot.errors import HomeserverDown, KeysLost, LoginExpired, LoginRefused, TokenUnknown
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import Limited
from bot.matrix.identity.login import (
    fetch_device_of_token,
    make_device_id,
    reconcile_device,
    republish_lost_keys,
    take_up,
)
from bot.settings import Deployment
from bot.store import Notes, Store, StoreKey, open_key, open_store, recognise_folder_trouble

log = get_logger(__name__)
Got = TypeVar("Got")
_NEVER_KNOWN = (
    "The homeserver does not know the access token in `access_token_file` (M_UNKNOWN_TOKEN).",
    "Copy it again, whole, in one line; or log the bot in once more, as a device of its own, and put the new token there.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one has after getting in. `password` is None where an access token was given."""

    store: Store
    client: Client
    key: StoreKey
    password: str | None = field(repr=False)


@asynccontextmanager
async def enter_account(deployment: Deployment, *, anew: bool = False) -> AsyncIterator[Entry]:
    """Open the notebook for this process alone and log in; waits for the homeserver for as long as it takes.

    With `anew` it becomes another device where the keys of the one before are lost, or its token is of another: what the
    notebook holds besides stays.

    Raises:
        BotError: something that a person must mend first.
    """
    with recognise_folder_trouble(deployment.data_dir):
        deployment.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = open_key(deployment.key_file, deployment.data_dir)
    async with open_store(deployment.data_dir, key) as store:
        if anew:
            await _leave_lost_device(deployment, store.notes, key)
        async with _open_logged_in(deployment, store.notes, key) as client:
            yield Entry(store, client, key, read_secret(deployment.password_file))


async def retry_while_down(action: Callable[[], Awaitable[Got]]) -> Got:
    """Return what `action` returns, tried again for as long as the homeserver does not answer; and say so."""
    failures = 0
    while True:
        try:
            return await action()
        except (HomeserverDown, Limited) as error:
            failures += 1
            if isinstance(error, LoginExpired) and failures == 1:
                log.error("alert", reason="login-ended", remedy=error.remedy)  # noqa: TRY400 - nothing of it is a bug
            log.warning("homeserver does not answer; waiting", error=str(error), remedy=error.remedy)
            await asyncio.sleep(choose_patience(error, failures - 1))


async def _leave_lost_device(deployment: Deployment, notes: Notes, key: StoreKey) -> None:
    """Let the notebook know no device any more, if the keys of the one that it knows are lost.

    Raises:
        KeysLost: they are, and the token that is given is that device's.
    """
    known, token = await notes.read("device_id"), read_secret(deployment.access_token_file)
    if known is None:
        return
    async with open_own_client(deployment, known, key.derive("matrix")) as client:
        if token is not None:
            if await retry_while_down(lambda: fetch_device_of_token(client, token)) == known:
                await retry_while_down(lambda: take_up(client, token))
                return
        else:
            keeper = LoginKeeper(client, deployment, notes)
            fresh = await retry_while_down(keeper.log_in)
            try:
                await retry_while_down(lambda: take_up(client, fresh))
            except KeysLost:
                if deployment.device_id:
                    raise
            else:
                return
    await notes.write(device_id=None, sync_token=None, access_token=None, refresh_token=None, token_ends=None)


@asynccontextmanager
async def _open_logged_in(deployment: Deployment, notes: Notes, key: StoreKey) -> AsyncIterator[Client]:
    """Give a client that is logged in as the account's one device."""
    device, given = await retry_while_down(lambda: _choose_device(deployment, notes))
    await notes.write(device_id=device)
    async with open_own_client(deployment, device, key.derive("matrix")) as client:
        keeper = LoginKeeper(client, deployment, notes)
        if given:
            await notes.write(refresh_token=None, token_ends=None)  # they were of another login
        token = given or await notes.read("access_token")
        if token is None:
            token = await retry_while_down(keeper.log_in)
        client.renew = keeper.renew
        await retry_while_down(lambda: take_up(client, token))
        if given:  # it may be of a device that was logged out for good, and in again
            await retry_while_down(lambda: republish_lost_keys(client))
        yield client


async def _choose_device(deployment: Deployment, notes: Notes) -> tuple[str, str | None]:
    """Return the device that we are: of earlier, of the token or the configuration, or else a new one; and the token that is given."""
    known, token = await notes.read("device_id"), read_secret(deployment.access_token_file)
    if token is None:
        return reconcile_device(known, deployment.device_id) or make_device_id(), None
    async with open_own_client(deployment, "", "") as asking:
        try:
            device = await fetch_device_of_token(asking, token)
        except TokenUnknown:
            if known is None:
                raise LoginRefused(*_NEVER_KNOWN) from None
            raise
        return reconcile_device(known, device) or make_device_id(), token
