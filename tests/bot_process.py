"""The bot as people run it: `thirdchair run` as a process of its own, with a configuration in a folder.

Unless it `loads_itself`, it is forked from a process that has loaded the program already (`warm_bot.py`).

    async with bot_process(tmp_path, synapse.url, account.user_id, account.password,
                           deployment={"therapists": [ana.user_id]}) as bot:
        await bot.kill()                 # as a power cut would
        await bot.start()
        await bot.ready()
        assert await bot.stop() == 0     # as systemd would

What it says on standard error is read as it comes: JSON lines are its log, anything else is told to the operator.
"""

import asyncio
import json
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from warm_bot import fork_bot
from wrong_clock import set_wrong_clock

from bot.log_events import ALERT, EVENTS, find_alert

PROGRAM = Path(sys.executable).with_name("thirdchair")
PATIENCE = 120.0
"""Seconds that something expected may take on a busy machine."""


@dataclass
class BotProcess:
    """One bot, its folder and, while it runs, its process. A second one on the same folder is `BotProcess(folder)`."""

    folder: Path
    loads_itself: bool = False
    program: Path = PROGRAM
    """What is started where it loads itself."""
    _process: "_Process | None" = field(default=None, repr=False, init=False)
    _reading: asyncio.Task[None] | None = field(default=None, repr=False, init=False)
    _lines: list[str] = field(default_factory=list, repr=False, init=False)
    _began: int = field(default=0, repr=False, init=False)
    _over: bool = field(default=True, repr=False, init=False)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition, repr=False, init=False)

    @property
    def config(self) -> Path:
        """Return the deployment file, `bot.yaml`."""
        return self.folder / "bot.yaml"

    @property
    def data_dir(self) -> Path:
        """Return the folder of the bot's database and keys."""
        return self.folder / "data"

    @property
    def _clock(self) -> Path:
        """Return the file in which stands how wrong the clock is; without it, the clock is right."""
        return self.folder / "clock"

    @property
    def pid(self) -> int:
        """Return the id of the process of the newest start."""
        assert self._process is not None, "the bot was never started"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Return whether the newest start has not ended."""
        return not self._over

    def log(self) -> list[dict[str, Any]]:
        """Return the log lines of every start so far, oldest first."""
        return _logged(self._lines)

    def list_unknown_lines(self) -> list[str]:
        """Return the events, and the reasons of alerts, that stand in the log and not in the table of them."""
        lines = [(str(line.get("event")), str(line.get("reason"))) for line in self.log()]
        return [event for event, _ in lines if event not in EVENTS] + [
            reason for event, reason in lines if event == ALERT and find_alert(reason) is None
        ]

    def told(self) -> str:
        """Return what the newest start said on standard error that is no log line: errors for the operator."""
        return "\n".join(line for line in self._lines[self._began :] if not line.startswith("{"))

    async def start(self) -> None:
        """Start `thirdchair run`; it may need a while until it is `ready`."""
        assert self._over, "the bot runs already"
        self._began, self._over = len(self._lines), False
        arguments = ("run", "--config", str(self.config))
        clock = self._clock if self._clock.exists() else None
        self._process = await (_load(self.program, arguments) if self.loads_itself else _fork(arguments, clock))
        self._reading = asyncio.create_task(self._read(self._process))

    async def ready(self) -> None:
        """Return when the newest start is at work: logged in, its identity proved, synchronised once.

        Raises:
            AssertionError: it ended before, or takes too long; with its log.
        """
        await self.logs("ready")

    async def logs(self, event: str, holds: Callable[[dict[str, Any]], bool] = lambda _: True) -> dict[str, Any]:
        """Return the first log line of the newest start whose event is `event` and for which `holds` does.

        Raises:
            AssertionError: it ended before, or takes too long; with its log.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: self._over or self._find(event, holds))
        result = self._find(event, holds)
        assert result is not None, f"{event!r} was not logged; {self._state()}"
        return result

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return when `holds()`, which is looked at with each line that it says.

        Raises:
            AssertionError: it ended before, or takes too long; with its log.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: self._over or holds())
        assert holds(), self._state()

    async def ends(self) -> int:
        """Return the exit status, once the process has ended by itself; negative: the signal that ended it.

        Raises:
            AssertionError: it goes on for too long; with its log.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE), self._news:
                await self._news.wait_for(lambda: self._over)
        assert self._process is not None, "the bot was never started"
        assert self._process.returncode is not None, f"the bot did not end; {self._state()}"
        return self._process.returncode

    async def stop(self) -> int:
        """Stop it politely (SIGTERM), as systemd does, and return its exit status."""
        self._signal(signal.SIGTERM)
        return await self.ends()

    async def kill(self) -> None:
        """End it at once (SIGKILL), as a power cut would, and return when it is gone; nothing if it does not run."""
        if not self._over:
            self._signal(signal.SIGKILL)
            await self.ends()

    @contextmanager
    def stand_still(self) -> Iterator[None]:
        """Let the process do nothing in the block: what happens meanwhile it hears of at once, with the next two syncs at most."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def limit_files(self, size: int = resource.RLIM_INFINITY) -> None:
        """Let no file of the running process grow beyond `size` bytes: with none, nothing at all can be written, as on a full disk."""
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def set_clock(self, seconds: float) -> None:
        """Let the clock of this bot be wrong by so many seconds, now and after each start to come."""
        set_wrong_clock(self._clock, seconds)

    def _find(self, event: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        newest = _logged(self._lines[self._began :])
        return next((line for line in newest if line.get("event") == event and holds(line)), None)

    def _state(self) -> str:
        how = f"it ended with {self._process.returncode}" if self._process and self._over else "it runs"
        return "\n".join((f"{how}; the newest start said:", *self._lines[self._began :]))

    def _signal(self, number: signal.Signals) -> None:
        if self._process and self._process.returncode is None:
            os.kill(self._process.pid, number)

    async def _read(self, process: "_Process") -> None:
        """Take in what the process says, until it ends."""
        async for line in process.errors:
            async with self._news:
                self._lines.append(line.decode().rstrip("\n"))
                self._news.notify_all()
        await process.wait()
        async with self._news:
            self._over = True
            self._news.notify_all()


@dataclass(frozen=True)
class _Process:
    """A process, what it says on standard error, and what to ask for its end: at once, and for as long as it takes."""

    pid: int
    errors: asyncio.StreamReader
    look: Callable[[], int | None]
    wait: Callable[[], Awaitable[object]]

    @property
    def returncode(self) -> int | None:
        """Return the exit status, negative the signal that ended it; None while it runs."""
        return self.look()


def list_program_words(program: Path) -> tuple[str, ...]:
    """Return by which words a program is started: the one of this checkout by its module, as `pyproject.toml` says.

    The script in `.venv/bin` may be of an earlier `pyproject.toml`, and loads then what the bot does not need.
    """
    return (sys.executable, "-P", "-m", "bot") if program == PROGRAM else (str(program),)


async def _load(program: Path, arguments: tuple[str, ...]) -> _Process:
    """Start the program as people do."""
    process = await asyncio.create_subprocess_exec(
        *list_program_words(program),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        process_group=0,  # Ctrl-C reaches the tests alone
    )
    assert process.stderr is not None
    return _Process(process.pid, process.stderr, lambda: process.returncode, process.wait)


async def _fork(arguments: tuple[str, ...], clock: Path | None) -> _Process:
    """Start the program that is loaded already."""
    process, told = await asyncio.to_thread(fork_bot, *arguments, clock=clock)
    errors = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(told.fileno()), "rb")
    told.close()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(errors), pipe)
    assert process.pid is not None
    return _Process(process.pid, errors, lambda: process.exitcode, lambda: asyncio.to_thread(process.join))


@asynccontextmanager
async def bot_process(
    folder: Path,
    homeserver_url: str,
    user_id: str,
    password: str,
    *,
    deployment: Mapping[str, Any] | None = None,
    room: Mapping[str, Any] | None = None,
    started: bool = True,
    loads_itself: bool = False,
) -> AsyncIterator[BotProcess]:
    """Configure a bot in `folder` and run it until the block ends; inside the block it is `ready`, unless not `started`.

    `deployment` and `room` are added to `bot.yaml` and to the file for every room; None as a value leaves a key out.
    Somebody must be among `therapists` in one of them.
    """
    configure(folder, homeserver_url, user_id, password, deployment=deployment, room=room)
    bot = BotProcess(folder, loads_itself)
    try:
        if started:
            await bot.start()
            await bot.ready()
        yield bot
        assert bot.list_unknown_lines() == [], "say in bot/log_events.py what these mean"
    finally:
        await bot.kill()


def configure(
    folder: Path,
    homeserver_url: str,
    user_id: str,
    password: str,
    *,
    deployment: Mapping[str, Any] | None = None,
    room: Mapping[str, Any] | None = None,
) -> None:
    """Write the configuration of a bot into `folder`: the loosest jurisdiction, one file for every room."""
    (folder / "rooms").mkdir(parents=True, exist_ok=True)
    (folder / "password").write_text(password)
    (folder / "password").chmod(0o600)
    account = {"homeserver": homeserver_url, "user_id": user_id, "password_file": "password", "data_dir": "data"}
    _write(folder / "bot.yaml", {**account, "jurisdiction": ["demo"], **(deployment or {})})
    every_room = {"room": "*", "language": ["en", "id"], "approval": "unasked"}
    _write(folder / "rooms" / "all.yaml", {**every_room, **(room or {})})


def _write(file: Path, content: Mapping[str, Any]) -> None:
    file.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}))


def _logged(lines: list[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines if line.startswith("{")]
