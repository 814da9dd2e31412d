"""Who has cross-signed which device, with which identity: a signature counts for the very key that messages are attributed by."""

from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs
from test_chain import ANA, DEVICE, OTHER, SELF_SIGNING, Shown, key_of, signed, whole

from bot.matrix.client.identities import People
from bot.matrix.client.signing import derive_public_key
from bot.metrics import IDENTITY_CHANGES
from bot.model import UserId
from bot.policy import NOBODY

PERSON = UserId(ANA)
PHONE = derive_public_key(DEVICE)


def answer(shown: Shown, device_id: str = "PHONE") -> dict[str, Any]:
    """Return what a homeserver says of Ana."""
    return {
        "device_keys": {ANA: {device_id: shown.device}},
        "master_keys": {ANA: shown.master},
        "self_signing_keys": {ANA: shown.self_signing},
    }


def reset() -> Shown:
    """Return what is shown after Ana, or somebody in her place, has made a new identity and signed the phone with it."""
    old = whole()
    self_signing = signed(key_of("self_signing", SELF_SIGNING), OTHER)
    return Shown(old.device, key_of("master", OTHER), self_signing)


def learned(device_id: str = "PHONE") -> People:
    """Return what is known after the homeserver has shown Ana's identity and her cross-signed phone."""
    people = People()
    people.learn(PERSON, answer(whole(), device_id))
    return people


def known() -> People:
    """Return what is known after Ana's identity has counted once."""
    people = learned()
    assert people.is_trusted(PERSON, "PHONE", PHONE)
    return people


@pytest.fixture
def alerts() -> Iterator[list[Any]]:
    """Collect what is logged."""
    with capture_logs() as lines:
        yield lines


def test_a_signed_device_is_signed() -> None:
    """A device, its self-signing key and its master key that verify make a signed device."""
    assert learned().has_signed(PERSON, "PHONE", PHONE)


def test_a_signature_is_for_one_key() -> None:
    """A homeserver that showed another key first gains nothing by showing the true, signed one later."""
    assert not learned().has_signed(PERSON, "PHONE", derive_public_key(OTHER))


def test_a_signature_is_for_one_device() -> None:
    """A signed device that is shown under another device's name is not signed there."""
    assert not learned("TABLET").has_signed(PERSON, "TABLET", PHONE)


def test_nobody_unknown_is_signed() -> None:
    """Of people and devices that were never shown nothing is signed, and nothing is pinned by asking."""
    people = People()
    assert not people.is_trusted(PERSON, "PHONE", PHONE)
    assert not people.has_changed(PERSON)
    assert not learned().has_signed(PERSON, "TABLET", PHONE)
    assert people.pins == {}


def test_the_first_identity_that_counts_is_pinned() -> None:
    """Being shown pins nothing, nor does a question without consequences; the first time that it counts does."""
    people = learned()
    assert people.has_signed(PERSON, "PHONE", PHONE)
    assert people.pins == {}
    assert people.is_trusted(PERSON, "PHONE", PHONE)
    assert people.pins == {PERSON: people.get_shown_key(PERSON)}


def test_another_identity_is_not_theirs(alerts: list[Any]) -> None:
    """A new identity whose chain is without fault does not count for somebody who is known by another one."""
    fresh, people = People(), known()
    for item in (fresh, people):
        item.learn(PERSON, answer(reset()))
    assert fresh.has_signed(PERSON, "PHONE", PHONE)
    assert not people.is_trusted(PERSON, "PHONE", PHONE)
    assert people.has_changed(PERSON)
    assert people.pins == {PERSON: public_key_of(whole())}


def test_the_operator_hears_of_a_change_once(alerts: list[Any]) -> None:
    """Each replaced identity is one alert with both keys, and counted, however often it is shown."""
    people, before = known(), IDENTITY_CHANGES._value.get()
    for shown in (reset(), reset(), whole(), whole(), reset()):
        people.learn(PERSON, answer(shown))
    told = [(line["event"], line["log_level"], line["reason"], line["was"], line["now"]) for line in alerts]
    was, now = public_key_of(whole()), public_key_of(reset())
    assert told == [("alert", "error", "identity_changed", was, now)] * 2
    assert IDENTITY_CHANGES._value.get() == before + 2


def test_the_old_identity_shown_again_counts_again() -> None:
    """A change that is taken back freezes nobody for longer than it lasted."""
    people = known()
    people.learn(PERSON, answer(reset()))
    people.learn(PERSON, answer(whole()))
    assert people.has_signed(PERSON, "PHONE", PHONE)
    assert not people.has_changed(PERSON)


def test_a_hidden_identity_signs_nothing() -> None:
    """A homeserver that shows no identity any more gets nobody's device signed, and the pin stays."""
    people = known()
    people.learn(PERSON, {"device_keys": {ANA: {"PHONE": whole().device}}})
    assert not people.has_signed(PERSON, "PHONE", PHONE)
    assert people.pins == {PERSON: public_key_of(whole())}


def test_a_named_identity_goes_before_the_first_seen(alerts: list[Any]) -> None:
    """An identity that the configuration names is the only one that counts, whatever counted before."""
    fresh, people = People(), known()
    for item in (fresh, people):
        item.named = {PERSON: public_key_of(reset())}
        item.learn(PERSON, answer(whole()))
        assert not item.is_trusted(PERSON, "PHONE", PHONE)
        assert item.has_changed(PERSON)
    assert fresh.pins == {}
    people.learn(PERSON, answer(reset()))
    assert people.is_trusted(PERSON, "PHONE", PHONE)


@pytest.mark.parametrize("key", [NOBODY, derive_public_key(DEVICE)])
def test_no_server_can_fit_an_impossible_key(key: str, alerts: list[Any]) -> None:
    """Where the files disagree nobody's key fits, also not one that a homeserver spells as the word for it."""
    people, shown = People(), whole()
    people.named = {PERSON: NOBODY}
    master = {**shown.master, "keys": {f"ed25519:{key}": key}}
    people.learn(PERSON, answer(Shown(shown.device, master, shown.self_signing)))
    assert not people.is_trusted(PERSON, "PHONE", PHONE)


def public_key_of(shown: Shown) -> str:
    """Return the master key in what is shown."""
    ((_, key),) = shown.master["keys"].items()
    return str(key)
