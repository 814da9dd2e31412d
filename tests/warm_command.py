"""A command as the operator gives it, forked from a program that is loaded already (`warm_bot.py`): loading it takes seconds.

    ended = await run_command("doctor", "--config", str(bot.config))
    assert ended.status == 0

Tests of what a terminal does to it, such as Ctrl-C, run the program as people do.
"""

import asyncio
import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection

from warm_bot import fork_bot


@dataclass(frozen=True)
class Ended:
    """How a command ended: its status, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        """Return the last line of what it printed for people."""
        return self.out.strip().splitlines()[-1]


async def run_command(*arguments: str) -> Ended:
    """Run `thirdchair` with `arguments` to its end; it is ended if the test is over before."""
    printed, out = multiprocessing.Pipe(duplex=False)
    process, told = await asyncio.to_thread(fork_bot, *arguments, out=out)
    try:
        said, errors = await asyncio.gather(asyncio.to_thread(_read_all, printed), asyncio.to_thread(_read_all, told))
        await asyncio.to_thread(process.join)
    finally:
        process.kill()  # nothing if it has ended
    assert process.exitcode is not None
    return Ended(process.exitcode, said, errors)


def _read_all(pipe: Connection) -> str:
    """Return what comes through a pipe until nobody writes any more."""
    with pipe, os.fdopen(os.dup(pipe.fileno()), encoding="utf-8") as text:
        return text.read()
