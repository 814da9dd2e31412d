"""How much of a configuration is read: more than that is a mistake that says the bound. Nothing here waits for a clock."""

import os
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from bot.settings.yaml_file import YamlFile, read_yaml

MOST_FILES = 2_000
"""Files in one folder of the configuration: an account of its own for each clinic stays far below."""
LARGEST_FOLDER = 5_000_000
"""Bytes of all files that are read in one folder."""
MOST_PATTERNS = 20
"""Patterns in one list of people. Whole ids may be as many as a file holds; each pattern is held against all of them."""
_PEOPLE = ("therapists", "supervisors", "second_contacts")


def read_folder(folder: Path) -> list[YamlFile]:
    """Return each file of `folder` whose name ends in `.yaml`, in order of their names, as far as it is read."""
    return [
        read_yaml(path, f"{folder.name}/{path.name}") if not why else _refuse_file(folder, path, why)
        for path, why in _weigh_files(folder)
    ]


def _weigh_files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file with why it is not read, if it is not; nothing behind the first that is too much."""
    so_far = 0
    for number, path in enumerate(sorted(folder.glob("*.yaml"))):
        so_far += measure_file(path)
        if number >= MOST_FILES:
            yield path, f"`{folder.name}` holds over {MOST_FILES:,} files, and I read no more"
            return
        if so_far > LARGEST_FOLDER:
            yield path, f"the files in `{folder.name}` have over {LARGEST_FOLDER:,} bytes, and I read no more"
            return
        yield path, ""


def _refuse_file(folder: Path, path: Path, why: str) -> YamlFile:
    file = YamlFile(f"{folder.name}/{path.name}")
    file.wrong((), why, 'Write what holds in every room into one file, for `"*"`, and keep few and short ones')
    return file


def measure_file(path: Path) -> int:
    """Return how many bytes an ordinary file has; 0 for anything else, which is not read."""
    try:
        stat = path.stat()
    except OSError:
        return 0
    return stat.st_size if S_ISREG(stat.st_mode) else 0


def explain_empty(folder: Path, holds: str) -> str:
    """Return why nothing was read in `folder`, which is to hold a file of that kind: it is none, is not ours to read, or is empty."""
    if folder.is_file():
        return f"`{folder.name}` is a file, and a folder is needed"
    if not folder.exists():
        return f"there is no folder `{folder.name}`"
    if not os.access(folder, os.R_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        return f"the folder `{folder.name}` may not be read by the bot"
    return f"the folder `{folder.name}` holds no {holds}"


def note_many_patterns(file: YamlFile) -> None:
    """Note each list of people in which more patterns stand than are held against each other."""
    for key in _PEOPLE:
        people = file.data.get(key)
        if not isinstance(people, list):
            continue
        patterns = sum(isinstance(person, str) and bool(set(person) & set("*?&")) for person in people)
        if patterns > MOST_PATTERNS:
            what = f"`{key}` holds {patterns:,} patterns, and I read {MOST_PATTERNS} at most"
            file.wrong((key,), what, "Write whole ids, as many as you need, or a wider pattern")
