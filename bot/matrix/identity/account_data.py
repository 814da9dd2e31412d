"""The account's own data at its homeserver: small events by name that every device of the account can read (spec, "Client Config")."""

from typing import Any
from urllib.parse import quote

from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo


async def read_account_data(client: Client, name: str) -> dict[str, Any]:
    """Return the event `name`, empty if there is none.

    Raises:
        BotError: the homeserver does not say.
    """
    try:
        return await client.call("GET", _make_path(client, name))
    except ServerSaysNo as error:
        if error.status == 404:
            return {}
        raise


async def put_account_data(client: Client, name: str, content: dict[str, Any]) -> None:
    """Write the event `name`, over what was there.

    Raises:
        BotError: it is not written, or we do not know.
    """
    await client.call("PUT", _make_path(client, name), content)


def _make_path(client: Client, name: str) -> str:
    # `user_id` is set by a login alone; before it, `user` is who we are going to be.
    return f"/_matrix/client/v3/user/{quote(client.user_id or client.user, safe='')}/account_data/{name}"
