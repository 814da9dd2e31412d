"""What docs/security.md promises, and by which tests: read from the page, so that no promise stands there by itself.

In a section every sentence is one of a claim, which is a point of a list and names its tests, until "What does not hold".
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "security.md"
LIMITS = "**What does not hold**"
BARE = frozenset({"How to read this page", "What nobody should rely on"})
"""Sections that promise nothing."""
_NAMED = re.compile(r"`(tests/[\w./]+\.py(?:::\w+)?)`")


@dataclass(frozen=True)
class Claim:
    """One thing that the page says is so, and what it says would fail if it were not."""

    section: str
    text: str
    shown_by: tuple[str, ...]


def read_claims(page: str) -> tuple[Claim, ...]:
    """Return every claim. What stands where claims stand and is no point of a list is one without a test."""
    return tuple(
        Claim(section, text, tuple(_NAMED.findall(text)))
        for section, lines in split_sections(page).items()
        if section not in BARE
        for text in _join_points(lines)
    )


def split_sections(page: str) -> dict[str, list[str]]:
    """Return the lines of each section by its heading; what stands before the first is nobody's."""
    sections: dict[str, list[str]] = {}
    for line in page.splitlines():
        if line.startswith("## "):
            sections[line.removeprefix("## ")] = []
        elif sections:
            list(sections.values())[-1].append(line)
    return sections


def read_table(page: str, name: str) -> list[list[str]]:
    """Return the cells of the table between the comments `name`, without its head."""
    part = page.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->", maxsplit=1)[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def _join_points(lines: list[str]) -> Iterator[str]:
    """Yield each claim of a section as one text."""
    point, inside_table = "", False
    for line in (*lines, LIMITS):
        if line.startswith("<!--"):
            inside_table = not line.startswith("<!-- /")
        if point and not line.startswith("  "):
            yield point
            point = ""
        if line == LIMITS:
            return
        if line.startswith("  "):
            point += f" {line.strip()}"
        elif line and not inside_table and not line.startswith("<!--") and not re.fullmatch(r"\*[^*].*\*", line):
            point = line


def is_run(named: str) -> bool:
    """Return whether a test that is named as `file::function`, or a whole file of tests, is there and collected by pytest."""
    file, _, function = named.partition("::")
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    path = ROOT / file
    if not path.is_file() or not any(fnmatch(path.name, pattern) for pattern in options["python_files"]):
        return False
    if not any(path.is_relative_to(ROOT / folder) for folder in options["testpaths"]):
        return False
    tests = list_tests(path)
    return function in tests if function else bool(tests)


def list_tests(path: Path) -> tuple[str, ...]:
    """Return the names of the tests of a file: functions of the module itself, as pytest collects them."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return tuple(node.name for node in body if isinstance(node, defined) and node.name.startswith("test_"))
