"""What of the audit is signed: its head, which therapists keep, and the anchor behind which the record begins. Pure.

An anchor stands where entries were let go because they were old enough; what is kept still chains on what it says.
What is signed begins with what it is for: no signature on a head passes for one on an anchor, nor for anything elsewhere.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bot.audit.chain import Head, encode_entry

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


def sign_head(head: Head, key: Ed25519PrivateKey) -> str:
    """Return the last link with a signature on it, as 192 hexadecimal digits, for people to keep elsewhere."""
    link = bytes.fromhex(head.sha256)
    return (link + key.sign(HEAD + link)).hex()


def verify_signed_head(public_key: str, signed_head: str) -> str | None:
    """Return the link in a signed head, None if it was not signed with that key or is none at all."""
    try:
        raw = bytes.fromhex(signed_head)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(raw[32:], HEAD + raw[:32])
    except (InvalidSignature, ValueError):
        return None
    return raw[:32].hex()


def sign_anchor(anchor: Anchor, key: Ed25519PrivateKey) -> str:
    """Return the signature on an anchor, in hexadecimal digits."""
    return key.sign(_encode_anchor(anchor)).hex()


def verify_anchor(anchor: Anchor, signature: str, key: Ed25519PrivateKey) -> Anchor:
    """Return `anchor`, knowing whether it is ours: signed with `key`, and as it was then. Whatever was put in its place will do."""
    try:
        key.public_key().verify(bytes.fromhex(signature), _encode_anchor(anchor))
    except (InvalidSignature, ValueError, TypeError):
        return Anchor(anchor.head, anchor.until, ours=False)
    return anchor


def _encode_anchor(anchor: Anchor) -> bytes:
    return ANCHOR + encode_entry([anchor.head.count, anchor.head.sha256, anchor.until]).encode()
