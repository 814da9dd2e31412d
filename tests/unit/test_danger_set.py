"""The project's own set for the tripwire is well-formed, whole, and its halves share nothing."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from bot.model.danger import Kind

FOLDER = Path(__file__).parents[1] / "danger_set"
COLUMNS = ["language", "expected", "kind", "manner", "text"]
EXPECTED = {"danger", "none", "past", "denial"}
MANNERS = {
    "plain",
    "veiled",
    "passive",
    "slang",
    "misspelt",
    "mixed",
    "disguised",
    "childlike",
    "couple",
    "parent",
    "denial",
    "past",
    "quote",
    "third-person",
    "near",
    "idiom",
    "title",
    "sense",
}
DIALECTS = {"javanese"}
"""Manners that only some languages have."""
LEAST = {"en": 600, "id": 300}
"""Messages of a language in both halves together."""
LANGUAGES = sorted({path.stem.removeprefix("seen_") for path in FOLDER.glob("seen_*.csv")})
HOURS = sorted(path.stem for path in FOLDER.glob("hour_*.csv"))


def read_table(name: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the columns and the rows of a file of the set."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
    return list(reader.fieldnames or ()), rows


def read_half(half: str, language: str) -> list[dict[str, str]]:
    """Return the messages of one half."""
    return read_table(f"{half}_{language}")[1]


def strip_text(text: str) -> str:
    """Return only the letters and digits, so that a message with another comma is the same message."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def count_repeats() -> int:
    """Return how many messages stand more than once; a number, so that a failure shows no text."""
    texts = [
        strip_text(row["text"])
        for language in LANGUAGES
        for half in ("seen", "held")
        for row in read_half(half, language)
    ]
    return len(texts) - len(set(texts))


def is_well_formed(row: dict[str, str], language: str) -> bool:
    """Tell whether a row says what is expected, in known words, of a text that is there."""
    kinds = {"none": {""}, "past": {str(Kind.PAST)}}.get(
        row["expected"], {str(kind) for kind in Kind} - {str(Kind.PAST)}
    )
    return (
        None not in row
        and row["language"] == language
        and row["expected"] in EXPECTED
        and row["kind"] in kinds
        and row["manner"] in MANNERS | DIALECTS
        and bool(row["text"])
        and row["text"] == " ".join(row["text"].split())
    )


def test_there_are_both_halves_of_a_language_and_an_hour() -> None:
    """English is there, no language has only one half, and there are hours of calm talk."""
    assert "en" in LANGUAGES
    assert {path.name for path in FOLDER.glob("held_*.csv")} == {f"held_{language}.csv" for language in LANGUAGES}
    assert {"hour_en", "hour_mixed"} <= set(HOURS)


@pytest.mark.parametrize("half", ["seen", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_a_half_is_well_formed(half: str, language: str) -> None:
    """Columns, language, what is expected, kind and manner are as the README says; lines are counted, texts not shown."""
    columns, rows = read_table(f"{half}_{language}")
    assert columns == COLUMNS
    wrong = [number for number, row in enumerate(rows, start=2) if not is_well_formed(row, language)]
    assert not wrong, "lines that are not well-formed"


@pytest.mark.parametrize("half", ["seen", "held"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_half_has_every_kind_and_every_manner(half: str, language: str) -> None:
    """Each half alone can show where the tripwire sleeps: no kind and no manner is missing from it."""
    rows = read_half(half, language)
    kinds = {row["kind"] for row in rows if row["expected"] in {"danger", "past"}}
    assert kinds == {str(kind) for kind in Kind}
    assert MANNERS - {row["manner"] for row in rows} == set()
    assert {row["expected"] for row in rows} == EXPECTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_halves_are_of_one_size_and_large_enough(language: str) -> None:
    """A language has some hundred messages, and neither half is the lesser one."""
    seen, held = len(read_half("seen", language)), len(read_half("held", language))
    assert seen + held >= LEAST.get(language, 300)
    assert abs(seen - held) <= (seen + held) * 0.1


def test_no_message_stands_twice() -> None:
    """A message of the held half is nowhere else, so that reading the seen half gives nothing of it away."""
    assert count_repeats() == 0


@pytest.mark.parametrize("hour", HOURS)
def test_an_hour_is_a_talk(hour: str) -> None:
    """An hour has 240 messages, at least a therapist and a client, and nobody who is silent."""
    columns, rows = read_table(hour)
    assert columns == ["speaker", "text"]
    assert len(rows) == 240
    assert all(row["speaker"].strip() and row["text"].strip() for row in rows)
    turns = Counter(row["speaker"] for row in rows)
    assert 2 <= len(turns) <= 4
    assert min(turns.values()) >= 20
