"""Who has cross-signed which of their devices, as far as the homeserver has told."""

from typing import Any

from bot.matrix.chain import chain
from bot.model import UserId


class People:
    """Other people's cross-signing keys and devices, from the answers to `/keys/query`."""

    def __init__(self) -> None:
        self._known: dict[UserId, tuple[Any, Any, dict[str, Any]]] = {}

    def learn(self, user: UserId, answer: dict[str, Any]) -> None:
        """Take in what an answer to `/keys/query` says of `user`, replacing what was known. Nothing is believed yet."""
        devices = _inside(answer, "device_keys", user)
        master = _inside(answer, "master_keys", user)
        self_signing = _inside(answer, "self_signing_keys", user)
        self._known[user] = (master, self_signing, devices if isinstance(devices, dict) else {})

    def signed(self, user: UserId, device_id: str, ed25519: str) -> bool:
        """Return whether `user` has cross-signed the device with exactly the Ed25519 key `ed25519`.

        The key is the one that messages are attributed by: a homeserver may show a device's true keys only after it
        has put others in their place, and nio keeps what it saw first.
        """
        master, self_signing, devices = self._known.get(user, (None, None, {}))
        device = devices.get(device_id)
        if not isinstance(device, dict) or not isinstance(device.get("keys"), dict):
            return False
        if (device.get("device_id"), device["keys"].get(f"ed25519:{device_id}")) != (device_id, ed25519):
            return False
        return chain(device, master, self_signing, user)


def _inside(answer: dict[str, Any], part: str, user: UserId) -> Any:
    found = answer.get(part)
    return found.get(user) if isinstance(found, dict) else None
