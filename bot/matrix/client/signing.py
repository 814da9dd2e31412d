"""Signing and checking JSON as Matrix does: Ed25519 over canonical JSON (spec, appendices, "Signing JSON")."""

import base64
import json
from typing import Any

from bot.ed25519 import derive_public, is_signature, sign_bytes


def encode_canonical(thing: dict[str, Any]) -> bytes:
    """Return `thing`, without signatures and unsigned, as canonical JSON (spec, appendices, "Canonical JSON").

    Raises:
        ValueError: it holds what canonical JSON cannot say, such as a half or half a character.
    """
    bare = {key: _normalise_numbers(value) for key, value in thing.items() if key not in {"signatures", "unsigned"}}
    return json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def encode_unpadded(raw: bytes) -> str:
    """Return `raw` as base64 without padding."""
    return base64.b64encode(raw).decode().rstrip("=")


def derive_public_key(seed: bytes) -> str:
    """Return the public key of an Ed25519 seed of 32 bytes, as unpadded base64."""
    return encode_unpadded(derive_public(seed))


def group_key(key: str) -> str:
    """Return a key as people read, type and compare it: in groups of four."""
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def sign_json(seed: bytes, thing: dict[str, Any]) -> str:
    """Return the signature of `thing` by the Ed25519 seed, as unpadded base64."""
    return encode_unpadded(sign_bytes(seed, encode_canonical(thing)))


def is_signed_by(thing: Any, signer: Any, key_id: str, key: Any) -> bool:
    """Return whether `signer` signed `thing` with the Ed25519 `key` known as `key_id`. Anything malformed is not signed."""
    try:
        signed = _decode_unpadded(thing["signatures"][signer][key_id])
        return is_signature(signed, encode_canonical(thing), _decode_unpadded(key))
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return False


def _decode_unpadded(text: str) -> bytes:
    """Return what `text` stands for in base64, padded or not; strictly, so that one key has not many spellings."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _normalise_numbers(value: Any) -> Any:
    """Return `value` with its numbers as canonical JSON has them: integers of at most 53 bits, so 1e10 is 10000000000."""
    if isinstance(value, dict):
        return {key: _normalise_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_normalise_numbers(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if abs(value) < 2**53 and value == int(value):
        return int(value)
    raise ValueError("canonical JSON has no such number")
