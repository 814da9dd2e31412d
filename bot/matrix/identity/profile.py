"""What the account shows of itself to everybody: a display name and a picture (spec, "Profiles"). Neither is encrypted."""

from urllib.parse import quote

from bot.errors import HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.client.http import Png
from bot.matrix.upload import store_media


async def set_display_name(client: Client, name: str) -> None:
    """Let the account be called `name`.

    Raises:
        ServerSaysNo: the homeserver lets nobody change it.
        BotError: it may work later.
    """
    await client.call("PUT", _make_path(client, "displayname"), {"displayname": name})


async def fetch_picture(client: Client) -> str:
    """Return the address of the account's picture, empty if it has none.

    Raises:
        BotError: the homeserver does not say.
    """
    address = (await client.call("GET", _make_path(client, ""))).get("avatar_url")
    return address if isinstance(address, str) else ""


async def set_picture(client: Client, address: str) -> None:
    """Let the account show the picture at `address`.

    Raises:
        ServerSaysNo: the homeserver lets nobody change it.
        BotError: it may work later.
    """
    await client.call("PUT", _make_path(client, "avatar_url"), {"avatar_url": address})


async def upload_picture(client: Client, drawing: Png) -> str:
    """Upload a drawing, which is nobody's secret and so not encrypted, and return its address.

    Raises:
        ServerSaysNo: the homeserver does not take it.
        BotError: it may take it later.
    """
    address = await store_media(client, drawing)
    if address is None:
        raise HomeserverDown("The homeserver took a picture and does not say where.", "Look at the homeserver's log.")
    return address


def _make_path(client: Client, what: str) -> str:
    return f"/_matrix/client/v3/profile/{quote(client.user_id, safe='')}/{what}".rstrip("/")
