"""`thirdchair check` and `thirdchair policy`: what the operator is told about rules."""

from pathlib import Path

import pytest
from clinic_files import GOOD, written
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import BotError
from bot.model import RoomId
from bot.policy import is_followed, list_keys
from bot.settings import list_notes, list_room_rules, load_packs, load_settings, make_schemas, read_files, write_manual

KIM = """\
room: "!kim:clinic"
language: [id]
approval: unasked
crisis: {model: true}
window:
  messages: 5
"""


def clinic(folder: Path, bot: str = GOOD.replace("[demo]", "[us-il]"), kim: str = KIM) -> Path:
    """Write a configuration with a room of its own for Kim and return its deployment file."""
    path = written(folder, bot)
    (folder / "rooms" / "kim.yaml").write_text(kim)
    return path


def told(path: Path) -> tuple[str, ...]:
    """Return the notes on a configuration."""
    return list_notes(read_files(path))


def test_a_wish_that_a_pack_refuses_is_told_with_its_line(tmp_path: Path) -> None:
    """The room's file asks for less than the law lets through: no mistake, but whoever wrote it is told."""
    assert "rooms/kim.yaml:3 asks for `approval: unasked`; us-il allows only `all`" in told(clinic(tmp_path))


def test_a_room_that_is_stricter_is_nothing_to_tell(tmp_path: Path) -> None:
    """Tightening is what a room's file is for, and its own language is nobody's loss."""
    path = clinic(tmp_path, GOOD + "window: {messages: 50}\nlanguage: [en]\n", KIM.replace("unasked", "all"))
    assert [note for note in told(path) if "allows only" in note] == []


@pytest.mark.parametrize(
    ("bot", "kim", "note"),
    [
        ("posts: any\n", "", "bot.yaml:7 asks for `posts: any`; us-il allows only `never`"),
        ("idle: 5\n", "idle: 9\n", "rooms/kim.yaml:7 asks for `idle: 9`; bot.yaml allows only `5`"),
        ("", "therapists: ['@ana:clinic', '@ben:clinic']\n", "asks for `therapists: [@ana:clinic, @ben:clinic]`; bot.yaml allows only `[@ana:clinic]`"),
        ("", "minor: true\nfloor_max: speak\n", "rooms/kim.yaml:8 asks for `floor_max: speak`; minor: true allows only `listen`"),
        ("", "consent: {purposes: [listen]}\n", "asks for `consent.purposes: [listen]`; us-il allows only `[listen, model]`"),
        ("ask: {explain: [therapist]}\n", "ask: {explain: [client, therapist]}\n", "bot.yaml allows only `{explain: [therapist]}`"),
    ],
)  # fmt: skip
def test_each_conflict_names_both_files(tmp_path: Path, bot: str, kim: str, note: str) -> None:
    """Whichever file loses is told with its line, and which file is the stricter."""
    path = clinic(tmp_path, GOOD.replace("[demo]", "[us-il]") + bot, KIM + kim)
    assert [item for item in told(path) if note in item]


def test_adding_is_no_conflict(tmp_path: Path) -> None:
    """A room that adds a pack or a word takes nothing from anybody."""
    path = clinic(
        tmp_path, GOOD + "mask: [red]\n", KIM.replace("unasked", "all") + "mask: [green]\njurisdiction: [eu]\n"
    )
    assert [note for note in told(path) if "allows only" in note] == []


def test_a_key_without_effect_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that relies on what this version does not do is told so, with its line; other keys are not."""
    idle = dict(list_keys())["account"]
    for reader in ("remarks", "manual"):
        monkeypatch.setattr(f"bot.settings.{reader}.is_followed", lambda about: about is not idle)
    result = told(clinic(tmp_path, kim=f"{KIM}account: '@bot:clinic'\n"))
    assert "rooms/kim.yaml:7 sets `account`, which has no effect in this version" in result
    assert not any("window.messages" in note for note in result)


@pytest.mark.parametrize(("account", "told_so"), [("@bot:clinic", False), ("@bot2:clinic", True)])
def test_a_room_of_another_account_is_told(tmp_path: Path, account: str, *, told_so: bool) -> None:
    """Whoever writes another account into a room's file is told that this bot keeps out; its own account is nothing to tell."""
    notes = told(clinic(tmp_path, kim=f"{KIM}account: '{account}'\n"))
    line = f"rooms/kim.yaml:7 is a room of `{account}`: `@bot:clinic` turns invitations there down, and leaves it"
    assert (line in notes) is told_so
    assert any(note.startswith("rooms/all.yaml names no `account`, as other files do") for note in notes)


def test_a_room_of_another_account_is_not_ruled_here(tmp_path: Path) -> None:
    """A bot has no policy for a room that is given to another account, by its file or by `bot.yaml`; a room file's own word wins."""
    path = clinic(tmp_path, GOOD + "account: '@bot2:clinic'\n", KIM + "account: '@bot:clinic'\n")
    settings, kim, other = load_settings(path), RoomId("!kim:clinic"), RoomId("!lee:clinic")
    assert settings.policy(kim) is not None
    assert settings.find_other_account(kim) is None
    assert settings.policy(other) is None
    assert settings.find_other_account(other) == "@bot2:clinic"
    assert "account: @bot2:clinic  (bot.yaml)" in list_room_rules(settings, "!lee:clinic")


def test_check_prints_notes_and_ends_well(tmp_path: Path) -> None:
    """Notes are no mistakes: the exit status is 0."""
    result = CliRunner().invoke(app, ["check", "--config", str(clinic(tmp_path))])
    assert result.exit_code == 0
    assert "no mistakes found" in result.output
    assert "Note: rooms/kim.yaml:3 asks for `approval: unasked`; us-il allows only `all`." in result.output


@pytest.mark.parametrize("asked", ["!kim:clinic", "kim.yaml", "rooms/kim.yaml", "kim"])
def test_the_rules_of_a_room_can_be_shown(tmp_path: Path, asked: str) -> None:
    """By the room's id or its file's name: each key, its value, and the file it comes from."""
    lines = list_room_rules(load_settings(clinic(tmp_path)), asked)
    assert len(lines) == len(list(list_keys()))
    assert "window.messages: 5  (rooms/kim.yaml)" in lines
    assert "approval: all  (jurisdictions/us-il.yaml)" in lines
    assert "idle: 60  (default)" in lines
    assert "account: -  (default)" in lines
    assert sum("no effect" in line for line in lines) == sum(not is_followed(about) for _, about in list_keys())


@pytest.mark.parametrize(
    ("asked", "language"), [("!other:clinic", "en"), ("#group:clinic", "id"), ("#new:clinic", "en")]
)
def test_a_room_is_shown_by_alias_or_by_the_file_for_all(tmp_path: Path, asked: str, language: str) -> None:
    """A room without a file of its own has the rules of the file for `"*"`."""
    path = clinic(tmp_path, kim='room: "#group:clinic"\nlanguage: [id]\n')
    assert any(line.startswith(f"language: {language}  (") for line in list_room_rules(load_settings(path), asked))


def test_a_room_that_no_file_is_for(tmp_path: Path) -> None:
    """Whoever mistypes a name is told which files there are."""
    with pytest.raises(BotError) as caught:
        list_room_rules(load_settings(clinic(tmp_path)), "kym.yaml")
    assert caught.value.remedy == "There are: all.yaml (`*`), kim.yaml (`!kim:clinic`)."


def test_the_command_line_shows_and_writes(tmp_path: Path) -> None:
    """`policy show` prints the rules, `policy manual` the page, `policy schema` the schemas into a folder."""
    run = CliRunner().invoke
    config = str(clinic(tmp_path))
    assert "posts: never  (jurisdictions/us-il.yaml)" in run(app, ["policy", "show", "kim", "--config", config]).output
    assert run(app, ["policy", "manual"]).output == write_manual(load_packs())
    assert run(app, ["policy", "schema", str(tmp_path / "new")]).exit_code == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == make_schemas()


def test_a_second_contact_who_is_nobody_is_told(tmp_path: Path) -> None:
    """A pattern calls nobody, for a room is made for a person; whoever wrote it is told with the line."""
    path = clinic(tmp_path, GOOD + "second_contacts: ['@bea:clinic', '@*:night.clinic']\n")
    (note,) = [note for note in told(path) if "nobody is called" in note]
    assert note.endswith("names `@*:night.clinic`, by which nobody is called: write whole ids")


@pytest.mark.parametrize(
    ("kim", "lacks"),
    [
        ("minor: true\n", True),
        ("minor: true\nguardian: {name: Rina, by: Ana}\n", True),
        ("minor: true\nguardian: {name: Rina, date: 2026-11-01, by: Ana}\n", False),
        ("minor: true\nguardian: {account: '@rina:clinic'}\n", False),
        ("", False),
    ],
)
def test_a_minor_without_a_guardian_is_told(tmp_path: Path, kim: str, *, lacks: bool) -> None:
    """`check` says where a minor takes part and nobody says that the guardian has agreed: there the AI would stay off."""
    notes = told(clinic(tmp_path, GOOD, KIM + kim))
    assert any("is a room of a minor" in note for note in notes) is lacks


def test_a_guardian_who_would_be_called_is_told(tmp_path: Path) -> None:
    """A guardian among the second contacts is never called, and `check` says so."""
    more = "guardian: {account: '@rina:clinic'}\nsecond_contacts: ['@rina:clinic']\n"
    assert any("a guardian is never called" in note for note in told(clinic(tmp_path, GOOD, KIM + more)))
