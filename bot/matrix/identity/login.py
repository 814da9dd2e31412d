"""Getting in: one account, one device, and nothing made anew that was there before."""

import secrets
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import nio

from bot.errors import HomeserverDown, KeysLost, LoginRefused, PasswordRefused, StoreRefused
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.http import LOGIN, REFRESH, WHOAMI
from bot.matrix.client.no_answer import NO_MATRIX
from bot.matrix.client.refusals import ServerSaysNo, is_no_matrix
from bot.model import RoomId

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """What a homeserver gives who logs in. `lifetime` is in seconds, None if the token has no end that it names."""

    token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    lifetime: float | None


_MISTYPED = (
    "The access token in `access_token_file` is none: it holds blanks, line breaks or letters that no token has.",
    "Copy it again, whole, in one line.",
)


def _is_sendable(token: str) -> bool:
    """Return whether `token` could be one: visible ASCII, as it goes over the wire (RFC 6750, "b64token" and a little more)."""
    return bool(token) and token.isascii() and token.isprintable() and " " not in token


def make_device_id() -> str:
    """Return a device id for an account that has none yet. It is written down before it is used."""
    return f"CHAIR{secrets.token_hex(5).upper()}"


def reconcile_device(known: str | None, named: str | None) -> str | None:
    """Return the device that the data folder knows and the configuration names, or the one that either does.

    Raises:
        StoreRefused: they are two.
    """
    if known and named and known != named:
        raise StoreRefused(
            f"The data folder belongs to the device {known}, and bot.yaml or its token to {named}.",
            "Name the device of the data folder, or start with an empty folder.",
        )
    return known or named


async def fetch_device_of_token(client: Client, token: str) -> str:
    """Return the device that an access token belongs to.

    Raises:
        HomeserverDown: what answers is no homeserver.
        LoginRefused: the token is another account's, or belongs to no device.
    """
    if not _is_sendable(token):
        raise LoginRefused(*_MISTYPED)
    client.access_token = token
    try:
        answer = await client.call("GET", WHOAMI)
    except ServerSaysNo as error:
        raise (HomeserverDown(*NO_MATRIX) if is_no_matrix(error) else error) from None
    if answer.get("user_id") != client.user:
        raise LoginRefused(
            "The access token belongs to another account.", "Use a token of the account that `user_id` names."
        )
    device = answer.get("device_id")
    if not isinstance(device, str):
        raise LoginRefused("The access token belongs to no device.", "Log in once to make a token with a device.")
    return device


async def log_in(client: Client, password: str) -> str:
    """Log in with a password, as the device the client was made for, and return an access token that nobody refreshes.

    Raises:
        LoginRefused: the homeserver does not accept user and password, or not the device.
    """
    return (await _request_login(client, password)).token


async def log_in_refreshable(client: Client, password: str) -> Login:
    """Log in like `log_in`, and ask for a refresh token, which not every homeserver gives (spec, "Refreshing access tokens").

    Raises:
        PasswordRefused: the homeserver does not accept user and password.
        LoginRefused: it does not accept the device.
    """
    return await _request_login(client, password, refresh_token=True)


async def refresh_login(client: Client, refresh_token: str) -> Login:
    """Return another access token for the same device.

    A refresh token is good until what it gave is used for the first time: whoever dies before that may use it again.

    Raises:
        BotError: the homeserver does not accept it, or gives nothing.
    """
    answer = await client.call("POST", REFRESH, {"refresh_token": refresh_token})
    login = _read_login(answer)
    if login is None:
        raise LoginRefused("The homeserver gave no access token for a refresh token.", "Look at its log.")
    return login if login.refresh_token else replace(login, refresh_token=refresh_token)


async def _request_login(client: Client, password: str, **more: Any) -> Login:
    body = {
        **more,
        **_prove_by_password(client, password),
        "device_id": client.device_id,
        "initial_device_display_name": "Third Chair",
    }
    try:
        answer = await client.call("POST", LOGIN, body)
    except ServerSaysNo as error:
        if is_no_matrix(error):
            raise HomeserverDown(*NO_MATRIX) from None
        if error.errcode != "M_FORBIDDEN":
            raise LoginRefused(
                f"The homeserver lets the bot not log in by a password ({error.errcode}).",
                "Look whether it has passwords at all; else give `access_token_file` instead of `password_file`.",
            ) from None
        raise PasswordRefused(
            f"The homeserver does not accept the bot's user id and password ({error.errcode}).",
            "Correct `user_id` or the password file in bot.yaml.",
        ) from None
    login = _read_login(answer)
    if login is None or answer.get("device_id") != client.device_id:
        raise LoginRefused(
            f"The homeserver did not log the bot in as the device {client.device_id}.",
            "Log in once to make a token with a device, and give `access_token_file` instead of `password_file`.",
        )
    return login


def _read_login(answer: dict[str, Any]) -> Login | None:
    """Return what an answer gives; None if it holds no access token."""
    token, refresh = answer.get("access_token"), answer.get("refresh_token")
    lasts: Any = answer.get("expires_in_ms")
    if not isinstance(token, str):
        return None
    ends = isinstance(lasts, int | float) and not isinstance(lasts, bool) and lasts > 0
    return Login(token, refresh if isinstance(refresh, str) else None, lasts / 1000 if ends else None)


def make_auth_proof(client: Client, password: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the proof of who we are that the homeserver `asked` for (spec, "User-Interactive Authentication")."""
    return {**_prove_by_password(client, password), "session": asked.get("session")}


def _prove_by_password(client: Client, password: str) -> dict[str, Any]:
    return {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": client.user},
        "password": password,
    }


async def take_up(client: Client, token: str) -> None:
    """Open the keys of the client's device, and make sure that they are the ones the homeserver knows.

    Raises:
        KeysLost: the homeserver knows keys for this device and we do not have them.
    """
    client.restore_login(client.user, client.device_id, token)
    if client.olm.account.shared:
        return
    known = await _fetch_own_keys(client)
    keys = known.get("keys") if isinstance(known, dict) else {}
    ours = client.olm.account.identity_keys["ed25519"]
    if known is not None and (not isinstance(keys, dict) or keys.get(f"ed25519:{client.device_id}") != ours):
        raise KeysLost(client.device_id)


async def republish_lost_keys(client: Client) -> bool:
    """Let our keys be published anew if the homeserver has forgotten them; return whether it had.

    It does when our device is logged out. Who logs in again as the same device would be one that nobody can write to.
    """
    if not client.olm.account.shared or await _fetch_own_keys(client) is not None:
        return False
    log.warning("the homeserver has no keys of the bot's device; publishing them again", device=client.device_id)
    client.olm.account.shared = False
    return True


async def _fetch_own_keys(client: Client) -> Any:
    """Return what the homeserver shows as our device's keys, None if it shows none."""
    answer = await client.call("POST", "/_matrix/client/v3/keys/query", {"device_keys": {client.user: []}})
    devices: Any = answer.get("device_keys")
    theirs = devices.get(client.user) if isinstance(devices, dict) else None
    return theirs.get(client.device_id) if isinstance(theirs, dict) else None


async def list_other_devices(client: Client) -> tuple[str, ...]:
    """Return the account's devices beside ours."""
    answer = await client.call("GET", "/_matrix/client/v3/devices")
    listed = answer.get("devices")
    ids = [device.get("device_id") for device in listed if isinstance(device, dict)] if isinstance(listed, list) else []
    return tuple(device_id for device_id in ids if isinstance(device_id, str) and device_id != client.device_id)


async def remove_devices(client: Client, devices: tuple[str, ...], password: str) -> None:
    """Log devices of the account out for good; the homeserver asks for the password once more.

    Raises:
        LoginRefused: it does not accept it.
    """
    path, body = "/_matrix/client/v3/delete_devices", {"devices": list(devices)}
    try:
        await client.call("POST", path, body)
    except ServerSaysNo as error:
        if error.status != 401 or "session" not in error.body:
            raise
        await client.call("POST", path, {**body, "auth": make_auth_proof(client, password, error.body)})


async def log_out(client: Client) -> None:
    """Log our own device out for good: its token and its keys on the homeserver are gone."""
    await client.call("POST", "/_matrix/client/v3/logout", {})


async def fetch_display_name(client: Client) -> str:
    """Return the account's display name, as people mention it."""
    response = await client.get_displayname(client.user_id)
    return response.displayname or "" if isinstance(response, nio.ProfileGetDisplayNameResponse) else ""


async def resolve_alias(client: Client, alias: str) -> RoomId:
    """Return the room behind an alias.

    Raises:
        ServerSaysNo: there is none.
    """
    answer = await client.call("GET", f"/_matrix/client/v3/directory/room/{quote(alias)}")
    return RoomId(str(answer.get("room_id")))
