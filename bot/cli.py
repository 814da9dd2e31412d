"""The command `thirdchair`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.errors import BotError
from bot.settings import load

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
Config = Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")]


@app.callback()
def thirdchair() -> None:
    """Third Chair: an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control."""


@app.command()
def version() -> None:
    """Say which version this is."""
    typer.echo(bot.__version__)


@app.command()
def check(config: Config = Path("bot.yaml")) -> None:
    """Read the configuration and tell every mistake at once; exit status 78 if there is one."""
    settings = load(config)
    typer.echo(f"{config.name} and {len(settings.rooms)} room file(s): no mistakes found.")


def main() -> None:
    """Run the command line; what a person can mend is told in two lines, without a traceback."""
    try:
        app()
    except BotError as error:
        typer.echo(f"{error}\n{error.remedy}", err=True)
        sys.exit(error.exit_code)
