"""What the three loops are given: settings, notebook, client, backends, a clock, and bells that carry no data."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.errors import BotError
from bot.llm.backend import Backend
from bot.matrix.answers import Limited
from bot.matrix.client import Client
from bot.model import RoomId
from bot.policy import Policy
from bot.settings import Settings
from bot.store import Store

LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Chair:
    """The bot at work. `clock` gives seconds since 1970 in UTC; `aliases` maps room ids to the aliases policies use.

    `synced` is set while the newest sync is taken in: before the first the client does not know which rooms it is in,
    and while none comes through, nobody knows whether what a backend wrote is still wanted.
    """

    settings: Settings
    store: Store
    client: Client
    backends: Mapping[str, Backend]
    aliases: Mapping[RoomId, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    to_think: asyncio.Event = field(default_factory=asyncio.Event)
    to_act: asyncio.Event = field(default_factory=asyncio.Event)
    synced: asyncio.Event = field(default_factory=asyncio.Event)

    def policy(self, room: RoomId) -> Policy | None:
        """Return the effective policy of `room`, or None if no file covers it."""
        return self.settings.policy(room, self.aliases.get(room))


async def rung(bell: asyncio.Event, at_most: float | None) -> None:
    """Wait until `bell` rings, or for `at_most` seconds, and silence it."""
    try:
        async with asyncio.timeout(at_most):
            await bell.wait()
    except TimeoutError:
        pass
    bell.clear()


def patience(error: BotError, failures: int) -> float:
    """Return for how many seconds to leave the homeserver alone after `failures` earlier failures: 1 to 30, doubling.

    Uneven by a quarter, so that many bots do not come back at once; never shorter than what the homeserver asks for.
    """
    unevenness = random.random()  # noqa: S311 - spreads load, guards nothing
    if isinstance(error, Limited):
        return error.retry_after * (1.0 + 0.25 * unevenness)
    return min(LONGEST_WAIT, 2.0 ** min(failures, 5)) * (0.75 + 0.25 * unevenness)
