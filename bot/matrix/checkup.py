"""What the homeserver tells about us, asked without changing anything: clock, identity, keys left, rights in rooms."""

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

from aiohttp import ClientError

from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo, map_no_answer
from bot.matrix.client.signature_chain import is_cross_signed
from bot.matrix.identity.cross_signing import fetch_published_keys
from bot.model import RoomId, UserId

_NOTHING: dict[str, dict[str, list[str]]] = {
    "room": {"rooms": []},
    "presence": {"types": []},
    "account_data": {"types": []},
}


@dataclass(frozen=True, slots=True)
class KeysLeft:
    """What lies on the homeserver for new devices to reach ours: one-time keys, and whether there is a fallback key."""

    one_time: int
    fallback: bool


async def fetch_versions(client: Client) -> tuple[str, ...]:
    """Return the versions of the specification that the homeserver speaks."""
    listed = (await client.call("GET", "/_matrix/client/versions")).get("versions")
    return tuple(str(version) for version in listed) if isinstance(listed, list) else ()


async def measure_clock_lead(client: Client, now: float) -> float | None:
    """Return by how many seconds the homeserver's clock is ahead of `now`; None if it does not say."""
    try:
        response = await client.send("GET", "/_matrix/client/versions")
        return parsedate_to_datetime(response.headers["Date"]).timestamp() - now
    except (ClientError, TimeoutError, OSError) as error:
        raise map_no_answer(error) from None
    except (KeyError, ValueError):
        return None


async def is_identity_published(client: Client) -> bool:
    """Return whether device, self-signing key and master key verify as the homeserver shows them to others."""
    now = await fetch_published_keys(client)
    return is_cross_signed(now.device, now.master, now.self_signing, client.user_id)


async def count_keys_left(client: Client) -> KeysLeft:
    """Return what a sync of nothing says of our keys. It acknowledges nothing, so the bot misses nothing by it."""
    wanted = quote(json.dumps(_NOTHING, separators=(",", ":")))
    answer = await client.call("GET", f"/_matrix/client/v3/sync?timeout=0&filter={wanted}")
    counts, unused = answer.get("device_one_time_keys_count"), answer.get("device_unused_fallback_key_types")
    count = counts.get("signed_curve25519") if isinstance(counts, dict) else 0
    return KeysLeft(count if isinstance(count, int) else 0, isinstance(unused, list) and "signed_curve25519" in unused)


async def list_joined_rooms(client: Client) -> tuple[RoomId, ...]:
    """Return the rooms that we are in."""
    joined = (await client.call("GET", "/_matrix/client/v3/joined_rooms")).get("joined_rooms")
    return tuple(RoomId(str(room)) for room in joined) if isinstance(joined, list) else ()


async def fetch_members(client: Client, room: RoomId) -> frozenset[UserId] | None:
    """Return who has joined `room`, beside us; None if we are not in it ourselves."""
    try:
        joined = (await client.call("GET", f"/_matrix/client/v3/rooms/{quote(room)}/joined_members")).get("joined")
    except ServerSaysNo:
        return None
    return frozenset(map(UserId, joined)) - {client.user_id} if isinstance(joined, dict) else None


async def may_post_in(client: Client, room: RoomId) -> bool:
    """Return whether our power level suffices for encrypted messages in `room` (spec, "m.room.power_levels")."""
    if await _has_all_power(client, room):
        return True
    levels = await _fetch_state(client, room, "m.room.power_levels")
    ours = _read_level(levels, "users", client.user_id, "users_default")
    return ours >= _read_level(levels, "events", "m.room.encrypted", "events_default")


async def _has_all_power(client: Client, room: RoomId) -> bool:
    """Return whether we are a creator of a room whose creators need no level (room version 12 and later)."""
    created = await _fetch_state(client, room, "m.room.create/?format=event")
    content = created.get("content")
    if not isinstance(content, dict) or not str(content.get("room_version")).isdecimal():
        return False
    more = content.get("additional_creators")
    creators = [created.get("sender"), *(more if isinstance(more, list) else ())]
    return int(content["room_version"]) >= 12 and client.user_id in creators


def _read_level(levels: dict[str, Any], table: str, name: str, default: str) -> int:
    """Return the level that `table` gives to `name`, else the default; 0 for what is malformed."""
    listed = levels.get(table)
    level = listed.get(name, levels.get(default, 0)) if isinstance(listed, dict) else levels.get(default, 0)
    return level if isinstance(level, int) else 0


async def is_upgraded(client: Client, room: RoomId) -> bool:
    """Return whether another room has taken the place of `room` (spec, "m.room.tombstone")."""
    return bool(await _fetch_state(client, room, "m.room.tombstone"))


async def fetch_history(client: Client, room: RoomId) -> str:
    """Return from when on newcomers may read what was said in `room`; where it says nothing, `shared` (spec)."""
    return str((await _fetch_state(client, room, "m.room.history_visibility")).get("history_visibility", "shared"))


async def fetch_rate_override(client: Client, token: str) -> dict[str, Any]:
    """Return how often the account may do things, if its homeserver, a Synapse, makes an exception of it: 0 is "as it likes".

    `token` is an administrator's: nobody else is told.

    Raises:
        BotError: it is none, or the homeserver is no Synapse.
    """
    own, client.access_token = client.access_token, token
    try:
        return await client.call("GET", f"/_synapse/admin/v1/users/{quote(client.user)}/override_ratelimit")
    finally:
        client.access_token = own


async def is_encrypted(client: Client, room: RoomId) -> bool:
    """Return whether `room` is encrypted."""
    return bool(await _fetch_state(client, room, "m.room.encryption"))


async def _fetch_state(client: Client, room: RoomId, kind: str) -> dict[str, Any]:
    try:
        return await client.call("GET", f"/_matrix/client/v3/rooms/{quote(room)}/state/{kind}")
    except ServerSaysNo as error:
        if error.status == 404:
            return {}
        raise
