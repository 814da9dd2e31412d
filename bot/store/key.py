"""The key of the encrypted data folder, and the keys derived from it for each file."""

import errno
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from Crypto.Hash import SHA256
from Crypto.Protocol.KDF import HKDF

from bot.errors import StoreRefused
from bot.private_files import open_private


@dataclass(frozen=True, slots=True)
class StoreKey:
    """32 random bytes that everything on disk hangs on."""

    raw: bytes = field(repr=False)

    def derive(self, purpose: str) -> str:
        """Return the key for `purpose`, as 64 hexadecimal digits. HKDF-SHA256 (RFC 5869) with the purpose as info."""
        derived = HKDF(self.raw, 32, b"", SHA256, context=f"thirdchair {purpose}".encode())
        assert isinstance(derived, bytes), "one key was asked for"
        return derived.hex()


def open_key(path: Path | None, data_dir: Path) -> StoreKey:
    """Return the key in the file `path`, or in `data_dir`, where one is made if there is no data yet.

    Raises:
        StoreRefused: the file holds no key, or the data was encrypted with a key that is gone.
    """
    if path is not None:
        return _read_named_key_file(path)
    own, notebook = data_dir / "store.key", data_dir / "thirdchair.db"
    if own.exists() and not own.stat().st_size and not notebook.exists():
        own.unlink()  # whoever made it died before the key was in it, so nothing was ever encrypted with it
    if own.exists():
        return _read_key_file(own)
    if notebook.exists():
        raise StoreRefused(
            "The data folder is encrypted and its key, store.key, is not there.",
            "Put the key file back, or name it as key_file in bot.yaml.",
        )
    # O_EXCL: never write over a key; the mode is set before the key is inside.
    handle = open_private(str(own), os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.write(secrets.token_hex(32).encode() + b"\n")
            os.fsync(file.fileno())
        return _read_key_file(own)
    except (OSError, StoreRefused) as error:  # half a key is none, and would be taken for a wrong one
        own.unlink()
        raise error if isinstance(error, OSError) else OSError(errno.ENOSPC, "half written") from None


def _read_named_key_file(path: Path) -> StoreKey:
    try:
        return _read_key_file(path)
    except PermissionError:
        raise StoreRefused(
            f"The bot may not read the key file {path.name}.", "Give the file to the user that the bot runs as."
        ) from None


def _read_key_file(path: Path) -> StoreKey:
    """Return the key in a file.

    Raises:
        StoreRefused: there is none in it.
        PermissionError: the bot may not read it.
    """
    try:
        raw = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except PermissionError:
        raise
    except (OSError, ValueError):
        raw = b""
    if len(raw) != 32:
        raise StoreRefused(
            f"The key file {path.name} holds no key of 64 hexadecimal digits.",
            "Put the right key file back; without it the data cannot be read.",
        )
    return StoreKey(raw)
