"""Breaks the rules on purpose, one change at a time, and says which changes no unit test notices.

    make mutants            a fixed sample
    make mutants SEED=2     another
    make mutants EACH=0     every change there is

With `--tests` only those files of tests are run, which is quicker; what they do not notice, others may.

Ends with status 1 if more than three in a hundred are neither noticed nor explained, or if an explanation fits no change any more.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from random import Random
from time import monotonic

from mutant_changes import Mutant, make_mutants
from mutant_runs import Runner
from rich.console import Console

RULES = {
    "decide": ("bot.session.decide",),
    "agreement": ("bot.session.talk.agreement", "bot.session.consent"),
    "window": ("bot.session.talk.window",),
    "approval": ("bot.session.desk.approval", "bot.session.talk.sources", "bot.session.desk.verdict"),
    "drafts": ("bot.session.desk.drafts", "bot.session.desk.replies"),
    "roster": ("bot.session.membership",),
    "trust": ("bot.matrix.trust",),
    "danger": (
        "bot.danger_words.find_phrase",
        "bot.danger_words.softening",
        "bot.danger_words.by_therapist",
        "bot.danger_words.phrase_graph",
        "bot.danger_words.word_table",
        "bot.danger_words.build_graph",
        "bot.danger_words.build_table",
        "bot.danger_words.pack_phrases",
        "bot.danger_words.normalise",
        "bot.session.danger.tripwire",
        "bot.session.danger.ladder",
        "bot.session.danger.alarms",
    ),
    "masking": (
        "bot.masking.mask",
        "bot.masking.names",
        "bot.masking.allowlist",
        "bot.masking.spans",
        "bot.masking.tokens",
        "bot.masking.placeholders",
        "bot.masking.neighbours",
        "bot.masking.name_cues",
        "bot.masking.organisations",
        "bot.masking.addresses",
        "bot.masking.room_names",
    ),
}
"""The modules of each rule. The lists of words, and how they are read, are measured by `make eval-masking` and `make eval-tripwire`."""
EACH = 50
"""Changes tried of each rule."""
MOST_UNEXPLAINED = 0.03
EXPLAINED = Path(__file__).with_suffix(".toml")


Change = tuple[str, str, str]
"""A module, lines of it as they are, and as they are in the mutant."""


def draw_sample(mutants: Mapping[str, Sequence[Mutant]], seed: int, each: int) -> dict[str, list[Mutant]]:
    """Return `each` mutants of each rule, all if that is 0, the same for the same seed."""
    return {
        rule: Random(f"{seed} {rule}").sample(there, min(each or len(there), len(there)))  # noqa: S311  # no secret
        for rule, there in mutants.items()
    }


def read_explained() -> dict[Change, str]:
    """Return why a change is none that anybody could notice, by change."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    return {(entry["module"], entry["old"], entry["new"]): entry["why"] for entry in entries}


def change_of(mutant: Mutant) -> Change:
    """Return by what a mutant is explained."""
    return mutant.module, mutant.old, mutant.new


def write_report(
    tried: Mapping[str, Sequence[Mutant]], alive: AbstractSet[Mutant], explained: AbstractSet[Change]
) -> Iterator[str]:
    """Yield the table, per rule how many were tried, noticed, explained and neither, and then each that is neither."""
    yield "| rule | changes | noticed | explained | neither |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for rule, mutants in tried.items():
        known = sum(mutant in alive and change_of(mutant) in explained for mutant in mutants)
        neither = sum(mutant in alive for mutant in mutants) - known
        yield f"| {rule} | {len(mutants)} | {len(mutants) - known - neither} | {known} | {neither} |"
    for mutant in sorted(alive, key=lambda mutant: (mutant.module, mutant.line)):
        if change_of(mutant) not in explained:
            yield f"\n{mutant.module}:{mutant.line}"
            yield from (f"  - {line}" for line in mutant.old.splitlines())
            yield from (f"  + {line}" for line in mutant.new.splitlines())


def main() -> None:
    """Try the mutants and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=EACH, help="changes of each rule; 0: every one")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--rule", action="append", choices=RULES)
    parser.add_argument("--tests", action="append", default=[], help="only this file of tests")
    args = parser.parse_args()
    console, began = Console(soft_wrap=True, markup=False, highlight=False), monotonic()
    rules = {rule: RULES[rule] for rule in args.rule or RULES}
    every = {rule: [mutant for module in modules for mutant in make_mutants(module)] for rule, modules in rules.items()}
    tried = draw_sample(every, args.seed, args.each)
    runner = Runner((it for modules in rules.values() for it in modules), jobs=args.jobs, tests=args.tests)
    runner.watch()
    alive = runner.try_all([mutant for mutants in tried.values() for mutant in mutants])
    explained = read_explained()
    there = {change_of(mutant) for mutants in every.values() for mutant in mutants}
    mine = {module for modules in rules.values() for module in modules}
    known = {module for modules in RULES.values() for module in modules}
    stale = [change for change in explained if change not in there and (change[0] in mine or change[0] not in known)]
    console.print("\n".join(write_report(tried, alive, explained.keys())))
    for module, old, _ in stale:
        console.print(f"\nNo change of {module} is like this explanation any more: {old}")
    total, neither = sum(map(len, tried.values())), sum(change_of(mutant) not in explained for mutant in alive)
    share, minutes = neither / total, (monotonic() - began) / 60
    console.print(f"\n{total} changes in {minutes:.0f} minutes; {share:.1%} are neither noticed nor explained.")
    sys.exit(1 if stale or share > MOST_UNEXPLAINED else 0)


if __name__ == "__main__":
    main()
