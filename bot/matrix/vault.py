"""Secret storage: the identity's seeds, encrypted on the homeserver under a key that only the clinic's safe holds.

Spec, "Secret storage", algorithm `m.secret_storage.v1.aes-hmac-sha2`.
"""

import base64
import secrets
from typing import Any
from urllib.parse import quote

import base58
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import IdentityRefused
from bot.matrix.answers import ServerSaysNo
from bot.matrix.client import Client
from bot.matrix.identity import Seeds
from bot.matrix.signing import unpadded

ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2"
_DEFAULT = "m.secret_storage.default_key"
_PREFIX = b"\x8b\x01"


def recovery_words(key: bytes) -> str:
    """Return the 32 bytes of a recovery key as people keep it: base58 with a parity byte, in groups of four."""
    raw = _PREFIX + key
    parity = 0
    for byte in raw:
        parity ^= byte
    text = base58.b58encode(raw + bytes([parity])).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def sealed(secret: bytes, name: str, key: bytes, iv: bytes | None = None) -> dict[str, str]:
    """Return `secret` encrypted under the 32 bytes `key` for the account data event `name`."""
    aes_key, mac_key = _keys(key, name)
    iv = iv or _new_iv()
    encryptor = Cipher(AES(aes_key), CTR(iv)).encryptor()
    ciphertext = encryptor.update(secret) + encryptor.finalize()
    mac = HMAC(mac_key, SHA256())
    mac.update(ciphertext)
    return {"iv": _padded(iv), "ciphertext": _padded(ciphertext), "mac": _padded(mac.finalize())}


async def lock_away(client: Client, seeds: Seeds, key_id: str, key: bytes) -> None:
    """Write the seeds into the account's secret storage, and check what arrived. Doing it again changes nothing of weight.

    `default_key` comes last: until then no client takes the storage for complete.

    Raises:
        IdentityRefused: the account has a secret storage that is not ours, or the homeserver does not keep ours.
    """
    there = (await _read(client, _DEFAULT)).get("key")
    if there is not None and there != key_id:
        raise IdentityRefused(
            "The account has a secret storage that this data folder does not know.",
            "Use an account of its own for the bot, in which nobody set up encryption before.",
        )
    check = sealed(bytes(32), "", key)
    about = {"algorithm": ALGORITHM, "name": "Third Chair", "iv": check["iv"], "mac": check["mac"]}
    await _write(client, f"m.secret_storage.key.{key_id}", about)
    for part, seed in (
        ("master", seeds.master),
        ("self_signing", seeds.self_signing),
        ("user_signing", seeds.user_signing),
    ):
        name = f"m.cross_signing.{part}"
        await _write(client, name, {"encrypted": {key_id: sealed(unpadded(seed).encode(), name, key)}})
    await _write(client, _DEFAULT, {"key": key_id})


def _keys(key: bytes, name: str) -> tuple[bytes, bytes]:
    """Return the AES and the MAC key for one event type; for the key check the name is empty."""
    both = HKDF(SHA256(), 64, salt=bytes(32), info=name.encode()).derive(key)
    return both[:32], both[32:]


def _new_iv() -> bytes:
    """Return 16 random bytes with bit 63 cleared, for implementations whose counter has 63 bits."""
    iv = bytearray(secrets.token_bytes(16))
    iv[8] &= 0x7F
    return bytes(iv)


def _padded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _path(client: Client, name: str) -> str:
    return f"/_matrix/client/v3/user/{quote(client.user_id, safe='')}/account_data/{name}"


async def _read(client: Client, name: str) -> dict[str, Any]:
    try:
        return await client.call("GET", _path(client, name))
    except ServerSaysNo as error:
        if error.status == 404:
            return {}
        raise


async def _write(client: Client, name: str, content: dict[str, Any]) -> None:
    """Write one event of account data, and see that it is there: soon the homeserver has the only copy of two seeds."""
    await client.call("PUT", _path(client, name), content)
    if await _read(client, name) != content:
        raise IdentityRefused(
            "The homeserver does not keep the account's secret storage as it was written.",
            "Look at the homeserver's log for account_data.",
        )
