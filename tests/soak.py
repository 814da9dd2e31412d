"""A soak: an hour of sessions in many rooms, compressed, with faults throughout, and a table of what came of it.

    make soak SEED=7 MINUTES=8

Prints the table and writes docs/soak.md; ends with status 1 if something was lost, came twice, or lies in the clear.
The same seed draws the same people, words, pauses and faults; the machine decides what they meet.
Ctrl-C or SIGTERM ends it and all that it started.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

import structlog
from full_volume import mount_small_volume
from newcomer import Account, Newcomer
from rich.console import Console
from soak_count import Count, count_all
from soak_faults import Fates
from soak_gauges import Gauges
from soak_house import open_house
from soak_page import PAGE, draw_table, write_page
from soak_plan import Plan, plan_minutes
from soak_talk import Talk

from bot.app.until import work_until_told
from bot.demo.homeserver import Homeserver, run_homeserver

PATIENCE = 300.0
"""Seconds in which everything has to come to its end, once all is said: what still waits then is lost."""


async def soak(folder: Path, plan: Plan, synapse: Homeserver, newcomer: Newcomer) -> list[Count]:
    """Let it happen, and return what came of it, row by row."""
    _say(f"{plan.rooms * plan.people} people come into {plan.rooms} rooms.")
    async with open_house(folder, plan, synapse, newcomer) as house:
        _say(f"They talk, for {plan.seconds / 60:g} minutes on a machine that does nothing else.")
        fates = Fates(house)
        gauges, talk = Gauges(house, fates), Talk(house, fates)
        looking = asyncio.create_task(gauges.look_on())
        try:
            await asyncio.gather(talk.hold(), fates.strike())
            await fates.end()
            _say("All is said; what is under way comes to its end.")
            await _come_to_the_end(talk, gauges)
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking
            await talk.end()
        return await count_all(house, fates, gauges)


async def _come_to_the_end(talk: Talk, gauges: Gauges) -> None:
    """Wait until nothing is under way, or `PATIENCE` is at its end: what is missing then is counted as lost."""
    try:
        async with asyncio.timeout(PATIENCE):
            await talk.drain()
            await gauges.until_empty()
    except TimeoutError:
        _say("Something is still under way; what is missing is counted as lost.")


def _say(line: str) -> None:
    """Tell whoever waits how far it is."""
    Console(stderr=True).print(line)


async def _alone(plan: Plan) -> list[Count]:
    """Run it with a Synapse of its own."""
    numbers = count(1)
    with tempfile.TemporaryDirectory() as folder, mount_small_volume(Path(folder) / "bot" / "data"):
        async with run_homeserver(Path(folder) / "synapse") as synapse:

            async def newcomer(name: str) -> Account:
                login = f"{name}-{next(numbers)}"
                return Account(await synapse.register(login, "pw"), login, "pw")

            return await soak(Path(folder), plan, synapse, newcomer)


def main() -> None:
    """Soak as the command line says, show what came of it, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=8.0, help="how long the talk takes; it begins after a minute or two"
    )
    parser.add_argument("--rooms", type=int, default=20)
    parser.add_argument("--no-page", action="store_true", help="leave docs/soak.md as it is")
    given = parser.parse_args()
    plan, began = plan_minutes(given.seed, given.minutes, given.rooms), time.monotonic()
    counts: list[Count] = []
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)  # the people are the bot's own clients, and log as it does

    async def work() -> None:
        counts.extend(await _alone(plan))

    if told := work_until_told(work()):
        sys.exit(128 + told)  # as a shell says it; nothing is left mounted or running
    Console().print(draw_table(plan, counts))
    if not given.no_page:
        PAGE.write_text(write_page(plan, counts, time.monotonic() - began), encoding="utf-8")
    sys.exit(0 if all(row.is_right for row in counts) else 1)


if __name__ == "__main__":
    main()
