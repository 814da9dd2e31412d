"""Coming into a room and going out of it: what is asked of the homeserver, and what an invitation that is turned down says."""

from collections.abc import Mapping
from urllib.parse import quote

from bot.app.services import Chair
from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.model import RoomId, UserId, make_words
from bot.session.decide import OTHER_ACCOUNT
from bot.words import FALLBACK, render_words

log = get_logger(__name__)


async def turn_down_invitation(chair: Chair, room: RoomId, inviter: UserId | None) -> None:
    """Turn an invitation down. A therapist is told which account to invite, in the one line that can be said without joining.

    Not every app shows that line. It is not encrypted: it names the account that serves the room, and nothing else.
    """
    account = chair.find_other_account(room)
    if account is None or inviter is None or not chair.settings.is_therapist(inviter):
        log.warning("invitation turned down: not from a therapist of that room", room=room, user=inviter)
        await request_membership(chair.client, room, "leave")
        return
    log.warning("invitation turned down: another account serves that room", room=room, user=inviter)
    why = render_words(make_words(OTHER_ACCOUNT, FALLBACK, account=account))
    await request_membership(chair.client, room, "leave", {"reason": why})


async def request_membership(client: Client, room: RoomId, what: str, content: Mapping[str, str] | None = None) -> None:
    """Ask the homeserver to let the bot `join` or `leave` a room; `content` goes along."""
    path = f"/_matrix/client/v3/rooms/{quote(room, safe='!:')}/{what}"
    await client.call("POST", path, dict(content or {}))
