"""A little space that is kept in the data folder, so that a bot can be started on a disk that others have filled."""

import os
from contextlib import suppress
from pathlib import Path

from bot.private_files import open_private

NAME = "spare"
SIZE = 512 * 1024
"""Bytes: SQLite needs some beside a database before it can even be read, and an alarm has to be written down."""


def keep_spare(folder: Path) -> None:
    """Put the space aside, unless it is there; where it does not fit, nothing is."""
    path = folder / NAME
    with suppress(OSError):
        if path.exists() and path.stat().st_size == SIZE:
            return
        try:
            with open(path, "wb", opener=open_private) as file:
                file.write(os.urandom(SIZE))  # zeros may take no space on the disk
        except OSError:
            path.unlink(missing_ok=True)


def use_spare(folder: Path) -> bool:
    """Give the space free; return whether there was any."""
    try:
        (folder / NAME).unlink()
    except OSError:
        return False
    return True
