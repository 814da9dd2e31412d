"""What the start alone needed is given back to the system, and threads keep no heaps of their own (glibc only)."""

import ctypes
import gc

import babel.core

_M_MMAP_THRESHOLD = -3
"""`malloc.h`: from which size on a piece of memory is a mapping of its own, which goes back to the system as soon as it is free."""
_LARGE = 128 * 1024
"""Bytes: glibc's own number to begin with, which would grow with each large piece that is given back, and keep the next ones."""
_M_ARENA_MAX = -8
"""`malloc.h`: how many heaps threads may have. One is enough where one thread does nearly all."""


def share_heap() -> None:
    """Let all threads use one heap: each heap besides keeps a MB or so for a few KB. Call it before there are threads."""
    if (choose := getattr(_load_own_library(), "mallopt", None)) is not None:
        choose(_M_ARENA_MAX, 1)
        choose(_M_MMAP_THRESHOLD, _LARGE)


def trim_memory() -> None:
    """Look through all that there is once more, let go of what is garbage, and give back what is free; what is there then stays.

    It takes a tenth of a second: call it once, when all is loaded and nobody waits for the start any more.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # looking through it again and again took a thirtieth of all that is done
    if (trim := getattr(_load_own_library(), "malloc_trim", None)) is not None:
        trim(0)


def drop_babel_tables() -> None:
    """Let go of what Babel knows of all the world's languages: 2 MB, of which a bundle of sentences needs a line when it is made.

    Babel reads it again where it is asked for (2.18, `core.py`, `get_global`).
    """
    vars(babel.core)["_global_data"] = None


def _load_own_library() -> ctypes.CDLL:
    """Return what the process is linked with; another C library than glibc has neither function, and needs none."""
    return ctypes.CDLL(None)
