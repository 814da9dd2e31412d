"""Keys as strangers publish them: which are keys, and which devices nio may be shown. Pure."""

import base64
from typing import Any

import vodozemac

from bot.matrix.client.signing import is_signed_by


def is_key(text: Any) -> bool:
    """Return whether `text` is a public key of 32 bytes in unpadded base64, in its one spelling."""
    if not isinstance(text, str) or len(text) != 43:
        return False
    try:
        raw = base64.b64decode(text + "=", validate=True)
    except ValueError:
        return False
    return base64.b64encode(raw).decode() == text + "="


def filter_key_answer(answer: Any) -> dict[str, Any]:
    """Return an answer to `/keys/query` with its well-formed devices, each of which has signed itself.

    Upstream raises on keys and signatures that are none, and with one bad device loses everybody's: `KeyException`
    goes through `verify_json`, a missing `user_id` through `_handle_key_query`, and an Ed25519 key of 31 bytes lets
    vodozemac 0.10 panic, which is no `Exception` in Python (nio 0.26.0, `olm_machine.py`, `responses.py`).
    May go when one bad device costs nobody else theirs.
    """
    users = answer.get("device_keys") if isinstance(answer, dict) else None
    devices_by_user: dict[str, dict[str, Any]] = {}
    for user, devices in users.items() if isinstance(users, dict) else ():
        if _is_user(user) and isinstance(devices, dict):
            shown = {name: _filter_device(user, name, device) for name, device in devices.items()}
            devices_by_user[user] = {name: device for name, device in shown.items() if device}
    return {"device_keys": devices_by_user, "failures": {}}


def _filter_device(user: str, name: str, device: Any) -> dict[str, Any] | None:
    """Return one device, bare of what its owner has not signed; None if it is not well formed."""
    if not isinstance(device, dict) or (device.get("user_id"), device.get("device_id")) != (user, name):
        return None
    keys, algorithms = device.get("keys"), device.get("algorithms")
    if not isinstance(keys, dict) or not isinstance(algorithms, list):
        return None
    if not all(isinstance(algorithm, str) for algorithm in (*algorithms, *keys.values())):
        return None
    ed25519, curve25519 = keys.get(f"ed25519:{name}"), keys.get(f"curve25519:{name}")
    if not (is_key(curve25519) and _can_verify(ed25519)):
        return None
    if not is_signed_by(device, user, f"ed25519:{name}", ed25519):
        return None
    own = {f"ed25519:{name}": device["signatures"][user][f"ed25519:{name}"]}
    bare = {key: value for key, value in device.items() if key != "unsigned"}
    return {**bare, "signatures": {user: own}}


def _can_verify(key: Any) -> bool:
    """Return whether nio's own library takes `key` for an Ed25519 key: not every 32 bytes are one."""
    if not is_key(key):
        return False
    try:
        vodozemac.Ed25519PublicKey.from_base64(key)
    except ValueError:
        return False
    return True


def _is_user(text: str) -> bool:
    return text.startswith("@") and ":" in text
