"""What of the audit is signed: its head, which therapists keep, and the anchor behind which the record begins. Pure.

An anchor stands where entries were let go because they were old enough; what is kept still chains on what it says.
What is signed begins with what it is for: no signature on a head passes for one on an anchor, nor for anything elsewhere.
"""

from dataclasses import dataclass

from bot.audit.chain import Head, encode_entry
from bot.ed25519 import derive_public, is_signature, sign_bytes

HEAD = b"thirdchair audit head\n"
ANCHOR = b"thirdchair audit anchor\n"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of what was let go, and until when (seconds UTC) its entries were made. `ours` is whether its signature holds.

    Where nothing was ever let go it is the beginning of the chain, which nobody needs to sign.
    """

    head: Head
    until: float = 0.0
    ours: bool = True


def sign_head(head: Head, seed: bytes) -> str:
    """Return the last link with a signature by `seed` on it, as 192 hexadecimal digits, for people to keep elsewhere."""
    link = bytes.fromhex(head.sha256)
    return (link + sign_bytes(seed, HEAD + link)).hex()


def verify_signed_head(public_key: str, signed_head: str) -> str | None:
    """Return the link in a signed head, None if it was not signed with that key or is none at all."""
    try:
        raw, key = bytes.fromhex(signed_head), bytes.fromhex(public_key)
    except ValueError:
        return None
    return raw[:32].hex() if is_signature(raw[32:], HEAD + raw[:32], key) else None


def sign_anchor(anchor: Anchor, seed: bytes) -> str:
    """Return the signature on an anchor by `seed`, in hexadecimal digits."""
    return sign_bytes(seed, _encode_anchor(anchor)).hex()


def verify_anchor(anchor: Anchor, signature: str, seed: bytes) -> Anchor:
    """Return `anchor`, knowing whether it is ours: signed by `seed`, and as it was then. Whatever was put in its place will do."""
    try:
        ours = is_signature(bytes.fromhex(signature), _encode_anchor(anchor), derive_public(seed))
    except (ValueError, TypeError):
        ours = False
    return anchor if ours else Anchor(anchor.head, anchor.until, ours=False)


def _encode_anchor(anchor: Anchor) -> bytes:
    return ANCHOR + encode_entry([anchor.head.count, anchor.head.sha256, anchor.until]).encode()
