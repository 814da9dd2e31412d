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
from collections.abc import Sequence
from dataclasses import dataclass, field
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
STRANGE = "a word that stands in no glossary, number {}"


@dataclass
class Taken:
    """What was measured: seconds of each command by its kind, milliseconds of CPU a message, memory in MB after messages."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    memory: dict[str, list[dict[str, float]]] = field(default_factory=dict)


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
            seconds[kind].append(taken)
    return {kind: taken[WARM:] for kind, taken in seconds.items()}


async def weigh_messages(here: Stage, messages: int, rounds: int) -> Taken:
    """Let Kim talk in both rooms, `rounds` times `messages`; return what each message cost, and what memory was held after each round."""
    pids = {"bot": here.bot.pid, "echo": here.echo.pid}
    taken = Taken(cpu={name: [] for name in pids}, memory={name: [] for name in pids})
    for number in range(rounds + 1):
        await rest(*pids.values())
        for name, pid in pids.items():
            taken.memory[name].append(read_memory(pid))
        if number == rounds:
            return taken
        before = {name: read_cpu(pid) for name, pid in pids.items()}
        for message in range(messages):
            await here.tell(f"{TALK} {message}")
        await rest(*pids.values())
        for name, pid in pids.items():
            taken.cpu[name].append((read_cpu(pid) - before[name]) / messages)
    raise AssertionError


async def measure(folder: Path, *, times: int, messages: int, rounds: int, backend: str) -> Taken:
    """Set the stage, and measure all of it."""
    async with stage(folder, backend=backend) as here:
        taken = await weigh_messages(here, messages, rounds)
        if backend != "embedded":
            taken.seconds = await time_commands(here, times)
        return taken


def describe(seconds: Sequence[float]) -> dict[str, float]:
    """Return the median and the slowest hundredth of what was measured, and how often it was."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return {"p50": cuts[49], "p99": cuts[98], "n": len(seconds)}


def report(taken: Taken) -> dict[str, Any]:
    """Return what was measured as numbers beside each other, and how the bot compares with the echo."""
    result: dict[str, Any] = {"memory_mb": taken.memory, "cpu_ms_a_message": taken.cpu}
    median = {name: statistics.median(rounds) for name, rounds in taken.cpu.items() if rounds}
    if median:
        result["cpu_ratio"] = median["bot"] / median["echo"]
    result["latency_s"] = {kind: describe(seconds) for kind, seconds in taken.seconds.items()}
    for cuts in result["latency_s"].values():
        for cut in ("p50", "p99"):
            cuts[f"{cut}_ratio"] = cuts[cut] / result["latency_s"]["echo"][cut]
    return result


def main() -> None:
    """Measure, and print it as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=40)
    options.add_argument("--messages", type=int, default=100)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--backend", choices=("openai", "anthropic", "embedded"), default="openai")
    given = vars(options.parse_args())
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(Path(folder), **given))
    sys.stdout.write(json.dumps(report(taken), indent=1) + "\n")


if __name__ == "__main__":
    main()
