"""The page on policy and the editors' schemas are made from the models: they cannot say anything else."""

import re
from pathlib import Path

from bot.policy import RoomRules, get_value, is_followed, list_keys
from bot.settings.json_schemas import make_schemas
from bot.settings.load import load_packs
from bot.settings.manual import NO_EFFECT, write_manual

ROOT = Path(__file__).parents[2]
AFRESH = "make it afresh: thirdchair policy manual"


def rows() -> dict[str, list[str]]:
    """Return the page's table of keys, by key."""
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    part = re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", page, re.MULTILINE)
    return {key: cells for key, rest in part if len(cells := rest.split(" | ")) == 4}


def test_the_page_is_what_the_models_say() -> None:
    """docs/policy.md is the manual, letter by letter."""
    assert (ROOT / "docs" / "policy.md").read_text(encoding="utf-8") == write_manual(load_packs()), AFRESH


def test_the_page_names_every_key_and_its_default() -> None:
    """Each key that a file may set has a row with its default, and no other key has one."""
    row, rules = rows(), RoomRules()
    assert list(row) == [key for key, _ in list_keys()]
    for key, (_, default, *_) in row.items():
        result = get_value(rules, key)
        if isinstance(result, str | int):
            assert default.strip("`") == str(result).lower(), key


def test_a_key_without_effect_is_said_to_have_none() -> None:
    """The page promises nothing that this version does not do."""
    for key, about in list_keys():
        assert (NO_EFFECT in rows()[key][-1]) is not is_followed(about), key


def test_the_schemas_are_what_the_models_say() -> None:
    """config/schema holds the models' schemas, letter by letter, and nothing else."""
    folder = ROOT / "config" / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == make_schemas()
