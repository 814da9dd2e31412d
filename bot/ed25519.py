"""Ed25519 (RFC 8032), by the two libraries that are loaded for Matrix anyway: vodozemac verifies, pycryptodome signs. Pure."""

from base64 import b64encode

from vodozemac import Ed25519PublicKey, Ed25519Signature


def derive_public(seed: bytes) -> bytes:
    """Return the public key, 32 bytes, of a seed of 32 bytes."""
    from Crypto.PublicKey import ECC  # noqa: PLC0415 - a MB, for what most starts never do

    return bytes(ECC.construct(curve="Ed25519", seed=seed).public_key().export_key(format="raw"))


def sign_bytes(seed: bytes, message: bytes) -> bytes:
    """Return the signature, 64 bytes, of `message` by the key whose seed of 32 bytes is `seed`."""
    from Crypto.PublicKey import ECC  # noqa: PLC0415 - as above
    from Crypto.Signature import eddsa  # noqa: PLC0415 - as above

    return eddsa.new(ECC.construct(curve="Ed25519", seed=seed), "rfc8032").sign(message)


def is_signature(signature: bytes, message: bytes, public_key: bytes) -> bool:
    """Return whether `signature` is one of `message` by `public_key`; bytes that are no signature or no key are not."""
    try:
        key, signed = (
            Ed25519PublicKey.from_base64(_encode(public_key)),
            Ed25519Signature.from_base64(_encode(signature)),
        )
        key.verify_signature(message, signed)
    except ValueError:  # of which vodozemac's own errors are kinds
        return False
    return True


def _encode(raw: bytes) -> str:
    return b64encode(raw).decode().rstrip("=")
