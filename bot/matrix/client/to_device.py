"""nio's client, hardened: letters to single devices, each through its own channel or in the open."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from bot.errors import HomeserverDown
from bot.log import get_logger
from bot.matrix.client.key_upload import Publishing
from bot.matrix.client.one_time_keys import make_claim_request, read_claimed_key
from bot.matrix.client.room_key import Holder, describe_holder
from bot.matrix.client.verification import CANCEL, make_cancels

log = get_logger(__name__)


class Letters(Publishing):
    """A client that can open a channel (an Olm session) to a device and write to it.

    Upstream raises on one-time keys that are malformed, and takes what was not delivered for delivered (nio 0.26.0,
    `olm_machine.py`, `async_client.py`). May go when it does neither.
    """

    async def open_channels(self, devices: Iterable[Any]) -> set[Holder]:
        """Claim a one-time key of each device and open a new channel with it; return to whom that worked.

        Raises:
            BotError: there was no answer, or none that makes sense.
        """
        devices = list(devices)
        answer = await self.call("POST", "/_matrix/client/v3/keys/claim", make_claim_request(devices))
        keys = answer.get("one_time_keys")
        if not isinstance(keys, dict):
            raise HomeserverDown("The homeserver gave no one-time keys.", "Look at the homeserver's log.")
        opened = set()
        for device in devices:
            try:
                if key := read_claimed_key(keys, device):
                    self.olm.create_session(key, device.curve25519)
                    opened.add(describe_holder(device))
            except Exception as error:  # noqa: BLE001 - whatever one device has published, the others must be written to
                log.warning("a device's one-time key is no key", reason=type(error).__name__)
        return opened

    async def open_missing_channels(self, devices: Iterable[Any]) -> set[Holder]:
        """Open a channel to each device that has none; return to whom that did not work.

        Raises:
            BotError: as `open_channels`.
        """
        missing = [device for device in devices if not self.olm.session_store.get(device.curve25519)]
        if not missing:
            return set()
        return {describe_holder(device) for device in missing} - await self.open_channels(missing)

    def seal(self, device: Any, kind: str, content: dict[str, Any]) -> Any:
        """Return `content` as only `device` can read it. The channel moves on, on disk too: nothing is sealed twice alike."""
        session = self.olm.session_store.get(device.curve25519)
        return self.olm._olm_encrypt(session, device, kind, content)  # noqa: SLF001 - our superclass's own way

    async def deliver(self, kind: str, letters: Iterable[tuple[Any, Any]]) -> None:
        """Send each device its content, in one request.

        Raises:
            BotError: they were not delivered, or we do not know.
        """
        messages: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for device, content in letters:
            messages[device.user_id][device.id] = content
        path = f"/_matrix/client/v3/sendToDevice/{kind}/{secrets.token_hex(16)}"
        await self.call("PUT", path, {"messages": messages})

    async def cancel_verifications(self) -> None:
        """Cancel what people's devices asked for, to verify the bot by emoji: in clear, as such letters are.

        Raises:
            BotError: they were not told, or we do not know; it is tried again.
        """
        requests = self.verifications.list_open()
        if requests:
            path = f"/_matrix/client/v3/sendToDevice/{CANCEL}/{secrets.token_hex(16)}"
            await self.call("PUT", path, {"messages": make_cancels(requests)})
            self.verifications.close(requests)

    async def mend_channels(self) -> None:
        """Open new channels to devices whose letters could not be read, and a first letter for each (spec, "Recovering from undecryptable messages").

        Raises:
            BotError: there was no answer; it is tried again.
        """
        broken = list(self.olm.wedged_devices)
        if not broken:
            return
        opened = await self.open_channels(broken)
        for device in broken:
            # One without a one-time key is left: what it sends next, and cannot be read, brings it back here.
            self.olm.wedged_devices.remove(device)
            if describe_holder(device) in opened:
                self.olm._queue_dummy_message(self.olm.session_store.get(device.curve25519), device)  # noqa: SLF001 - as above
