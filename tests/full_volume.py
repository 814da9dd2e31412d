"""A disk that can be full: a small volume of the data folder's own where root may mount one, else a limit on what the bot may write."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot_process import BotProcess

SIZE = 96
"""Megabytes: an hour's notebook of 20 rooms takes a third of it."""
BALLAST = "ballast"


class Disk(Protocol):
    """Where a bot's data folder lies."""

    def fill(self) -> None:
        """Let nothing more be written."""

    def free(self) -> None:
        """Let there be space again."""


@dataclass
class LimitedFiles:
    """Whatever disk there is: the bot's process may write nothing. One that is started meanwhile may."""

    bot: BotProcess

    def fill(self) -> None:
        """Let no file of the process that runs now grow at all."""
        with suppress(ProcessLookupError):
            self.bot.limit_files(0)

    def free(self) -> None:
        """Let the files of the process that runs now grow again."""
        with suppress(ProcessLookupError):
            self.bot.limit_files()


@dataclass
class SmallVolume:
    """A volume that is mounted in `folder`, and that a file without a meaning fills: also for whoever starts meanwhile."""

    folder: Path

    def fill(self) -> None:
        """Take all the space that there is, to the last page."""
        with (self.folder / BALLAST).open("ab") as ballast:
            while free := shutil.disk_usage(self.folder).free:
                with suppress(OSError):  # somebody else was quicker to take a page: then there is less
                    os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), free)

    def free(self) -> None:
        """Give the space back."""
        (self.folder / BALLAST).unlink(missing_ok=True)


@contextmanager
def mount_small_volume(folder: Path) -> Iterator[SmallVolume | None]:
    """Mount a small volume in `folder` for as long as the block runs; None where this may not be done."""
    folder.mkdir(parents=True, mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}m,mode=0700", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        folder.rmdir()
        yield None
        return
    try:
        yield SmallVolume(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
