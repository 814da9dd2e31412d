"""The command `thirdchair practice`: its options, and which of them go together."""

import asyncio
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console

from bot.app.until import work_until_told
from bot.demo.practice.here import play_in_terminal
from bot.demo.practice.library import OURS, Entry, choose_scenario, load_scenarios
from bot.demo.practice.live import practise_live
from bot.demo.screen import Screen
from bot.words import languages

if TYPE_CHECKING:
    Spoken = str
else:
    Spoken = Literal[languages()]  # the command line offers the languages that there are


def practice(  # noqa: PLR0913, PLR0917 - each option of the command line is an argument
    scenario: Annotated[str | None, typer.Argument(help="Which one; without a name, the first.")] = None,
    language: Annotated[Spoken | None, typer.Option("--language", help="The language to practise in.")] = None,
    show: Annotated[bool, typer.Option("--list", help="Say which scenarios there are, and start nothing.")] = False,
    here: Annotated[bool, typer.Option("--here", help="Practise in this terminal, without an app.")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="Keep it up after the closing card, until Ctrl-C.")] = False,
    more: Annotated[
        list[Path] | None,
        typer.Option("--scenarios", metavar="DIR", help="A folder with more of them; may be repeated."),
    ] = None,
) -> None:
    """Train for the desk: a scripted client, drafts of which some are wrong on purpose, and a card of what was caught."""
    if here and stay:
        raise typer.BadParameter("--stay is for practising with an app: leave one of --here and --stay out.")
    scenarios = load_scenarios((OURS, *(more or ())))
    if show:
        _print_scenarios(scenarios)
        return
    played = choose_scenario(scenarios, scenario, language)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    screen = Screen(Console(highlight=False))
    if here:
        asyncio.run(play_in_terminal(played, screen, _read_typed))
        return
    stopped = work_until_told(practise_live(played, screen, stay=stay))
    raise typer.Exit(0 if stopped is None or stay else 128 + stopped)


def _print_scenarios(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        typer.echo(f"{entry.name:<14} {entry.scenario.own}  {entry.scenario.title}: {entry.scenario.about}")


def _read_typed() -> str | None:
    """Return the next line with something on it, None at the end of what is typed."""
    for line in sys.stdin:
        if line.strip():
            return line.strip()
    return None
