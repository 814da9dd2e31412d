"""What the doctor finds in rooms: aliases that lead nowhere, rooms in which no session can be, and those that were upgraded."""

from collections.abc import AsyncIterator, Mapping

from bot.app.operator.finding import Finding
from bot.errors import BotError
from bot.matrix.checkup import fetch_history, is_encrypted, is_upgraded, list_joined_rooms, may_post_in
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import resolve_alias
from bot.model import RoomId
from bot.policy import Policy
from bot.session.membership import list_fit_histories
from bot.settings import Settings
from bot.store import Peek


async def examine_rooms(seen: Peek, client: Client, settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is found of each alias in the files, and of each room that the bot is in."""
    aliases: dict[RoomId, str] = {}
    for alias in settings.aliases:
        try:
            aliases[await resolve_alias(client, alias)] = alias
        except ServerSaysNo:
            remedy = "Correct it in the files, or give the room that alias: until then its rules hold nowhere."
            yield Finding(f"The alias {alias} leads to no room", remedy, is_broken=True)
    if settings.aliases and len(aliases) == len(set(settings.aliases)):
        yield Finding(f"Every alias in the files leads to a room ({len(aliases)})")
    beside = frozenset() if seen.is_older else {side.room for side in await seen.sides.all() if side.room}
    beside |= {room for room in _list_common(settings, aliases) if room}
    for room in await list_joined_rooms(client):
        policy = settings.policy(room, aliases.get(room))
        yield await _examine_room(client, room, policy, is_session=room not in beside)


def _list_common(settings: Settings, aliases: Mapping[RoomId, str]) -> frozenset[RoomId]:
    """Return the rooms that all sessions share: the supervisor's, and that of whoever is on call."""
    named = {settings.deployment.supervisor_room, settings.deployment.on_call_room}
    return frozenset(room for room, alias in aliases.items() if alias in named) | {
        RoomId(name) for name in named if name and name.startswith("!")
    }


async def _examine_room(client: Client, room: RoomId, policy: Policy | None, *, is_session: bool) -> Finding:
    """Return the first thing that is wrong with a room, or that the bot may write there. One rule per line."""
    try:
        if await is_upgraded(client, room):
            return Finding(f"{room}: was upgraded", "Invite the bot into the new room; nothing is said in the old one.")
        if is_session and policy is None:
            return Finding(f"{room}: no policy covers it", "Add a room file, or let the bot leave.")
        if not await is_encrypted(client, room):
            return Finding(f"{room}: not encrypted", "Make an encrypted room and invite the bot there.", is_broken=True)
        if is_session and policy and await fetch_history(client, room) not in list_fit_histories(policy):
            return Finding(f"{room}: newcomers could read its past, so the AI is off there", _HISTORY)
        if not await may_post_in(client, room):
            remedy = "Raise its power level in the room's settings."
            return Finding(f"{room}: the bot may not write", remedy, is_broken=True)
    except BotError as error:
        return Finding(f"{room}: could not be looked at ({error})", error.remedy)
    return Finding(f"{room}: the bot may write")


_HISTORY = (
    "In the room's settings, let members read what was said since they were invited or joined, or write "
    "`history: shared` into its file."
)
