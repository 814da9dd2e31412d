"""The recovery key, shown once: on the operator's screen, or in a file that is theirs to put away."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.log import get_logger
from bot.private_files import open_private
from bot.store import recognise_folder_trouble

log = get_logger(__name__)
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
        with recognise_folder_trouble(data_dir):
            _write_new_file(data_dir / FILE, _TEXT.format(key=key))
        log.warning("recovery key written; put it into the clinic's safe and delete the file", file=FILE)

    return show


def _write_new_file(path: Path, text: str) -> None:
    """Write a file that is new, so that neither an earlier one's mode nor anybody who has it open can betray the key."""
    path.unlink(missing_ok=True)
    with os.fdopen(open_private(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())  # next, the notebook forgets the key
