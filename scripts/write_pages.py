"""Write what pages have from the code: README's commands and pages, help-lines, what the bot counts and logs, and every error.

What was measured (`make bench`) is written on README and the page of benchmarks from its results, and drawn.

    python scripts/write_pages.py [--check]

Each stands between two comments, `<!-- commands -->` and `<!-- /commands -->` for instance; nothing else is touched.
With `--check` nothing is written, and the status is 1 if something would be.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks_figures import read_results
from benchmarks_page import list_tables, tabulate_peers, tabulate_readme
from benchmarks_plots import draw_plots
from errors_page import (
    tabulate_alert_codes,
    tabulate_errors,
    tabulate_findings,
    tabulate_mistakes,
    tabulate_remarks,
    tabulate_statuses,
    tabulate_warnings,
)
from metrics_page import tabulate_alerts, tabulate_events, tabulate_metrics, tabulate_rules

from bot.danger_words.helplines import COUNTRIES, EVERYWHERE, Helpline, list_country_lines
from bot.model import Language, Role, make_words
from bot.session.command.table import TABLE, Command
from bot.words import FALLBACK, languages, render_words

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
HELPLINES = DOCS / "helplines.md"
METRICS = DOCS / "metrics.md"
ERRORS = DOCS / "errors.md"
BENCHMARKS = DOCS / "benchmarks.md"
PEERS = ROOT / "tests" / "bench" / "peers.md"
PREFIX = "!"


def list_commands() -> str:
    """Return the table of commands: how one is typed, its other names, who may use it, and `!help`'s words on it."""
    others = [language for language in languages() if language != FALLBACK]
    head = ["command", *(f"in `{language}`" for language in others), "who", "as `!help` says it"]
    rows = [head, ["---"] * len(head)]
    rows += [_describe_command(row, others) for row in TABLE.values()]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def list_pages() -> str:
    """Return the pages in `docs/` by their titles, and the decisions behind them."""
    pages = [_link_page(path) for path in sorted(DOCS.glob("*.md"))]
    decisions = ", ".join(_link_page(path) for path in sorted((DOCS / "decisions").glob("*.md")))
    return "\n".join([*(f"- {page}" for page in pages), f"- Decisions that were hard: {decisions}"])


def list_every_helpline() -> str:
    """Return the table of help-lines: of which country, for what, how they are reached, and what bears them out."""
    rows = [["country", "line", "for", "how and when", "source", "looked at"]]
    rows += [["---"] * len(rows[0])]
    rows += [
        _describe_helpline(line) for name in (*COUNTRIES, EVERYWHERE) for line in list_country_lines(name, FALLBACK)
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _describe_helpline(line: Helpline) -> list[str]:
    reach = f"{line.reach} ({line.hours})"
    return [line.country, line.name, ", ".join(line.concerns), reach, f"<{line.source}>", line.checked_on]


def _describe_command(row: Command, others: list[Language]) -> list[str]:
    typed, _, does = render_words(make_words(f"help-{row.name}", FALLBACK, prefix=PREFIX)).partition(": ")
    names = [
        " ".join(f"`{PREFIX}{alias}`" for spoken, alias in row.aliases if spoken == language) for language in others
    ]
    who = "all" if Role.CLIENT in row.who else "therapist"
    return [typed, *names, who, does]


def _link_page(path: Path) -> str:
    title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return f"[{title}]({path.relative_to(ROOT)})"


def put_between(text: str, name: str, part: str) -> str:
    """Return `text` with `part` between the two comments of `name`.

    Raises:
        ValueError: the page has no such place.
    """
    place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    written, places = place.subn(lambda marks: f"{marks[1]}\n{part}\n\n{marks[2]}", text)
    if places != 1:
        raise ValueError(f"no place for {name}")
    return written


def rewrite_readme(text: str) -> str:
    """Return README as the code says it is."""
    tables = {"commands": list_commands, "speed": lambda: tabulate_readme(read_results()), "pages": list_pages}
    return put_tables(text, tables)


def put_tables(text: str, tables: dict[str, Callable[[], str]]) -> str:
    """Return a page with each of its tables written anew, by the name of the place where it stands."""
    for name, tabulate in tables.items():
        text = put_between(text, name, tabulate())
    return text


def rewrite_helplines(text: str) -> str:
    """Return the page of help-lines as their files say it is."""
    return put_between(text, "helplines", list_every_helpline())


def rewrite_metrics(text: str) -> str:
    """Return the page of what the bot counts and logs as the code says it is."""
    tables = {
        "metrics": tabulate_metrics,
        "rules": tabulate_rules,
        "alerts": tabulate_alerts,
        "events": tabulate_events,
    }
    return put_tables(text, tables)


def rewrite_errors(text: str) -> str:
    """Return the page of errors as the code says it is."""
    tables = {
        "statuses": tabulate_statuses,
        "alert-codes": tabulate_alert_codes,
        "mistakes": tabulate_mistakes,
        "warnings": tabulate_warnings,
        "remarks": tabulate_remarks,
        "findings": tabulate_findings,
        "errors": tabulate_errors,
    }
    return put_tables(text, tables)


def rewrite_benchmarks(text: str) -> str:
    """Return the page of benchmarks as the results of the last `make bench` say it is."""
    return put_tables(text, list_tables())


def rewrite_peers(text: str) -> str:
    """Return the page of other bots with what was measured of them."""
    return put_between(text, "peers", tabulate_peers())


def list_plots() -> dict[Path, str]:
    """Return every picture on the page of benchmarks by its file."""
    return {DOCS / "benchmarks" / name: drawn for name, drawn in draw_plots(read_results()).items()}


REWRITTEN: dict[Path, Callable[[str], str]] = {
    README: rewrite_readme,
    HELPLINES: rewrite_helplines,
    METRICS: rewrite_metrics,
    ERRORS: rewrite_errors,
    BENCHMARKS: rewrite_benchmarks,
    PEERS: rewrite_peers,
}
"""The pages, and how each becomes what the code says."""


def main() -> int:
    """Write the pages, or look whether they are as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and say whether something would be")
    check = parser.parse_args().check
    written = {path: rewrite(path.read_text(encoding="utf-8")) for path, rewrite in REWRITTEN.items()} | list_plots()
    stale = {path: text for path, text in written.items() if not _is_as_written(path, text)}
    for path, text in stale.items():
        if check:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not as the code says: run `make docs`.\n")
        else:
            path.write_text(text, encoding="utf-8")
    return 1 if check and stale else 0


def _is_as_written(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
