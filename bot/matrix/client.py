"""nio's client, hardened: what strangers and servers send cannot kill, silence or fool it.

Each override names the fault upstream (matrix-nio 0.26.0) and when it may go.
"""

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import nio
from aiohttp import ClientError
from nio.api import Api

from bot.errors import HomeserverDown
from bot.log import logger
from bot.matrix.answers import checked, no_answer, refused
from bot.matrix.keystore import Keystore
from bot.matrix.people import People
from bot.model import RoomId, UserId

# nio's DEBUG lines hold the access token and message bodies (`responses.verify`).
logging.getLogger("nio").setLevel(logging.WARNING)
logging.getLogger("nio.crypto").setLevel(logging.ERROR)  # warns of each new device, and of each message not for us
logging.getLogger("peewee").setLevel(logging.WARNING)

log = logger(__name__)
SECONDS = 30.0
"""How long one request may take, beyond what a sync waits for."""


class Client(nio.AsyncClient):
    """A Matrix client for one account and one device, with its keys in an encrypted folder.

    `people` knows who has cross-signed which device.
    """

    def __init__(self, homeserver: str, user_id: UserId, device_id: str, folder: Path, key: str) -> None:
        config = nio.AsyncClientConfig(
            store=Keystore,
            store_name="matrix.db",
            pickle_key=key,
            store_sync_tokens=False,  # upstream saves the token before the events are handled
            max_limit_exceeded=0,  # our loops wait, so that they can be cancelled and counted
            max_timeouts=0,
            request_timeout=SECONDS,
            encryption_enabled=True,
        )
        super().__init__(homeserver.rstrip("/"), user_id, device_id, str(folder), config)
        self.people = People()
        self.own_name = ""

    # ---- asking the homeserver ---------------------------------------------------------------------------------------

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the homeserver's JSON answer to one request.

        Raises:
            ServerSaysNo: it refuses.
            Limited: it asks for patience.
            LoginRefused: it does not know our token.
            HomeserverDown: no answer, or none that is a JSON object.
        """
        headers = {"Authorization": f"Bearer {self.access_token}"} if self.access_token else {}
        headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body)
        try:
            response = await self.send(method, path, data, headers)
            answer = json.loads(await response.text())
        except (ClientError, TimeoutError, OSError, ValueError, RecursionError) as error:
            raise no_answer(error) from None
        answer = answer if isinstance(answer, dict) else {}
        if response.status >= 400:
            raise refused(response.status, answer)
        return answer

    async def _send(self, *args: Any, **kwargs: Any) -> Any:
        """Turn connection errors into ours; upstream lets aiohttp's through or retries for ever."""
        try:
            return await super()._send(*args, **kwargs)
        except (ClientError, TimeoutError, OSError) as error:
            raise no_answer(error) from None

    # ---- keys --------------------------------------------------------------------------------------------------------

    async def settle_keys(self) -> None:
        """Bring keys up to date after a sync: publish ours, learn others', mend broken sessions."""
        if self.should_upload_keys:
            checked(await self.keys_upload(), nio.KeysUploadResponse)
        if self.should_query_keys:
            await self.keys_query()
        if self.should_claim_keys:
            await self.keys_claim(self.olm.get_users_for_key_claiming())
        await self.send_to_device_messages()

    async def keys_upload(self) -> Any:
        """Publish our keys, once they are on disk: upstream saves them only afterwards, and a crash between loses them."""
        keys = self.olm.share_keys()
        self.olm.save_account()
        return await self._send(nio.KeysUploadResponse, *Api.keys_upload(self.access_token, keys))

    async def keys_query(self) -> Any:
        """Learn devices and cross-signing keys; upstream drops the latter."""
        wanted = sorted(self.users_for_key_query)
        answer = await self.call("POST", "/_matrix/client/v3/keys/query", {"device_keys": {one: [] for one in wanted}})
        for user in wanted:
            self.people.learn(UserId(user), answer)
        response = nio.KeysQueryResponse.from_dict(answer)
        if isinstance(response, nio.KeysQueryResponse):
            await self.receive_response(response)
        self.olm.users_for_key_query.difference_update(wanted)
        return response

    async def share_group_session(self, room_id: str, ignore_unverified_devices: bool = False) -> Any:
        """Give a room's key to its devices; a failure leaves neither a held lock nor a device without the key.

        Upstream keeps the lock when `keys/claim` fails, and calls the session shared when `sendToDevice` failed.
        """
        try:
            response = await super().share_group_session(room_id, ignore_unverified_devices)
        except BaseException:
            if waiting := self.sharing_session.pop(room_id, None):
                waiting.set()
            raise
        if unreached := self._without_key(room_id):
            self.olm.outbound_group_sessions.pop(room_id, None)
            raise HomeserverDown(f"A room's key did not reach {unreached} device(s).", "It is tried again by itself.")
        return response

    def _without_key(self, room_id: str) -> int:
        """Return how many devices in the room we can write to but that did not get the room's key."""
        session = self.olm.outbound_group_sessions[room_id]
        reached = session.users_shared_with | session.users_ignored
        return sum(
            1
            for user in self.rooms[room_id].users
            for device in self.device_store.active_user_devices(user)
            if self.olm.session_store.get(device.curve25519) and (user, device.id) not in reached
        )

    # ---- reading -----------------------------------------------------------------------------------------------------

    def _handle_decrypt_to_device(self, to_device_event: Any) -> Any:
        """Survive any to-device event, and keep what it brings whole or not at all.

        Upstream raises on malformed ones, again after every restart. It also saves the ratchet and the room key that
        came by it one after the other: a death between would lose the key for ever, since the event cannot be read twice.
        """
        with self.store.database.atomic():
            try:
                return super()._handle_decrypt_to_device(to_device_event)
            except Exception as error:  # noqa: BLE001 - whatever a stranger sends, the next message must still be read
                log.warning("to-device event dropped", reason=type(error).__name__)
                return None

    def _handle_timeline_event(self, event: Any, room_id: str, room: Any, encrypted_rooms: set[str]) -> Any:
        """Decrypt without believing: upstream applies an encrypted payload with a `state_key` as the room's state."""
        if isinstance(event, nio.MegolmEvent):
            event.room_id = room_id
            return self.opened(event)
        return super()._handle_timeline_event(event, room_id, room, encrypted_rooms)

    def opened(self, event: nio.MegolmEvent) -> Any:
        """Return the decrypted event, or None: upstream raises on plaintext that is no JSON object of events."""
        try:
            return self.olm._decrypt_megolm_no_error(event)  # noqa: SLF001 - our superclass's own way in
        except Exception as error:  # noqa: BLE001 - as above
            log.warning("message dropped", reason=type(error).__name__)
            return None

    def _handle_messages_response(self, response: Any) -> None:
        """Leave pages of history sealed: `sync` opens them by `opened`, where nothing can raise."""

    def _handle_olm_events(self, response: Any) -> None:
        """Honour a one-time-key count of 0, which upstream takes for no news."""
        super()._handle_olm_events(response)
        count = response.device_key_count.signed_curve25519
        if count is not None:
            self.olm.uploaded_key_count = count

    def device_of(self, sender: UserId, sender_key: str) -> Any:
        """Return the device of `sender` that has the Curve25519 key `sender_key`, or None."""
        return self.device_store.device_from_sender_key(sender, sender_key)

    def session_key(self, room_id: RoomId, sender_key: str, session_id: str) -> tuple[str, bool] | None:
        """Return the Ed25519 key that a message's session claims, and whether the session was forwarded."""
        session = self.olm.inbound_group_store.get(room_id, sender_key, session_id)
        return (session.ed25519, bool(session.forwarding_chain)) if session else None


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
