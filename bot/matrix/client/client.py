"""The client that the bot uses: nio's, hardened floor by floor, with its keys in an encrypted folder.

Each floor is a class in a file of its name, built on the one before; the lowest stands on nio's `AsyncClient`.

asking      one request at a time, every failure one of our own errors
publishing  our own keys at the homeserver, each on disk before anybody can use it
letters     channels to single devices
sharing     who gets a room's key: the sending gate
keyring     who has which devices, and all of it brought up to date after a sync
reading     what comes in, read without believing it
forgetting  keys turned forward behind what was read
head_keys   the key of a head of the audit kept, so that the operator finds it
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.matrix.client.head_keys import HeadKeys
from bot.model import UserId


class Client(HeadKeys):
    """A Matrix client for one account and one device.

    `people` knows who has cross-signed which device. `sync_wait` is for how many seconds a sync waits for something to
    happen, `sync_margin` how many more it may take to answer: one that hangs longer is given up, and made anew.
    """

    sync_wait = 30.0
    sync_margin = 15.0


@asynccontextmanager
async def open_client(
    homeserver: str, user_id: UserId, device_id: str, folder: Path, key: str
) -> AsyncIterator[Client]:
    """Open a client and close its connections afterwards. Nothing is asked yet."""
    client = Client(homeserver, user_id, device_id, folder, key)
    try:
        yield client
    finally:
        await client.close()
