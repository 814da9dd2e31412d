"""The Synapse that we boot answers us alone, keeps what it is told, and never outlives us."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest
import yaml
from newcomer import Account, Newcomer

from bot.demo import synapse_yaml
from bot.demo.child import start_child
from bot.demo.homeserver import BOOT_SECONDS, Homeserver, find_free_port, run_homeserver, spawn_synapse
from bot.errors import HomeserverDown

BOOTS = """
import asyncio, signal, sys
from pathlib import Path
from bot.demo.homeserver import run_homeserver

signal.signal(signal.SIGINT, signal.default_int_handler)  # as at a terminal: under nohup or `&` a child ignores Ctrl-C

async def main():
    async with run_homeserver(Path(sys.argv[1])) as server:
        print(server.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def log_in(server: Homeserver, account: Account) -> int:
    """Return the HTTP status of logging in."""
    who = {"type": "m.id.user", "user": account.login}
    body = {"type": "m.login.password", "identifier": who, "password": account.password}
    async with aiohttp.ClientSession() as http, http.post(f"{server.url}/_matrix/client/v3/login", json=body) as answer:
        return answer.status


def boot_elsewhere(folder: Path) -> subprocess.Popen[bytes]:
    """Start another Python that boots a Synapse, prints its process id, and waits."""
    command = (sys.executable, "-c", BOOTS, str(folder))
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


async def ended(pid: int) -> None:
    """Return as soon as no process has the id `pid`."""
    async with asyncio.timeout(120):
        while True:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            await asyncio.sleep(0.02)


async def test_a_new_account_can_log_in(synapse: Homeserver, newcomer: Newcomer) -> None:
    """Who was registered with the shared secret can log in, and only with their password."""
    ana = await newcomer("ana")
    assert ana.user_id == f"@{ana.login}:{synapse.name}"
    assert await log_in(synapse, ana) == 200
    assert await log_in(synapse, Account(ana.user_id, ana.login, "another")) == 403


async def test_a_name_is_given_once(synapse: Homeserver, newcomer: Newcomer) -> None:
    """Registering a name again fails with the server's code and neither the name nor the password in the error."""
    ana = await newcomer("ana")
    with pytest.raises(HomeserverDown) as error:
        await synapse.register(ana.login, ana.password)
    assert "M_USER_IN_USE" in str(error.value)
    assert ana.login not in str(error.value)


async def test_no_limit_stops_a_busy_test(newcomer: Newcomer, synapse: Homeserver) -> None:
    """A hundred log-ins in a row are all let through: no rate limit of Synapse can make a test flaky."""
    ana = await newcomer("ana")
    assert {await log_in(synapse, ana) for _ in range(100)} == {200}


def test_every_limit_of_this_synapse_is_lifted(tmp_path: Path) -> None:
    """Synapse itself, reading our configuration, finds no client rate limit below a thousand a second."""
    from synapse.config.ratelimiting import RatelimitConfig, RatelimitSettings  # noqa: PLC0415 - slow to import

    configuration = yaml.safe_load(synapse_yaml.write_synapse_yaml(tmp_path, 1, "s").read_text())
    read = RatelimitConfig.__new__(RatelimitConfig)
    read.read_config(configuration)
    limits = {key: value for key, value in vars(read).items() if isinstance(value, RatelimitSettings)}
    assert len(limits) > 20
    assert [key for key, limit in limits.items() if limit.per_second < 1000] == []


def test_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    """The configuration and the signing key can be read by nobody else on the machine."""
    synapse_yaml.write_synapse_yaml(tmp_path, 1, "s")
    for name in ("homeserver.yaml", "signing.key"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


async def test_a_restart_forgets_nothing(tmp_path: Path) -> None:
    """After a restart the same accounts live at the same address, in another process."""
    async with run_homeserver(tmp_path) as server:
        ana = Account(await server.register("ana", "pw"), "ana", "pw")
        before = server.pid
        await server.restart()
        await ended(before)
        assert await log_in(server, ana) == 200
        await server.stop()
        with pytest.raises(HomeserverDown):
            _ = server.pid
        with pytest.raises(aiohttp.ClientConnectionError):
            await log_in(server, ana)
        await server.start()
        assert await log_in(server, ana) == 200
        after = server.pid
    await ended(after)


async def test_a_death_at_boot_is_noticed_at_once(tmp_path: Path) -> None:
    """A Synapse that cannot start is reported within seconds, with the end of its log and where to read the rest."""
    (tmp_path / "signing.key").write_text("no key at all\n")
    async with asyncio.timeout(BOOT_SECONDS / 2):
        with pytest.raises(HomeserverDown) as error:
            async with run_homeserver(tmp_path):
                pass
    assert "ended with status" in str(error.value)
    assert "signing_key" in str(error.value)
    assert "homeserver.log" in error.value.remedy


async def test_a_taken_port_is_left_to_its_owner(synapse: Homeserver, tmp_path: Path) -> None:
    """If a program, or another Synapse that answers, has the chosen port, ours comes up elsewhere; whoever waits is told of each."""
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        chosen = (taken.getsockname()[1], int(synapse.url.rpartition(":")[2]), find_free_port())
        ports = iter(chosen)
        async with run_homeserver(tmp_path, choose_port=lambda: next(ports), on_progress=told.append) as server:
            assert server.url.endswith(f":{chosen[-1]}")
            assert server.pid != synapse.pid
    assert [line.rpartition(":")[2] for line in told[:-1]] == [str(port) for port in chosen]
    assert server.url in told[-2]
    assert "answers" in told[-1]


async def test_giving_up_leaves_nothing_behind(tmp_path: Path) -> None:
    """Whoever cancels the boot half-way has ended the half-started process too."""
    started: list[int] = []
    has_begun = asyncio.Event()

    def noted(folder: Path) -> subprocess.Popen[bytes]:
        process = spawn_synapse(folder)
        started.append(process.pid)
        has_begun.set()
        return process

    async def boot() -> None:
        async with run_homeserver(tmp_path, spawn=noted):
            pass

    booting = asyncio.create_task(boot())
    await has_begun.wait()
    booting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await booting
    for pid in started:
        await ended(pid)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
async def test_the_server_ends_with_us(how: signal.Signals, tmp_path: Path) -> None:
    """However the process that booted it ends, by Ctrl-C, politely or by kill -9, the server ends too."""
    parent = boot_elsewhere(tmp_path)
    assert parent.stdout is not None
    with parent, parent.stdout:
        try:
            server = int(await asyncio.to_thread(parent.stdout.readline))
            parent.send_signal(how)
            await ended(server)
        finally:
            parent.kill()  # nothing if it has ended, as it should have


async def test_a_server_that_will_not_go_is_made_to(tmp_path: Path) -> None:
    """A server that does not react to a polite request is ended with force."""
    process = start_child("http.server", "--bind", "127.0.0.1", "0", log=tmp_path / "log")
    server = Homeserver("http://127.0.0.1:9", "clinic.local", tmp_path, "s", patience=0.1, process=process)
    os.kill(server.pid, signal.SIGSTOP)
    await server.stop()
    await ended(process.pid)
