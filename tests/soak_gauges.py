"""What a soak looks at while it runs: how long the bot's queues stand, and how its memory grows."""

import asyncio
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
from soak_faults import Fates, read_memory
from soak_house import House

GLANCE = 1.0
"""Seconds between two looks."""
WARM = 1 / 3
"""The part of a process's messages in which it warms up: its memory is not looked at."""
QUEUES = ("inbox", "outbox")


@dataclass
class Gauges:
    """The oldest that waited in each queue, in seconds, and the memory of each process: after how many messages, how many megabytes."""

    house: House
    fates: Fates
    oldest: dict[str, float] = field(default_factory=lambda: dict.fromkeys(QUEUES, 0.0))
    waiting: dict[str, float] = field(default_factory=lambda: dict.fromkeys(QUEUES, 1.0))
    memory: dict[int, list[tuple[int, float]]] = field(default_factory=dict)
    pages: str = field(default="", repr=False)
    """All that stood on the last page of counts."""
    _since: dict[str, float] = field(default_factory=dict)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition, repr=False)

    async def look_on(self) -> None:
        """Look again and again, and start the bot where it ended by itself."""
        async with aiohttp.ClientSession() as http:
            while True:
                await self.fates.keep_up()
                with suppress(aiohttp.ClientError, AssertionError, TimeoutError):
                    await self._look(http)
                async with self._news:
                    self._news.notify_all()
                await asyncio.sleep(GLANCE)

    async def until_empty(self) -> None:
        """Return when nothing waits in any queue, as somebody sees who looks from now on."""
        self.waiting = dict.fromkeys(QUEUES, 1.0)
        async with self._news:
            await self._news.wait_for(lambda: not any(self.waiting.values()))

    def measure_slope(self) -> float:
        """Return how the memory of the process that lived longest grew, in megabytes for 1,000 messages."""
        samples = max(self.memory.values(), key=lambda life: life[-1][0] - life[0][0], default=[(0, 0.0)])
        first, last = samples[0][0], samples[-1][0]
        return fit_slope([sample for sample in samples if sample[0] >= first + WARM * (last - first)]) * 1000

    async def _look(self, http: aiohttp.ClientSession) -> None:
        bot = self.house.bot
        pid, url = bot.pid, (await bot.logs("counts and health"))["url"]
        async with http.get(f"{url}/metrics", timeout=aiohttp.ClientTimeout(5)) as answer:
            self.pages = await answer.text()
        for queue in QUEUES:
            self._note_queue(queue)
        if memory := read_memory(pid):
            self.memory.setdefault(pid, []).append((self.house.said, memory))

    def _note_queue(self, queue: str) -> None:
        """Note the age of the oldest that waits, at most since when something waits at all: a jump of the clock makes nothing wait."""
        waiting = self._read(f"thirdchair_{queue}_waiting")
        self.waiting[queue] = waiting
        now = time.monotonic()
        if not waiting:
            self._since[queue] = now
        age = min(self._read(f"thirdchair_{queue}_age_seconds"), now - self._since.setdefault(queue, now))
        self.oldest[queue] = max(self.oldest[queue], age)

    def _read(self, name: str) -> float:
        match = re.search(rf"^{name} (\S+)$", self.pages, re.MULTILINE)
        assert match is not None
        return float(match[1])


def fit_slope(samples: list[tuple[int, float]]) -> float:
    """Return by how much the second of each pair grows for one of the first, by least squares; 0 where nothing can be said."""
    count = len(samples)
    x, y = (sum(pair[place] for pair in samples) / max(1, count) for place in (0, 1))
    spread = sum((first - x) ** 2 for first, _ in samples)
    return sum((first - x) * (second - y) for first, second in samples) / spread if spread else 0.0
