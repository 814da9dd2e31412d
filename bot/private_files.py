"""Files that nobody but the bot's own account may read, whatever umask it was started with and whatever mode they had."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from typing import IO

PRIVATE = 0o600


def make_private(path: Path) -> None:
    """Make sure that the file at `path` is there and is its owner's alone, before anything is written into it.

    SQLite gives a database's journals the mode of the database, so this holds for them too.
    Where it cannot be made, whoever writes into it next is told why.
    """
    with suppress(OSError):
        os.close(open_private(str(path), os.O_WRONLY | os.O_CREAT))


def open_private(path: str, flags: int) -> int:
    """Open a file that is its owner's alone, as `open(..., opener=open_private)` wants it."""
    handle = os.open(path, flags | os.O_CLOEXEC, PRIVATE)
    if os.fstat(handle).st_mode & 0o777 != PRIVATE:  # it was there already, or the umask took more than it should
        os.fchmod(handle, PRIVATE)
    return handle


def mend_modes(folder: Path) -> int:
    """Take every file in `folder` that is ours away from others, and return of how many that was.

    Files alone, and none in folders inside: the data folder may be the one in which the configuration lies.
    """
    mended = 0
    for path in folder.iterdir():
        stat = path.lstat()
        if S_ISREG(stat.st_mode) and stat.st_uid == os.geteuid() and stat.st_mode & 0o077:
            path.chmod(stat.st_mode & 0o700)
            mended += 1
    return mended


@contextmanager
def write_private(path: Path) -> Iterator[IO[str]]:
    """Give the file at `path` to write into, emptied and its owner's alone."""
    with open(path, "w", encoding="ascii", opener=open_private) as file:
        yield file
