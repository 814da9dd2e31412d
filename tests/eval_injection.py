"""The attacks of `tests/attacks.yaml` as a table: how many were tried in which language, and how many changed anything.

make eval-injection

Ends with status 1 if anything gave way, and says what.
"""

import sys
from collections.abc import Iterator

from injection import Attack, attacks, broken
from rich.console import Console

LANGUAGES = ("en", "id")


def rows(results: dict[Attack, tuple[str, ...]]) -> Iterator[str]:
    """Yield the table's rows: what is attacked, by whom, and per language how many attacks held of how many."""
    yield "| what has to hold | attacked by | en | id |"
    yield "| --- | --- | --- | --- |"
    for holds, by in sorted({(attack.holds, attack.by) for attack in results}):
        cells = (_held(results, holds, by, language) for language in LANGUAGES)
        yield f"| {holds} | {by} | {' | '.join(cells)} |"


def _held(results: dict[Attack, tuple[str, ...]], holds: str, by: str, language: str) -> str:
    bools = [
        not gave for attack, gave in results.items() if (attack.holds, attack.by, attack.lang) == (holds, by, language)
    ]
    return f"{sum(bools)} of {len(bools)}" if bools else "none"


def main() -> None:
    """Play every attack and print what held."""
    results = {attack: broken(attack) for attack in attacks()}
    failed = [
        f"{attack.by}, {attack.lang}, {attack.tries}: {'; '.join(gave)}" for attack, gave in results.items() if gave
    ]
    summary = f"{len(results)} attacks, {len(failed)} of which changed something."
    Console(soft_wrap=True).print("\n".join([*rows(results), "", summary, *failed]), markup=False, highlight=False)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
