"""A clock that a test sets wrong under a running program: how wrong it is stands in a file of eight bytes that both share."""

import mmap
import struct
import time
from pathlib import Path

_WRONG_BY = struct.Struct("d")


def set_wrong_clock(file: Path, seconds: float) -> None:
    """Let whoever follows `file` take the time for so many seconds later than it is, or, below 0, earlier."""
    if not file.exists():
        file.write_bytes(_WRONG_BY.pack(0.0))
    with file.open("r+b") as opened:
        opened.write(_WRONG_BY.pack(seconds))


def follow_wrong_clock(file: Path) -> None:
    """Let `time.time` in this process be as wrong as `file` says, whenever it is asked; the monotonic clock stays right."""
    with file.open("rb") as opened:
        shared = mmap.mmap(opened.fileno(), _WRONG_BY.size, access=mmap.ACCESS_READ)
    read_right_time = time.time  # noqa: TID251 - what everybody else is banned from is set wrong here
    time.time = lambda: read_right_time() + float(_WRONG_BY.unpack(shared)[0])  # noqa: TID251 - the same
