"""Work that takes a while, beside the loops, and that nobody waits for when the bot is stopped."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Got = TypeVar("Got")


async def run_beside(work: Callable[[], Got]) -> Got:
    """Return what `work` returns, done in a thread that ends with the process.

    `asyncio.to_thread` would keep a process that was told to stop until the thread is done. `work` may be broken off at any
    line: it may read, and not write.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Got] = loop.create_future()

    def settle(result: Got | None, error: BaseException | None) -> None:
        if outcome.cancelled():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # without an error there is one

    def do() -> None:
        try:
            done: tuple[Got | None, BaseException | None] = work(), None
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it, whatever it is
            done = None, error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, *done)

    threading.Thread(target=do, name="beside", daemon=True).start()
    return await outcome
