"""The bot's time: the machine's, but it never goes back. Set back, it goes on more slowly until the machine has caught up.

What is due stands in the notebook as a time: the next minute of an alarm, the next try of a message. Were the machine
set back by an hour, the second contact would be called an hour late.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.app.services import read_clock
from bot.store import Store

PACE = 0.8
"""How much of a second passes in each while the machine's clock is behind: a minute of an alarm is 75 seconds then."""
WRONG_DATE = 86_400.0
"""Seconds by which the machine's clock may be behind; further, it had a wrong date, which nobody is to read any longer."""


@dataclass(slots=True)
class SteadyClock:
    """Gives the time in seconds UTC, later at each call than before. `at` is the latest time that is known to have been.

    `read_time` is the machine's clock, `read_ticks` the one that nobody sets.
    """

    at: float = 0.0
    read_time: Callable[[], float] = read_clock
    read_ticks: Callable[[], float] = time.monotonic
    _ticks: float | None = None

    def __call__(self) -> float:
        """Return the time now, in seconds UTC."""
        time_now, ticks = self.read_time(), self.read_ticks()
        slowest = self.at + PACE * (ticks - (ticks if self._ticks is None else self._ticks))
        is_behind = time_now < slowest <= time_now + WRONG_DATE
        self.at, self._ticks = slowest if is_behind else time_now, ticks
        return self.at


async def open_clock(store: Store) -> SteadyClock:
    """Return the clock of a bot that starts: it does not go back behind what the notebook says of the last sync."""
    return SteadyClock(float(await store.notes.read("synced_at") or 0.0))
