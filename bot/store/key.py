"""The key of the encrypted data folder, and the keys derived from it for each file."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import StoreRefused
from bot.private_files import open_private


@dataclass(frozen=True, slots=True)
class StoreKey:
    """32 random bytes that everything on disk hangs on."""

    raw: bytes = field(repr=False)

    def derive(self, purpose: str) -> str:
        """Return the key for `purpose`, as 64 hexadecimal digits. HKDF-SHA256 (RFC 5869) with the purpose as info."""
        return HKDF(SHA256(), 32, salt=None, info=f"thirdchair {purpose}".encode()).derive(self.raw).hex()


def open_key(path: Path | None, data_dir: Path) -> StoreKey:
    """Return the key in the file `path`, or in `data_dir`, where one is made if there is no data yet.

    Raises:
        StoreRefused: the file holds no key, or the data was encrypted with a key that is gone.
    """
    if path is not None:
        return _read_key_file(path)
    own = data_dir / "store.key"
    if own.exists():
        return _read_key_file(own)
    if (data_dir / "thirdchair.db").exists():
        raise StoreRefused(
            "The data folder is encrypted and its key, store.key, is not there.",
            "Put the key file back, or name it as key_file in bot.yaml.",
        )
    # O_EXCL: never write over a key; the mode is set before the key is inside.
    handle = open_private(str(own), os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return _read_key_file(own)


def _read_key_file(path: Path) -> StoreKey:
    try:
        raw = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raw = b""
    if len(raw) != 32:
        raise StoreRefused(
            f"The key file {path.name} holds no key of 64 hexadecimal digits.",
            "Put the right key file back; without it the data cannot be read.",
        )
    return StoreKey(raw)
