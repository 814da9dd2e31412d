"""Another bot beside the bare echo, by the measures that ours is measured by: latency of `!echo`, CPU of a message, memory.

    PYTHONPATH=tests .venv/bin/python tests/bench/beside_peer.py --keep "name 1.0" VENV/bin/python tests/bench/peers/simple_echo.py

The program is started with four words more: homeserver, user id, password, and a folder of its own. What is measured is
kept in tests/bench/peers.json under the name that `--keep` gives, and `make docs` writes it into tests/bench/peers.md.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from foreign_client import ForeignClient, foreign_clients
from newcomer import Account
from stage import EchoProcess, echoing, read_cpu, read_memory, rest

from bot.demo.homeserver import run_homeserver
from bot.model import RoomId

TALK = "I slept badly again, and on the way to work it all came back, so I got off the bus and walked for an hour."
WARM = 5
"""Commands that are not counted."""
KEPT = Path(__file__).with_name("peers.json")
Rooms = dict[str, tuple[EchoProcess, RoomId]]


async def time_answer(kim: ForeignClient, room: RoomId) -> float:
    """Return how many milliseconds pass until Kim's client shows what a bot says to `!echo`, be it marked as a reply or not."""
    began = time.perf_counter()
    question = await kim.send(room, f"!echo {TALK}")
    await kim.sees(room, lambda event: event.sender != kim.user_id and event.body == TALK, after=question)
    return (time.perf_counter() - began) * 1000


async def weigh(kim: ForeignClient, rooms: Rooms, messages: int) -> dict[str, float]:
    """Return the milliseconds of CPU that a message costs each bot which it reads and does not answer."""
    pids = {name: process.pid for name, (process, _) in rooms.items()}
    await rest(*pids.values())
    before = {name: read_cpu(pid) for name, pid in pids.items()}
    for number in range(messages):
        for _, room in rooms.values():
            await kim.send(room, f"{TALK} {number}")
    await rest(*pids.values())
    return {name: (read_cpu(pid) - before[name]) / messages for name, pid in pids.items()}


async def measure(folder: Path, program: tuple[str, ...], times: int) -> dict[str, Any]:
    """Return what both take, by turns."""
    async with run_homeserver(folder / "synapse") as synapse, foreign_clients() as foreign:

        async def newcomer(name: str) -> Account:
            return Account(await synapse.register(name, "pw"), name, "pw")

        ana, kim = [
            await foreign.log_in(synapse.url, who.login, who.password, isolation="all")
            for who in (await newcomer("ana"), await newcomer("kim"))
        ]
        async with (
            echoing(folder / "echo", synapse, await newcomer("echo"), (ana, kim)) as echo,
            echoing(folder / "peer", synapse, await newcomer("peer"), (ana, kim), *program) as peer,
        ):
            rooms: Rooms = {"echo": echo, "peer": peer}
            taken: dict[str, list[float]] = {name: [] for name in rooms}
            for _ in range(times + WARM):
                for name, (_, room) in rooms.items():
                    taken[name].append(await time_answer(kim, room))
            cpu = [await weigh(kim, rooms, times) for _ in range(3)]
            return {
                name: {
                    "p50_ms": statistics.median(taken[name][WARM:]),
                    "cpu_ms": statistics.median(each[name] for each in cpu),
                    "rss_mb": read_memory(process.pid)["rss"],
                }
                for name, (process, _) in rooms.items()
            }


def main() -> None:
    """Measure, and print it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=30)
    options.add_argument("--keep", help="keep the result under this name, beside those of other bots")
    options.add_argument("program", nargs="+")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = asyncio.run(measure(Path(folder), tuple(given.program), given.times))
        except TimeoutError:
            sys.stderr.write(Path(folder, "peer", "said").read_text())
            raise
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    if given.keep:
        kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        KEPT.write_text(json.dumps({**kept, given.keep: result}, indent=1) + "\n")


if __name__ == "__main__":
    main()
