"""Whether the three loops are alive: each says by when it will be heard of again, and one that breaks its word hangs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

LOOPS: Final = ("listen", "think", "act")
ROUND = 300.0
"""Seconds that one round of a loop may take beside its waits: a sync after a night away reads what hundreds of rooms missed."""


@dataclass(slots=True)
class Pulse:
    """By when each loop is heard of again at the latest, in seconds of `clock`, which no change of the date moves."""

    clock: Callable[[], float] = time.monotonic
    due: dict[str, float] = field(default_factory=dict)
    _heard: dict[str, float] = field(default_factory=dict)

    def promise_beat(self, loop: str, wait: float = 0.0) -> None:
        """Note that `loop` waits for `wait` seconds at most, works no longer than a round may take, and is heard of then."""
        self._heard[loop] = self.clock()
        self.due[loop] = self._heard[loop] + wait + ROUND

    def list_hanging(self) -> tuple[str, ...]:
        """Return the loops that have not kept their word, or never gave it; none if all three are alive."""
        now = self.clock()
        return tuple(loop for loop in LOOPS if self.due.get(loop, 0.0) < now)

    def list_stalled(self) -> tuple[str, ...]:
        """Return the loops that began and have not kept their word: one that has not begun waits for others to answer."""
        return tuple(loop for loop in self.list_hanging() if loop in self.due)

    def measure_silence(self) -> dict[str, float]:
        """Return for how many seconds each loop that has begun was not heard of."""
        now = self.clock()
        return {loop: now - heard for loop, heard in self._heard.items()}
