"""However much stands in a configuration, it is read within bounds, and whoever wrote too much reads the bound."""

import os
from pathlib import Path
from typing import Any

import pytest
from clinic_files import GOOD, mistakes, written
from rows import try_each

from bot.settings import bounds, load_settings, review_file, yaml_file
from bot.settings.settings import Settings

MANY = 9_000


def list_ids(count: int) -> str:
    """Return so many therapists as lines of a file."""
    return "".join(f'  - "@t{number}:clinic"\n' for number in range(count))


@try_each(
    ("room", "told"),
    [
        (
            "therapists:\n" + "".join(f'  - "@t{number}*:c"\n' for number in range(21)),
            "holds 21 patterns, and I read 20",
        ),
        (f"backend: {'x' * 20_001}\n", "it holds a value of over 20,000 letters"),
        (f"mask: [{'a,' * 20_000}]\n", "it holds too many values, over 20,000"),
        (f"mask: {'[' * 30}{']' * 30}\n", "it is nested too deeply, over 24 levels"),
        ("#" * 1_000_000, "it has over 1,000,000 bytes"),
    ],
)
def test_too_much_is_told_with_its_bound(tmp_path_factory: Any, room: str, told: str) -> None:
    """More than is read is one mistake, on its line, that says how much is read."""
    assert told in mistakes(written(tmp_path_factory.mktemp("clinic"), room='room: "*"\n' + room))


@try_each(
    "room",
    [
        "".join(f"key{number}: 1\n" for number in range(MANY)),
        "commands:\n" + "".join(f"  - x{number}\n" for number in range(MANY)),
        "jurisdiction:\n" + "".join(f"  - x{number}\n" for number in range(MANY)),
        "therapists:\n" + "".join(f"  - x{number}\n" for number in range(MANY)),
        "idle: 5\n" * MANY,
    ],
)
def test_thousands_of_mistakes_are_not_all_told(tmp_path_factory: Any, room: str) -> None:
    """Fifty mistakes of a file are told, and that there are more."""
    told = mistakes(written(tmp_path_factory.mktemp("clinic"), room='room: "*"\n' + room)).splitlines()
    assert len(told) == 1 + yaml_file.MOST_TOLD + 1
    assert "there are more mistakes in this file; I tell 50. Correct these, and look again" in told[-1]


def test_ten_thousand_therapists_are_read(tmp_path: Path) -> None:
    """A long list is no mistake: whole ids may be as many as a file holds."""
    people = f'therapists:\n  - "@ana:clinic"\n{list_ids(10_000)}'
    settings = load_settings(written(tmp_path, room=f'room: "*"\n{people}'))
    assert len(settings.rooms[0][1].therapists) == 10_001


def test_identities_are_gathered_once_for_each_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many people's keys a file names, those of all files are put together once, not once for each person."""
    asked: list[None] = []
    gather: Any = vars(Settings)["identities"]

    def count(settings: Settings) -> Any:
        asked.append(None)
        return gather.fget(settings)

    monkeypatch.setattr(Settings, "identities", property(count))
    keys = "".join(f'  "@t{number}:clinic": nobody\n' for number in range(500))
    load_settings(written(tmp_path, room=f'room: "*"\nidentities:\n{keys}'))
    assert len(asked) == 1


def test_the_list_of_known_keys_is_made_once(tmp_path: Path) -> None:
    """Forty unknown keys ask for the known ones once: making that list takes longer than reading the file."""
    yaml_file._make_schema.cache_clear()
    mistakes(written(tmp_path, room='room: "*"\n' + "".join(f"key{number}: 1\n" for number in range(40))))
    assert yaml_file._make_schema.cache_info().misses == 1


def test_a_folder_has_its_bounds_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many files, and of too many bytes in all, the first is told that is read no more."""
    path = written(tmp_path)
    for number in range(5):
        (tmp_path / "rooms" / f"r{number}.yaml").write_text(f'room: "!r{number}"\n')
    monkeypatch.setattr(bounds, "MOST_FILES", 3)
    assert "rooms/r2.yaml:1: `rooms` holds over 3 files, and I read no more" in mistakes(path)
    monkeypatch.setattr(bounds, "MOST_FILES", 2_000)
    monkeypatch.setattr(bounds, "LARGEST_FOLDER", 40)
    assert "rooms/r2.yaml:1: the files in `rooms` have over 40 bytes" in mistakes(path)


@pytest.mark.parametrize("name", ["rooms/pipe.yaml", "rooms/folder.yaml"])
def test_what_is_no_file_is_never_waited_for(tmp_path: Path, name: str) -> None:
    """A pipe or a folder by the name of a file is a mistake: opening a pipe would wait for ever for whoever writes into it."""
    path = written(tmp_path)
    if "pipe" in name:
        os.mkfifo(tmp_path / name)
    else:
        (tmp_path / name).mkdir()
    said = mistakes(path)
    assert f"{name}:1: the file cannot be read (it is " in said


@try_each(
    ("text", "told"),
    [
        ("a: &a {sha256: x}\nb: *a\n", "review.yaml:1: this refers back to itself by `*`"),
        ("#" * 101, "this is more than I read: it has over 100 bytes"),
    ],
)
def test_a_review_file_is_bounded(tmp_path_factory: Any, text: str, told: str) -> None:
    """The review file is written by a command: what that would never write is refused before it is read."""
    path = written(tmp_path_factory.mktemp("clinic"), GOOD + "review: review.yaml\n")
    (path.parent / "review.yaml").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(review_file, "LONGEST", 100)
        assert told in mistakes(path)
