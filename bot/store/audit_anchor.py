"""Where the audit begins: at its first entry, or at a signed anchor behind those that were let go when they were old enough.

What is kept still chains on what the anchor says.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.audit.chain import Head, encode_entry

PURPOSE = b"thirdchair audit anchor\n"
"""What is signed begins with this, so that no signature on a head passes for one on an anchor."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of what was let go, and until when (seconds UTC) its entries were made. `ours` is whether its signature holds."""

    head: Head
    until: float = 0.0
    ours: bool = True


async def find_anchor(rows: Callable[[str], Awaitable[list[tuple[Any, ...]]]], signing: Ed25519PrivateKey) -> Anchor:
    """Return the newest anchor; where nothing was ever let go, the beginning."""
    row = await rows("SELECT count, sha256, until, signature FROM audit_anchor ORDER BY count DESC LIMIT 1")
    if not row:
        return Anchor(Head())
    count, sha256, until, signature = row[0]
    try:
        signing.public_key().verify(bytes.fromhex(signature), encode_anchor(count, sha256, until))
    except (InvalidSignature, ValueError, TypeError):
        return Anchor(Head(count, sha256), until, ours=False)
    return Anchor(Head(count, sha256), until)


def encode_anchor(count: int, sha256: str, until: float) -> bytes:
    """Return what is signed of an anchor."""
    return PURPOSE + encode_entry([count, sha256, until]).encode()
