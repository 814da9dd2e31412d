"""What goes wrong in a soak, as its plan draws it: the bot killed, Synapse restarted, the line cut, the disk full, the clock wrong, the model moody."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from fault_proxy import LINE_FAULTS
from model_server import HALF_JSON, WEB_PAGE, Reply, Request
from soak_house import House

FAR, NEAR = 660.0, 45.0
"""Seconds by which the clock jumps: so far that the bot takes itself to have been away, or not."""
TOO_LONG = 60.0
"""Seconds after which a jump of the clock does not take place for want of a moment in which nobody waits."""
CUT, ENDED = "line cut or refused", "bot ended by itself"
FULL = (1.0, 5.0)
"""Seconds for which the disk is full."""
MOODS: tuple[tuple[str, Reply], ...] = (
    ("model 429", Reply(status=429, headers={"retry-after": "1"})),
    ("model 500", Reply(status=500)),
    ("model slow", Reply(wait=2.0)),
    ("model garbage", WEB_PAGE),
    ("model garbage", HALF_JSON),
    ("model garbage", Reply(empty=True)),
    ("model cut off", Reply(break_off=True)),
)


class Progress:
    """How far the talk has come."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._said = 0
        self._news = asyncio.Condition()

    async def note_line(self) -> None:
        """Let one more line be said."""
        async with self._news:
            self._said += 1
            self._news.notify_all()

    async def reach(self, part: float) -> None:
        """Return when so much of the talk, 0 to 1, is said."""
        async with self._news:
            await self._news.wait_for(lambda: self._said >= part * self._lines)


class Stillness:
    """While somebody waits for a model's answer, the clock does not jump far: the AI goes off by that, and drops the answer.

    That is meant so, and nobody is told of each; what is counted here is what gets lost otherwise.
    """

    def __init__(self) -> None:
        self._waiting = 0
        self._jumping = False
        self._one_by_one = asyncio.Lock()
        self._news = asyncio.Condition()

    @asynccontextmanager
    async def wait_for_answer(self) -> AsyncIterator[None]:
        """Hold the clock for as long as the block runs; not entered while it is about to jump."""
        async with self._news:
            await self._news.wait_for(lambda: not self._jumping)
            self._waiting += 1
        try:
            yield
        finally:
            async with self._news:
                self._waiting -= 1
                self._news.notify_all()

    @asynccontextmanager
    async def jump(self) -> AsyncIterator[None]:
        """Let nobody begin to wait, and the block begin when nobody waits.

        Raises:
            TimeoutError: somebody waits for too long: what they wait for may be lost.
        """
        async with self._one_by_one:
            self._jumping = True
            try:
                async with asyncio.timeout(TOO_LONG), self._news:
                    await self._news.wait_for(lambda: not self._waiting)
                yield
            finally:
                self._jumping = False
                async with self._news:
                    self._news.notify_all()


@dataclass
class Fates:
    """What strikes, and how often each did."""

    house: House
    struck: Counter[str] = field(default_factory=Counter)
    stillness: Stillness = field(default_factory=Stillness)
    _wrong_by: float = 0.0
    _killing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _restarting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _filling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self._moods = self.house.plan.draw("moods")
        self.progress = Progress(self.house.plan.rooms * self.house.plan.lines)

    async def strike(self) -> None:
        """Let everything happen at its time, which is when so much is said, some of it at once; return when all of it is over."""
        chance = self.house.plan.draw("details")
        self.house.model.answers = self._choose_mood
        async with asyncio.TaskGroup() as group:
            for part, kind in self.house.plan.draw_faults():
                await self.progress.reach(part)
                group.create_task(self._strike_once(kind, random.Random(chance.random())))  # noqa: S311 - to be drawn again

    async def end(self) -> None:
        """Let all be well from now on; the clock stays as wrong as it is."""
        self.house.model.answers = None
        self.struck[CUT] -= self.house.proxy.count_left()
        self.house.proxy.heal()
        await self.keep_up()

    async def keep_up(self) -> None:
        """Start the bot where it does not run, as a service manager does: one that ended by itself is counted."""
        async with self._killing:
            if not self.house.bot.is_running:
                self.struck[ENDED] += 1
                await self.house.bot.start()

    def _choose_mood(self, _: Request) -> Reply:
        chance = self._moods
        if chance.random() > self.house.plan.moody:
            return Reply()
        name, reply = chance.choice(MOODS)
        self.struck[name] += 1
        return reply

    async def _strike_once(self, kind: str, chance: random.Random) -> None:
        strike = {
            "kill": self._kill,
            "synapse-restart": self._restart_synapse,
            "line": self._cut_line,
            "disk-full": self._fill_disk,
            "clock-far": self._jump_far,
            "clock-near": self._jump_near,
        }[kind]
        await strike(chance)

    async def _kill(self, _: random.Random) -> None:
        async with self._killing:
            await self.house.bot.kill()
            self.struck["kill -9"] += 1
            await self.house.bot.start()

    async def _restart_synapse(self, _: random.Random) -> None:
        async with self._restarting:
            await self.house.synapse.restart()
            self.struck["Synapse restarted"] += 1

    async def _cut_line(self, chance: random.Random) -> None:
        """Let a send and a sync fail, each in one of the ways in which they can."""
        for fault in chance.choice(LINE_FAULTS):
            self.house.proxy.will(fault)
            self.struck[CUT] += 1

    async def _fill_disk(self, chance: random.Random) -> None:
        """Let nothing more be written for a while."""
        async with self._filling:
            self.house.disk.fill()
            self.struck["disk full"] += 1
            await asyncio.sleep(chance.uniform(*FULL))
            self.house.disk.free()

    async def _jump_far(self, _: random.Random) -> None:
        """Forward, and back the next time."""
        with suppress(TimeoutError):
            async with self.stillness.jump():
                self._jump(-FAR if self._wrong_by > FAR / 2 else FAR)

    async def _jump_near(self, chance: random.Random) -> None:
        self._jump(chance.choice((-NEAR, NEAR)))

    def _jump(self, seconds: float) -> None:
        self._wrong_by += seconds
        self.house.bot.set_clock(self._wrong_by)
        self.struck["clock forward" if seconds > 0 else "clock back"] += 1


def read_memory(pid: int) -> float | None:
    """Return how much memory a process takes, in megabytes; None if it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123 - no file on a disk
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (FileNotFoundError, ProcessLookupError):
        return None
