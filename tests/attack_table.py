"""The attacks of `tests/attacks/` as a table, row by row: what an attacker would gain, and whether it is held or broken.

make attacks

Each is played, the live ones on a real Synapse with real encrypted clients. Ends with status 1 if any is broken.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console

FOLDER = Path(__file__).parent / "attacks"
LISTED = 16
"""How many rows the list has by which the attacks are numbered. Further files follow it."""


@dataclass
class Row:
    """What became of the tests of one row: of which kinds some passed, and whether any failed."""

    passed: set[str] = field(default_factory=set)
    failed: bool = False

    @property
    def outcome(self) -> str:
        """Return `held` only if something was tried and all of it held."""
        return "held" if self.passed and not self.failed else "broken"


@dataclass
class Results:
    """What pytest tells of the attacks while they are played, by their number."""

    rows: defaultdict[int, Row] = field(default_factory=lambda: defaultdict(Row))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in what became of a test, or of what goes before and after it."""
        row = self.rows[read_number(report.nodeid)]
        row.failed |= report.failed
        if report.when == "call" and report.passed:
            row.passed.add("live" if "live" in report.keywords else "pure")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Take in that a file cannot be read."""
        if report.failed:
            self.rows[read_number(report.nodeid)].failed = True


def read_number(nodeid: str) -> int:
    """Return the number of an attack by its file's name or by a test's id, `tests/attacks/row_07_….py::test_…`."""
    return int(Path(nodeid.partition("::")[0]).name.split("_")[1])


def render_rows(files: dict[int, list[Path]], results: dict[int, Row]) -> Iterator[str]:
    """Yield the table's rows; of each number the first line of its first file says what an attacker gains."""
    yield "| row | what an attacker gains | played | outcome |"
    yield "| --- | --- | --- | --- |"
    for number in range(1, max(LISTED, *files) + 1):
        if number not in files:
            yield f"| {number} | no attack written | | |"
            continue
        gain = files[number][0].read_text(encoding="utf-8").splitlines()[0].strip('"')
        row = results.get(number, Row())
        yield f"| {number} | {gain} | {', '.join(sorted(row.passed, reverse=True))} | {row.outcome} |"


def list_files() -> dict[int, list[Path]]:
    """Return the files of each attack, by its number."""
    files: defaultdict[int, list[Path]] = defaultdict(list)
    for path in sorted(FOLDER.glob("row_*.py"), key=lambda path: path.stem):
        files[read_number(path.name)].append(path)
    return files


def main() -> None:
    """Play every attack and print what became of it."""
    results, files = Results(), list_files()
    status = pytest.main(["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder", str(FOLDER)], plugins=[results])
    Console(soft_wrap=True).print("\n".join(["", *render_rows(files, results.rows)]), markup=False, highlight=False)
    sys.exit(1 if status or any(results.rows[number].outcome == "broken" for number in files) else 0)


if __name__ == "__main__":
    main()
