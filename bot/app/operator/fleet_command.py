"""The command `thirdchair fleet status DIR`: many bots, a line for each."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.app.operator.fleet import BotState, list_clashes, survey_fleet
from bot.app.services import read_clock
from bot.settings import Settings

fleet = typer.Typer(no_args_is_help=True, help="Many bots: one account, one configuration, one process each.")


@fleet.callback()
def group_commands() -> None:
    """Keep `status` a word of its own, also while it is the only one."""


@fleet.command("status")
def print_fleet(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that holds DIR/*/bot.yaml.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say of each bot whether it runs, how old its last sync and its oldest alarm are, and what waits: in counts.

    The bots may run, and nothing is changed. Exit status 1 if there is something to look at.
    """
    raise typer.Exit(asyncio.run(_print_states(folder, as_json=as_json)))


async def _print_states(folder: Path, *, as_json: bool) -> int:
    states: list[BotState] = []
    read: list[tuple[str, Settings]] = []
    async for state, settings in survey_fleet(folder, read_clock()):
        states.append(state)
        if settings:
            read.append((state.folder, settings))
        if not as_json:
            typer.echo(str(state))
    clashes = list_clashes(read)
    if as_json:
        bots = [{**asdict(state), "needs_look": state.needs_look} for state in states]
        typer.echo(json.dumps({"bots": bots, "clashes": clashes}, indent=1, ensure_ascii=False))
    else:
        for clash in clashes:
            typer.echo(f"look\t{clash}")
    return int(bool(clashes) or any(state.needs_look for state in states))
