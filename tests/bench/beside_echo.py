"""The bot beside a bare echo, by turns in one run: how long a command takes, what a message costs, how much memory is held.

    PYTHONPATH=tests .venv/bin/python tests/bench/beside_echo.py --times 40 --messages 200 --backend openai

Latency is from the moment at which Kim sends a message to the moment at which Kim's client shows the reply to it.
CPU and memory are the process's, as the kernel counts them.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from session_room import marks
from stage import Stage, read_cpu, read_memory, rest, stage

from bot.model import Language
from bot.words.shelf import read_shelf_yaml

WARM = 5
"""Commands that are not counted: sessions are set up, caches filled."""
TALK = "I slept badly again, and on the way to work it all came back, so I got off the bus and walked for an hour."
"""A made-up sentence, as long as people write."""
AT_ONCE = 10
"""Messages that are on their way at once where only memory counts."""
SILENCE = 10.0
"""Seconds for which nobody says anything, to see what a process takes then."""
STRANGE = "a word that stands in no glossary, number {}"


@dataclass(frozen=True)
class Amounts:
    """How much is measured: rounds, commands of each kind and messages in each, and messages over which memory must stay flat."""

    rounds: int
    times: int
    messages: int
    flat: int


class Clock:
    """What processes take from now on."""

    def __init__(self, pids: dict[str, int]) -> None:
        self.pids, self.began = pids, time.monotonic()
        self._before = {name: read_cpu(pid) for name, pid in pids.items()}

    def read_rates(self) -> dict[str, float]:
        """Return the milliseconds of CPU that each has taken in a second."""
        seconds = time.monotonic() - self.began
        return {name: (read_cpu(pid) - self._before[name]) / seconds for name, pid in self.pids.items()}


async def time_commands(here: Stage, times: int) -> dict[str, list[float]]:
    """Return how long each kind of command took, in seconds, each so many times, by turns."""
    terms = [entry["term"] for entry in read_shelf_yaml(Language("en"), "glossary.yaml").values()]
    seconds: dict[str, list[float]] = {"echo": [], "glossary": [], "model": []}
    for number in range(times + WARM):
        echoed, _ = await here.time_reply(here.echo_room, f"!echo {TALK}")
        known, entry = await here.time_reply(here.bot_room, f"!explain {terms[number % len(terms)]}")
        asked, answer = await here.time_reply(here.bot_room, f"!explain {STRANGE.format(number)}")
        assert not marks(entry).get("generated"), "the glossary answers"
        assert marks(answer).get("generated"), "the model answers"
        for kind, taken in zip(seconds, (echoed, known, asked), strict=True):
            seconds[kind].append(round(taken, 5))
    return {kind: taken[WARM:] for kind, taken in seconds.items()}


async def weigh_messages(here: Stage, messages: int) -> dict[str, float]:
    """Let Kim talk in both rooms; return the milliseconds of CPU that each process took for a message.

    What it takes a second while nobody says anything (`bot_idle`, `echo_idle`) is not in that: the longer a busy machine
    takes from one message to the next, the more of it there is.
    """
    pids = {"bot": here.bot.pid, "echo": here.echo.pid}
    await rest(*pids.values())
    clock = Clock(pids)
    await asyncio.sleep(SILENCE)
    idle = clock.read_rates()
    clock = Clock(pids)
    for message in range(messages):
        await here.tell(f"{TALK} {message}")
    await rest(*pids.values())
    busy, seconds = clock.read_rates(), time.monotonic() - clock.began
    taken = {name: round((busy[name] - idle[name]) * seconds / messages, 3) for name in pids}
    return {**taken, **{f"{name}_idle": round(rate, 3) for name, rate in idle.items()}}


async def stay_flat(here: Stage, messages: int) -> list[list[float]]:
    """Let Kim write as fast as the homeserver takes it; return after how many messages the bot held how many MB."""
    step = max(1, messages // 10)
    held = [[0, read_memory(here.bot.pid)["rss"]]]
    for begin in range(0, messages, step):
        for number in range(begin, begin + step, AT_ONCE):
            together = range(number, min(number + AT_ONCE, begin + step))
            await asyncio.gather(*(here.kim.send(here.bot_room, f"{TALK} {each}") for each in together))
        await rest(here.bot.pid)
        held.append([begin + step, read_memory(here.bot.pid)["rss"]])
        sys.stderr.write(f"after {held[-1][0]} messages: {held[-1][1]:.2f} MB\n")  # also where somebody ends it early
    return held


async def measure(folder: Path, backend: str, amounts: Amounts) -> dict[str, Any]:
    """Set the stage and measure: `memory_mb` after the start, and by round CPU of a message and seconds of commands."""
    async with stage(folder, backend=backend) as here:
        await rest(here.bot.pid, here.echo.pid)
        result: dict[str, Any] = {"memory_mb": {"bot": read_memory(here.bot.pid), "echo": read_memory(here.echo.pid)}}
        result["cpu_ms"] = [await weigh_messages(here, amounts.messages) for _ in range(amounts.rounds)]
        if amounts.times:
            result["latency_s"] = [await time_commands(here, amounts.times) for _ in range(amounts.rounds)]
        if amounts.flat:
            result["flat_mb"] = await stay_flat(here, amounts.flat)
        return result


def sum_up(result: dict[str, Any]) -> dict[str, float]:
    """Return the medians over all rounds, and how the bot compares with the echo, for whoever looks at the terminal."""
    cpu = {name: statistics.median(taken[name] for taken in result["cpu_ms"]) for name in ("bot", "echo")}
    summary = {f"cpu_ms_{name}": taken for name, taken in cpu.items()} | {"cpu_ratio": cpu["bot"] / cpu["echo"]}
    kinds = {
        kind: [s for taken in result.get("latency_s", ()) for s in taken[kind]]
        for kind in ("echo", "glossary", "model")
    }
    cuts = {
        kind: statistics.quantiles(seconds, n=100, method="inclusive") for kind, seconds in kinds.items() if seconds
    }
    for kind, cut in cuts.items():
        summary |= {f"{kind}_p50_ms": cut[49] * 1000, f"{kind}_p99_ms": cut[98] * 1000}
        summary |= {f"{kind}_p50_ratio": cut[49] / cuts["echo"][49], f"{kind}_p99_ratio": cut[98] / cuts["echo"][98]}
    return {name: round(number, 3) for name, number in summary.items()}


def main() -> None:
    """Measure, print it as JSON, and say on standard error what it comes to."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=40, help="commands of each kind, in each round")
    options.add_argument("--messages", type=int, default=100, help="messages in each round")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--flat", type=int, default=0, help="messages over which memory is to stay flat")
    options.add_argument("--backend", choices=("openai", "anthropic", "embedded"), default="openai")
    given = options.parse_args()
    amounts = Amounts(given.rounds, 0 if given.backend == "embedded" else given.times, given.messages, given.flat)
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(measure(Path(folder), given.backend, amounts))
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stderr.write(json.dumps({**result["memory_mb"], **sum_up(result)}, indent=1) + "\n")


if __name__ == "__main__":
    main()
