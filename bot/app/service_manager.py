"""What systemd is told of the bot: that it is ready, that it stops, and that all three loops are alive (sd_notify(3))."""

import asyncio
import os
import socket
from pathlib import Path

from bot.app.services import Chair
from bot.log import get_logger

log = get_logger(__name__)
PACE = 5.0
"""Seconds between two looks at the loops where nobody asks for a sign of life."""


def notify_manager(state: str) -> None:
    """Send `state`, such as `READY=1`, to whoever started the bot and listens for it; nothing where nobody does.

    The socket is a file of this machine, or, with `@`, a name in its kernel: no word of it leaves.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.setblocking(False)
            channel.sendto(state.encode(), f"\0{address[1:]}" if address.startswith("@") else str(Path(address)))
    except OSError as error:  # it is started again then, which is what a manager that hears nothing is for
        log.warning("systemd could not be told", error=type(error).__name__)


def read_watchdog_pace() -> float | None:
    """Return how often systemd wants a sign of life, in seconds, halved as it advises; None where it wants none of us."""
    asked, whom = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not asked.isdigit() or int(asked) == 0 or whom not in {"", str(os.getpid())}:
        return None
    return int(asked) / 2_000_000


async def report_to_manager(chair: Chair) -> None:
    """Say once that the bot is ready, as soon as it has synced; then, for ever, that it lives, while all three loops do.

    A loop that hangs is named in the log, and systemd hears nothing more: it ends the process and starts another one,
    which goes on where the notebook says.
    """
    await chair.synced.wait()
    notify_manager("READY=1\nSTATUS=At work")
    pace, hanging = read_watchdog_pace(), tuple[str, ...]()
    while True:
        if (silent := chair.pulse.list_hanging()) != hanging:
            hanging = silent
            for loop in hanging:
                log.error("alert", reason="loop-hangs", kind=loop)
        if pace is not None and not hanging:
            notify_manager("WATCHDOG=1")
        await asyncio.sleep(pace or PACE)
