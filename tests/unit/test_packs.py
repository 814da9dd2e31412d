"""The jurisdiction packs: what each forbids, that none loosens anything, and how rooms come by them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from clinic_files import GOOD, mistakes, written
from examples import try_examples
from hypothesis import given
from looseness import AS_STRICT, FILES, OWN, looser
from rows import try_each

from bot.danger_words.helplines import has_helplines
from bot.model import RoomId
from bot.policy import Layer, RoomRules, get_value, is_mentioned, list_keys, merge_layers
from bot.session.command.table import TABLE, list_allowed_roles
from bot.settings import Pack, load_packs, load_settings
from bot.settings.load import find_packs_folder

PACKS = dict(load_packs())
BOTH = ("listen", "model")
FORBIDS: list[tuple[str, str, Any, Any]] = [
    ("us-hipaa", "agreement_required", False, True),
    ("us-hipaa", "retention.audit", 1, 6),
    ("us-hipaa", "desk_backends", "any", "local"),
    ("us-il", "posts", "any", "never"),
    ("us-il", "approval", "unasked", "all"),
    ("us-il", "infer_emotion", True, False),
    ("us-il", "crisis.model", True, False),
    ("us-il", "consent.purposes", ["listen"], BOTH),
    ("us-me", "posts", "approved", "never"),
    ("us-me", "approval", "unasked", "all"),
    ("us-me", "crisis.model", True, False),
    ("us-me", "consent.purposes", ["listen"], BOTH),
    ("us-nv", "posts", "any", "never"),
    ("us-nv", "approval", "unasked", "all"),
    ("us-nv", "commands", ["explain", "express", "ask", "translate", "note"], ("note", "translate")),
    ("us-ca", "disclaimer", False, True),
    ("us-ca", "crisis.enabled", False, True),
    ("us-ca", "crisis.card", False, "always"),
    ("us-ut", "disclose_every", 30, 7),
    ("eu", "infer_emotion", True, False),
    ("eu", "agreement_required", False, True),
    ("eu", "consent.purposes", ["model"], BOTH),
    ("uk", "infer_emotion", True, False),
    ("uk", "agreement_required", False, True),
    ("uk", "consent.purposes", ["model"], BOTH),
    ("id", "consent.languages", ["en"], ("en", "id")),
    ("id", "consent.purposes", ["model"], BOTH),
]
"""Pack, key, what a room's file asks for, and what it gets."""
COUNTRY_OF = {"id": "id", "uk": "gb"} | dict.fromkeys(("us-ca", "us-hipaa", "us-il", "us-me", "us-nv", "us-ut"), "us")
"""Whose help-lines are shown under a pack, unless a room's file says otherwise."""


def room_with(key: str, wish: Any) -> str:
    """Return a room file that asks for something."""
    first, _, rest = key.partition(".")
    return yaml.safe_dump({"room": "*", first: {rest: wish} if rest else wish})


@pytest.mark.parametrize(("pack", "key", "wish", "held"), FORBIDS, ids=str)
def test_what_a_pack_forbids(tmp_path: Path, pack: str, key: str, wish: Any, held: Any) -> None:
    """A room file that asks for the looser value gets the pack's."""
    configured = written(tmp_path, GOOD.replace("[demo]", f"[{pack}]"), room_with(key, wish))
    policy = load_settings(configured).policy(RoomId("!any"))
    assert policy is not None
    assert get_value(policy.rules, key) == held


def test_every_rule_of_every_pack_is_in_the_table() -> None:
    """No pack says anything that is not put to the test, and `demo` says nothing."""
    told = {(name, key) for name, pack in PACKS.items() for key, _ in list_keys() if is_mentioned(pack, key)}
    assert told == {(pack, key) for pack, key, *_ in FORBIDS} | {(pack, "crisis.country") for pack in COUNTRY_OF}


def test_a_pack_that_is_a_country_s_names_it() -> None:
    """Each pack of one country says whose help-lines are shown there; those of several countries, or of none, do not."""
    named = {name: pack.crisis.country for name, pack in PACKS.items() if pack.crisis.country}
    assert named == COUNTRY_OF
    assert all(has_helplines(country) for country in named.values())


@try_each("name", PACKS)
def test_no_pack_is_looser_than_the_default(name: str) -> None:
    """Naming a pack never gives a room more than naming none."""
    pack = PACKS[name]
    assert {key for key in OWN if is_mentioned(pack, key)} <= {"crisis.country"}
    mentioned = {key: rule for key, rule in AS_STRICT.items() if is_mentioned(pack, key)}
    assert looser(pack, RoomRules(), mentioned) == []


@pytest.mark.parametrize("name", PACKS)
@try_examples(15)
@given(deployment=FILES, room=FILES)
def test_no_pack_loosens_anything(name: str, deployment: RoomRules, room: RoomRules) -> None:
    """Whatever the other files say, the rules with a pack are as strict as without it."""
    files = (Layer("bot.yaml", deployment), Layer("room.yaml", room))
    without, _ = merge_layers(files)
    with_pack, _ = merge_layers((*files, Layer(name, PACKS[name])))
    assert looser(with_pack, without, AS_STRICT) == []


@try_each("name", PACKS)
def test_a_pack_says_where_it_comes_from_and_who_reviewed_it(name: str) -> None:
    """Each pack has sources, the day they were looked at, no reviewer yet, and says so to whoever opens the file."""
    pack: Pack = PACKS[name]
    assert pack.sources
    assert (pack.checked_on, pack.reviewed_by) == (date(2026, 11, 24), None)
    assert "counsel" in (find_packs_folder() / f"{name}.yaml").read_text().partition("title:")[0].lower()


def test_the_packs_are_those_of_the_manual() -> None:
    """These are all."""
    assert sorted(PACKS) == ["demo", "eu", "id", "uk", "us-ca", "us-hipaa", "us-il", "us-me", "us-nv", "us-ut"]
    assert [name for name, pack in PACKS.items() if pack.loopback_only] == ["demo"]


def test_in_nevada_the_ai_does_administration(tmp_path: Path) -> None:
    """What would be care is not to be had there; what the AI needs to work at all, and people's rights, are."""
    policy = load_settings(written(tmp_path, GOOD.replace("[demo]", "[us-nv]"))).policy(RoomId("!any"))
    assert policy is not None
    there = {name for name in TABLE if list_allowed_roles(name, policy)}
    assert {"listen", "off", "stop", "agree", "withdraw", "translate"} <= there
    assert not {"explain", "express", "ask", "speak"} & there


def test_a_room_may_add_a_pack(tmp_path: Path) -> None:
    """A client who lives elsewhere brings their law along; the other rooms do not feel it."""
    configured = written(tmp_path)
    (tmp_path / "rooms" / "kim.yaml").write_text('room: "!kim"\njurisdiction: [us-il]\n')
    settings = load_settings(configured)
    kim, other = settings.policy(RoomId("!kim")), settings.policy(RoomId("!other"))
    assert kim is not None
    assert other is not None
    assert (kim.rules.posts, kim.origins["posts"]) == ("never", "jurisdictions/us-il.yaml")
    assert kim.rules.jurisdiction == ("demo", "us-il")
    assert (other.rules.posts, other.rules.jurisdiction) == ("any", ("demo",))


def test_packs_add_up(tmp_path: Path) -> None:
    """Two packs hold together, each where it is the stricter."""
    policy = load_settings(written(tmp_path, GOOD.replace("[demo]", "[us-hipaa, us-ca]"))).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.disclaimer
    assert policy.origins["agreement_required"] == "jurisdictions/us-hipaa.yaml"


def test_a_room_cannot_add_what_there_is_not(tmp_path: Path) -> None:
    """A pack that does not exist is a mistake on the line where it is named, whichever file names it."""
    told = mistakes(
        written(tmp_path, GOOD.replace("[demo]", "[demo, us-xx]"), 'room: "*"\njurisdiction:\n- us-ut\n- eu2\n')
    )
    assert "rooms/all.yaml:4: there is no jurisdiction pack `eu2`. There are: demo, eu, id," in told
    assert "bot.yaml:5: there is no jurisdiction pack `us-xx`" in told


def test_a_room_cannot_add_the_demonstration_elsewhere(tmp_path: Path) -> None:
    """`demo` serves homeservers on this machine only, also if a single room names it."""
    bot = GOOD.replace("http://127.0.0.1:8008", "https://192.0.2.1").replace("[demo]", "[us-ut]")
    told = mistakes(written(tmp_path, bot, 'room: "*"\njurisdiction: [demo]\n'))
    assert "rooms/all.yaml:2: `demo` serves homeservers on this machine only" in told
