"""How long `!status` in one room takes beside messages that cannot be read in another: as long as without them.

make bench-undecryptable
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from hand_held import ANA, OTHER, ROOM, Client, Server, at_work, sealed, seat

from bot.log import keep_log_still
from bot.model import EventId, UserId

MALLORY = UserId("@mallory:clinic")
ASKED = 10
"""How often `!status` is asked; the median is what one waits, the longest is told beside it."""


@dataclass
class Bench:
    """A bot with a room into which somebody writes what nobody can read, and a room with people in it."""

    server: Server
    now: float = 1e9

    async def ask_status(self) -> float:
        """Return after how many milliseconds `!status` is answered in the other room."""
        began = time.monotonic()
        question = await self.server.says_now("!status", ANA, OTHER)
        await self.server.until(lambda: self.server.replies(question))
        return (time.monotonic() - began) * 1000

    async def time_status(self, when: str) -> None:
        """Ask several times, and print what it took."""
        taken = [await self.ask_status() for _ in range(ASKED)]
        print(f"{when:<42} {statistics.median(taken):6.0f} ms, at most {max(taken):6.0f} ms")  # noqa: T201 - what this program is for


async def main(events: int) -> None:
    """Time `!status` before the flood, beside it, when its sender would be asked, and when it is a day old."""
    keep_log_still()
    with tempfile.TemporaryDirectory() as name:
        server = Server()
        bench = Bench(server)
        async with seat(Path(name), Client(server)) as chair:
            chair.clock = lambda: bench.now
            async with at_work(chair):
                await bench.time_status("nothing unreadable")
                for number in range(events):
                    event = sealed(EventId(f"$flood{number}"), MALLORY)
                    event.source["content"]["session_id"] = event.session_id = f"session{number}"
                    server.stream.append((ROOM, event))
                first = await bench.ask_status()
                print(f"{'while they come, ' + str(events) + ' at once':<42} {first:6.0f} ms")  # noqa: T201 - as above
                await bench.time_status(f"beside {events} unreadable messages")
                bench.now += 45
                await bench.time_status("half a minute later, when one is asked for")
                bench.now += 24 * 3600
                await bench.time_status("a day later, when they are forgotten")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=3000)
    asyncio.run(main(options.parse_args().events))
