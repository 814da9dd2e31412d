"""The exam's report: a table for people, and the same with each item for programs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.llm.exam.verdict import Level, Result, Verdict, judge_commands

LEVELS = {
    Level.ROOM: "keeps the form",
    Level.DESK: "keeps it behind the desk only",
    Level.NONE: "does not",
}
"""How each level is told."""
COLUMNS = ("command", "verdict", "items", "right", "held back", "wrong", "danger", "chrF", "s", "tokens")
LAST_LINE = (
    "This measures form, language and faithfulness, not safety, and is no reason for `approval: unasked`: "
    "what a model writes stays a therapist's to let out."
)
MOST_FLAWS = 3


@dataclass(frozen=True, slots=True)
class Report:
    """An exam of `backend`, whose model is `model`. `asked` is of how many items, `partial` that it ended before its end."""

    backend: str
    model: str
    version: str
    asked: int
    results: tuple[Result, ...]
    partial: bool = False

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Return a verdict for each command."""
        return judge_commands(self.results)


def list_rows(verdicts: Sequence[Verdict]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of the table, in the order of `COLUMNS`: shares of the items, seconds as a median, tokens in and out."""
    return tuple(_make_row(verdict) for verdict in verdicts)


def list_flaw_lines(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """Return a line for each command in which something was wrong: what, most of all, and how often."""
    return tuple(
        f"{verdict.command}, mostly: {', '.join(f'{flaw} {count}' for flaw, count in verdict.flaws[:MOST_FLAWS])}"
        for verdict in verdicts
        if verdict.flaws
    )


def make_export(report: Report) -> dict[str, Any]:
    """Return a report as JSON: its verdicts, and each item by its name with what the model wrote. It holds no person's words."""
    return {
        "backend": report.backend,
        "model": report.model,
        "version": report.version,
        "partial": report.partial,
        "items": {"asked": report.asked, "answered": len(report.results)},
        "commands": [_export_verdict(verdict) for verdict in report.verdicts],
        "results": [_export_result(result) for result in report.results],
        "note": LAST_LINE,
    }


def _make_row(verdict: Verdict) -> tuple[str, ...]:
    return (
        verdict.command,
        LEVELS[verdict.level],
        str(verdict.items),
        _make_share(verdict.right, verdict.items),
        _make_share(verdict.held, verdict.items),
        _make_share(verdict.wrong, verdict.items),
        f"{verdict.danger_right}/{verdict.danger}" if verdict.danger else "-",
        "-" if verdict.near is None else f"{verdict.near:.0f}",
        f"{verdict.seconds:.1f}",
        f"{verdict.tokens_in}+{verdict.tokens_out}",
    )


def _make_share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _export_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "command": verdict.command,
        "level": verdict.level.value,
        "items": verdict.items,
        "right": verdict.right,
        "held": verdict.held,
        "wrong": verdict.wrong,
        "danger": {"items": verdict.danger, "right": verdict.danger_right},
        "chrf": None if verdict.near is None else round(verdict.near, 1),
        "seconds": round(verdict.seconds, 3),
        "tokens": {"in": verdict.tokens_in, "out": verdict.tokens_out},
        "flaws": {flaw.value: count for flaw, count in verdict.flaws},
    }


def _export_result(result: Result) -> dict[str, Any]:
    outcome = result.outcome
    return {
        "item": result.item.name,
        "mark": result.mark.value,
        "flaws": [flaw.value for flaw in result.flaws],
        "held": outcome.held,
        "trouble": outcome.trouble.value if outcome.trouble else "",
        "answer": outcome.answer,
        "seen": outcome.text,
        "seconds": round(outcome.seconds, 3),
        "tokens": {"in": outcome.tokens_in, "out": outcome.tokens_out},
    }
