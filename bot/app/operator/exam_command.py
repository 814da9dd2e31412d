"""The command `thirdchair exam`: its options, how far it is on the terminal, and the table at its end."""

import asyncio
import io
import json
import signal
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

import bot
from bot.app.operator.exam import hold_exam
from bot.app.until import race_signals
from bot.errors import BotError
from bot.llm.exam.items import COMMANDS, Choice, Item, choose_items
from bot.llm.exam.report import COLUMNS, LAST_LINE, Report, list_flaw_lines, list_rows, make_export
from bot.llm.exam.verdict import Level, Result, reaches_level
from bot.log import keep_log_still
from bot.model import Language
from bot.settings import load_settings
from bot.words import languages

if TYPE_CHECKING:
    Spoken = str
else:
    Spoken = Literal[languages()]  # the command line offers the languages that there are
_STOPS = (signal.SIGTERM, signal.SIGINT)
WIDE = 120
"""Columns of a table that goes into a file."""


def exam(  # noqa: PLR0913, PLR0917 - each option of the command line is an argument
    backend: Annotated[str, typer.Argument(help="Which of the `backends` in bot.yaml.")],
    config: Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")] = Path("bot.yaml"),
    commands: Annotated[
        str | None, typer.Option("--commands", help=f"Which commands, with commas between: {', '.join(COMMANDS)}.")
    ] = None,
    language: Annotated[Spoken | None, typer.Option("--language", help="Items of this language alone.")] = None,
    file: Annotated[Path | None, typer.Option("--json", help="Write the report with each item here too.")] = None,
    require: Annotated[
        Literal["room", "desk"] | None,
        typer.Option("--require", help="Exit with 1 unless every command keeps the form in the room, or at the desk."),
    ] = None,
) -> None:
    """Ask a backend our own made-up items, and say command by command whether its model keeps the form. The bot may run.

    Exit status: 0, or 1 if a command does not reach what --require asks, 2 if the backend gives no answers, 130 on Ctrl-C.
    """
    choice = Choice(_read_commands(commands), (Language(language),) if language else languages())
    settings, items = load_settings(config), choose_items(choice)
    if not items:
        raise typer.BadParameter("There are no items in this language yet (docs/models.md).")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    if file:
        _check_writable(file)
    keep_log_still()
    results: list[Result] = []
    ending = asyncio.run(_take_exam(hold_exam(settings, backend, items, time.time), items, results))
    if isinstance(ending, BotError) and not results:
        raise ending
    model, partial = settings.backends[backend].model or "", ending is not None
    report = Report(backend, model, bot.__version__, len(items), tuple(results), partial)
    if file:
        file.write_text(json.dumps(make_export(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print_report(report, Console(highlight=False, width=None if sys.stdout.isatty() else WIDE))
    if isinstance(ending, BotError):
        raise ending
    if ending is not None:
        raise typer.Exit(128 + ending)
    raise typer.Exit(int(not reaches_level(report.verdicts, Level(require or Level.NONE))))


def print_report(report: Report, console: Console) -> None:
    """Print the table of a report and, last of all, what it does not say."""
    table = Table(title=f"{report.backend} · {report.model}", box=SIMPLE, padding=(0, 1, 0, 0))
    for column in COLUMNS:
        table.add_column(column, no_wrap=column != "verdict")
    for row in list_rows(report.verdicts):
        table.add_row(*row)
    console.print(table)
    for line in list_flaw_lines(report.verdicts):
        console.print(line, soft_wrap=True)
    if report.partial:
        console.print(f"PARTIAL: ended after {len(report.results)} of {report.asked} items; the verdicts are of those.")
    console.print(LAST_LINE, soft_wrap=True)


def _read_commands(typed: str | None) -> tuple[str, ...]:
    """Return the commands that are named, in our order; all if none is.

    Raises:
        typer.BadParameter: one of them is not examined.
    """
    named = {name.strip() for name in typed.split(",")} if typed is not None else set(COMMANDS)
    if strange := named - set(COMMANDS):
        raise typer.BadParameter(f"{', '.join(sorted(strange))}: the exam knows {', '.join(COMMANDS)}.")
    return tuple(command for command in COMMANDS if command in named)


def _check_writable(file: Path) -> None:
    """Check that a report can be written before minutes are spent on it.

    Raises:
        typer.BadParameter: it cannot.
    """
    try:
        file.touch()
    except OSError:
        raise typer.BadParameter("--json names a file that cannot be written.") from None


async def _take_exam(
    results: AsyncGenerator[Result], items: tuple[Item, ...], into: list[Result]
) -> BotError | signal.Signals | None:
    """Put each of `results` into `into` and show how far it is; return why it ended before its end, None if it did not."""
    try:
        return await race_signals(_gather_results(results, items, into), _STOPS)
    except BotError as error:
        return error


async def _gather_results(results: AsyncGenerator[Result], items: tuple[Item, ...], into: list[Result]) -> None:
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(items[0].command if items else "", total=len(items))
        async with aclosing(results) as coming:
            async for result in coming:
                into.append(result)
                nearest = items[min(len(into), len(items) - 1)].command
                progress.update(bar, advance=1, description=nearest)
                if not console.is_terminal and (nearest != result.item.command or len(into) == len(items)):
                    console.print(f"{result.item.command}: asked, {len(into)} of {len(items)} items", soft_wrap=True)
