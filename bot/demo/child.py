"""The parent's side of the leash: starts Python modules as programs that never outlive us, and ends them."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from bot.demo.leash import PATIENCE

GLANCE = 0.02
"""Seconds between two looks at a condition."""


def start_child(module: str, *arguments: str, log: Path) -> subprocess.Popen[bytes]:
    """Run `module` with `arguments` on a leash; what it prints is added to `log`.

    It gets a group of its own, so that Ctrl-C reaches us alone and we end things in order.
    """
    command = (sys.executable, "-m", "bot.demo.leash", module, *arguments)
    with log.open("ab") as file:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file, stderr=file, process_group=0)


async def end_child(process: subprocess.Popen[bytes], patience: float = PATIENCE) -> None:
    """End the process: politely, and after `patience` seconds with force. One that has ended is left as it is."""
    process.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, patience)
    finally:
        process.kill()
        process.wait()
        if process.stdin:
            process.stdin.close()


async def wait_for_end(process: subprocess.Popen[bytes]) -> int:
    """Return the process's exit status once it has ended by itself; 128 and the signal's number if one ended it."""
    while True:
        status = process.poll()
        if status is not None:
            return status if status >= 0 else 128 - status
        await asyncio.sleep(5 * GLANCE)


def read_last_lines(log: Path) -> str:
    """Return the end of a program's log, each line on a line of its own."""
    return "".join(f"\n  {line}" for line in log.read_text(errors="replace").splitlines()[-8:])
