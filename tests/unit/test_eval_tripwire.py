"""The evaluation of the tripwire: which files it reads, what it counts, and that texts are printed only on request."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from danger_sets import HINTS, PARTS, Item, count_items, is_wrong, read_folder, read_hours, read_own_set
from eval_tripwire import count_rows, list_reaches, make_tables
from rows import try_each

from bot.model import Kind, Language
from bot.words import languages

EVAL = Path(__file__).parents[1] / "eval_tripwire.py"
DANGER = """language,expected,kind,manner,text
en,danger,suicide,plain,I want to kill myself
en,danger,suicide,plain,the gate is green
en,danger,,veiled,the gate is blue
en,denial,suicide,denial,I would never kill myself
en,none,,near,the gate is red
"""
ORDINARY = "en,id,jv\nthe gate is open,gerbangnya terbuka,gapurane mbukak\n"


def write_data(folder: Path, *files: str) -> Path:
    """Write some of the files of data into `folder`."""
    for file in files:
        (folder / file).write_text({"danger.csv": DANGER, "languages.csv": ORDINARY}[file], encoding="utf-8")
    return folder


def run_eval(*arguments: str) -> str:
    """Return what the evaluation prints."""
    return subprocess.run([sys.executable, str(EVAL), *arguments], capture_output=True, text=True, check=True).stdout


@try_each(
    ("files", "parts"),
    [(("danger.csv",), {"danger": 5}), (("languages.csv",), {"languages": 2}), (("danger.csv", "languages.csv"), {"danger": 5, "languages": 2}), ((), {})],
)  # fmt: skip
def test_a_folder_may_hold_any_of_the_files(
    tmp_path_factory: object, files: tuple[str, ...], parts: dict[str, int]
) -> None:
    """Danger, ordinary talk, both or nothing: what is there is measured, and only languages that have a list."""
    folder = write_data(tmp_path_factory.mktemp("data"), *files)  # type: ignore[attr-defined]
    items = read_folder(folder)
    assert Counter(item.part for item in items) == parts
    assert {item.language for item in items} <= set(languages())
    assert make_tables(items).startswith("| part | language |")


def test_the_counts_are_written_as_json(tmp_path: Path) -> None:
    """Each language, what is right, kind and manner has a row that says how many there were, and of them alarms and notices."""
    told = run_eval("--data", str(write_data(tmp_path, "danger.csv")), "--json", str(tmp_path / "counts.json"))
    rows = json.loads((tmp_path / "counts.json").read_text())["rows"]
    assert rows == count_rows(read_folder(tmp_path))["rows"]
    assert {
        "language": "en",
        "expected": "danger",
        "kind": "suicide",
        "manner": "plain",
        "n": 2,
        "alarm": 1,
        "notice": 0,
    } in rows
    assert {
        "language": "en",
        "expected": "denial",
        "kind": "suicide",
        "manner": "denial",
        "n": 1,
        "alarm": 0,
        "notice": 1,
    } in rows
    assert "| danger | en | danger | plain | 2 | 1 | 0 | 1 |" in told
    assert "50.0 % | ≥ 90 %" in told
    assert "gate" not in told


def test_texts_are_shown_on_request_alone(tmp_path: Path) -> None:
    """`--show` prints what went wrong and what was made of it, and nothing that went right."""
    told = run_eval("--data", str(write_data(tmp_path, "danger.csv")), "--show")
    assert "'the gate is green' -> nothing" in told
    assert "'the gate is blue' -> nothing" in told
    assert "gate is red" not in told
    assert "'I want to kill myself'" not in told


@try_each(
    ("expected", "manner", "text", "wrong"),
    [
        ("danger", "plain", "I want to kill myself", False), ("danger", "plain", "I would never kill myself", True), ("danger", "veiled", "I would never kill myself", False),
        ("danger", "veiled", "the gate", True), ("none", "near", "the gate", False), ("none", "quote", "I would never kill myself", True),
        ("denial", "denial", "I would never kill myself", False), ("denial", "denial", "I want to kill myself", True), ("past", "past", "the gate", True),
    ],
)  # fmt: skip
def test_what_is_right_depends_on_what_is_meant(expected: str, manner: str, text: str, wrong: bool) -> None:
    """Danger told plainly is an alarm, any other at least a notice; what is denied or past a notice; nothing else anything."""
    assert is_wrong(Item("x", "en", expected, "", manner, text)) is wrong


# ---- the project's own set ------------------------------------------------------------------------------------------


def test_the_set_is_large_and_balanced() -> None:
    """At least six hundred messages written afresh, none twice, half of them held back, with every manner of saying it."""
    items = read_own_set()
    assert len({item.text for item in items}) == len(items)
    held = [item for item in items if item.part == "held"]
    assert len(held) >= 300
    assert len(items) - len(held) >= 300
    assert {item.part for item in items} == set(PARTS)
    for language in languages():
        ours = [item for item in held if item.language == language]
        assert sum(item.expected == "none" for item in ours) >= 100
        assert {"plain", "slang", "misspelt", "mixed", "couple", "parent", *HINTS} <= {item.manner for item in ours}


def test_the_set_says_what_is_meant() -> None:
    """What is right and which kind it is are words that the bot knows."""
    for item in read_own_set():
        assert item.expected in {"danger", "past", "denial", "none"}
        assert item.kind in {"", *Kind}
        assert Language(item.language) in languages()
        assert bool(item.kind) is (item.expected != "none")


def test_three_hours_of_talk_are_measured() -> None:
    """Each hour has 240 messages without danger."""
    hours = read_hours()
    assert len(hours) >= 3
    assert all(len(texts) == 240 for texts in hours.values())


def test_disguise_hides_little() -> None:
    """Of what is said in disguise at least four of five messages are noticed."""
    count = count_items(item for item in read_own_set() if (item.manner, item.expected) == ("disguised", "danger"))
    assert count.alarm + count.notice >= 0.8 * count.total


def test_what_is_reached_stands_beside_what_should_be() -> None:
    """Each language and part has its reaches with their goals."""
    told = list_reaches(read_own_set())
    for language in languages():
        for part in PARTS:
            assert told.count(f"| {part}, {language}: ") >= 4
