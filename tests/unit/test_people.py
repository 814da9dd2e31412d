"""Who has cross-signed which device: a signature counts for the very key that messages are attributed by."""

from test_chain import ANA, DEVICE, OTHER, whole

from bot.matrix.people import People
from bot.matrix.signing import public_key
from bot.model import UserId

PERSON = UserId(ANA)


def learned(device_id: str = "PHONE") -> People:
    """Return what is known after the homeserver has shown Ana's identity and her cross-signed phone."""
    shown, people = whole(), People()
    answer = {
        "device_keys": {ANA: {device_id: shown.device}},
        "master_keys": {ANA: shown.master},
        "self_signing_keys": {ANA: shown.self_signing},
    }
    people.learn(PERSON, answer)
    return people


def test_a_signed_device_is_signed() -> None:
    """A device, its self-signing key and its master key that verify make a signed device."""
    assert learned().signed(PERSON, "PHONE", public_key(DEVICE))


def test_a_signature_is_for_one_key() -> None:
    """A homeserver that showed another key first gains nothing by showing the true, signed one later."""
    assert not learned().signed(PERSON, "PHONE", public_key(OTHER))


def test_a_signature_is_for_one_device() -> None:
    """A signed device that is shown under another device's name is not signed there."""
    assert not learned("TABLET").signed(PERSON, "TABLET", public_key(DEVICE))


def test_nobody_unknown_is_signed() -> None:
    """Of people and devices that were never shown nothing is signed."""
    assert not People().signed(PERSON, "PHONE", public_key(DEVICE))
    assert not learned().signed(PERSON, "TABLET", public_key(DEVICE))
