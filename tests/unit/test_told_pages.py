"""The page for privacy officers and the one that compares: what they claim is borne out, and by something that exists."""

import re
from itertools import pairwise
from pathlib import Path

from rows import try_each
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.session.command.table import TABLE

ROOT = Path(__file__).parents[2]
OFFICERS = (ROOT / "docs" / "for-privacy-officers.md").read_text(encoding="utf-8")
COMPARED = (ROOT / "docs" / "compared.md").read_text(encoding="utf-8")
BORNE_OUT = re.compile(r"`(?:tests/[\w./]+\.py|make [\w-]+|thirdchair [^`]+|![\w-]+[^`]*)`|\]\([^)]+\)")


def _list_rows(text: str) -> list[list[str]]:
    """Return the rows of a page's tables, without their heads."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    return [row for row, after in pairwise([*rows, [""]]) if "---" not in row[0] + after[0]]


def test_every_command_on_the_officers_page_exists() -> None:
    """What an officer asks the operator or people to type can be typed."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    asked = re.findall(r"`thirdchair (\w+)(?: (\w+))?", OFFICERS)
    assert {first for first, _ in asked} <= group.commands.keys()
    for first, second in asked:
        inner = group.commands[first]
        assert not isinstance(inner, TyperGroup) or second in inner.commands
    assert set(re.findall(r"`!(\w+)", OFFICERS)) <= TABLE.keys()


def test_every_statement_on_what_leaves_is_borne_out() -> None:
    """Each row on what leaves, and on rights, names a test, a command or the page with the figures."""
    parts = ("## What leaves the clinic, and when", "## Rights")
    rows = [row for part in parts for row in _list_rows(OFFICERS.partition(part)[2].partition("\n## ")[0])]
    assert len(rows) > 10
    assert [row[0] for row in rows if not BORNE_OUT.search(row[-1])] == []


@try_each("section", [part.partition("\n")[0] for part in COMPARED.split("\n## ")[1:-1]])
def test_a_comparison_is_fair(section: str) -> None:
    """Each says first what the other does better, and bears out what only we do; nothing is called the best."""
    text = COMPARED.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = {cells[0]: cells[1] for cells in _list_rows(text)}
    assert [*rows].index("better than we are") < [*rows].index("what only we do")
    assert BORNE_OUT.search(rows["what only we do"])
    assert re.findall(r"\b(?:best|first ever|unique|unrivalled|revolutionary|safest)\b", text) == []


def test_every_fact_about_others_has_its_source_and_day() -> None:
    """Each number in brackets is a source on the page, and the page says when they were read."""
    told = set(re.findall(r"\[(\d)\](?!\()", COMPARED.partition("## Sources")[0]))
    sources = set(re.findall(r"^(\d)\. .*https://", COMPARED.partition("## Sources")[2], re.MULTILINE))
    assert told == sources
    assert re.search(r"were read on \d+ \w+ \d{4}", COMPARED)
