"""Messages on which the tripwire is measured, and what it makes of them: alarm, notice or nothing."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.danger_words.find_phrase import find_trip
from bot.model import Language, Tier
from bot.words import languages

OWN = Path(__file__).parent / "danger_set"
PARTS = ("seen", "held")
"""What the lists may be written from, and what is held back from those who write them."""
FILES = {"seen": ("earlier.csv", "seen_*.csv"), "held": ("held_*.csv",)}
"""Of each part its files: messages measured with earlier lists may all be seen by now."""
HINTS = ("veiled", "passive")
ORDINARY = "ordinary"
"""The manner of sentences that have nothing to do with danger at all."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message: of which part and language, what is right for it, its kind and manner, and its words."""

    part: str
    language: str
    expected: str
    kind: str
    manner: str
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages there were, and what the tripwire made of them."""

    total: int
    alarm: int
    notice: int

    @property
    def nothing(self) -> int:
        """Return of how many it noticed nothing."""
        return self.total - self.alarm - self.notice


@cache
def read_own_set() -> tuple[Item, ...]:
    """Return the project's own set, both parts."""
    return tuple(
        item
        for part in PARTS
        for pattern in FILES[part]
        for file in sorted(OWN.glob(pattern))
        for item in _read_messages(file, part)
    )


@cache
def read_folder(folder: Path) -> tuple[Item, ...]:
    """Return what lies in a folder of data: `danger.csv`, `languages.csv`, either or both."""
    danger, ordinary = folder / "danger.csv", folder / "languages.csv"
    items = list(_read_messages(danger, danger.stem)) if danger.exists() else []
    for language in languages() if ordinary.exists() else ():
        items += [
            Item(ordinary.stem, language, "none", "", ORDINARY, row[language])
            for row in _read_rows(ordinary)
            if row.get(language)
        ]
    return tuple(items)


def read_hours(folder: Path = OWN) -> dict[str, tuple[str, ...]]:
    """Return what was said in each hour of ordinary therapy talk, by the name of its file."""
    files = sorted(folder.glob("hour_*.csv"))
    return {file.stem: tuple(row["text"] for row in _read_rows(file)) for file in files}


@cache
def weigh_message(text: str, language: str = "") -> Tier | None:
    """Return how loudly a message is told, if at all."""
    trip = find_trip(text, (Language(language),))
    return trip.tier if trip else None


def count_items(items: Iterable[Item]) -> Count:
    """Return what the tripwire makes of messages."""
    tiers = [weigh_message(item.text, item.language) for item in items]
    return Count(len(tiers), tiers.count(Tier.ALARM), tiers.count(Tier.NOTICE))


def is_wrong(item: Item) -> bool:
    """Return whether the tripwire makes of a message what is not right for it. One rule a line.

    Danger told plainly must be an alarm, any other at least a notice; what is denied or past must be no alarm, and must
    not be lost; where nothing is wrong nothing is right.
    """
    tier = weigh_message(item.text, item.language)
    if item.expected == "danger":
        return tier is not Tier.ALARM if item.manner == "plain" else tier is None
    if item.expected == "none":
        return tier is not None
    return tier is not Tier.NOTICE


def _read_messages(file: Path, part: str) -> Iterator[Item]:
    for row in _read_rows(file):
        yield Item(part, row["language"], row["expected"], row["kind"], row["manner"], row["text"])


def _read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))
