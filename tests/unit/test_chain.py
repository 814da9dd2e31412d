"""Signed JSON and chains of signatures: what Matrix calls signed is signed, and nothing else is."""

import base64
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import try_each

from bot.matrix.client.signature_chain import is_cross_signed, read_only_key
from bot.matrix.client.signing import derive_public_key, encode_canonical, encode_unpadded, is_signed_by, sign_json

ANA = "@ana:clinic"
MASTER, SELF_SIGNING, OTHER, DEVICE = (bytes([number]) * 32 for number in range(1, 5))
Json: TypeAlias = dict[str, Any]

characters = st.text(st.characters())
"""Any characters, halves of surrogate pairs among them: JSON can say `"\\ud800"`."""
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | characters,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(characters, inside, max_size=3),
    max_leaves=12,
)
"""Any JSON that a server may send; Python reads NaN and Infinity too."""
sayable: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=12,
)
"""Any JSON that has a canonical form."""


def signed(thing: Json, key: bytes) -> Json:
    """Return `thing`, signed as Ana with the seed `key`."""
    thing["signatures"] = {ANA: {f"ed25519:{derive_public_key(key)}": sign_json(key, thing)}}
    return thing


def key_of(usage: str, seed: bytes) -> Json:
    """Return the public cross-signing key of Ana's for `usage`."""
    key = derive_public_key(seed)
    return {"user_id": ANA, "usage": [usage], "keys": {f"ed25519:{key}": key}}


@dataclass
class Shown:
    """What a server shows of Ana: her device, her master key and her self-signing key, all in order."""

    device: Any
    master: Any
    self_signing: Any

    def holds(self) -> bool:
        """Return whether the chain holds."""
        return is_cross_signed(self.device, self.master, self.self_signing, ANA)


def whole() -> Shown:
    """Return a chain that holds."""
    device = {
        "user_id": ANA,
        "device_id": "PHONE",
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "keys": {"ed25519:PHONE": derive_public_key(DEVICE), "curve25519:PHONE": encode_unpadded(bytes(32))},
        "unsigned": {"device_display_name": "the phone"},
    }
    self_signing = signed(key_of("self_signing", SELF_SIGNING), MASTER)
    return Shown(signed(device, SELF_SIGNING), key_of("master", MASTER), self_signing)


# ---- canonical JSON --------------------------------------------------------------------------------------------------


@try_each(
    ("written", "same"),
    [
        ("{}", "{}"),
        ('{"one": 1, "two": "Two"}', '{"one":1,"two":"Two"}'),
        ('{"b": "2", "a": "1"}', '{"a":"1","b":"2"}'),
        (
            '{"auth": {"success": true, "profile": {"pids": [{"m": "x"}, {"b": 2, "a": 1}], "name": "Jo"}}}',
            '{"auth":{"profile":{"name":"Jo","pids":[{"m":"x"},{"a":1,"b":2}]},"success":true}}',
        ),
        ('{"a": "日本語"}', '{"a":"日本語"}'),
        ('{"本": 2, "日": 1}', '{"日":1,"本":2}'),
        ('{"a": "\\u65E5"}', '{"a":"日"}'),
        ('{"a": null}', '{"a":null}'),
        ('{"a": -0, "b": 1e10}', '{"a":0,"b":10000000000}'),
        ('{"\\ud83d\\ude00": 1, "\\uffee": 2}', '{"\uffee":2,"😀":1}'),
        ('{"a": "\\u0001\\t\\"\\\\\\/\\u007f"}', '{"a":"\\u0001\\t\\"\\\\/\x7f"}'),
        ('{"a": [true, false, -0.0, 9007199254740991]}', '{"a":[true,false,0,9007199254740991]}'),
        ('{"signatures": {"x": {}}, "unsigned": 1, "a": {"unsigned": 1}}', '{"a":{"unsigned":1}}'),
    ],
)
def test_canonical_json_is_the_specifications(written: str, same: str) -> None:
    """The specification's examples, and the corners it describes: order by code point, escapes, whole numbers."""
    assert encode_canonical(json.loads(written)).decode() == same


@try_each("number", ["0.5", "9007199254740992", "-9007199254740992", "1e300", "NaN", "Infinity", '"\\ud800"'])
def test_what_canonical_json_cannot_say_is_refused(number: str) -> None:
    """Fractions, numbers beyond 53 bits and half characters have no canonical form, and so no signature."""
    with pytest.raises(ValueError):
        encode_canonical(json.loads(f'{{"a": [{number}]}}'))


@given(st.dictionaries(st.text(), sayable, max_size=6), st.randoms(use_true_random=False))
def test_order_does_not_matter(thing: Json, random: Any) -> None:
    """Two spellings of one object have one canonical form, which is JSON and says the same."""
    shuffled = list(thing.items())
    random.shuffle(shuffled)
    bare = {key: value for key, value in thing.items() if key not in {"signatures", "unsigned"}}
    assert encode_canonical(dict(shuffled)) == encode_canonical(thing)
    assert json.loads(encode_canonical(thing)) == bare


# ---- signatures ------------------------------------------------------------------------------------------------------


@try_each(
    ("seed", "key"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        ),
    ],
)
def test_public_keys_are_those_of_rfc_8032(seed: str, key: str) -> None:
    """Seeds and public keys belong together as in RFC 8032, section 7.1, tests 1 to 3."""
    assert derive_public_key(bytes.fromhex(seed)) == encode_unpadded(bytes.fromhex(key))


@try_each(
    ("thing", "signed_so"),
    [
        ({}, "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"),
        (
            {"one": 1, "two": "Two"},
            "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw",
        ),
    ],
)
def test_signatures_are_those_of_the_specification(thing: Json, signed_so: str) -> None:
    """The same seed signs the same objects with the same letters as in the appendix "Signing JSON"."""
    seed = unpadded_bytes("YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1")
    assert sign_json(seed, thing) == signed_so
    assert is_signed_by(
        {**thing, "signatures": {"domain": {"ed25519:1": signed_so}}}, "domain", "ed25519:1", derive_public_key(seed)
    )


def unpadded_bytes(text: str) -> bytes:
    """Return the bytes behind base64 without padding, by way of another library function than the bot's."""
    return base64.decodebytes(text.encode() + b"==")


@given(st.dictionaries(st.text(), sayable, max_size=4), anything)
def test_whatever_is_signed_verifies(thing: Json, unsigned: Any) -> None:
    """Any object verifies with its signer's key, by that name and no other; what is `unsigned` may be anything."""
    made = signed(thing, MASTER)
    made["unsigned"] = unsigned
    key, name = derive_public_key(MASTER), f"ed25519:{derive_public_key(MASTER)}"
    assert is_signed_by(made, ANA, name, key)
    assert not is_signed_by(made, ANA, name, derive_public_key(OTHER))
    assert not is_signed_by(made, "@kim:clinic", name, key)
    assert not is_signed_by(made, ANA, "ed25519:another", key)
    assert not is_signed_by({**made, "added": 1}, ANA, name, key)


@given(anything, anything, anything)
def test_no_junk_is_signed(thing: Any, signer: Any, key: Any) -> None:
    """Whatever stands in an object's and a key's place, asking whether it is signed is answered, with no."""
    assert not is_signed_by(thing, signer, "ed25519:K", key)
    assert not is_signed_by({"signatures": thing}, signer, "ed25519:K", key)
    assert not is_signed_by({"signatures": {ANA: {"ed25519:K": thing}}}, ANA, "ed25519:K", derive_public_key(MASTER))


def test_a_signature_has_one_spelling() -> None:
    """A signature with characters that base64 does not have is none, even where a lenient reader skips them."""
    made, name = signed({}, MASTER), f"ed25519:{derive_public_key(MASTER)}"
    text = made["signatures"][ANA][name]
    assert is_signed_by(made, ANA, name, derive_public_key(MASTER))
    made["signatures"][ANA][name] = f"{text[:8]}\n!! {text[8:]}"
    assert not is_signed_by(made, ANA, name, derive_public_key(MASTER))
    made["signatures"][ANA][name] = text
    assert not is_signed_by(made, ANA, name, derive_public_key(MASTER) + "!!!!")


# ---- the chain -------------------------------------------------------------------------------------------------------


def test_a_whole_chain_holds() -> None:
    """Device, self-signing key and master key vouch for each other: the device is its owner's."""
    assert whole().holds()
    assert read_only_key(whole().master, "master", ANA) == derive_public_key(MASTER)


def nested(depth: int = 100_000) -> Any:
    """Return lists in lists, deeper than any program can descend."""
    inner: Any = []
    for _ in range(depth):
        inner = [inner]
    return inner


def put(part: str, *path: str, value: Any) -> Callable[[Shown], None]:
    """Return what sets one value inside one of the three objects."""

    def change(shown: Shown) -> None:
        inside = getattr(shown, part)
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value

    return change


def replaced(part: str, thing: Any) -> Callable[[Shown], None]:
    """Return what puts something else in the place of one of the three objects."""
    return lambda shown: setattr(shown, part, thing)


OTHERS = derive_public_key(OTHER)
MANIPULATIONS: dict[str, Callable[[Shown], None]] = {
    "device of another person": put("device", "user_id", value="@eve:clinic"),
    "device of another person, signed by its owner": lambda shown: replaced(
        "device", signed({**shown.device, "user_id": "@eve:clinic"}, SELF_SIGNING)
    )(shown),
    "device renamed": put("device", "device_id", value="TABLET"),
    "device with another key": put("device", "keys", "ed25519:PHONE", value=OTHERS),
    "device with one more key": put("device", "keys", "ed25519:TABLET", value=OTHERS),
    "device with one more field": put("device", "dehydrated", value=True),
    "device signed by nobody": put("device", "signatures", value={}),
    "device signed by somebody else": lambda shown: replaced("device", signed(shown.device, OTHER))(shown),
    "device signed by the master key": lambda shown: replaced("device", signed(shown.device, MASTER))(shown),
    "device signature under another name": put(
        "device", "signatures", value={"@eve:clinic": whole().device["signatures"][ANA]}
    ),
    "device signature of another thing": put("device", "signatures", value=whole().self_signing["signatures"]),
    "device signature that is no text": put("device", "signatures", ANA, value={f"ed25519:{OTHERS}": 1}),
    "self-signing key of another person": put("self_signing", "user_id", value="@eve:clinic"),
    "self-signing key for another use": put("self_signing", "usage", value=["user_signing"]),
    "self-signing key for no use": put("self_signing", "usage", value=[]),
    "self-signing use that is a text": put("self_signing", "usage", value="self_signing"),
    "two self-signing keys": put("self_signing", "keys", f"ed25519:{OTHERS}", value=OTHERS),
    "another self-signing key": put("self_signing", "keys", value={f"ed25519:{OTHERS}": OTHERS}),
    "no self-signing key": put("self_signing", "keys", value={}),
    "self-signing key signed by itself": lambda shown: replaced(
        "self_signing", signed(shown.self_signing, SELF_SIGNING)
    )(shown),
    "self-signing key signed by nobody": put("self_signing", "signatures", value=None),
    "master key of another person": put("master", "user_id", value="@eve:clinic"),
    "master key for another use": put("master", "usage", value=["self_signing"]),
    "two master keys": put("master", "keys", f"ed25519:{OTHERS}", value=OTHERS),
    "another master key": put("master", "keys", value={f"ed25519:{OTHERS}": OTHERS}),
    "master key under another name": put("master", "keys", value={f"ed25519:{OTHERS}": derive_public_key(MASTER)}),
    "master key that is no text": put("master", "keys", value={f"ed25519:{derive_public_key(MASTER)}": 7}),
    "master keys in a list": put("master", "keys", value=[derive_public_key(MASTER)]),
    "master key of another algorithm": put("master", "keys", value={f"curve25519:{OTHERS}": OTHERS}),
    "device nested too deep": put("device", "deep", value=nested()),
    "self-signing key nested too deep": put("self_signing", "deep", value=nested()),
    "signatures nested too deep": put("device", "signatures", ANA, value=nested()),
    "no device": replaced("device", None),
    "a device that is a list": replaced("device", [whole().device]),
    "a device that is a text": replaced("device", "device"),
    "no self-signing key at all": replaced("self_signing", None),
    "no master key at all": replaced("master", None),
    "master in the place of self-signing": lambda shown: replaced("self_signing", shown.master)(shown),
}


@try_each("manipulation", MANIPULATIONS)
def test_each_single_manipulation_breaks_the_chain(manipulation: str) -> None:
    """One thing wrong in one of the three objects, and the device is not its owner's."""
    shown = whole()
    MANIPULATIONS[manipulation](shown)
    assert not shown.holds()


def test_a_chain_is_one_persons() -> None:
    """Ana's whole chain says nothing about anybody else."""
    shown = whole()
    assert not is_cross_signed(shown.device, shown.master, shown.self_signing, "@kim:clinic")


@given(anything, anything, anything)
def test_no_junk_is_a_chain(device: Any, master: Any, self_signing: Any) -> None:
    """Three arbitrary pieces of JSON never raise and never vouch for anybody, nor does one of them among two right ones."""
    right = whole()
    assert not is_cross_signed(device, master, self_signing, ANA)
    assert not is_cross_signed(device, right.master, right.self_signing, ANA)
    assert not is_cross_signed(right.device, master, right.self_signing, ANA)
    assert not is_cross_signed(right.device, right.master, self_signing, ANA)


def places(thing: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return the paths to every value inside `thing`."""
    inside = thing.items() if isinstance(thing, dict) else ()
    return [place for key, value in inside for place in [(*path, key), *places(value, (*path, key))]]


SIGNED_PLACES = [
    (part, *place)
    for part in ("device", "self_signing")
    for place in places(getattr(whole(), part))
    if place[0] != "unsigned"
]


@given(st.sampled_from(SIGNED_PLACES), anything)
def test_whatever_replaces_a_signed_value_breaks_the_chain(place: tuple[str, ...], other: Any) -> None:
    """No value in the device and in the self-signing key, at any depth, can be changed into anything else."""
    part, *path = place
    shown = whole()
    before = deepcopy(getattr(shown, part))
    put(part, *path, value=other)(shown)
    assert shown.holds() == (getattr(shown, part) == before)
