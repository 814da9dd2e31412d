"""What pages have from the code: nobody can add a command, a page or a help-line and leave it out."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from draw_screens import read_shots

from bot.danger_words.helplines import COUNTRIES, EVERYWHERE, list_country_lines
from bot.session.command.table import TABLE
from bot.words import FALLBACK

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
THERAPISTS = (ROOT / "docs" / "for-therapists.md").read_text(encoding="utf-8")
MOST_WORDS = 920
"""Words of two printed pages with their pictures, at most."""
HEAVIEST = 80_000
"""Bytes of a picture, at most."""


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    """Return the program that writes the pages."""
    spec = spec_from_file_location("write_pages", ROOT / "scripts" / "write_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_readme_is_as_the_code_says(pages: ModuleType) -> None:
    """The table of commands and the list of pages are what `make docs` writes, letter by letter."""
    assert pages.rewrite_readme(README) == README, "run `make docs`"


def test_the_page_of_help_lines_is_as_their_files_say(pages: ModuleType) -> None:
    """Each line stands there with its source and the day, letter by letter as `make docs` writes it."""
    page = (ROOT / "docs" / "helplines.md").read_text(encoding="utf-8")
    assert pages.rewrite_helplines(page) == page, "run `make docs`"
    lines = [line for name in (*COUNTRIES, EVERYWHERE) for line in list_country_lines(name, FALLBACK)]
    assert [line.name for line in lines if f"<{line.source}> | {line.checked_on} |" not in page] == []


def test_readme_names_every_command_and_page() -> None:
    """Each command has a row by its own name, and each page of docs/ a link."""
    assert [name for name in TABLE if f"| `!{name}" not in README] == []
    assert [path.name for path in (ROOT / "docs").rglob("*.md") if f"/{path.name})" not in README] == []


def test_every_picture_is_there_small_and_shown() -> None:
    """A page shows pictures that exist; each that `make screens` or `make bench` draws stands on a page, and none weighs on a phone."""
    pages = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    shown = {
        (page.parent / target).resolve()
        for page in pages
        for target in re.findall(r'(?:src="|!\[[^]]*\]\()(?!https?:)([^")]+)', page.read_text(encoding="utf-8"))
    }
    drawn = {ROOT / "docs" / "screens" / f"{shot.name}.png" for shot in read_shots()}
    drawn |= set((ROOT / "docs" / "benchmarks").glob("*.svg"))
    assert shown == drawn == {*(ROOT / "docs").rglob("*.png"), *(ROOT / "docs").rglob("*.svg")}
    assert [path.name for path in drawn if path.stat().st_size > HEAVIEST] == []


def test_the_therapists_page_is_two_pages() -> None:
    """What has to be read before a first session fits on two printed pages: what is longer stands elsewhere."""
    words = re.findall(r"[\w'!-]+", re.sub(r"<[^>]*>|\]\([^)]*\)", " ", THERAPISTS))
    assert len(words) <= MOST_WORDS


def test_the_therapists_page_begins_with_each_app() -> None:
    """Step 0 names every app that is supported, and says where its menus verify a device."""
    step = THERAPISTS.partition("## 0.")[2].partition("## 1.")[0]
    assert [app for app in ("Element X", "Element (browser, computer)", "Cinny") if f"| {app}" not in step] == []
    assert all(
        word in step for word in ("*Encryption*", "*Get recovery key*", "*Verify this device*", "*Verify Manually*")
    )


def test_a_page_without_its_place_is_not_written_over(pages: ModuleType) -> None:
    """Where the two comments are not there, nothing is guessed."""
    with pytest.raises(ValueError, match="no place for commands"):
        pages.put_between("a page of its own", "commands", "a table")
