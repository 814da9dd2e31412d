"""What `thirdchair check` says of the files themselves: what is not read, what others can read, what cannot be what was meant."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clinic_files import GOOD, mistakes, written
from rows import try_each
from typer.testing import CliRunner

from bot.cli import app
from bot.settings import list_file_warnings, read_files
from bot.settings.file_warnings import may_others_read


@pytest.fixture
def reachable() -> Iterator[Path]:
    """Return a folder that every user of this machine can look into, and that goes afterwards."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def warned(path: Path) -> str:
    """Return all that is warned of, a line each."""
    return "\n".join(list_file_warnings(read_files(path)))


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    """A room file whose name ends otherwise, a folder and any other file are named; what editors hide is passed over."""
    path = written(tmp_path)
    assert warned(path) == ""
    for name in ("kim.yml", "LEO.YAML", "notes.txt", ".all.yaml.swp", ".rio.yml"):
        (tmp_path / "rooms" / name).write_text('room: "!r"\n')
    (tmp_path / "rooms" / "old").mkdir()
    assert warned(path).splitlines() == [
        "rooms/.rio.yml:1 is not read, since its name does not end in `.yaml`: call it `.rio.yaml`",
        "rooms/LEO.YAML:1 is not read, since its name does not end in `.yaml`: call it `LEO.yaml`",
        "rooms/kim.yml:1 is not read, since its name does not end in `.yaml`: call it `kim.yaml`",
        "rooms/notes.txt:1 is not read: only files whose names end in `.yaml` are",
        "rooms/old:1 is a folder, and only files in `rooms` itself are read",
    ]


def test_a_thousand_files_that_are_not_read_are_counted(tmp_path: Path) -> None:
    """Of many files that are not read five are named, and how many more there are; other folders are looked at too."""
    path = written(tmp_path, GOOD + "notes: notes\n")
    (tmp_path / "notes").mkdir()
    template = "title: {en: Couples}\nheadings: {plan: {title: {en: Plan}, holds: what comes next}}\n"
    (tmp_path / "notes" / "couples.yaml").write_text(template)
    for number in range(9):
        (tmp_path / "notes" / f"n{number}.yml").touch()
    lines = warned(path).splitlines()
    assert lines[-1] == "notes:1 holds 4 more that are not read"
    assert len(lines) == 6


def test_a_secret_that_anybody_can_read_is_said(reachable: Path) -> None:
    """The password's, the key's and a backend's file are named with their line if others on this machine can read them."""
    more = "key_file: key\nbackends:\n  house:\n    kind: openai\n    base_url: http://127.0.0.1:9\n    model: m\n"
    path = written(reachable, GOOD + more + "    api_key_file: api\n")
    for name, text in (("key", "ab" * 32), ("api", "x")):
        (reachable / name).write_text(text)
        (reachable / name).chmod(0o644)
    (reachable / "password").chmod(0o640)
    told = warned(path)
    assert "password_file" not in told
    assert "bot.yaml:7 names key as `key_file`, which every user of this machine can read: `chmod 600 " in told
    assert "bot.yaml:13 names api as `api_key_file`" in told
    reachable.chmod(0o700)
    assert warned(path) == ""
    assert not may_others_read(reachable / "nowhere")


@try_each(
    ("host", "open_to"),
    [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("192.0.2.7", True)],  # noqa: S104 - that is what is warned of
)
def test_a_port_beyond_this_machine_is_said(tmp_path_factory: Any, host: str, open_to: bool) -> None:
    """Counts and health ask for no password: where others can reach them, that is said with its line."""
    told = warned(written(tmp_path_factory.mktemp("clinic"), f'{GOOD}web:\n  port: 9464\n  host: "{host}"\n'))
    assert (f"bot.yaml:9 lets anybody who reaches {host} read counts and health at port 9464" in told) is open_to


def test_a_folder_that_is_none_is_told_as_that(tmp_path: Path) -> None:
    """`rooms` that is not there, that is a file, or that holds nothing: each is told as what it is, on its line."""
    path = written(tmp_path, GOOD + "rooms: there\n")
    assert "bot.yaml:7: there is no folder `there`" in mistakes(path)
    (tmp_path / "there").touch()
    assert "bot.yaml:7: `there` is a file, and a folder is needed" in mistakes(path)
    (tmp_path / "there").unlink()
    (tmp_path / "there").mkdir()
    assert "bot.yaml:7: the folder `there` holds no room file" in mistakes(path)


def test_check_prints_it(tmp_path: Path) -> None:
    """`thirdchair check` prints these as warnings: the bot starts all the same."""
    path = written(tmp_path)
    (tmp_path / "rooms" / "kim.yml").touch()
    result = CliRunner().invoke(app, ["check", "--config", str(path)])
    assert result.exit_code == 0
    assert "Warning: rooms/kim.yml:1 is not read" in result.output


@try_each(
    ("kind", "told"),
    [
        (
            "opneai",
            "bot.yaml:8: backend `house` is of the kind `opneai`, which is not installed. Did you mean `openai`?",
        ),
        (
            "ollama-native",
            "which is not installed. There are: anthropic, embedded, openai, transcribe; or install the package of it",
        ),
    ],
)
def test_a_misspelt_kind_is_told_with_the_nearest(tmp_path_factory: Any, kind: str, told: str) -> None:
    """A kind that nothing installed goes by is a mistake before the bot starts, not a backend that is missing after it."""
    backend = f"backends:\n  house: {{kind: {kind}, base_url: 'http://127.0.0.1:9', model: m}}\n"
    assert told in mistakes(written(tmp_path_factory.mktemp("clinic"), GOOD + backend))


@try_each(
    ("key", "text", "told"),
    [
        ("key_file", "ab" * 32 + "\n" + "cd" * 32 + "\n", "holds 2 lines, and a secret is one"),
        ("key_file", "ab" * 16 + "\n" + "ab" * 16, "holds 2 lines, and a secret is one"),
        ("key_file", "a passphrase", "the file that `key_file` names holds no key"),
        ("key_file", "\n", "the file that `key_file` names is empty"),
    ],
)
def test_a_key_file_holds_one_key(tmp_path_factory: Any, key: str, text: str, told: str) -> None:
    """A key file with two lines, or without a key in it, is told with the line that names it."""
    folder: Path = tmp_path_factory.mktemp("clinic")
    path = written(folder, f"{GOOD}{key}: key\n")
    (folder / "key").write_text(text)
    assert f"bot.yaml:7: the file that `{key}` names" in mistakes(path)
    assert told in mistakes(path)


def test_a_password_is_one_line(tmp_path: Path) -> None:
    """A password file with two passwords is told, whichever of them is right."""
    path = written(tmp_path)
    (tmp_path / "password").write_text("old\nnew\n")
    assert "bot.yaml:3: the file that `password_file` names holds 2 lines" in mistakes(path)
    (tmp_path / "password").write_text("new\n\n")
    assert read_files(path)
