"""A client of the bot's own account, as the configuration has it: where the homeserver is, and which certificates hold."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.errors import BotError
from bot.matrix.client.client import Client, open_client
from bot.settings import Deployment


@asynccontextmanager
async def open_own_client(deployment: Deployment, device_id: str, key: str) -> AsyncIterator[Client]:
    """Open a client of the account's, as the device `device_id`, and close its connections afterwards. Nothing is asked yet.

    `key` is what its file of keys is encrypted with; both are empty for a client that only asks.

    Raises:
        BotError: `ca_file` cannot be read any more.
    """
    place = (deployment.homeserver, deployment.user_id, device_id, deployment.data_dir, key)
    async with open_client(*place) as client:
        if deployment.ca_file:
            client.ssl = trust_certificates(deployment.ca_file)
        yield client


def trust_certificates(file: Path) -> ssl.SSLContext:
    """Return what a connection is checked by: the certificates that this machine knows, and those in the PEM `file`.

    Raises:
        BotError: there is none in it.
    """
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(cafile=str(file))
    except (OSError, ssl.SSLError):
        raise BotError(
            f"`ca_file`, {file.name}, holds no certificate that can be read.", "Name a file in PEM form."
        ) from None
    return context
