"""What systemd hears of the bot: ready when it has synced, alive while all three loops are, and nothing else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from bot_process import bot_process
from hand_held import Client, Server, at_work, seat
from newcomer import Newcomer
from structlog.testing import capture_logs

from bot.app.pulse import LOOPS, ROUND, Pulse
from bot.app.service_manager import notify_manager, read_watchdog_pace, report_to_manager
from bot.app.services import LONGEST_WAIT, Chair
from bot.demo.homeserver import Homeserver
from bot.matrix.client.refusals import Limited
from bot.matrix.sync import FIRST_WAIT

PACE = 0.005
"""Seconds between two signs of life where systemd wants one in twice that time."""


class Manager:
    """A service manager that listens, as systemd does, on a datagram socket of this machine."""

    def __init__(self, file: Path) -> None:
        """Listen at `file`."""
        self.channel = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.channel.bind(str(file))
        self.channel.setblocking(False)

    async def hear(self) -> str:
        """Return the next thing that is said."""
        async with asyncio.timeout(120):
            return (await asyncio.get_running_loop().sock_recv(self.channel, 4096)).decode()

    def drain(self) -> list[str]:
        """Return all that was said and not heard yet."""
        heard: list[str] = []
        while True:
            try:
                heard.append(self.channel.recv(4096).decode())
            except BlockingIOError:
                return heard


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Manager]:
    """Give a manager that this process was started by, and that wants a sign of life."""
    listening = Manager(tmp_path / "notify")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", str(int(2_000_000 * PACE)))
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    yield listening
    listening.channel.close()


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.now = 43_200.0

    def __call__(self) -> float:
        """Return what time it is."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Return the clock by which the loops give their word."""
    return Clock()


@pytest.fixture
def server() -> Server:
    """Return a homeserver in the test's hand."""
    return Server()


@pytest.fixture
async def chair(tmp_path: Path, server: Server, clock: Clock) -> AsyncIterator[Chair]:
    """Give a chair over an empty notebook."""
    async with seat(tmp_path, Client(server)) as chair:
        chair.pulse = Pulse(clock)
        yield chair


async def until(holds: Callable[[], bool]) -> None:
    """Return as soon as `holds()`."""
    async with asyncio.timeout(120):
        while not holds():  # noqa: ASYNC110 - what the loops promise rings no bell
            await asyncio.sleep(0)


async def has_looked(chair: Chair, times: int = 3) -> None:
    """Return when the loops were looked at so many times more."""
    looks, look = [], chair.pulse.list_hanging

    class Counted(Pulse):
        def list_hanging(self) -> tuple[str, ...]:
            looks.append(1)
            return look()

    chair.pulse = Counted(chair.pulse.clock, chair.pulse.due)
    await until(lambda: len(looks) >= times)


async def test_it_is_ready_when_it_has_synced(chair: Chair, manager: Manager) -> None:
    """Before the first sync the bot says nothing; then that it is ready, and from then on that it lives."""
    async with asyncio.TaskGroup() as group:
        telling = group.create_task(report_to_manager(chair))
        for _ in range(100):
            await asyncio.sleep(0)
        assert manager.drain() == []
        async with at_work(chair):
            assert (await manager.hear()).startswith("READY=1\n")
            await until(lambda: not chair.pulse.list_hanging())
            assert await manager.hear() == "WATCHDOG=1"
        telling.cancel()


WORK = {"listen": "bot.app.listen.sync_once", "think": "bot.app.think._think_once", "act": "bot.app.act._ready"}
"""What each loop does in every round."""


@pytest.mark.parametrize("hanging", LOOPS)
async def test_a_loop_that_hangs_ends_the_signs_of_life(
    chair: Chair, server: Server, manager: Manager, clock: Clock, hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one of the three loops is not heard of, systemd is told nothing more, and the log names the loop."""
    stopped, for_ever = asyncio.Event(), asyncio.Event()

    async def hang(*_: object, **__: object) -> None:
        stopped.set()
        await for_ever.wait()

    async with asyncio.TaskGroup() as group, at_work(chair):
        telling = group.create_task(report_to_manager(chair))
        await until(lambda: "WATCHDOG=1" in manager.drain())
        monkeypatch.setattr(WORK[hanging], hang)
        with capture_logs() as lines:
            await server.pulse()
            chair.to_act.set()
            await stopped.wait()
            clock.now += ROUND + FIRST_WAIT + LONGEST_WAIT
            chair.pulse.due |= {loop: clock.now + 1.0 for loop in LOOPS if loop != hanging}  # they were heard of
            await until(lambda: any(line.get("reason") == "loop-hangs" for line in lines))
            manager.drain()
            await has_looked(chair)
        assert manager.drain() == []
        assert [line["kind"] for line in lines if line.get("reason") == "loop-hangs"] == [hanging]
        telling.cancel()


async def test_each_loop_is_heard_of_however_quiet_it_is(chair: Chair, server: Server, clock: Clock) -> None:
    """Each round of each loop is a sign of life of its own: a loop whose word ran out gives a new one."""
    async with at_work(chair):
        await until(lambda: not chair.pulse.list_hanging())
        clock.now += 10_000.0
        assert chair.pulse.list_hanging() == LOOPS
        await server.pulse()
        for bell in (chair.to_think, chair.to_act):
            bell.set()
        await until(lambda: not chair.pulse.list_hanging())


async def test_waiting_for_a_homeserver_is_life(chair: Chair, clock: Clock) -> None:
    """A homeserver that wants to be left alone for an hour is no reason to be started again."""
    hour, waiting = 3600.0, asyncio.Event()

    async def meddle(what: str) -> None:
        if what == "sync":
            raise Limited(hour)

    def choose_wait(*_: object) -> float:
        waiting.set()
        return hour

    client: object = chair.client
    assert isinstance(client, Client)
    client.meddle, chair.choose_wait = meddle, choose_wait
    async with at_work(chair):
        await waiting.wait()
        await until(lambda: chair.pulse.due["listen"] > clock.now + hour)


def test_nobody_listens_and_nothing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a manager, or where its socket is gone, the bot goes on; a sign of life meant for another process is not given."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify_manager("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    with capture_logs() as lines:
        notify_manager("READY=1")
    assert [line["event"] for line in lines] == ["systemd could not be told"]
    for asked, whom in (("", ""), ("0", ""), ("no", ""), ("20000000", "1")):
        monkeypatch.setenv("WATCHDOG_USEC", asked)
        monkeypatch.setenv("WATCHDOG_PID", whom)
        assert read_watchdog_pace() is None
    monkeypatch.setenv("WATCHDOG_PID", "")
    monkeypatch.setenv("WATCHDOG_USEC", "20000000")
    assert read_watchdog_pace() == 10.0


async def test_the_program_itself_tells_systemd(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, manager: Manager
) -> None:
    """A bot that is started, works and is stopped says each of it, past the watch over its sockets."""
    account = await newcomer("bot")
    therapists = {"therapists": ["@ana:clinic.local"]}
    async with bot_process(
        tmp_path, synapse.url, account.user_id, account.password, deployment=therapists, loads_itself=True
    ) as bot:
        heard = [await manager.hear(), await manager.hear(), await manager.hear()]
        assert [line.partition("\n")[0].partition(" ")[0] for line in heard] == [
            "STATUS=Waiting",
            "READY=1",
            "WATCHDOG=1",
        ]
        assert await bot.stop() == 0
        assert "STOPPING=1" in manager.drain()
