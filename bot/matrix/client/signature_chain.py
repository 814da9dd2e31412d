"""Who vouches for a device: device, self-signing key, master key (spec, "Cross-signing"; MSC4153). Pure."""

from typing import Any

from bot.matrix.client.signing import is_signed_by


def is_cross_signed(device: Any, master: Any, self_signing: Any, user: str) -> bool:
    """Return whether `user` has cross-signed `device`: device, self-signing key and master key, each vouched for.

    All three come from a server and may hold anything: what is malformed is not signed.
    """
    master_key = read_only_key(master, "master", user)
    signing_key = read_only_key(self_signing, "self_signing", user)
    if not (master_key and signing_key):
        return False
    if not isinstance(device, dict) or device.get("user_id") != user:
        return False
    if not is_signed_by(self_signing, user, f"ed25519:{master_key}", master_key):
        return False
    return is_signed_by(device, user, f"ed25519:{signing_key}", signing_key)


def read_only_key(thing: Any, usage: str, user: str) -> str | None:
    """Return the one public key in a cross-signing key object, if it is `user`'s and for `usage`."""
    if not isinstance(thing, dict) or thing.get("user_id") != user:
        return None
    usages, keys = thing.get("usage"), thing.get("keys")
    if not isinstance(usages, list) or usage not in usages or not isinstance(keys, dict) or len(keys) != 1:
        return None
    ((name, key),) = keys.items()
    return key if isinstance(key, str) and name == f"ed25519:{key}" else None
