"""A session with a tiny real model in the loop: real encrypted clients, a real homeserver, and llama.cpp: `make real-model`.

Everything in `tests/real_model/texts.yaml` is said and asked for in one room. Prints how many answers were held back and
why, task by task, and ends with status 1 if anybody saw what they must not. Where there is a `thirdchair exam`, the same
model then sits it.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot_process import PROGRAM
from foreign_client import foreign_clients
from model_recorder import LONG, Recorder, record_model
from newcomer import Account
from real_session import DRAFTED, SHOWN, RealSession, Row, find_free_port
from rich.console import Console
from rich.progress import track
from rich.table import Table
from session_room import session_room
from tiny_model import NAME, list_items, list_live_items, run_tiny_model

from bot.demo.homeserver import run_homeserver

OUT = Console(width=120, highlight=False)


async def play(folder: Path, every: int, *, exam: bool) -> tuple[list[Row], int]:
    """Return what became of every `every`th question, and the exit status of the exam, 0 where there is none."""
    async with (
        run_tiny_model() as url,
        record_model(url) as recorder,
        run_homeserver(folder / "synapse") as synapse,
        foreign_clients() as foreign,
    ):

        async def newcomer(name: str) -> Account:
            return Account(await synapse.register(name, "pw"), name, "pw")

        people = [await newcomer(name) for name in ("ana", "kim")]
        ana, kim = [await foreign.log_in(synapse.url, person.login, person.password) for person in people]
        port = find_free_port()
        async with session_room(folder / "bot", (ana, kim), synapse, newcomer, **_configure(recorder, port)) as session:
            desk = await session.desk()
            await session.listening()
            room = RealSession(session, desk, recorder, f"http://127.0.0.1:{port}/metrics")
            for item in track(list_items()[::every], "asked", transient=True):
                await room.ask(item)
                OUT.print(f"{item.task}, {item.lang}: {room.rows[-1].outcome}")
            await session.next_words(ana, "!translate auto id en")
            for item in track(list_live_items()[::every], "interpreted", transient=True):
                await room.interpret(item)
                OUT.print(f"{item.task}, {item.lang}: {room.rows[-1].outcome}")
            return room.rows, await sit_exam(session.bot.config) if exam else 0


def _configure(recorder: Recorder, port: int) -> dict[str, dict[str, Any]]:
    """Return the configuration of a room in which answers go out at once, so that nobody else stands before them."""
    backend = {"kind": "openai", "base_url": recorder.url, "model": NAME, "timeout": LONG, "max_tokens": 200}
    budget = {"person_requests": 500, "person_day": 10_000_000, "room_day": 10_000_000}
    return {
        "deployment": {"backends": {"house": {**backend, "context": 4096}}, "web": {"port": port}},
        "room": {"backend": "house", "approval": "unasked", "translate_auto": True, "budget": budget},
    }


async def sit_exam(config: Path) -> int:
    """Let the same model sit the bot's own exam, if the bot has one, and return its exit status."""
    asked = await asyncio.create_subprocess_exec(PROGRAM, "exam", "--help", stdout=-3, stderr=-3)
    if await asked.wait():
        return 0
    exam = await asyncio.create_subprocess_exec(PROGRAM, "exam", "house", "--config", config)
    return await exam.wait()


def print_outcomes(rows: list[Row], seconds: float) -> None:
    """Print what became of the answers, task by task, why they were held back, and how long they took."""
    table = Table("task", "language", "asked", "shown", "to the desk", "held back, and why")
    for task, lang in dict.fromkeys((row.item.task, row.item.lang) for row in rows):
        mine = Counter(row.outcome for row in rows if (row.item.task, row.item.lang) == (task, lang))
        why = ", ".join(f"{reason} {count}" for reason, count in mine.most_common() if reason not in {SHOWN, DRAFTED})
        table.add_row(task, lang, str(mine.total()), str(mine[SHOWN]), str(mine[DRAFTED]), why)
    OUT.print(table)
    times = sorted(exchange.seconds for row in rows for exchange in row.exchanges)
    seen = sum(row.outcome == SHOWN for row in rows)
    faults = sum(bool(row.faults) for row in rows)
    OUT.print(
        f"{len(rows)} questions, {seen} answers shown, {faults} of them with a fault; {len(times)} requests, "
        f"a request takes {statistics.median(times):.1f} s (median), {times[-1]:.1f} s at most; {seconds:.0f} s in all."
    )
    for row in rows:
        if row.faults:
            OUT.print(f"FAULT {', '.join(row.faults)}: {row.item.types}\n{row.body}\n", markup=False)


def main() -> None:
    """Play, print, and end with status 1 if anything was seen that must not be."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--every", type=int, default=1, help="ask only every so many questions, for a quick look")
    options.add_argument("--no-exam", action="store_true", help="play the session alone")
    options.add_argument(
        "--keep", type=Path, help="write all questions and answers, which nobody wrote, into this file"
    )
    given = options.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        rows, status = asyncio.run(play(Path(folder), given.every, exam=not given.no_exam))
    print_outcomes(rows, time.monotonic() - began)
    if given.keep:
        given.keep.write_text(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False))
    sys.exit(1 if any(row.faults for row in rows) else status)


if __name__ == "__main__":
    main()
