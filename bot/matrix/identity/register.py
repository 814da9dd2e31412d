"""A new account, made by whoever knows the homeserver's registration secret (Synapse manual, "Shared-Secret Registration")."""

import hmac

from bot.errors import LoginRefused
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import UserId

REGISTER = "/_synapse/admin/v1/register"
"""Served by Synapse's client listener, and by few proxies: it may be reached on Synapse's own machine alone."""
_ELSEWHERE = (
    "Set `registration_shared_secret` in its homeserver.yaml. If a proxy keeps this path to itself, run this on Synapse's "
    "machine with `--admin-url http://127.0.0.1:8008`. With a matrix-authentication-service, make the account with "
    "`mas-cli manage register-user`, and give its password or a token instead."
)


class NameTaken(LoginRefused):
    """Somebody has an account of this name already."""

    def __init__(self, user: UserId) -> None:
        super().__init__(
            f"The homeserver has an account {user} already.",
            "If it is the bot's, give its password by `--password-file`; else give the bot another name by `--user`.",
        )


class NamedOtherwise(LoginRefused):
    """The account was made, under another id than was asked for: the homeserver has another name."""

    def __init__(self, made: str) -> None:
        super().__init__(
            f"The homeserver goes by another name: the account that was made is {made}.",
            f"Run this again with `--user {made}`; its password is kept.",
        )


async def register_account(client: Client, password: str, secret: str) -> None:
    """Make the account that the client is for. No device is made with it. The secret signs a nonce, and is not sent.

    Raises:
        NameTaken: there is such an account.
        NamedOtherwise: it was made under another id.
        LoginRefused: the secret is wrong, or registration is off.
        HomeserverDown: no answer.
    """
    name = client.user[1:].partition(":")[0]
    nonce = (await _call_registration(client)).get("nonce")
    signed = "\0".join((str(nonce), name, password, "notadmin"))
    account = {
        "nonce": nonce,
        "username": name,
        "password": password,
        "admin": False,
        "mac": hmac.digest(secret.encode(), signed.encode(), "sha1").hex(),
        "inhibit_login": True,
    }
    made = (await _call_registration(client, account)).get("user_id")
    if made != client.user:
        raise NamedOtherwise(str(made))


async def _call_registration(client: Client, account: dict[str, object] | None = None) -> dict[str, object]:
    """Ask for a nonce, or for an account."""
    try:
        return await client.call("POST" if account else "GET", REGISTER, account)
    except ServerSaysNo as error:
        match error.status, error.errcode:
            case _, "M_USER_IN_USE":
                raise NameTaken(client.user) from None
            case _, "M_INVALID_USERNAME" | "M_EXCLUSIVE":
                what = f"The homeserver gives nobody the name {client.user} ({error.errcode})."
                raise LoginRefused(what, "Give another by `--user`: small letters, digits and . _ = - /") from None
            case 403, _ if account:
                what = "The registration secret is not this homeserver's."
                remedy = "Copy `registration_shared_secret` from its homeserver.yaml, without quotes."
                raise LoginRefused(what, remedy) from None
        what = f"The homeserver makes no accounts by a registration secret ({error.status} {error.errcode})."
        raise LoginRefused(what, _ELSEWHERE) from None
