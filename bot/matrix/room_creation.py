"""The rooms that the bot makes: desks and direct rooms. Made closed, found again by their nonce, and who is asked in.

`createRoom` knows no transaction id: the answer can be lost and the room be there. So each is made with a nonce that was
written down before, in its creation event, which nobody can change later. A room counts as ours only if that event is
from our own account, in the open: anybody can make a room with our nonce, and nobody but the server can make it in our name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import nio

from bot.errors import HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.client.event_validation import is_room
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.send import KEY
from bot.model import RoomId, UserId

_API = "/_matrix/client/v3"
LONGEST_NAME = 80
"""Characters of a room's name, at most."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a room shows of itself, to its members and its homeserver in the open: name, topic, the address of its picture."""

    name: str
    topic: str = ""
    picture: str | None = None


async def create_room(client: Client, nonce: str, look: Look, direct: UserId | None = None) -> RoomId:
    """Make a room that nobody but the bot can invite to or change, and return it. `direct` is asked in at once.

    Nothing of what it is for stands in the open but its look.

    Raises:
        BotError: it was not made, or we do not know; `find_created_room` tells.
    """
    body: dict[str, Any] = {
        "preset": "private_chat",
        "visibility": "private",
        "name": look.name[:LONGEST_NAME],
        "creation_content": {KEY: {"side": nonce}},
        "is_direct": direct is not None,
        "invite": [direct] if direct else [],
        "power_level_content_override": {
            "users_default": 0,
            "events_default": 0,
            "state_default": 100,
            "invite": 100,
            "kick": 100,
            "ban": 100,
            "redact": 100,
            "events": {},
        },
        "initial_state": [
            _make_state_event("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}),
            _make_state_event("m.room.history_visibility", {"history_visibility": "joined"}),
            _make_state_event("m.room.guest_access", {"guest_access": "forbidden"}),
            *([_make_state_event("m.room.avatar", {"url": look.picture})] if look.picture else []),
        ],
        **({"topic": look.topic} if look.topic else {}),
    }
    answer = await client.call("POST", f"{_API}/createRoom", body)
    room = answer.get("room_id")
    if not isinstance(room, str) or not is_room(room):
        raise HomeserverDown("The homeserver made a room and does not say which.", "Look at the homeserver's log.")
    return RoomId(room)


async def find_created_room(client: Client, nonce: str, known: Collection[RoomId]) -> RoomId | None:
    """Return the room that was made with `nonce` before, None if there is none, looking at all but the `known` rooms.

    Raises:
        BotError: the homeserver does not say.
    """
    listed = (await client.call("GET", f"{_API}/joined_rooms")).get("joined_rooms")
    rooms = [RoomId(room) for room in listed if is_room(room)] if isinstance(listed, list) else []
    for room in rooms:
        if room not in known and await _fetch_nonce(client, room) == nonce:
            return room
    return None


def read_nonce(event: Any, us: str) -> str | None:
    """Return the nonce in a creation event of ours; None for any other event."""
    if not isinstance(event, nio.RoomCreateEvent) or event.decrypted:
        return None
    return _parse_nonce(event.source, us)


async def has_encryption(client: Client, room: RoomId) -> bool:
    """Return whether a room of ours is encrypted by now, whatever a sync has shown of it so far.

    Raises:
        BotError: the homeserver does not say.
    """
    try:
        await client.call("GET", f"{_make_room_path(room)}/state/m.room.encryption")
    except ServerSaysNo as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            return False
        raise
    return True


async def fetch_room_name(client: Client, room: RoomId) -> str | None:
    """Return the name of a room, None if it has none.

    Raises:
        BotError: the homeserver does not say.
    """
    try:
        answer = await client.call("GET", f"{_make_room_path(room)}/state/m.room.name")
    except ServerSaysNo:
        return None
    name = answer.get("name")
    shown = "".join(char for char in name if char.isprintable()) if isinstance(name, str) else ""
    return " ".join(shown.split()) or None


async def set_room_name(client: Client, room: RoomId, name: str) -> None:
    """Give a room of ours another name.

    Raises:
        BotError: it keeps its name, or we do not know.
    """
    await client.call("PUT", f"{_make_room_path(room)}/state/m.room.name", {"name": name[:LONGEST_NAME]})


async def leave_created_room(client: Client, room: RoomId) -> None:
    """Leave a room of ours.

    Raises:
        BotError: the bot is in it still, or was not any more, or we do not know.
    """
    await client.call("POST", f"{_make_room_path(room)}/leave", {})


async def invite_member(client: Client, room: RoomId, user: UserId) -> bool:
    """Invite somebody into a room of ours; False if the homeserver refuses.

    Raises:
        BotError: it may work later.
    """
    return await _request_change(client, room, "invite", user)


async def remove_member(client: Client, room: RoomId, user: UserId) -> bool:
    """Remove somebody from a room of ours; False if the homeserver refuses.

    Raises:
        BotError: it may work later.
    """
    return await _request_change(client, room, "kick", user)


async def _request_change(client: Client, room: RoomId, what: str, user: UserId) -> bool:
    try:
        await client.call("POST", f"{_make_room_path(room)}/{what}", {"user_id": user})
    except ServerSaysNo:
        return False
    return True


async def _fetch_nonce(client: Client, room: RoomId) -> str | None:
    """Return the nonce that a room was made with by us, read from the room's state."""
    try:
        events: Any = await client.call("GET", f"{_make_room_path(room)}/state/m.room.create?format=event")
    except ServerSaysNo:
        return None
    return _parse_nonce(events, client.user_id)


def _parse_nonce(event: Any, us: str) -> str | None:
    if event.get("type") != "m.room.create" or (event.get("sender"), event.get("state_key")) != (us, ""):
        return None
    content = event.get("content")
    ours = content.get(KEY) if isinstance(content, dict) else None
    nonce = ours.get("side") if isinstance(ours, dict) else None
    return nonce if isinstance(nonce, str) else None


def _make_state_event(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "state_key": "", "content": content}


def _make_room_path(room: RoomId) -> str:
    return f"{_API}/rooms/{quote(room, safe='!:')}"
