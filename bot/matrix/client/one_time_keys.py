"""What comes of asking for other devices' one-time keys: a key that its device has signed, or none. Pure."""

from typing import Any

from bot.matrix.client.published_keys import is_key
from bot.matrix.client.signing import is_signed_by


def make_claim_request(devices: Any) -> dict[str, Any]:
    """Return the request for one key of each device (spec, "/keys/claim"). The homeserver may ask others for 10 s."""
    one_time_keys: dict[str, dict[str, str]] = {}
    for device in devices:
        one_time_keys.setdefault(device.user_id, {})[device.id] = "signed_curve25519"
    return {"one_time_keys": one_time_keys, "timeout": 10_000}


def read_claimed_key(keys: dict[str, Any], device: Any) -> str | None:
    """Return the one-time key that was handed out for `device`, if that device has signed it.

    Whatever else stands there was made by a stranger or a server, and is no key.
    """
    of_user = keys.get(device.user_id)
    of_device = of_user.get(device.id) if isinstance(of_user, dict) else None
    if not isinstance(of_device, dict) or len(of_device) != 1:
        return None
    ((name, signed),) = of_device.items()
    if not name.startswith("signed_curve25519:") or not isinstance(signed, dict):
        return None
    if not is_signed_by(signed, device.user_id, f"ed25519:{device.id}", device.ed25519):
        return None
    key = signed.get("key")
    return key if isinstance(key, str) and is_key(key) else None
