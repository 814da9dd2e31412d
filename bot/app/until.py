"""Working until told to stop, and cleaning up whatever happens."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

_STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def work_until_told(work: Coroutine[Any, Any, None]) -> signal.Signals | None:
    """Do `work` to its end, or until a signal to stop, which is returned. Either way everything it opened is closed."""
    return asyncio.run(race_signals(work))


async def race_signals(
    work: Coroutine[Any, Any, None], stops: tuple[signal.Signals, ...] = _STOPS
) -> signal.Signals | None:
    """Do `work` to its end, or until one of `stops`, which is returned. What `work` raises is raised here."""
    task, told = asyncio.create_task(work), list[signal.Signals]()

    def stop(which: signal.Signals) -> None:
        if not told:  # a second Ctrl-C must not break off the cleaning up
            told.append(which)
            task.cancel()

    for which in stops:
        asyncio.get_running_loop().add_signal_handler(which, stop, which)
    await asyncio.wait([task])
    if not (told and task.cancelled()):
        task.result()
    return told[0] if told else None
