"""The command `thirdchair`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.app.recovery import show_recovery_key
from bot.app.run import run as run_bot
from bot.demo.command import demo
from bot.errors import BotError
from bot.log import logger, start_logging
from bot.settings import load

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
Config = Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")]
A_BUG = 70
"""EX_SOFTWARE of `sysexits.h`."""


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


@app.command()
def run(config: Config = Path("bot.yaml")) -> None:
    """Run the bot until it is stopped by SIGTERM or Ctrl-C. The log goes to standard error."""
    settings = load(config)
    start_logging()
    asyncio.run(run_bot(settings, show_recovery_key(settings.deployment.data_dir)))


app.command()(demo)


def main() -> None:
    """Run the command line; what a person can mend is told in two lines, a bug without anybody's words."""
    try:
        app()
    except BotError as error:
        typer.echo(f"{error}\n{error.remedy}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would quote what the exception was given
        start_logging()
        logger(__name__).error("a bug ended the program", exc=error)
        sys.exit(A_BUG)


if __name__ == "__main__":
    main()
