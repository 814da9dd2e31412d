"""The operator's work on the bot's keys: set up or restore the identity, look at it, change the device."""

import json
from collections.abc import Callable
from contextlib import suppress

from bot.app.connect import Entry, enter_account, retry_while_down
from bot.app.keys.identify import ensure_identity, replace_identity, restore_identity
from bot.app.keys.renew_recovery import renew_recovery_key
from bot.app.operator.given_device import move_to_given_device
from bot.app.own_client import open_own_client
from bot.app.renew_login import make_login_facts
from bot.app.services import read_clock
from bot.errors import HomeserverDown, LoginExpired, LoginRefused, StoreRefused
from bot.matrix.client.refusals import Limited
from bot.matrix.client.signing import group_key
from bot.matrix.identity.cross_signing import fetch_published_keys
from bot.matrix.identity.generation import claim_generation
from bot.matrix.identity.login import (
    list_other_devices,
    log_in_refreshable,
    log_out,
    make_device_id,
    remove_devices,
    take_up,
)
from bot.settings import Settings


async def set_up_identity(
    settings: Settings, recovery_key: str | None, show_recovery_key: Callable[[str], None]
) -> str:
    """Make the identity, or restore it with `recovery_key` on a device that is new; return what was done.

    Raises:
        BotError: as at a start; and the recovery key is not this account's.
    """
    async with enter_account(settings.deployment, anew=recovery_key is not None) as entry:
        await retry_while_down(lambda: claim_generation(entry.client))
        if recovery_key is None:
            await ensure_identity(entry.client, entry.store.notes, entry.password, show_recovery_key)
            return f"The identity stands. Device {entry.client.device_id}, fingerprint {show_fingerprint(entry)}."
        await restore_identity(entry.client, entry.store.notes, recovery_key)
        gone = await _remove_other_devices(entry)
        return (
            f"The identity is restored. Device {entry.client.device_id}, fingerprint {show_fingerprint(entry)}. {gone}"
        )


async def make_new_recovery_key(settings: Settings, old: str, show_recovery_key: Callable[[str], None]) -> str:
    """Put another recovery key in the place of the `old` one, and show it; return what was done.

    Raises:
        BotError: as at a start; and the old key does not open the identity.
    """
    async with enter_account(settings.deployment) as entry:
        await renew_recovery_key(entry.client, entry.store.notes, old, show_recovery_key)
    return "The new recovery key was shown; the old one opens nothing any more. Identity and device are as before."


async def reset_identity(settings: Settings, show_recovery_key: Callable[[str], None]) -> str:
    """Give the bot another identity and recovery key, whatever the account has, and log other devices out; return what was done.

    Raises:
        BotError: as at a start; and the homeserver does not allow it.
    """
    async with enter_account(settings.deployment) as entry:
        await retry_while_down(lambda: claim_generation(entry.client))
        await replace_identity(entry.client, entry.store.notes, entry.password, show_recovery_key)
        gone = await _remove_other_devices(entry)
        return (
            f"The bot has another identity. Device {entry.client.device_id}, fingerprint {show_fingerprint(entry)}. {gone} "
            "People's apps say that it has changed: tell them the fingerprint by telephone or on paper."
        )


async def rotate_device(settings: Settings) -> str:
    """Give the bot a new device that the same identity vouches for, and log the old one out; return what was done.

    Where the bot is given its token, the device is that of the token which is given now. A death before the folder names the new device changes nothing; one right after leaves the old device logged in,
    which `describe_keys` and `thirdchair doctor` show.

    Raises:
        StoreRefused: the device is fixed by the configuration, or there is no identity yet.
    """
    deployment = settings.deployment
    if deployment.device_id:
        raise StoreRefused(
            "The configuration fixes the device, so it cannot be changed here.", "Remove `device_id` from bot.yaml."
        )
    if deployment.access_token_file:
        return await move_to_given_device(deployment)
    async with enter_account(deployment) as entry:
        notes, password = entry.store.notes, entry.password or ""
        if await notes.read("identity") is None:
            raise StoreRefused("The bot has no identity yet.", "Run `thirdchair keys setup` first.")
        device = make_device_id()
        async with open_own_client(deployment, device, entry.key.derive("matrix")) as fresh:
            login = await log_in_refreshable(fresh, password)
            await take_up(fresh, login.token)
            await ensure_identity(fresh, notes, password, _show_nothing)
            await notes.write(device_id=device, sync_token=None, **make_login_facts(login, read_clock()))
            with suppress(HomeserverDown, Limited):  # the next start does it
                await claim_generation(fresh)
            old, entry.client.renew = entry.client.device_id, None
            with suppress(LoginRefused, LoginExpired):  # somebody has logged it out already, or its token has ended
                await log_out(entry.client)
            if old in await list_other_devices(fresh):
                await remove_devices(fresh, (old,), password)
    return f"The bot is now device {device}; {old} is logged out. Consents and windows are as before."


async def describe_keys(settings: Settings) -> str:
    """Return what stands about device and identity, here and at the homeserver."""
    async with enter_account(settings.deployment) as entry:
        kept = await entry.store.notes.read("identity")
        shown = (await fetch_published_keys(entry.client)).master_key(entry.client.user_id)
        ours = json.loads(kept)["master_key"] if kept else None
        others = ", ".join(await list_other_devices(entry.client)) or "none"
        same = "the same" if ours == shown else f"ANOTHER: {shown}"
        return "\n".join(
            (
                f"device       {entry.client.device_id}",
                f"fingerprint  {show_fingerprint(entry)}",
                f"identity     {ours or 'none yet: run `thirdchair keys setup`'}",
                f"homeserver   {same if shown else 'shows no identity'}",
                f"others       {others}",
            )
        )


def show_fingerprint(entry: Entry) -> str:
    """Return our device's Ed25519 key as people compare it."""
    return group_key(str(entry.client.olm.account.identity_keys["ed25519"]))


async def _remove_other_devices(entry: Entry) -> str:
    """Log every other device of the account out, where the password is at hand: the bot is exactly one device."""
    others = await list_other_devices(entry.client)
    if not others:
        return "It is the account's only device."
    if entry.password is None:
        return f"Please log these other devices out: {', '.join(others)}."
    await remove_devices(entry.client, others, entry.password)
    return f"Logged out: {', '.join(others)}."


def _show_nothing(_: str) -> None:
    raise AssertionError  # an identity that exists has shown its recovery key
