"""Measure how often the language of a message is found, with languages.csv in a folder outside the project.

    make eval-language DATA=../shared/data [SPOKEN="id en jv"]

Each sentence is taken whole, and cut to its first words, as the first message of somebody in a room between Indonesian and
English, or between others: nothing is known of what they wrote before. Javanese and Sundanese are there for what becomes of a
third language. What is made of the figures: docs/decisions/telling-languages.md.
"""

import argparse
import csv
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.app.detect_language import attach_tongues, weigh_languages
from bot.danger_words.coverage import find_uncovered
from bot.model import EventId, Heard, Language, Room, RoomId, UserId
from bot.session.translation.spoken import detect_tongue

SPOKEN = (Language("id"), Language("en"))
KIM = UserId("@kim:clinic")
LENGTHS = (("whole", 10_000), ("first 8 words", 8), ("first 4 words", 4), ("first 3 words", 3), ("first 2 words", 2))


def detect_first(room: Room, text: str) -> Language | None:
    """Return what the bot takes `text` to be in, as the first message of a room."""
    heard = attach_tongues(room, Heard(EventId("$one"), KIM, 0.0, text))
    assert isinstance(heard, Heard)
    return detect_tongue(room, text, heard.tongues, KIM)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print, for each language and length, in how many of a hundred messages it was found, was not, or was another."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="the folder that languages.csv is in")
    options.add_argument("--spoken", nargs="+", type=Language, default=SPOKEN, help="what is interpreted in the room")
    given = options.parse_args(arguments)
    rows = list(csv.DictReader((given.data / "languages.csv").open(encoding="utf-8", newline="")))
    room = Room(RoomId("!room:clinic"), interpreting=tuple(given.spoken))
    weigh_languages("")
    began = time.perf_counter()
    for name, words in LENGTHS:
        print(f"\n{name}, {len(rows)} sentences of each language")  # noqa: T201 - what this program is for
        for code in ("id", "en", "jv", "su"):
            _row(room, code, [" ".join(row[code].split()[:words]) for row in rows])
    each = (time.perf_counter() - began) / (len(rows) * 4 * len(LENGTHS))
    print(f"\n{each * 1000:.2f} ms for each message")  # noqa: T201 - as above
    print(f"\nwritten in a language without a list of danger words, of {len(rows)} sentences")  # noqa: T201 - as above
    for code in ("id", "en", "jv", "su"):
        counts = Counter(find_uncovered(row[code]) for row in rows)
        told = ", ".join(f"{language} {count}" for language, count in counts.items() if language) or "none"
        print(f"  {code}  told as {told}")  # noqa: T201 - as above


def _row(room: Room, code: str, texts: Iterable[str]) -> None:
    counts = Counter(detect_first(room, text) for text in texts)
    share = {language: 100 * count / counts.total() for language, count in counts.items()}
    none = share.pop(None, 0.0)
    right = share.pop(Language(code), 0.0)
    taken = (
        ", ".join(f"taken for {language} {part:5.1f} %" for language, part in sorted(share.items()))
        or "taken for no other"
    )
    print(f"  {code}  found {right:5.1f} %   left alone {none:5.1f} %   {taken}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
