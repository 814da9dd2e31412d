"""What is measured, side by side: one Synapse, two people with encrypted clients, the bot, and a bare echo in a room of its own.

async with stage(folder) as here:
    seconds = await here.time_reply(here.bot_room, "!explain rumination")
    milliseconds = read_cpu(here.bot) - before
"""

import asyncio
import math
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot_process import BotProcess, bot_process
from foreign_client import ForeignClient, foreign_clients
from foreign_event import Seen
from model_server import ModelServer, model_server
from newcomer import Account
from session_room import Session, enter_room

from bot.demo.homeserver import Homeserver, run_homeserver
from bot.model import RoomId, UserId

ECHO = Path(__file__).with_name("echo.py")
TICK = 1000 / os.sysconf("SC_CLK_TCK")
"""Milliseconds of the clock by which the kernel counts a process's CPU time."""
QUIET = 0.5
"""Seconds without work after which a process has done what it had to do."""
PLENTY = dict.fromkeys(("room_day", "person_day", "room_requests", "person_requests"), 10**9)
"""A day's budget that hundreds of questions do not use up."""
SETTLED = 5.0
"""Seconds without work after which a bot of another make has surely logged in."""
IDLE = 0.02
"""The share of a core that a process takes at most which only looks now and then whether there is anything to do."""


@dataclass
class EchoProcess:
    """The echo: its account, its folder and, while it runs, its process; or another bot, whose program is started so too."""

    url: str
    account: Account
    folder: Path
    program: tuple[str, ...] = (sys.executable, str(ECHO))
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Return the id of its process."""
        assert self.process is not None, "the echo was never started"
        return self.process.pid

    async def start(self) -> None:
        """Start it; nobody is told when it is ready."""
        self.folder.mkdir(exist_ok=True)
        words = (*self.program, self.url, self.account.user_id, self.account.password, self.folder)
        with (self.folder / "said").open("ab") as said:  # whoever looks for a mistake reads it
            self.process = await asyncio.create_subprocess_exec(*map(str, words), stdout=said, stderr=said)

    async def stop(self) -> None:
        """End it; nothing if it does not run."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


@dataclass
class Stage:
    """Ana and Kim in two rooms: one with the bot, which listens, and one with the echo. Nobody else is on this Synapse."""

    synapse: Homeserver
    model: ModelServer
    session: Session
    echo: EchoProcess
    echo_room: RoomId
    more_therapists: tuple[UserId, ...] = ()

    @property
    def bot(self) -> BotProcess:
        """Return the bot."""
        return self.session.bot

    @property
    def bot_room(self) -> RoomId:
        """Return the room with the bot in it."""
        return self.session.room

    @property
    def kim(self) -> ForeignClient:
        """Return the client's client, which is the one that measures."""
        return self.session.kim

    async def time_reply(self, room: RoomId, text: str) -> tuple[float, Seen]:
        """Return how many seconds pass from Kim's sending `text` until Kim's client shows the reply to it, and the reply."""
        began = time.perf_counter()
        question = await self.kim.send(room, text)
        reply = await self.kim.sees(room, lambda event: event.reply_to == question and event.sender != self.kim.user_id)
        return time.perf_counter() - began, reply

    async def tell(self, text: str) -> None:
        """Let Kim write `text` in both rooms: in the bot's until it shows that it has read it, then in the echo's."""
        message = await self.kim.send(self.bot_room, text)
        await self.kim.until(lambda: self.kim.read_by(self.bot_room, self.session.bot_id) == message)
        await self.kim.send(self.echo_room, text)


def read_cpu(pid: int) -> float:
    """Return the milliseconds of CPU that a process has taken so far, in all of its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def read_memory(pid: int) -> dict[str, float]:
    """Return the memory that a process holds, in MB: `rss` all of it, `pss` with its share of what others hold too."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text()
    kilobytes = dict(re.findall(r"^(Rss|Pss): +(\d+) kB", lines, re.MULTILINE))
    return {name.lower(): int(number) / 1024 for name, number in kilobytes.items()}


async def rest(*pids: int, quiet: float = QUIET) -> None:
    """Return when none of the processes has done any work to speak of for `quiet` seconds."""
    least = max(2 * TICK, quiet * 1000 * IDLE)
    before, now = [-math.inf for _ in pids], [read_cpu(pid) for pid in pids]
    while any(after - earlier > least for earlier, after in zip(before, now, strict=True)):
        await asyncio.sleep(quiet)
        before, now = now, [read_cpu(pid) for pid in pids]


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    backend: str = "openai",
    more_therapists: tuple[str, ...] = (),
    languages: tuple[str, ...] = ("en", "id"),
) -> AsyncIterator[Stage]:
    """Set the stage in `folder`. `backend` is the bot's: `openai`, on a model server that answers at once, or `embedded`.

    `more_therapists` get an account with the password `pw`, and no client. In each of the `languages` rooms have a card.
    """
    async with run_homeserver(folder / "synapse") as synapse, foreign_clients() as foreign, model_server() as model:

        async def newcomer(name: str) -> Account:
            return Account(await synapse.register(name, "pw"), name, "pw")

        people = [await newcomer(name) for name in ("ana", "kim")]
        ana, kim = [
            await foreign.log_in(synapse.url, who.login, who.password, isolation="all") for who in people
        ]  # the echo's device is signed by nobody
        account = await newcomer("bot")
        files = configure_backend(model, backend, folder)
        others = [(await newcomer(name)).user_id for name in more_therapists]
        files["deployment"]["therapists"] = [ana.user_id, *others]
        files["room"]["language"] = list(languages)
        login = (synapse.url, account.user_id, account.password)
        async with bot_process(
            folder / "bot", *login, deployment=files["deployment"], room=files["room"], loads_itself=True
        ) as bot:
            session = await enter_room((ana, kim), bot, account.user_id, languages=len(languages))
            await session.listening()
            async with echoing(folder / "echo", synapse, await newcomer("echo"), (ana, kim)) as (echo, room):
                yield Stage(synapse, model, session, echo, room, tuple(others))


@asynccontextmanager
async def echoing(
    folder: Path, synapse: Homeserver, account: Account, people: tuple[ForeignClient, ForeignClient], *program: str
) -> AsyncIterator[tuple[EchoProcess, RoomId]]:
    """Run the echo, or another bot's `program`, and give the room that it is in with `people`."""
    ana, kim = people
    echo = EchoProcess(synapse.url, account, folder, *((program,) if program else ()))
    await echo.start()
    if program:
        await rest(echo.pid, quiet=SETTLED)  # some hear of no invitation that came before them
    try:
        room = await ana.create_room(invite=[kim.user_id, account.user_id])
        await kim.join(room)
        for person in people:
            await person.meets(room, account.user_id)
        yield echo, room
    finally:
        await echo.stop()


def configure_backend(model: ModelServer, kind: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Return what a bot's files say about where its answers come from; a key that opens nothing lies in `folder`."""
    if kind == "embedded":
        return {"deployment": {}, "room": {}}
    key = folder / "key"
    key.write_text("sk-nothing")
    base_url = model.url if kind == "anthropic" else f"{model.url}/v1"
    backend = {"kind": kind, "base_url": base_url, "model": "tiny", "api_key_file": str(key)}
    return {"deployment": {"backends": {"house": backend}}, "room": {"backend": "house", "budget": PLENTY}}
