"""Which rooms stand behind the aliases that room files go by."""

from bot.log import get_logger
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.matrix.identity.login import resolve_alias
from bot.model import RoomId
from bot.settings import Settings

log = get_logger(__name__)


async def resolve_aliases(client: Client, settings: Settings) -> dict[RoomId, str]:
    """Return the rooms behind the aliases that room files go by, as the homeserver knows them now."""
    aliases_by_room = {}
    for alias in settings.aliases:
        try:
            aliases_by_room[await resolve_alias(client, alias)] = alias
        except ServerSaysNo as error:
            log.warning("a room file names an alias that the homeserver does not know", status=error.status)
    return aliases_by_room
