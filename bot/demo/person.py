"""A person of the demonstration: an account, a client with end-to-end encryption, a cross-signed device."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.demo.bot_yaml import Account
from bot.errors import BotError
from bot.matrix.client.client import Client, open_client
from bot.matrix.client.signing import derive_public_key
from bot.matrix.identity.cross_signing import Seeds, publish_identity, sign_device
from bot.matrix.identity.crypto import format_recovery_key
from bot.matrix.identity.login import log_in, make_device_id, take_up
from bot.matrix.identity.secret_storage import lock_away_seeds
from bot.matrix.sight import Seen, Sight
from bot.model import EventId, RoomId, UserId

PATIENCE = 90.0
"""Seconds that a person waits for any one thing; a model may take 60 for an answer."""

Got = TypeVar("Got")


class NothingSeen(BotError):
    """Somebody has waited in vain."""

    def __init__(self, name: str, what: str, seconds: float) -> None:
        super().__init__(
            f"{name} has waited {seconds:.0f} s for {what}.",
            "Start the demonstration again; on a very busy machine, when it is less so.",
        )


@dataclass
class Person:
    """Somebody at their client. `recovery_key` lets them in on another device; `patience` is in seconds."""

    name: str
    user_id: UserId
    client: Client = field(repr=False)
    sight: Sight = field(repr=False)
    recovery_key: str = field(repr=False)
    patience: float = PATIENCE

    async def create_room(self, name: str) -> RoomId:
        """Make a room that is encrypted and private from its first moment, and whose history is its members' alone."""
        body = {
            "name": name,
            "preset": "private_chat",
            "initial_state": [
                {"type": kind, "state_key": "", "content": content}
                for kind, content in (
                    ("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}),
                    ("m.room.history_visibility", {"history_visibility": "joined"}),
                    ("m.room.guest_access", {"guest_access": "forbidden"}),
                )
            ],
        }
        answer = await self._post("createRoom", body)
        return RoomId(str(answer["room_id"]))

    async def invite(self, room: RoomId, person: UserId) -> None:
        """Invite `person`."""
        await self._post(f"rooms/{room}/invite", {"user_id": person})

    async def join(self, room: RoomId) -> None:
        """Wait for the invitation and follow it."""
        await self.until("an invitation", lambda: room in self.sight.invitations)
        await self._post(f"rooms/{room}/join", {})

    async def meets(self, room: RoomId, person: UserId, name: str) -> None:
        """Wait until `person` is in the room, on a device that they have cross-signed."""
        await self.until(f"{name} to be in the room", lambda: self.sight.knows(room, person))

    async def sees(self, room: RoomId, event: EventId) -> Seen:
        """Wait until the message `event` can be read, and return it."""
        messages = await self.until(
            "a message that they can read",
            lambda: [message for message in self.sight.messages(room) if message.id == event],
        )
        return messages[0]

    async def until(self, what: str, seen: Callable[[], Got]) -> Got:
        """Look until `seen` returns something true, and return that. `what` says for what, in words about nobody.

        Raises:
            NothingSeen: it did not come.
        """
        try:
            async with asyncio.timeout(self.patience):
                while not (got := seen()):
                    await self.sight.look()
                return got
        except TimeoutError:
            raise NothingSeen(self.name, what, self.patience) from None

    async def log_out(self) -> None:
        """Log out: the device is gone, the identity stays."""
        await self._post("logout", {})

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self.client.call("POST", f"/_matrix/client/v3/{path}", body)


@asynccontextmanager
async def open_person(homeserver: str, account: Account, folder: Path) -> AsyncIterator[Person]:
    """Sit down at a new client, whose keys are kept in `folder`, with a new identity that vouches for it.

    Raises:
        BotError: the homeserver does not let them in.
    """
    store_key, vault_key, seeds = secrets.token_hex(32), secrets.token_bytes(32), Seeds.new()
    async with open_client(homeserver, account.user_id, make_device_id(), folder, store_key) as client:
        await take_up(client, await log_in(client, account.password))
        await client.settle_keys()
        await publish_identity(client, seeds, account.password)
        await lock_away_seeds(client, seeds, secrets.token_urlsafe(24), vault_key)
        await sign_device(client, seeds.self_signing, derive_public_key(seeds.master))
        yield Person(account.name, account.user_id, client, Sight(client), format_recovery_key(vault_key))
