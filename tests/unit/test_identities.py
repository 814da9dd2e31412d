"""Identities that the configuration names: how two files meet, and which keys are keys."""

from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from hypothesis import given
from hypothesis import strategies as some

from bot.matrix.client.signing import derive_public_key, encode_unpadded
from bot.model import UserId
from bot.policy import NOBODY, Layer, RoomRules, meet_identities, merge_layers
from bot.settings import load_settings

KEYS = [derive_public_key(bytes([number]) * 32) for number in range(3)]
lists = some.dictionaries(some.sampled_from(["@ana:a", "@kim:b", "@rio:c"]), some.sampled_from([*KEYS, NOBODY]))


@given(lists, lists, lists)
def test_the_order_of_files_does_not_matter(
    value: dict[str, str], other: dict[str, str], third: dict[str, str]
) -> None:
    """Identities meet the same way in any order and grouping, and a list meets itself in itself."""
    assert meet_identities(value, other) == meet_identities(other, value)
    assert meet_identities(meet_identities(value, other), third) == meet_identities(
        value, meet_identities(other, third)
    )
    assert meet_identities(value, value) == value


@given(lists, lists)
def test_a_meet_is_never_looser(value: dict[str, str], other: dict[str, str]) -> None:
    """Whoever's identity is named by one of two files stays named, by that key or as nobody's."""
    met = meet_identities(value, other)
    assert met.keys() == {*value, *other}
    for person, key in met.items():
        assert {value.get(person, key), other.get(person, key)} == {key} or key == NOBODY


def test_files_that_disagree_leave_a_key_that_fits_nobody() -> None:
    """The effective policy is valid and says so; what the files agree on, or only one says, stays."""
    bot = Layer("bot.yaml", RoomRules.model_validate({"identities": {"@ana:a": KEYS[0], "@kim:b": KEYS[1]}}))
    room = Layer("room.yaml", RoomRules.model_validate({"identities": {"@ana:a": KEYS[1], "@rio:c": KEYS[2]}}))
    rules, origins = merge_layers((bot, room))
    assert rules.identities == {"@ana:a": NOBODY, "@kim:b": KEYS[1], "@rio:c": KEYS[2]}
    assert origins["identities"] == "several files"


def test_a_person_has_one_identity_in_every_room(tmp_path: Path) -> None:
    """What one room's file names holds for that person everywhere; what `bot.yaml` names too."""
    deployment = f'{GOOD}identities: {{"@ana:clinic": "{KEYS[0]}"}}\n'
    room = f'room: "!one"\nidentities: {{"@kim:clinic": "{KEYS[1]}"}}\n'
    named = load_settings(written(tmp_path, deployment, room)).identities
    assert named == {UserId("@ana:clinic"): KEYS[0], UserId("@kim:clinic"): KEYS[1]}


def test_files_that_disagree_are_a_mistake(tmp_path: Path) -> None:
    """Before anybody's commands are refused for it, a start is: with the line of the second file."""
    deployment = f'{GOOD}identities: {{"@ana:clinic": "{KEYS[0]}"}}\n'
    room = f'room: "*"\nidentities:\n  "@ana:clinic": "{KEYS[1]}"\n'
    told = mistakes(written(tmp_path, deployment, room))
    assert "rooms/all.yaml:3: the files do not agree on the identity of `@ana:clinic`" in told


@pytest.mark.parametrize(
    "key",
    [
        "",
        KEYS[0][:-1],
        f"{KEYS[0]}=",
        f"{KEYS[0]} ",
        f"-{KEYS[0][1:]}",
        f"{encode_unpadded(bytes(32))[:-1]}B",
        encode_unpadded(bytes(31)),
        encode_unpadded(bytes(33)),
    ],
    ids=["empty", "short", "padded", "space", "url-safe", "second spelling", "31 bytes", "33 bytes"],
)
def test_a_misspelt_key_is_a_mistake(tmp_path: Path, key: str) -> None:
    """A master key is 32 bytes in unpadded base64, in the one spelling that they have; anything else is told with its line."""
    told = mistakes(written(tmp_path, f'{GOOD}identities:\n  "@ana:clinic": "{key}"\n'))
    assert "bot.yaml:8: `identities.@ana:clinic`" in told


def test_whose_identity_it_is_must_be_a_user_id(tmp_path: Path) -> None:
    """A name that is no user id would guard nobody, so it is a mistake."""
    assert "bot.yaml:8:" in mistakes(written(tmp_path, f'{GOOD}identities:\n  ana: "{KEYS[0]}"\n'))
