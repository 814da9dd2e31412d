"""Whether the three loops turn: each notes that it goes round, and whoever asks learns which has not for too long.

A loop that waits for the homeserver or for space turns all the same: to start it again would mend nothing.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Loop: TypeAlias = Literal["listen", "think", "act"]
LONGEST_TURN: Mapping[Loop, float] = {"listen": 300.0, "think": 120.0, "act": 120.0}
"""Seconds that one turn may take. Listening waits up to 30 s for news, and the first time, or to fill a gap, far longer."""
NAP = 30.0
"""Seconds after which a loop that waits notes that it still turns."""


@dataclass(slots=True)
class Heartbeat:
    """When each loop last began a turn. `clock` only ever goes forwards, whatever happens to the time of day."""

    clock: Callable[[], float] = time.monotonic
    _turned: dict[Loop, float] = field(default_factory=dict)

    def note_turn(self, loop: Loop) -> None:
        """Note that `loop` goes round."""
        self._turned[loop] = self.clock()

    def measure_turns(self) -> dict[Loop, float]:
        """Return for how many seconds each loop that has begun has been in its turn."""
        now = self.clock()
        return {loop: now - began for loop, began in self._turned.items()}

    def list_stalled(self) -> tuple[Loop, ...]:
        """Return the loops that have been in one turn for too long; none that has not begun: a start waits for others."""
        return tuple(loop for loop, seconds in self.measure_turns().items() if seconds > LONGEST_TURN[loop])
