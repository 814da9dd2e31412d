"""The tripwire measured: what it tells of danger, how loudly, and where it calls somebody for nothing.

    make eval-tripwire [DATA=folder] [SHOW=1] [JSON=file]

Without `DATA` the project's own set is measured (`tests/danger_set`: messages, and hours of ordinary therapy talk);
`python tests/eval_tripwire.py --publish` writes those figures into docs/safety.md and the README. `DATA` holds `danger.csv` (columns language, expected, kind, manner, text),
`languages.csv` (a column a language: ordinary sentences), or any of them; they are no part of the project.
"""

import argparse
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from danger_sets import (
    HINTS,
    ORDINARY,
    PARTS,
    Count,
    Item,
    count_items,
    is_wrong,
    read_folder,
    read_hours,
    read_own_set,
    weigh_message,
)
from rich.console import Console

from bot.danger_words.find_phrase import find_trip
from bot.model import Tier

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "safety.md"
FIGURES = ("<!-- tripwire: begin -->\n", "<!-- tripwire: end -->\n")
"""Between these the page has what was measured on the project's own set."""
README_FIGURE = r"notices \d+ of \d+ made-up messages about danger, and calls for \d+ of \d+ that only look like it"
"""What the README says of it, whatever the numbers are."""
ROUNDS = 5
"""How often each message is read for the timing."""
LONGEST = 65_536
"""Bytes of the longest message that Matrix carries."""


def make_tables(items: tuple[Item, ...]) -> str:
    """Return what became of messages as Markdown: by what is right for them and their manner, then danger by its kind."""
    danger = [item for item in items if item.expected == "danger"]
    by_manner = _make_table("manner", items, lambda item: item.manner)
    return f"{by_manner}\n\n{_make_table('kind', danger, lambda item: item.kind)}" if danger else by_manner


def make_page_figures() -> str:
    """Return what docs/safety.md says was measured: the messages that were held back, reaches, and hours of talk."""
    held = tuple(item for item in read_own_set() if item.part == "held")
    return f"{make_tables(held)}\n\n{list_reaches(read_own_set())}\n\n{list_hours()}\n"


def make_readme_figure() -> str:
    """Return how the README says what was measured."""
    held = [item for item in read_own_set() if item.part == "held"]
    danger, none = (count_items(item for item in held if item.expected == right) for right in ("danger", "none"))
    told = f"notices {danger.alarm + danger.notice} of {danger.total} made-up messages about danger"
    return f"{told}, and calls for {none.alarm} of {none.total} that only look like it"


def publish_figures() -> None:
    """Write what is measured today into docs/safety.md and the README."""
    before, rest = PAGE.read_text(encoding="utf-8").split(FIGURES[0])
    after = rest.split(FIGURES[1])[1]
    PAGE.write_text(f"{before}{FIGURES[0]}{make_page_figures()}{FIGURES[1]}{after}", encoding="utf-8")
    readme = ROOT / "README.md"
    said = re.sub(README_FIGURE, make_readme_figure(), readme.read_text("utf-8"))
    readme.write_text(said, encoding="utf-8")


def list_reaches(items: tuple[Item, ...]) -> str:
    """Return how far the tripwire reaches, language by language, beside how far it should."""
    lines = ["| reach | n | is | should be |", "| --- | --- | --- | --- |"]
    for part, language in dict.fromkeys((item.part, item.language) for item in items):
        ours = [item for item in items if (item.part, item.language) == (part, language)]
        for name, belongs, share, goal in _REACHES:
            count = count_items(item for item in ours if belongs(item))
            if count.total:
                is_ = f"{100 * share(count) / count.total:.1f} %"
                lines.append(f"| {part}, {language}: {name} | {count.total} | {is_} | {goal} |")
    return "\n".join(lines)


_REACHES: tuple[tuple[str, Callable[[Item], bool], Callable[[Count], int], str], ...] = (
    ("danger told plainly, alarm or notice", lambda item: _is(item, "danger", "plain"), lambda count: count.alarm + count.notice, "≥ 90 %"),
    ("danger told plainly, alarm", lambda item: _is(item, "danger", "plain"), lambda count: count.alarm, "≥ 75 %"),
    ("hints, alarm or notice", lambda item: _is(item, "danger", *HINTS), lambda count: count.alarm + count.notice, "≥ 50 %"),
    ("near the lists, alarm", lambda item: item.expected == "none" and item.manner != ORDINARY, lambda count: count.alarm, "≤ 3 %"),
    ("ordinary talk, alarm", lambda item: item.manner == ORDINARY, lambda count: count.alarm, "≤ 0.2 %"),
    ("ordinary talk, notice", lambda item: item.manner == ORDINARY, lambda count: count.notice, "≤ 2 %"),
)  # fmt: skip


def list_hours() -> str:
    """Return what an hour of ordinary therapy talk brings, everybody's words compared, the therapist's too."""
    lines = ["| hour of talk | messages | alarms | notices | should be |", "| --- | --- | --- | --- | --- |"]
    for name, texts in read_hours().items():
        tiers = [weigh_message(text) for text in texts]
        lines.append(
            f"| {name} | {len(texts)} | {tiers.count(Tier.ALARM)} | {tiers.count(Tier.NOTICE)} | 0 alarms, at most 1 notice |"
        )
    return "\n".join(lines)


def count_rows(items: Iterable[Item]) -> dict[str, list[dict[str, str | int]]]:
    """Return the counts by language, what is right, kind and manner, as the JSON file has them."""
    rows: list[dict[str, str | int]] = []
    grouped = _group(items, lambda item: (item.language, item.expected, item.kind, item.manner))
    for names, many in grouped.items():
        count = count_items(many)
        told = {"n": count.total, "alarm": count.alarm, "notice": count.notice}
        rows.append(dict(zip(("language", "expected", "kind", "manner"), names, strict=True)) | told)
    return {"rows": rows}


def list_wrong(items: Iterable[Item]) -> str:
    """Return the messages of which the tripwire makes what is not right, with what it makes of them."""
    lines = []
    for item in filter(is_wrong, items):
        trip = find_trip(item.text)
        told = f"{trip.tier} {trip.kind}: {trip.phrase}" if trip else "nothing"
        lines.append(f"{item.part} {item.language} {item.expected} {item.kind} {item.manner}: {item.text!r} -> {told}")
    return "\n".join(lines)


def measure_time(items: tuple[Item, ...]) -> str:
    """Return how long one message takes, and the longest that there may be, in milliseconds of one core."""
    spent = sorted(_time_message(item.text) for item in items * ROUNDS) or [0.0]
    written = ("k!l1 ", "i want to kill myself ", "i ")
    longest = max(_time_message((text * LONGEST)[:LONGEST]) for text in written)
    return f"One message: p50 {spent[len(spent) // 2]:.2f} ms, p99 {spent[len(spent) * 99 // 100]:.2f} ms; one of 64 KiB: {longest:.0f} ms."


def _time_message(text: str) -> float:
    begun = time.process_time()
    find_trip(text)
    return (time.process_time() - begun) * 1000


def _is(item: Item, expected: str, *manners: str) -> bool:
    return item.expected == expected and item.manner in manners


def _group(items: Iterable[Item], key: Callable[[Item], tuple[str, ...]]) -> dict[tuple[str, ...], list[Item]]:
    grouped = defaultdict(list)
    for item in items:
        grouped[key(item)].append(item)
    return dict(sorted(grouped.items()))


def _make_table(title: str, items: Iterable[Item], key: Callable[[Item], str]) -> str:
    lines = [
        f"| part | language | right | {title} | n | alarm | notice | nothing |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    grouped = _group(items, lambda item: (item.part, item.language, item.expected, key(item)))
    for names, many in grouped.items():
        count = count_items(many)
        lines.append(f"| {' | '.join(names)} | {count.total} | {count.alarm} | {count.notice} | {count.nothing} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder with danger.csv, languages.csv, or any of them")
    parser.add_argument("--show", action="store_true", help="print the messages that went wrong")
    parser.add_argument("--json", type=Path, help="file for the counts")
    parser.add_argument("--part", choices=PARTS, help="of our own set that part alone: who writes lists shows `seen`")
    parser.add_argument("--publish", action="store_true", help="write the figures into docs/safety.md and the README")
    asked = parser.parse_args()
    if asked.publish:
        publish_figures()
        return
    items = read_folder(asked.data) if asked.data else read_own_set()
    items = tuple(item for item in items if asked.part in {None, item.part})
    parts = [make_tables(items), list_reaches(items), *([] if asked.data else [list_hours()]), measure_time(items)]
    if asked.show:
        parts.append(list_wrong(items))
    if asked.json:
        asked.json.write_text(json.dumps(count_rows(items), indent=1) + "\n", encoding="utf-8")
    Console(soft_wrap=True).print("\n\n".join(parts), markup=False, highlight=False)


if __name__ == "__main__":
    main()
