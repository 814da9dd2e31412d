"""`thirdchair run`, the one command whose process stays: it is here, beside nothing that only the others need, nor what reads them."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from bot.app.keys.recovery import show_recovery_key
from bot.app.run import run_bot
from bot.egress_watch import watch_egress
from bot.errors import BotError
from bot.log import get_logger, start_logging
from bot.settings import load_settings

A_BUG = 70
"""EX_SOFTWARE of `sysexits.h`."""
INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C ended."""
DEFAULT_CONFIG = Path("bot.yaml")
"""Where the deployment file is if nobody says."""


def run_from(config: Path) -> None:
    """Run the bot that the deployment file `config` describes until it is stopped. The log goes to standard error.

    Raises:
        BotError: something that a person must mend first.
    """
    settings = load_settings(config)
    start_logging()
    watch_egress(lambda reason: get_logger(__name__).error("alert", reason=reason))
    asyncio.run(run_bot(settings, show_recovery_key(settings.deployment.data_dir), config))


def tell_errors(program: Callable[[], None]) -> None:
    """Run a program; what a person can mend is told in two lines, a bug without anybody's words."""
    try:
        program()
    except BotError as error:
        sys.stderr.write(f"{error}\n{error.remedy}\n")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:  # before the loops, which end by it in order
        sys.exit(INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - Python's own traceback would quote what the exception was given
        start_logging()
        get_logger(__name__).error("a bug ended the program", exc=error)
        sys.exit(A_BUG)
