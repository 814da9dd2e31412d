"""Getting in: one account, one device, and nothing made anew that was there before."""

import secrets
from typing import Any
from urllib.parse import quote

import nio

from bot.errors import LoginRefused, StoreRefused
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import RoomId


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
        LoginRefused: the token is another account's, or belongs to no device.
    """
    client.access_token = token
    answer = await client.call("GET", "/_matrix/client/v3/account/whoami")
    if answer.get("user_id") != client.user:
        raise LoginRefused(
            "The access token belongs to another account.", "Use a token of the account that `user_id` names."
        )
    device = answer.get("device_id")
    if not isinstance(device, str):
        raise LoginRefused("The access token belongs to no device.", "Log in once to make a token with a device.")
    return device


async def log_in(client: Client, password: str) -> str:
    """Log in with a password, as the device the client was made for, and return the access token.

    Raises:
        LoginRefused: the homeserver does not accept user and password, or not the device.
    """
    body = {
        **_prove_by_password(client, password),
        "device_id": client.device_id,
        "initial_device_display_name": "Third Chair",
    }
    try:
        answer = await client.call("POST", "/_matrix/client/v3/login", body)
    except ServerSaysNo as error:
        raise LoginRefused(
            f"The homeserver does not accept the bot's user id and password ({error.errcode}).",
            "Correct `user_id` or the password file in bot.yaml.",
        ) from None
    token, device = answer.get("access_token"), answer.get("device_id")
    if not isinstance(token, str) or device != client.device_id:
        raise LoginRefused(
            f"The homeserver did not log the bot in as the device {client.device_id}.",
            "Log in once to make a token with a device, and give `access_token_file` instead of `password_file`.",
        )
    return token


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
        StoreRefused: the homeserver knows keys for this device and we do not have them.
    """
    client.restore_login(client.user, client.device_id, token)
    if client.olm.account.shared:
        return
    answer = await client.call("POST", "/_matrix/client/v3/keys/query", {"device_keys": {client.user: []}})
    devices: Any = answer.get("device_keys")
    theirs = devices.get(client.user) if isinstance(devices, dict) else None
    known = theirs.get(client.device_id) if isinstance(theirs, dict) else None
    keys = known.get("keys") if isinstance(known, dict) else {}
    ours = client.olm.account.identity_keys["ed25519"]
    if known is not None and (not isinstance(keys, dict) or keys.get(f"ed25519:{client.device_id}") != ours):
        raise StoreRefused(
            f"The homeserver knows keys for the device {client.device_id}, and the data folder does not hold them.",
            "Put the right data folder back. If it is lost, use a new account: the old one's identity is lost with it.",
        )


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
