"""nio's client, hardened, third floor: what strangers and servers send is read without believing it."""

from typing import Any

import nio

from bot.log import logger
from bot.matrix.keyring import Keyring
from bot.model import RoomId, UserId

log = logger(__name__)


class Reading(Keyring):
    """A client that no event can kill, silence or fool."""

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

    def device_of(self, sender: UserId, sender_key: str) -> Any:
        """Return the device of `sender` that has the Curve25519 key `sender_key`, or None."""
        return self.device_store.device_from_sender_key(sender, sender_key)

    def session_key(self, room_id: RoomId, sender_key: str, session_id: str) -> tuple[str, bool] | None:
        """Return the Ed25519 key that a message's session claims, and whether the session was forwarded."""
        session = self.olm.inbound_group_store.get(room_id, sender_key, session_id)
        return (session.ed25519, bool(session.forwarding_chain)) if session else None
