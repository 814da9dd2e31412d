"""Signatures: what the two libraries that are loaded anyway make of Ed25519 is what the rest of the world does."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from bot.ed25519 import derive_public, is_signature, sign_bytes

SEEDS = st.binary(min_size=32, max_size=32)
ORDER = 2**252 + 27742317777372353535851937790883648493
"""How many points the signatures' group has (RFC 8032 section 5.1)."""


def test_a_signature_is_the_one_of_the_standard() -> None:
    """Seed, message and signature of RFC 8032, section 7.1, test 3."""
    seed = bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7")
    public = bytes.fromhex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025")
    signed = bytes.fromhex(
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )
    assert derive_public(seed) == public
    assert sign_bytes(seed, b"\xaf\x82") == signed
    assert is_signature(signed, b"\xaf\x82", public)


@given(SEEDS, st.binary())
def test_what_is_signed_is_what_others_sign(seed: bytes, message: bytes) -> None:
    """Another library makes the same key and the same signature of the same seed, and each takes the other's."""
    theirs = Ed25519PrivateKey.from_private_bytes(seed)
    assert derive_public(seed) == theirs.public_key().public_bytes_raw()
    signed = sign_bytes(seed, message)
    assert signed == theirs.sign(message)
    assert is_signature(signed, message, derive_public(seed))


@given(SEEDS, st.binary(), st.integers(0, 63), st.integers(1, 255))
def test_a_changed_byte_is_no_signature(seed: bytes, message: bytes, at: int, other: int) -> None:
    """Of a signature no byte may change, nor of what was signed; and no other key made it."""
    signed, public = sign_bytes(seed, message), derive_public(seed)
    changed = bytes(byte ^ (other if place == at else 0) for place, byte in enumerate(signed))
    assert not is_signature(changed, message, public)
    assert not is_signature(signed, message + b"!", public)
    assert not is_signature(signed, message, derive_public(bytes([seed[0] ^ 1]) + seed[1:]))


def test_the_same_signature_cannot_be_written_in_another_way() -> None:
    """Its second half is below the order of the group: with the order added it would fit as well, and is refused."""
    signed, public = sign_bytes(bytes(32), b"a head"), derive_public(bytes(32))
    longer = (int.from_bytes(signed[32:], "little") + ORDER).to_bytes(32, "little")
    assert not is_signature(signed[:32] + longer, b"a head", public)


@given(st.binary(max_size=70), st.binary(max_size=40))
def test_no_junk_is_a_signature(signature: bytes, key: bytes) -> None:
    """Whatever stands in the place of a signature or a key: it is none, and nothing is raised."""
    assert not is_signature(signature, b"a head", derive_public(bytes(32)))
    assert not is_signature(sign_bytes(bytes(32), b"a head"), b"a head", key)
