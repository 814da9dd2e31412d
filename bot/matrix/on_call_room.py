"""The room that is told when nobody answers an alarm: joined where the bot was asked in, or made, encrypted and by invitation."""

from typing import Literal
from urllib.parse import quote

from bot.errors import HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import resolve_alias

_API = "/_matrix/client/v3"
NAME = "On call"


async def open_on_call_room(client: Client, named: str, people: tuple[str, ...]) -> Literal["there", "made", "closed"]:
    """Be in the room with the id or alias `named`; where there is none, make it and ask `people` in, who rule it as the bot does.

    Returns `there` if the bot is in it, `made` if it is new, `closed` if it is there, or elsewhere, and not open to us.

    Raises:
        BotError: the homeserver does not say.
    """
    if named.startswith("#"):
        try:
            await resolve_alias(client, named)
        except ServerSaysNo:
            return await _make_room(client, named, people)
        except HomeserverDown:
            if _is_ours(client, named):
                raise
            return "closed"  # the homeserver that it is on does not answer ours
    try:
        await client.call("POST", f"{_API}/join/{quote(named, safe='')}", {})
    except ServerSaysNo:
        return "closed"
    return "there"


async def _make_room(client: Client, alias: str, people: tuple[str, ...]) -> Literal["made", "closed"]:
    if not _is_ours(client, alias):
        return "closed"
    states = {
        "m.room.encryption": {"algorithm": "m.megolm.v1.aes-sha2"},
        "m.room.history_visibility": {"history_visibility": "joined"},
        "m.room.guest_access": {"guest_access": "forbidden"},
    }
    body = {
        "preset": "trusted_private_chat",  # whoever is asked in may ask others in: the clinic settles who is on call
        "visibility": "private",
        "name": NAME,
        "room_alias_name": alias[1:].partition(":")[0],
        "invite": list(people),
        "initial_state": [{"type": kind, "state_key": "", "content": content} for kind, content in states.items()],
    }
    try:
        await client.call("POST", f"{_API}/createRoom", body)
    except ServerSaysNo:
        return "closed"
    return "made"


def _is_ours(client: Client, alias: str) -> bool:
    return bool(alias.partition(":")[2] == client.user.partition(":")[2])
