"""The recovery key, shown once: on the operator's screen, or in a file that is theirs to put away."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.log import logger

log = logger(__name__)
FILE = "recovery-key.txt"
_TEXT = """\
Recovery key of the bot's identity. Put it into the clinic's safe; it is not shown again.

    {key}

"""


def show_recovery_key(data_dir: Path) -> Callable[[str], None]:
    """Return what shows the key: on the terminal if a person sits there, else in a file only its owner can read."""

    def show(key: str) -> None:
        if sys.stdout.isatty():
            sys.stdout.write(_TEXT.format(key=key))
            return
        with os.fdopen(os.open(data_dir / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(_TEXT.format(key=key))
        log.warning("recovery key written; put it into the clinic's safe and delete the file", file=FILE)

    return show
