"""A look at everything a bot needs, while it runs or not: what is in order, and what to do about the rest."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime

from bot.app.operator.doctor_backends import examine_backends
from bot.app.operator.doctor_danger import examine_callees
from bot.app.operator.doctor_limits import examine_limits
from bot.app.operator.doctor_machine import examine_machine
from bot.app.operator.doctor_rooms import examine_rooms
from bot.app.operator.finding import Finding
from bot.app.operator.init.recovery_file import examine_recovery_key
from bot.app.own_client import open_own_client
from bot.app.renew_login import SOON, find_token, read_token_end
from bot.errors import BotError
from bot.matrix.checkup import (
    count_keys_left,
    fetch_versions,
    is_identity_published,
    measure_clock_lead,
)
from bot.matrix.client.client import Client
from bot.matrix.identity.login import fetch_device_of_token, list_other_devices
from bot.matrix.identity.secret_storage import PARTS, list_sealed_parts
from bot.settings import Deployment, Settings
from bot.store import Notes, Peek, open_peek

MOST_SKEW = 60.0
"""Seconds; clients warn of messages from the future."""
FEWEST_KEYS = 10
PINS = 2
"""The schema since which there is all that is looked at here."""


async def examine_bot(settings: Settings, now: float, admin_token: str | None = None) -> AsyncGenerator[Finding, None]:
    """Yield what is found, most basic first; what needs something that is missing is not looked at.

    `now` is in seconds UTC. With `admin_token`, that of a Synapse's administrator, its rate limits are looked at too.
    """
    for finding in examine_machine(settings, now):
        yield finding
    # Closed by name, so that whoever stops listening in the middle leaves nothing open.
    for look in (_examine_matrix(settings, now, admin_token), examine_backends(settings, now)):
        async with aclosing(look) as findings:
            async for finding in findings:
                yield finding


async def _examine_matrix(settings: Settings, now: float, admin_token: str | None) -> AsyncGenerator[Finding, None]:
    """Yield what is found in the folder, on the homeserver and in the rooms."""
    try:
        async with _look_beside_bot(settings.deployment) as (seen, client):
            for finding in (*await _examine_folder(seen), *await _examine_login(seen.notes, settings.deployment, now)):
                yield finding
            async for finding in _examine_homeserver(client, now):
                yield finding
            token = await find_token(seen.notes, settings.deployment)
            if token is None:
                yield Finding("The bot has not logged in yet", "Run `thirdchair keys setup`.")
                return
            client.user_id, client.device_id = client.user, await fetch_device_of_token(client, token)
            async for finding in _examine_account(client, seen.notes):
                yield finding
            yield await examine_limits(client, settings.deployment, admin_token)
            for change in (await seen.pins.changes()).values():
                yield Finding(
                    f"{change.user} has another identity than before",
                    f"Ask them, not by Matrix. If it is theirs: thirdchair trust {change.user}",
                )
            async for finding in _examine_places(seen, client, settings):
                yield finding
    except BotError as error:
        yield Finding(str(error), error.remedy, is_broken=True)


@asynccontextmanager
async def _look_beside_bot(deployment: Deployment) -> AsyncIterator[tuple[Peek, Client]]:
    """Look into the notebook beside a running bot, with a client that has no keys of its own."""
    async with (
        open_peek(deployment.data_dir, deployment.key_file, since=PINS) as seen,
        open_own_client(deployment, "", "") as client,
    ):
        yield seen, client


async def _examine_folder(seen: Peek) -> tuple[Finding, ...]:
    wrong = await seen.faults()
    if wrong:
        remedy = "Stop the bot and restore the data folder whole."
        return tuple(Finding(f"{file} is damaged", remedy, is_broken=True) for file in wrong)
    older = (Finding(seen.is_older, "Start the bot: `thirdchair run`."),) if seen.is_older else ()
    keys_about = await examine_recovery_key(seen.notes, seen.folder)
    return (Finding("The notebook and the keys on disk are whole"), *older, *keys_about)


async def _examine_homeserver(client: Client, now: float) -> AsyncIterator[Finding]:
    spoken = await fetch_versions(client)
    yield Finding(f"The homeserver answers; it speaks {spoken[-1] if spoken else 'no version that it names'}")
    ahead = await measure_clock_lead(client, now)
    if ahead is not None and abs(ahead) > MOST_SKEW:
        yield Finding(f"The clocks differ by {ahead:.0f} s", "Let both machines ask a time server (NTP).")
    else:
        yield Finding("The clocks agree")


async def _examine_login(notes: Notes, deployment: Deployment, now: float) -> tuple[Finding, ...]:
    """Return when the access token ends, and who gets another then; nothing before the first login."""
    if await find_token(notes, deployment) is None:
        return ()
    end = await read_token_end(notes, deployment)
    if end is None:
        return (Finding("The access token has no end that the homeserver names"),)
    if end.renews == "refresh-token":
        return (Finding("The access token is renewed by itself, with a refresh token"),)
    day = datetime.fromtimestamp(end.at, UTC).date().isoformat()
    return (Finding(f"The access token ends on {day}", SOON if end.is_worth_a_warning(now) else ""),)


async def _examine_account(client: Client, notes: Notes) -> AsyncIterator[Finding]:
    kept = await notes.read("identity")
    if kept is None:
        yield Finding("The bot has no identity yet", "Run `thirdchair keys setup`.")
    elif await is_identity_published(client):
        yield Finding(f"Others can verify device {client.device_id} up to {json.loads(kept)['master_key'][:8]}...")
    else:
        remedy = "Start the bot: it signs it, or says why it cannot."
        yield Finding("Others cannot verify the bot's device", remedy, is_broken=True)
    parts = await list_sealed_parts(client)
    missing = ", ".join(part for part in PARTS if part not in parts)
    yield Finding(
        f"Secret storage holds {', '.join(parts) or 'nothing'}",
        f"Missing: {missing}. The identity cannot be restored from the recovery key alone." if missing else "",
    )
    left = await count_keys_left(client)
    few = "Start the bot: it publishes new keys by itself." if left.one_time < FEWEST_KEYS else ""
    yield Finding(f"{left.one_time} one-time keys are left for new devices", few)
    if left.fallback:
        yield Finding("A fallback key is there for when they run out")
    else:
        yield Finding("The fallback key is missing or used", "Start the bot: it publishes a new one by itself.")
    others = ", ".join(await list_other_devices(client))
    yield Finding(
        f"Other devices of the account: {others or 'none'}",
        "Log them out: the bot is exactly one device, and any other reads along." if others else "",
    )


async def _examine_places(seen: Peek, client: Client, settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is found in rooms: whether the bot may write there, and who would come if somebody were in danger."""
    async for finding in examine_rooms(seen, client, settings):
        yield finding
    if not seen.is_older:
        async for finding in examine_callees(seen, client, settings):
            yield finding
