"""The tripwire measured: what it catches and where it trips for nothing, on our own set and on ordinary talk.

    make eval-tripwire DATA=folder

Prints the tables of docs/safety.md. `DATA` holds `languages.csv` with columns `en` and `id`: ordinary sentences, which
are no part of the project. Without it only our own set (`tests/tripwire_set.yaml`) is measured.
"""

import argparse
import csv
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import yaml
from rich.console import Console

from bot.danger_words.find_phrase import find_trip
from bot.words import languages

PARTS = ("seen", "held")
MANNERS = ("plain", "disguised", "veiled")
KINDS = ("overdose", "suicide", "harm-to-others", "abuse", "self-harm")
HARMLESS = ("idiom", "past", "quote", "third-person", "title", "sense")
DENIAL = "denial"
Columns = list[tuple[str, str]]
"""Of each column of a table the language and the part."""
ROUNDS = 20
"""How often each message is read for the timing."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message of the set: its part, its language, and what is meant or what makes it look dangerous."""

    part: str
    language: str
    label: str
    text: str
    manner: str = ""

    @property
    def dangerous(self) -> bool:
        """Tell whether danger is meant."""
        return self.label in KINDS


@cache
def own_set() -> tuple[Item, ...]:
    """Return the project's own set."""
    parts = yaml.safe_load((Path(__file__).parent / "tripwire_set.yaml").read_text(encoding="utf-8"))
    return tuple(Item(part, *row) for part, rows in parts.items() for row in rows)


def share(items: Iterable[Item]) -> str:
    """Return of how many messages how many tripped, as `3 of 4`."""
    trips = [find_trip(item.text) is not None for item in items]
    return f"{sum(trips)} of {len(trips)}" if trips else "none"


def set_tables() -> str:
    """Return recall and false alarms on our own set, as Markdown."""
    columns: Columns = [(language, part) for language in languages() for part in PARTS]
    danger = _table("danger meant", KINDS, columns, lambda item: item.dangerous)
    harmless = _table("no danger meant", HARMLESS, columns, lambda item: item.label in HARMLESS)
    denial = _row(DENIAL, columns, partial(_labelled, DENIAL))
    held = [column for column in columns if column[1] == "held"]
    manner = _table("manner", MANNERS, held, lambda item: item.dangerous)
    return f"{danger}\n\n{manner}\n\n{harmless}\n{denial}"


def ordinary_table(folder: Path) -> str:
    """Return how often ordinary sentences trip, as Markdown."""
    with (folder / "languages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = ["| ordinary talk | sentences | tripped |", "| --- | --- | --- |"]
    for language in languages():
        trips = sum(find_trip(row[language]) is not None for row in rows)
        lines.append(f"| {language} | {len(rows)} | {trips} |")
    return "\n".join(lines)


def timing() -> str:
    """Return how long one message takes, in milliseconds."""
    spent = []
    for item in own_set() * ROUNDS:
        begun = time.perf_counter()
        find_trip(item.text)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    begun = time.perf_counter()
    find_trip("k!l1 " * 13_000)
    longest = time.perf_counter() - begun
    typical = f"p50 {spent[len(spent) // 2]:.2f} ms, p99 {spent[len(spent) * 99 // 100]:.2f} ms"
    return f"One message: {typical}; one of 64 KiB: {longest * 1000:.0f} ms."


def _labelled(label: str, item: Item) -> bool:
    return label in {item.label, item.manner}


def _table(title: str, labels: tuple[str, ...], columns: Columns, belongs: Callable[[Item], bool]) -> str:
    head = [title, *(f"{language}, {part}" for language, part in columns)]
    lines = [f"| {' | '.join(head)} |", f"| {' | '.join('---' for _ in head)} |"]
    lines += [_row(label, columns, partial(_labelled, label)) for label in labels]
    return "\n".join([*lines, _row("__all__", columns, belongs)])


def _row(name: str, columns: Columns, belongs: Callable[[Item], bool]) -> str:
    cells = [
        share(item for item in own_set() if (item.language, item.part) == column and belongs(item))
        for column in columns
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder with languages.csv")
    folder: Path | None = parser.parse_args().data
    parts = [set_tables()]
    if folder is not None and (folder / "languages.csv").exists():
        parts.append(ordinary_table(folder))
    else:
        parts.append("No languages.csv, so ordinary talk was not measured: give its folder with --data.")
    Console(soft_wrap=True).print("\n\n".join([*parts, timing()]), markup=False, highlight=False)


if __name__ == "__main__":
    main()
