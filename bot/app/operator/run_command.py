"""`thirdchair run`, the one command whose process stays: it is here, beside nothing that only the others need."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.app.keys.recovery import show_recovery_key
from bot.app.run import run_bot
from bot.egress_watch import watch_egress
from bot.errors import BotError
from bot.log import get_logger, start_logging
from bot.settings import load_settings

A_BUG = 70
"""EX_SOFTWARE of `sysexits.h`."""


def make_program() -> typer.Typer:
    """Return the command line, without a command."""
    app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(thirdchair)
    return app


def thirdchair() -> None:
    """Third Chair: an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control."""


def run(
    config: Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")] = Path("bot.yaml"),
) -> None:
    """Run the bot until it is stopped by SIGTERM or Ctrl-C. The log goes to standard error."""
    settings = load_settings(config)
    start_logging()
    watch_egress(lambda reason: get_logger(__name__).error("alert", reason=reason))
    asyncio.run(run_bot(settings, show_recovery_key(settings.deployment.data_dir), config))


def tell_errors(program: Callable[[], None]) -> None:
    """Run a program; what a person can mend is told in two lines, a bug without anybody's words."""
    try:
        program()
    except BotError as error:
        typer.echo(f"{error}\n{error.remedy}", err=True)
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would quote what the exception was given
        start_logging()
        get_logger(__name__).error("a bug ended the program", exc=error)
        sys.exit(A_BUG)
