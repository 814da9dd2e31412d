"""Another device for a bot that is given its access token: the one that a new token in its file belongs to."""

from contextlib import suppress

from bot.app.keys.identify import ensure_identity
from bot.app.own_client import open_own_client
from bot.app.renew_login import read_secret
from bot.errors import HomeserverDown, LoginRefused, StoreRefused
from bot.matrix.client.refusals import Limited
from bot.matrix.identity.generation import claim_generation
from bot.matrix.identity.login import fetch_device_of_token, list_other_devices, take_up
from bot.settings import Deployment
from bot.store import open_kept, open_key


async def move_to_given_device(deployment: Deployment) -> str:
    """Let the folder belong to the device of the token that is in `access_token_file` now, vouched for by the same identity.

    Raises:
        StoreRefused: there is no identity yet, or the token is of the device that the folder has already.
        BotError: the homeserver does not answer, or does not accept the token.
    """
    file, key = deployment.access_token_file, open_key(deployment.key_file, deployment.data_dir)
    token = read_secret(file)
    if file is None or not token:
        raise LoginRefused("There is no access token in its file.", "Put one there.")
    async with open_kept(deployment.data_dir, deployment.key_file) as store:
        if await store.notes.read("identity") is None:
            raise StoreRefused("The bot has no identity yet.", "Run `thirdchair keys setup` first.")
        async with open_own_client(deployment, "", "") as asking:
            device = await fetch_device_of_token(asking, token)
        if device == await store.notes.read("device_id"):
            raise StoreRefused(
                f"The token in {file.name} is of the device that the data folder has already, {device}.",
                "Log the bot's account in anew without naming a device, put that token there, and give this command again.",
            )
        async with open_own_client(deployment, device, key.derive("matrix")) as fresh:
            await take_up(fresh, token)
            await ensure_identity(fresh, store.notes, None, _show_nothing)
            gone = {"access_token": None, "refresh_token": None, "token_ends": None, "sync_token": None}
            await store.notes.write(device_id=device, **gone)
            with suppress(HomeserverDown, Limited):  # the next start does it
                await claim_generation(fresh)
            others = ", ".join(await list_other_devices(fresh)) or "none"
    return f"The bot is now device {device}. Consents and windows are as before. Log these devices out: {others}."


def _show_nothing(_: str) -> None:
    raise AssertionError  # an identity that exists has shown its recovery key
