"""The demonstration's clinic: a real Synapse, its accounts, and the bot as a process, all in one temporary folder."""

import asyncio
import json
import secrets
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from bot.demo.bot_yaml import Account, Wishes, write_bot_yaml
from bot.demo.child import GLANCE, end_child, read_last_lines, start_child, wait_for_end
from bot.demo.homeserver import Homeserver, run_homeserver
from bot.demo.synapse_yaml import NAME
from bot.errors import BotError, HomeserverDown
from bot.model import UserId
from bot.settings import load_settings

Got = TypeVar("Got")
Progress = Callable[[str], None]
BOT = "thirdchair"
PEOPLE = {"therapist": "ana", "client": "kim", "client2": "sam", "outsider": "otto"}
"""Who has an account, by the part they play."""

BOOT_SECONDS = 60.0
_UNKNOWN_YET = "http://127.0.0.1:0"
"""Where the homeserver is, before it has a port: enough to check everything else."""


class BotEnded(BotError):
    """The bot's process has ended by itself. `exit_code` is its exit status."""

    def __init__(self, status: int, log: Path) -> None:
        super().__init__(
            f"The bot ended with status {status}. The end of its log:{read_last_lines(log)}",
            "Start the demonstration again.",
        )
        self.exit_code = status


@dataclass(frozen=True)
class Clinic:
    """What runs while the demonstration runs. `bot_process` is None if somebody else runs the bot on `config`."""

    server: Homeserver
    bot: Account
    people: dict[str, Account]
    config: Path
    bot_process: subprocess.Popen[bytes] | None

    @property
    def bot_log(self) -> Path:
        """Return the file in which the bot's log is."""
        return _log_beside(self.config)

    async def attend_to(self, work: Coroutine[Any, Any, Got]) -> Got:
        """Return what `work` returns, or give it up as soon as the bot or Synapse has ended.

        Raises:
            BotEnded: with the bot's exit status.
            HomeserverDown: Synapse ended.
        """
        working, watching = asyncio.create_task(work), asyncio.create_task(self.lasts())
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                watching.result()
            return working.result()
        finally:
            working.cancel()
            watching.cancel()
            await asyncio.gather(working, watching, return_exceptions=True)

    async def lasts(self) -> None:
        """Wait until the bot or Synapse ends, which is an error: see `attended`."""
        watched = {asyncio.create_task(wait_for_end(process)): process for process in self._processes()}
        try:
            await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
            for task, process in watched.items():
                if task.done() and process is self.bot_process:
                    raise BotEnded(task.result(), self.bot_log)
            raise HomeserverDown("Synapse ended by itself.", "Start the demonstration again.")
        finally:
            for task in watched:
                task.cancel()

    def _processes(self) -> list[subprocess.Popen[bytes]]:
        return [process for process in (self.bot_process, self.server.process) if process]


@asynccontextmanager
async def run_clinic(wishes: Wishes, on_progress: Progress, *, with_bot: bool = True) -> AsyncIterator[Clinic]:
    """Run the clinic for as long as the block runs; afterwards nothing of it is left.

    Raises:
        ConfigWrong: what is wished for makes no sense. Nothing has been started.
        HomeserverDown: Synapse is not installed, or did not come up.
        BotEnded: the bot ended before it was ready.
    """
    with TemporaryDirectory(prefix="thirdchair-demo-") as name:
        folder = Path(name)
        bot, people = _make_account(BOT), {part: _make_account(person) for part, person in PEOPLE.items()}
        load_settings(_configure_bot(folder, _UNKNOWN_YET, bot, people, wishes))
        async with _run_synapse(folder / "synapse", on_progress) as server:
            for account in (bot, *people.values()):
                await server.register(account.name, account.password)
            config = _configure_bot(folder, server.url, bot, people, wishes)
            if not with_bot:
                yield Clinic(server, bot, people, config, None)
                return
            async with _run_bot_process(config, on_progress) as process:
                yield Clinic(server, bot, people, config, process)


def _make_account(name: str) -> Account:
    return Account(name, UserId(f"@{name}:{NAME}"), secrets.token_urlsafe(9))


def _configure_bot(folder: Path, url: str, bot: Account, people: dict[str, Account], wishes: Wishes) -> Path:
    return write_bot_yaml(folder / "bot", url, bot, people["therapist"].user_id, wishes)


@asynccontextmanager
async def _run_synapse(folder: Path, on_progress: Progress) -> AsyncIterator[Homeserver]:
    """Run Synapse; if it fails, do not send anybody to a log that goes with the folder."""
    try:
        async with run_homeserver(folder, on_progress=on_progress) as server:
            yield server
    except HomeserverDown as error:
        if str(folder) in error.remedy:
            error.remedy = "Start the demonstration again."
        raise


@asynccontextmanager
async def _run_bot_process(config: Path, on_progress: Progress) -> AsyncIterator[subprocess.Popen[bytes]]:
    """Run `thirdchair run` on `config`, ready before the block begins."""
    on_progress("Starting the bot")
    began, log = time.monotonic(), _log_beside(config)
    process = start_child("bot.cli", "run", "--config", str(config), log=log)
    try:
        try:
            async with asyncio.timeout(BOOT_SECONDS):
                await _wait_until_ready(process, log)
        except TimeoutError:
            what = f"The bot was not ready within {BOOT_SECONDS:.0f} s. The end of its log:{read_last_lines(log)}"
            raise BotError(what, "Start the demonstration again.") from None
        on_progress(f"The bot is ready after {time.monotonic() - began:.1f} s")
        yield process
    finally:
        await end_child(process)


async def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the bot has logged that its first sync is done."""
    while not _says_ready(log):
        if process.poll() is not None:
            raise BotEnded(await wait_for_end(process), log)
        await asyncio.sleep(GLANCE)


def _says_ready(log: Path) -> bool:
    """Return whether the log holds the line of that event; the last line may still be being written."""
    for line in log.read_text(errors="replace").splitlines():
        with suppress(ValueError):
            told = json.loads(line)
            if isinstance(told, dict) and told.get("event") == "ready":
                return True
    return False


def _log_beside(config: Path) -> Path:
    return config.with_name("bot.log")
