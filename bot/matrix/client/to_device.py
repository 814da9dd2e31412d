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

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._without_other: set[str] = set()

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
                    self._use_first(device.curve25519, self.olm.create_session(key, device.curve25519))
                    opened.add(describe_holder(device))
            except Exception as error:  # noqa: BLE001 - whatever one device has published, the others must be written to
                log.warning("a device's one-time key is no key", reason=type(error).__name__)
        return opened

    async def open_missing_channels(self, devices: Iterable[Any]) -> set[Holder]:
        """Open a channel to each device that has none, or none that is kept; return who has none after that.

        What cannot be kept is used all the same where no other can be opened: danger is told now.

        Raises:
            BotError: as `open_channels`.
        """
        missing = [device for device in devices if not self.has_kept_channel(device)]
        if not missing:
            return set()
        opened = await self.open_channels(missing)
        closed = [device for device in missing if describe_holder(device) not in opened]
        channels = {describe_holder(device): self.olm.session_store.get(device.curve25519) for device in closed}
        self._without_other |= {channel.id for channel in channels.values() if channel}
        return {holder for holder, channel in channels.items() if not channel}

    def has_kept_channel(self, device: Any) -> bool:
        """Return whether a device can be written to through a channel that no later process uses from an earlier place.

        One that is not on disk at all is forgotten with this process.
        """
        channel = self.olm.session_store.get(device.curve25519)
        if channel is None:
            return False
        return channel.id in self._without_other or not self.store.is_channel_behind(channel)

    def _use_first(self, curve_key: str, channel: Any) -> None:
        """Let a channel be the one that is written through: upstream goes by its time, and clocks are set back."""
        channels = self.olm.session_store[curve_key]
        channels.remove(channel)
        channels.insert(0, channel)

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
