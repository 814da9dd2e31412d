"""Where the tests keep their files: in memory, where there is room for them.

Stores, Synapse and the bots wait for the disk at each message, and two thirds of a test's time is that waiting.
Nothing here pulls a plug: what is killed finds its files as it left them, on a disk or in memory.
"""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its owner's own in it
ENOUGH = 2 * 2**30
"""Bytes; a whole run takes less than half of that."""
ROOT = "PYTEST_DEBUG_TEMPROOT"
"""By which pytest is told where to make its folders."""


def prefer_memory() -> None:
    """Let pytest make its folders in memory, unless somebody chose a place or there is not enough of it."""
    if ROOT not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ[ROOT] = str(MEMORY)
