"""The cryptography of secret storage: sealing, opening, and recovery keys as people keep them. Pure.

Spec, "Secret storage", algorithm `m.secret_storage.v1.aes-hmac-sha2`.
"""

import base64
import hmac
import secrets
from typing import Any

import base58
from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

from bot.errors import IdentityRefused
from bot.matrix.client.signing import group_key

ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"
_PREFIX = b"\x8b\x01"


def format_recovery_key(key: bytes) -> str:
    """Return the 32 bytes of a recovery key as people keep it: base58 with a parity byte, in groups of four."""
    raw = _PREFIX + key
    parity = 0
    for byte in raw:
        parity ^= byte
    return group_key(base58.b58encode(raw + bytes([parity])).decode())


def parse_recovery_key(text: str) -> bytes:
    """Return the 32 bytes of a recovery key that somebody typed.

    Raises:
        IdentityRefused: it is none; a slip is noticed by its parity byte.
    """
    try:
        raw = base58.b58decode("".join(text.split()))
    except ValueError:
        raw = b""
    parity = 0
    for byte in raw:
        parity ^= byte
    if len(raw) != 35 or raw[:2] != _PREFIX or parity:
        raise IdentityRefused("This is no recovery key.", "Type it as it was shown: groups of four letters and digits.")
    return raw[2:34]


def seal_secret(secret: bytes, name: str, key: bytes, iv: bytes | None = None) -> dict[str, str]:
    """Return `secret` encrypted under the 32 bytes `key` for the account data event `name`."""
    aes_key, mac_key = _derive_box_keys(key, name)
    iv = iv or _new_iv()
    ciphertext = AES.new(aes_key, AES.MODE_CTR, nonce=b"", initial_value=iv).encrypt(secret)
    mac = hmac.digest(mac_key, ciphertext, "sha256")
    return {"iv": _pad_base64(iv), "ciphertext": _pad_base64(ciphertext), "mac": _pad_base64(mac)}


def open_secret(box: Any, name: str, key: bytes) -> bytes | None:
    """Return the secret in `box`; None if it was not sealed under `key` for the event `name`, or is malformed."""
    aes_key, mac_key = _derive_box_keys(key, name)
    try:
        iv, ciphertext, mac = (base64.b64decode(box[part]) for part in ("iv", "ciphertext", "mac"))
        if not hmac.compare_digest(hmac.digest(mac_key, ciphertext, "sha256"), mac):
            return None
        return AES.new(aes_key, AES.MODE_CTR, nonce=b"", initial_value=iv).decrypt(ciphertext)
    except (LookupError, TypeError, ValueError):
        return None


def is_key_for(about: Any, key: bytes) -> bool:
    """Return whether `key` is the one that a key description was made with: it holds 32 zero bytes, sealed."""
    try:
        again = seal_secret(bytes(32), "", key, base64.b64decode(about["iv"]))
        return bool(again["mac"].rstrip("=") == about["mac"].rstrip("="))
    except (LookupError, TypeError, ValueError, AttributeError):
        return False


def _derive_box_keys(key: bytes, name: str) -> tuple[bytes, bytes]:
    """Return the AES and the MAC key for one event type; for the key check the name is empty."""
    both = HKDF(key, 64, bytes(32), SHA256, context=name.encode())
    assert isinstance(both, bytes), "one key was asked for"
    return both[:32], both[32:]


def _new_iv() -> bytes:
    """Return 16 random bytes with bit 63 cleared, for implementations whose counter has 63 bits."""
    iv = bytearray(secrets.token_bytes(16))
    iv[8] &= 0x7F
    return bytes(iv)


def _pad_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
