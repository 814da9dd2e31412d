"""Signing and checking JSON as Matrix does: Ed25519 over canonical JSON (spec, appendices, "Signing JSON")."""

import base64
import binascii
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def canonical(thing: dict[str, Any]) -> bytes:
    """Return `thing`, without signatures and unsigned, as canonical JSON."""
    bare = {key: value for key, value in thing.items() if key not in {"signatures", "unsigned"}}
    return json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def unpadded(raw: bytes) -> str:
    """Return `raw` as base64 without padding."""
    return base64.b64encode(raw).decode().rstrip("=")


def public_key(seed: bytes) -> str:
    """Return the public key of an Ed25519 seed of 32 bytes, as unpadded base64."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return unpadded(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def signature(seed: bytes, thing: dict[str, Any]) -> str:
    """Return the signature of `thing` by the Ed25519 seed, as unpadded base64."""
    return unpadded(Ed25519PrivateKey.from_private_bytes(seed).sign(canonical(thing)))


def verifies(thing: Any, signer: Any, key_id: str, key: Any) -> bool:
    """Return whether `signer` signed `thing` with the Ed25519 `key` known as `key_id`. Anything malformed is not signed."""
    try:
        signed = base64.b64decode(thing["signatures"][signer][key_id] + "==")
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key + "==")).verify(signed, canonical(thing))
    except (InvalidSignature, KeyError, TypeError, ValueError, AttributeError, RecursionError, binascii.Error):
        return False
    return True
