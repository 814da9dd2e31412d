"""A real Synapse on loopback, for the demonstration and for the tests: boots, answers, restarts, and ends with us."""

import asyncio
import hmac
import secrets
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.child import GLANCE, end_child, read_last_lines, start_child
from bot.demo.leash import PATIENCE
from bot.demo.synapse_yaml import NAME, PROOF, hash_secret, write_synapse_yaml
from bot.errors import HomeserverDown
from bot.model import UserId

PORTS_TRIED = 5
BOOT_SECONDS = 60.0


def _tell_nobody(_: str) -> None:
    """Tell nobody."""


def spawn_synapse(folder: Path) -> subprocess.Popen[bytes]:
    """Start the process whose configuration lies in `folder`."""
    configuration = str(folder / "homeserver.yaml")
    return start_child("synapse.app.homeserver", "-c", configuration, log=folder / "homeserver.log")


def find_free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@dataclass
class Homeserver:
    """One Synapse, its folder and, while it runs, its process. It may be used from any event loop.

    `name` is what stands behind the colon of its user ids.
    Whoever knows `registration_secret` can make accounts.
    `spawn` starts the process over a folder; `patience` are the seconds in which it has to end when it is asked to.
    """

    url: str
    name: str
    folder: Path
    registration_secret: str = field(repr=False)
    spawn: Callable[[Path], subprocess.Popen[bytes]] = spawn_synapse
    patience: float = PATIENCE
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def pid(self) -> int:
        """Return the id of the running process.

        Raises:
            HomeserverDown: it does not run.
        """
        if self.process is None or self.process.poll() is not None:
            raise HomeserverDown("Synapse does not run.", "Start it first.")
        return self.process.pid

    async def register(self, name: str, password: str) -> UserId:
        """Make the account `name` and return its whole user id.

        The shared secret signs a nonce (Synapse manual, "Shared-Secret Registration").

        Raises:
            HomeserverDown: no account was made; `str()` holds the server's code for the reason.
        """
        path = f"{self.url}/_synapse/admin/v1/register"
        async with aiohttp.ClientSession() as http:
            nonce = (await _read_json(await http.get(path)))["nonce"]
            signed = f"{nonce}\0{name}\0{password}\0notadmin".encode()
            mac = hmac.digest(self.registration_secret.encode(), signed, "sha1").hex()
            account = {
                "nonce": nonce,
                "username": name,
                "password": password,
                "admin": False,
                "mac": mac,
                "inhibit_login": True,
            }
            return UserId((await _read_json(await http.post(path, json=account)))["user_id"])

    async def start(self) -> None:
        """Start the server on its port and return when it answers.

        Raises:
            HomeserverDown: it ended, or did not answer within `BOOT_SECONDS`; `str()` holds the end of its log.
        """
        self.process = self.spawn(self.folder)
        try:
            async with asyncio.timeout(BOOT_SECONDS), aiohttp.ClientSession() as http:
                await self._ready(self.process, http)
        except TimeoutError:
            await self.stop()
            raise self._down(f"gave no answer for {BOOT_SECONDS:.0f} s") from None
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the process: politely, and after `patience` seconds with force. What it stored stays."""
        process, self.process = self.process, None
        if process is not None:
            await end_child(process, self.patience)

    async def restart(self) -> None:
        """Stop and start: the same folder, the same port, the same accounts and rooms.

        Raises:
            HomeserverDown: as `start_child`.
        """
        await self.stop()
        await self.start()

    async def _ready(self, process: subprocess.Popen[bytes], http: aiohttp.ClientSession) -> None:
        """Return when the server answers, or raise as soon as its process has ended."""
        while not await self._answers(http):
            if process.poll() is not None:
                raise self._down(f"ended with status {process.returncode}")
            await asyncio.sleep(GLANCE)

    async def _answers(self, http: aiohttp.ClientSession) -> bool:
        """Return whether *our* Synapse answers: another server may have come to listen on the same port before it."""
        try:
            async with asyncio.timeout(1):
                well_known = await _read_json(await http.get(f"{self.url}/.well-known/matrix/client"))
                await _read_json(await http.get(f"{self.url}/_matrix/client/versions"))
        except (aiohttp.ClientError, TimeoutError, HomeserverDown):
            return False
        return bool(well_known.get(PROOF) == hash_secret(self.registration_secret))

    def _down(self, how: str) -> HomeserverDown:
        log = self.folder / "homeserver.log"
        return HomeserverDown(
            f"Synapse {how}. The end of its log:{read_last_lines(log)}", f"The whole log is in {log}."
        )


@asynccontextmanager
async def run_homeserver(
    folder: Path,
    *,
    on_progress: Callable[[str], None] = _tell_nobody,
    choose_port: Callable[[], int] = find_free_port,
    **how: Any,
) -> AsyncIterator[Homeserver]:
    """Run a Synapse in `folder` on a free port of 127.0.0.1 for as long as the block runs.

    A folder that was used before keeps its accounts and rooms. `how` is what else a `Homeserver` may be told.

    Raises:
        HomeserverDown: Synapse is not installed, or did not come up.
    """
    if find_spec("synapse") is None:
        raise HomeserverDown(
            "Synapse is not installed.",
            "In a checkout: `make setup`. Elsewhere: `pip install matrix-synapse` beside the bot.",
        )
    server = await _first_that_starts(folder, on_progress, choose_port, how)
    try:
        yield server
    finally:
        await server.stop()


async def _first_that_starts(
    folder: Path, on_progress: Callable[[str], None], choose_port: Callable[[], int], how: Mapping[str, Any]
) -> Homeserver:
    """Return a running Synapse, on another port each time that somebody was quicker to take the chosen one."""
    for tries_left in reversed(range(PORTS_TRIED)):
        port = choose_port()
        server = Homeserver(f"http://127.0.0.1:{port}", NAME, folder, secrets.token_hex(32), **how)
        write_synapse_yaml(folder, port, server.registration_secret)
        on_progress(f"Starting Synapse on {server.url}")
        began = time.monotonic()
        try:
            await server.start()
        except HomeserverDown:
            if tries_left and _is_port_taken(port):
                continue
            raise
        on_progress(f"Synapse answers after {time.monotonic() - began:.1f} s")
        return server
    raise AssertionError


def _is_port_taken(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return False
    except OSError:
        return True


async def _read_json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """Return the answer's JSON object.

    Raises:
        HomeserverDown: the status is no success; `str()` holds it and the Matrix error code.
    """
    try:
        body = await response.json(content_type=None)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HomeserverDown(f"The homeserver answered {response.status} without JSON.", "See its log.")
    if not response.ok:
        raise HomeserverDown(f"The homeserver answered {response.status} {body.get('errcode')}.", "See its log.")
    return body
