"""Measure the masking, with names_and_numbers.json and languages.csv in a folder outside the project.

    make eval-masking DATA=../shared/data

Prints what is found (a thing counts when at least nine tenths of its characters are masked), what is masked for nothing in
ordinary talk, how long it takes, and both as a curve over the size of the word lists.
"""

import argparse
import csv
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from indonesian_chat import KEPT_BACK, SEEN, Message, chat, lowered

from bot.masking.lexicon import WORDS, Lexicon, build_lexicon
from bot.masking.mask import find_covered, mask
from bot.masking.names import Names
from bot.model import Language
from bot.words.shelf import read_shelf_yaml

ENOUGH = 0.9
NOT_SAFE_HARBOR = frozenset({"ORGANIZATION", "FIRM", "TITLE", "NRP"})
"""What 45 CFR 164.514(b)(2) does not list: firms, occupations, nationalities and religions."""
EN, ID = Language("en"), Language("id")
CHOSEN = tuple(read_shelf_yaml(language, WORDS)["whole"] for language in (EN, ID))
CURVE = tuple((level, rank) for level, rank in ((20, 3_000), (35, 5_000), (35, 10_000), (50, 20_000), (60, 31_000)))
LARGEST = 65_536
REPEATED = (
    "a ",
    "1 apt ",
    "12 hill row, apt. 3 ",
    "my name is rose ",
    "Reed, Moss and Hoffman ",
    "pt a ",
    "x.",
    "Rina ",
)
"""What may be slow to look through, when it is all that somebody wrote."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


@dataclass
class Score:
    """What was found in a set of messages, by kind."""

    there: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    clean: int = 0
    right: int = 0
    masked: int = 0

    def recall(self, without: frozenset[str] = frozenset()) -> float:
        """Return the share of things found, `without` some kinds."""
        kinds = self.there.keys() - without
        return sum(self.found[kind] for kind in kinds) / sum(self.there[kind] for kind in kinds)


def _say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    data: Path = options.parse_args().data
    english = _english(data / "names_and_numbers.json")
    with (data / "languages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    talk = {language: [row[language] for row in rows] for language in ("en", "id")}
    sets = {
        "English": english,
        "English, never read": [message for message in english if _never_read(message)],
        "Indonesian, first set": chat(SEEN, 600),
        "Indonesian, second set": chat(KEPT_BACK, 600),
    }
    kinds: dict[str, tuple[Score, Score]] = {}
    _say(f"{'':34}recall  Safe Harbor  texts clean  precision")
    for name, messages in sets.items():
        of, low = score(messages), score([lowered(message) for message in messages])
        _print_score(name, of)
        _print_score(f"{name}, lower case", low)
        kinds[name] = of, low
    _print_kinds(kinds)
    _print_ordinary(talk)
    _print_times([message.text for message in english])
    _print_curve(english, talk)


def score(messages: Iterable[Message], known: Lexicon | None = None) -> Score:
    """Return what masking finds of the things that stand in `messages`."""
    total = Score()
    for message in messages:
        hidden = _hidden(message.text, known)
        meant = bytearray(len(message.text))
        clean = True
        for start, end, kind in message.spans:
            meant[start:end] = b"\1" * (end - start)
            result = sum(hidden[start:end]) >= ENOUGH * (end - start)
            total.there[kind] += 1
            total.found[kind] += result
            clean = clean and result
        total.texts += 1
        total.clean += clean
        total.masked += sum(hidden)
        total.right += sum(item & other for item, other in zip(hidden, meant, strict=True))
    return total


def over_masked(texts: Iterable[str], known: Lexicon | None = None) -> tuple[float, float]:
    """Return the share of words without a digit that are masked in ordinary talk, and that of words in lower case."""
    words = masked = low = low_masked = 0
    for text in texts:
        hidden = _hidden(text, known)
        for word in _WORD.finditer(text):
            if not any(char.isdigit() for char in word[0]):
                gone = any(hidden[word.start() : word.end()])
                words, masked = words + 1, masked + gone
                low, low_masked = low + word[0].islower(), low_masked + (gone and word[0].islower())
    return masked / words, low_masked / low


def _english(path: Path) -> list[Message]:
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [
        Message(entry["text"], tuple((span["start"], span["end"], span["type"]) for span in entry["spans"]))
        for entry in entries
    ]


def _never_read(message: Message) -> bool:
    """Return whether nobody read a text while the rules were written: one half of them, by a hash of the text."""
    return sha256(f"x{message.text}".encode()).digest()[0] % 2 == 1


def _hidden(text: str, known: Lexicon | None) -> bytearray:
    """Return for each character whether it is masked."""
    hidden = bytearray(len(text))
    for stretch in find_covered(text, Names(), known=known):
        hidden[stretch.start : stretch.end] = b"\1" * (stretch.end - stretch.start)
    return hidden


def _print_score(name: str, of: Score) -> None:
    harbor = of.recall(NOT_SAFE_HARBOR)
    _say(f"{name:34}{of.recall():6.3f}{harbor:13.3f}{of.clean / of.texts:13.3f}{of.right / of.masked:11.3f}")


def _print_kinds(kinds: dict[str, tuple[Score, Score]]) -> None:
    for name, (of, low) in kinds.items():
        _say(f"\n{name}: found, of, found in lower case")
        for kind, there in of.there.most_common():
            _say(f"  {kind:20}{of.found[kind]:5}{there:5}{low.found[kind]:5}")


def _print_ordinary(talk: dict[str, list[str]]) -> None:
    _say("\nOrdinary talk: share of words masked, and of words in lower case")
    for language, texts in talk.items():
        every, low = over_masked(texts)
        _say(f"  {language}  {every:.3f}  {low:.3f}")


def _print_times(texts: Sequence[str]) -> None:
    taken = [1000 * _seconds(text) for text in texts]
    cuts = statistics.quantiles(taken, n=100)
    slowest = max(_seconds((part * LARGEST)[:LARGEST]) for part in REPEATED)
    _say(f"\nMilliseconds a message: p50 {statistics.median(taken):.2f}, p99 {cuts[98]:.2f}")
    _say(f"Seconds for 64 KiB of the same over and over: {slowest:.2f} at most")


def _seconds(text: str) -> float:
    began = time.perf_counter()
    mask(text, Names())
    return time.perf_counter() - began


def _print_curve(english: list[Message], talk: dict[str, list[str]]) -> None:
    _say("\nSize of the lists (SCOWL, Indonesian words): recall, Safe Harbor, masked of ordinary English, Indonesian")
    for level, rank in CURVE:
        known = build_lexicon(((EN, level), (ID, rank)))
        of = score(english, known)
        mark = "  <- chosen" if (level, rank) == CHOSEN else ""
        shares = "  ".join(f"{over_masked(texts, known)[0]:.3f}" for texts in talk.values())
        _say(f"  {level:3} {rank:6}   {of.recall():.3f}  {of.recall(NOT_SAFE_HARBOR):.3f}   {shares}{mark}")


if __name__ == "__main__":
    main()
