"""Files: encrypted here with a key of their own, and only then given to the homeserver (spec, "Sending encrypted attachments").

The key stands in the encrypted message and nowhere else. A file whose message was never posted is noise for everybody.
"""

from typing import Any

from nio.crypto.attachments import encrypt_attachment

from bot.errors import BotError, HomeserverDown
from bot.matrix.client.client import Client
from bot.matrix.client.refusals import ServerSaysNo
from bot.model import Attachment

_CONFIG = "/_matrix/client/v1/media/config"
_UPLOAD = "/_matrix/media/v3/upload"


class FileNotTaken(BotError):
    """The homeserver does not take a file, for its size or at all; messages it may take all the same."""

    def __init__(self) -> None:
        super().__init__(
            "The homeserver did not take a file.", "Look at its media repository and at its limit for uploads."
        )


async def upload_file(client: Client, file: Attachment) -> dict[str, Any]:
    """Upload `file`, encrypted, and return what a message says of it: `m.file` with the key to read it.

    Neither its name nor its kind is told to the server.

    Raises:
        FileNotTaken: it is too large, or the server does not take it.
        BotError: it may be taken later.
    """
    plain = file.text.encode()
    sealed, key = encrypt_attachment(plain)
    try:
        largest = await _fetch_upload_limit(client)
        if largest is not None and len(sealed) > largest:
            raise FileNotTaken
        uri = await store_media(client, sealed)
    except (ServerSaysNo, HomeserverDown):
        raise FileNotTaken from None
    if uri is None:
        raise FileNotTaken
    return {
        "msgtype": "m.file",
        "filename": file.name,
        "info": {"mimetype": file.mimetype, "size": len(plain)},
        "file": {**key, "url": uri},
    }


async def store_media(client: Client, data: bytes) -> str | None:
    """Give the homeserver bytes as they are, and return their address; None if it says none that is one.

    Raises:
        ServerSaysNo: it does not take them.
        BotError: it may take them later.
    """
    uri = (await client.call("POST", _UPLOAD, data)).get("content_uri")
    return uri if isinstance(uri, str) and uri.startswith("mxc://") else None


async def _fetch_upload_limit(client: Client) -> int | None:
    """Return how many bytes an upload may have, None if the server does not say (spec, "m.upload.size")."""
    try:
        size = (await client.call("GET", _CONFIG)).get("m.upload.size")
    except ServerSaysNo:
        return None
    return size if isinstance(size, int) else None
