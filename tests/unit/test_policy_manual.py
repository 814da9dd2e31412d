"""The page on policy and the editors' schemas are made from the models: they cannot say anything else."""

import re
from pathlib import Path

from bot.policy import RoomRules, followed, keys, value
from bot.settings.load import all_packs
from bot.settings.manual import NO_EFFECT, manual
from bot.settings.schema import schemas

ROOT = Path(__file__).parents[2]
AFRESH = "make it afresh: thirdchair policy manual"


def rows() -> dict[str, list[str]]:
    """Return the page's table of keys, by key."""
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", page, re.MULTILINE)
    return {key: cells for key, rest in found if len(cells := rest.split(" | ")) == 4}


def test_the_page_is_what_the_models_say() -> None:
    """docs/policy.md is the manual, letter by letter."""
    assert (ROOT / "docs" / "policy.md").read_text(encoding="utf-8") == manual(all_packs()), AFRESH


def test_the_page_names_every_key_and_its_default() -> None:
    """Each key that a file may set has a row with its default, and no other key has one."""
    found, rules = rows(), RoomRules()
    assert list(found) == [key for key, _ in keys()]
    for key, (_, default, *_) in found.items():
        one = value(rules, key)
        if isinstance(one, str | int):
            assert default.strip("`") == str(one).lower(), key


def test_a_key_without_effect_is_said_to_have_none() -> None:
    """The page promises nothing that this version does not do."""
    for key, about in keys():
        assert (NO_EFFECT in rows()[key][-1]) is not followed(about), key


def test_the_schemas_are_what_the_models_say() -> None:
    """config/schema holds the models' schemas, letter by letter, and nothing else."""
    folder = ROOT / "config" / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schemas()
