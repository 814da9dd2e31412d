"""How the bot and its rooms look in an app: a name that says what it is, and pictures drawn for it, without a face.

The bot looks after its name and picture once. What an operator gave the account before, or gives it later, stays.
"""

from importlib.resources import files
from typing import Literal, TypeAlias

from bot.errors import BotError
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.http import Png
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import fetch_display_name
from bot.matrix.identity.profile import fetch_picture, set_display_name, set_picture, upload_picture
from bot.model import get_localpart
from bot.store import Notes

log = get_logger(__name__)
NAME = "Third Chair (AI)"
Picture: TypeAlias = Literal["chair", "desk", "direct"]
"""What is drawn: an empty chair for the bot, a desk, and two chairs for a room of two. The drawings lie in bot/pictures."""


async def show_face(client: Client, notes: Notes) -> None:
    """Give the account a name and a picture where it has none of its own, once.

    A homeserver that does not let accounts change theirs is no reason not to start.

    Raises:
        HomeserverDown: there was no answer, and it may work later.
    """
    if await notes.read("face"):
        return
    try:
        if await fetch_display_name(client) in {"", get_localpart(client.user_id)}:
            await set_display_name(client, NAME)
        if not await fetch_picture(client):
            await set_picture(client, await _find_picture(client, notes, "chair"))
    except ServerSaysNo as error:
        log.warning("the account keeps its name and picture", error=str(error))
        return
    await notes.write(face="shown")


async def find_room_picture(client: Client, notes: Notes, kind: str) -> str | None:
    """Return the address of the picture for a room of that kind; None if the homeserver takes none, then it has none."""
    try:
        return await _find_picture(client, notes, "desk" if kind == "desk" else "direct")
    except BotError as error:
        log.warning("a room is made without a picture", error=str(error))
        return None


async def _find_picture(client: Client, notes: Notes, picture: Picture) -> str:
    """Return the address of a picture, uploaded now if it was not before."""
    key = f"picture_{picture}"
    if address := await notes.read(key):
        return address
    drawing = Png((files("bot") / "pictures" / f"{picture}.png").read_bytes())
    address = await upload_picture(client, drawing)
    await notes.write(**{key: address})
    return address
