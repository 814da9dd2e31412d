"""nio's client, hardened, second floor: our keys published, others' learned, rooms' keys shared."""

from typing import Any

import nio
from nio.api import Api

from bot.errors import HomeserverDown
from bot.matrix.answers import checked
from bot.matrix.asking import Asking
from bot.model import UserId


class Keyring(Asking):
    """A client whose keys survive crashes and failures of the homeserver."""

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

    def _handle_olm_events(self, response: Any) -> None:
        """Honour a one-time-key count of 0, which upstream takes for no news."""
        super()._handle_olm_events(response)
        count = response.device_key_count.signed_curve25519
        if count is not None:
            self.olm.uploaded_key_count = count
