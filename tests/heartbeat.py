"""Time that passes for a bot which runs in the test: its clock moves on, and its sync comes back, as it does twice a minute.

Without the sync it would have been away for as long as the clock moved, and a bot that was away turns the AI off.
"""

from itertools import count
from typing import Any

from foreign_client import ForeignClient
from polling import wait_until

from bot.app.services import Chair

_NUMBERS = count()


def move_clock(chair: Chair, seconds: float) -> None:
    """Let the bot's clock go on, and nothing else happen: after more than two minutes it was away."""
    clock = chair.clock
    chair.clock = lambda: clock() + seconds
    chair.to_think.set()


async def pass_time(chair: Chair, somebody: ForeignClient, seconds: float) -> None:
    """Let time pass for a bot that is there; a letter of somebody's that says nothing makes its sync come back."""
    move_clock(chair, seconds)
    now = chair.clock()
    nothing: dict[str, Any] = {"messages": {chair.client.user_id: {"*": {}}}}
    await somebody.request("PUT", f"/sendToDevice/m.dummy/time-{next(_NUMBERS)}", nothing)

    async def has_synced() -> bool:
        return float(await chair.store.notes.read("synced_at") or 0.0) >= now

    await wait_until(has_synced)
