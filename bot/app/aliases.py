"""Which rooms stand behind the aliases that room files go by."""

from bot.log import logger
from bot.matrix.answers import ServerSaysNo
from bot.matrix.client import Client
from bot.matrix.login import room_of
from bot.model import RoomId
from bot.settings import Settings

log = logger(__name__)


async def aliases(client: Client, settings: Settings) -> dict[RoomId, str]:
    """Return the rooms behind the aliases that room files go by, as the homeserver knows them now."""
    found = {}
    for alias in settings.aliases:
        try:
            found[await room_of(client, alias)] = alias
        except ServerSaysNo as error:
            log.warning("a room file names an alias that the homeserver does not know", status=error.status)
    return found
