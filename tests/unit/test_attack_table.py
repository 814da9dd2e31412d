"""The table of attacks says of each whether it is held, and leaves out none."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from attack_table import LISTED, Results, Row, list_files, read_number, render_rows


def report(row: int, outcome: str = "passed", when: str = "call", *, live: bool = False) -> Any:
    """Return what pytest tells of one test."""
    told = {
        "when": when,
        "failed": outcome == "failed",
        "passed": outcome == "passed",
        "keywords": {"live": 1} if live else {},
    }
    return SimpleNamespace(nodeid=f"tests/attacks/row_{row:02}_x.py::test_x", **told)


def test_one_failure_breaks_a_row() -> None:
    """A row is held only if something of it was played and nothing failed, not even what goes before a test or after it."""
    results = Results()
    for told in (
        report(1),
        report(1, live=True),
        report(2),
        report(2, "failed"),
        report(3),
        report(3, "failed", "teardown"),
    ):
        results.pytest_runtest_logreport(told)
    for told in (report(4, when="setup"), report(5, "skipped")):
        results.pytest_runtest_logreport(told)
    unread = SimpleNamespace(nodeid="tests/attacks/row_06_x.py", failed=True)
    results.pytest_runtest_logreport(report(6))
    results.pytest_collectreport(unread)  # type: ignore[arg-type]  # as much of it as is looked at
    assert [results.rows[number].outcome for number in range(1, 7)] == ["held", *["broken"] * 5]
    assert results.rows[1].passed == {"pure", "live"}


def test_a_row_is_printed_whatever_became_of_it(tmp_path: Path) -> None:
    """The first line of a row's first file is what an attacker gains; a row without a file says so, and one unplayed is broken."""
    files = {}
    for number in (1, 2, LISTED + 1):
        files[number] = [tmp_path / f"{number}.py"]
        files[number][0].write_text(f'"""Gain {number}.\n\nMore.\n"""\n')
    table = list(render_rows(files, {1: Row({"pure", "live"}), 2: Row({"pure"}, failed=True)}))[2:]
    assert table[:2] == ["| 1 | Gain 1. | pure, live | held |", "| 2 | Gain 2. | pure | broken |"]
    assert table[2:-1] == [f"| {number} | no attack written | | |" for number in range(3, LISTED + 1)]
    assert table[-1] == f"| {LISTED + 1} | Gain {LISTED + 1}. |  | broken |"


def test_files_of_one_attack_are_one_row() -> None:
    """What is pure and what is live may stand in two files, of which the first says what an attacker gains."""
    files = list_files()
    assert [path.name for path in files[13]] == ["row_13_login_ends.py", "row_13_login_ends_live.py"]
    assert {number for number, paths in files.items() for path in paths if read_number(path.name) != number} == set()
