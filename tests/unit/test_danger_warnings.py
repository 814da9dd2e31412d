"""`thirdchair check` warns where somebody in danger would be left without help-lines, a second contact or an on-call room."""

from pathlib import Path

import pytest
from clinic_files import GOOD, written
from rows import try_each
from typer.testing import CliRunner

from bot.cli import app
from bot.model import RoomId
from bot.settings import list_warnings, load_settings, read_files

ROOT = Path(__file__).parents[2]
COUNTRY = "crisis: {country: ie}\n"
CONTACT = 'second_contacts: ["@sam:clinic"]\n'
ON_CALL = 'on_call_room: "#on-call:clinic"\n'
ALL_THREE = COUNTRY + CONTACT + ON_CALL
KIM = 'room: "!kim:clinic"\n'


def warned(folder: Path, bot: str = "", kim: str = KIM) -> tuple[str, ...]:
    """Return the warnings on a configuration with a room of its own for Kim beside the file for all."""
    path = written(folder, GOOD + bot)
    (folder / "rooms" / "kim.yaml").write_text(kim)
    return list_warnings(read_files(path))


def test_nothing_is_warned_of_where_all_three_are_set(tmp_path: Path) -> None:
    """A country, a second contact and an on-call room: nothing to tell."""
    assert warned(tmp_path, ALL_THREE) == ()


@pytest.mark.parametrize(
    ("without", "key", "write"),
    [
        (COUNTRY, "`crisis.country`", "write `crisis: {country: ..}` with one of eu, gb, id, ie, us"),
        (CONTACT, "`second_contacts`", 'write `second_contacts: ["@name:your.server"]`'),
        (ON_CALL, "`on_call_room`", 'write `on_call_room: "#on-call:your.server"`'),
    ],
)
def test_what_is_missing_everywhere_is_told_once(tmp_path: Path, without: str, key: str, write: str) -> None:
    """One line names the deployment file, the key and what to write, however many rooms lack it."""
    (warning,) = warned(tmp_path, ALL_THREE.replace(without, ""))
    assert warning.startswith("bot.yaml ")
    assert key in warning
    assert write in warning


def test_all_three_are_told_at_once(tmp_path: Path) -> None:
    """Whoever sets none of them reads of all."""
    assert len(warned(tmp_path)) == 3


def test_what_one_room_lacks_names_its_file(tmp_path: Path) -> None:
    """Where other rooms have a country, the room without one is named."""
    bot = CONTACT + ON_CALL
    (warning,) = warned(tmp_path, bot, KIM + COUNTRY)
    assert warning.startswith("rooms/all.yaml sets no `crisis.country`")


def test_a_room_that_leaves_no_second_contact_is_named(tmp_path: Path) -> None:
    """A room's file can name fewer people, so two files may have nobody in common."""
    (warning,) = warned(tmp_path, ALL_THREE, f"{KIM}second_contacts: ['@lee:clinic']\n")
    assert warning.startswith("rooms/kim.yaml leaves nobody in `second_contacts`")


def test_a_country_without_lines_is_told(tmp_path: Path) -> None:
    """A country of which there are no help-lines is as good as none, and the room's file says so."""
    (warning,) = warned(tmp_path, ALL_THREE, f"{KIM}crisis: {{country: zz}}\n")
    assert warning.startswith("rooms/kim.yaml has `crisis.country: zz`")
    assert "eu, gb, id, ie, us" in warning


def test_a_member_state_has_the_union_s_lines(tmp_path: Path) -> None:
    """Any country of the European Union has the lines of the union, so nothing is missing there."""
    assert warned(tmp_path, ALL_THREE, f"{KIM}crisis: {{country: de}}\n") == ()


def test_where_danger_is_not_looked_for_nothing_is_missing(tmp_path: Path) -> None:
    """A deployment that turned the tripwire off has no alarm that could go nowhere."""
    assert warned(tmp_path, "crisis: {enabled: false}\n") == ()


def test_check_prints_warnings_and_ends_well(tmp_path: Path) -> None:
    """A warning refuses nothing: the exit status is 0."""
    result = CliRunner().invoke(app, ["check", "--config", str(written(tmp_path, GOOD + COUNTRY + CONTACT))])
    assert result.exit_code == 0
    assert "no mistakes found" in result.output
    assert "Warning: bot.yaml sets no `on_call_room`" in result.output
    assert result.output.count("Warning:") == 2  # the other: nobody has signed the glossary


@try_each(
    ("packs", "deployment", "room", "country"),
    [
        ("id", "", "", "id"),
        ("uk", "", "", "gb"),
        ("us-hipaa", "", "", "us"),
        ("eu", "", "", None),
        ("eu", COUNTRY, "", "ie"),
        ("id", "", COUNTRY, "ie"),
        ("id", "", "jurisdiction: [us-il]\n", "us"),
        ("us-il", "", "jurisdiction: [id]\n", "id"),
    ],
)
def test_the_pack_of_a_country_says_whose_lines_are_shown(
    tmp_path: Path, packs: str, deployment: str, room: str, country: str | None
) -> None:
    """A pack that is a country's names it; the pack that a room adds, and the room's own word, come before."""
    folder = tmp_path / f"{packs}-{len(deployment)}-{room[:4]}-{country}"
    folder.mkdir()
    path = written(folder, GOOD.replace("[demo]", f"[{packs}]") + deployment, f'room: "*"\n{room}')
    policy = load_settings(path).policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.crisis.country == country


def test_the_example_sets_all_three_and_lets_nothing_out_unseen(tmp_path: Path) -> None:
    """Whoever copies the example has all three, and AI text that waits for a therapist."""
    for name in ("bot.yaml", "rooms/every-room.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((ROOT / "config" / name).read_text())
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "password").write_text("secret\n")
    files = read_files(tmp_path / "bot.yaml")
    assert list_warnings(files) == ()
    policy = files.settings.policy(RoomId("!any"))
    assert policy is not None
    assert policy.rules.approval == "all"
