"""Reads secret storage as an implementation of another make does: neither the bot's code nor its libraries."""

import base64
import hmac
from collections.abc import Mapping

from Crypto.Cipher import AES
from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def decoded(words: str) -> bytes:
    """Return the 35 bytes behind a recovery key: 8B 01, the key, the parity."""
    number = 0
    for letter in words.replace(" ", ""):
        number = number * 58 + ALPHABET.index(letter)
    return number.to_bytes(35, "big")


def opened(box: Mapping[str, str], name: str, key: bytes) -> bytes | None:
    """Return the secret in `box`, None if its MAC is not by the 32 bytes `key` and for this `name`."""
    aes_key, mac_key = derived(key, name)
    iv, ciphertext, mac = (base64.b64decode(box[part], validate=True) for part in ("iv", "ciphertext", "mac"))
    if not hmac.compare_digest(mac, hmac.digest(mac_key, ciphertext, "sha256")):
        return None
    return AES.new(aes_key, AES.MODE_CTR, nonce=b"", initial_value=iv).decrypt(ciphertext)


def fits(about: Mapping[str, str], key: bytes) -> bool:
    """Return whether `key` is the one that the event `m.secret_storage.key.ID` describes: its MAC is over 32 zeros."""
    aes_key, mac_key = derived(key, "")
    iv, mac = (base64.b64decode(about[part], validate=True) for part in ("iv", "mac"))
    zeros = AES.new(aes_key, AES.MODE_CTR, nonce=b"", initial_value=iv).encrypt(bytes(32))
    return hmac.compare_digest(mac, hmac.digest(mac_key, zeros, "sha256"))


def derived(key: bytes, name: str) -> tuple[bytes, bytes]:
    """Return the AES and the MAC key for one name (spec: HKDF with a salt of 32 zeros)."""
    both = HKDF(key, 64, bytes(32), SHA256, context=name.encode())
    assert isinstance(both, bytes)
    return both[:32], both[32:]
