"""A backend of somebody else's: it gets the locked client, and another way out is refused and noticed."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest
from model_server import model_server

SESSION = Path(__file__).parents[1] / "third_party_session.py"
PACKAGE = """
import asyncio, subprocess, urllib.request
from contextlib import asynccontextmanager
from bot.model import Answer

class Backend:
    def __init__(self, kind, url, http):
        self.kind, self.url, self.http = kind, url, http

    async def complete(self, prompt, *, max_tokens):
        if self.kind == "handed":
            return Answer(str((await self.http.post(self.url + "/chat/completions", json={})).status_code), "m")
        if self.kind == "task":
            host, port = self.url.split("/")[2].split(":")
            await asyncio.open_connection(host, int(port))
        if self.kind == "thread":
            await asyncio.to_thread(urllib.request.urlopen, self.url)
        if self.kind == "program":
            subprocess.run(["true"])
        return Answer("got out", "m")

def opener(kind):
    @asynccontextmanager
    async def opened(settings, http):
        yield Backend(kind, settings.base_url, http)
    return opened

handed, task, thread, program = map(opener, ("handed", "task", "thread", "program"))
"""
POINTS = "[thirdchair.backends]\n" + "".join(
    f"{kind} = elsewhere:{kind}\n" for kind in ("handed", "task", "thread", "program")
)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return a folder in which somebody's package is installed, with backends of four kinds."""
    (tmp_path / "elsewhere.py").write_text(PACKAGE)
    metadata = tmp_path / "elsewhere-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: elsewhere\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(POINTS)
    return tmp_path


async def ask(installed: Path, url: str, kind: str) -> tuple[str, list[str]]:
    """Return what the backend `kind` said, in a process of its own that is watched as the bot is, and the alerts."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        SESSION,
        f"{url}/v1",
        kind,
        env={**os.environ, "PYTHONPATH": str(installed)},
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await child.communicate()
    line = json.loads(printed)
    return line["said"], line["alerts"]


async def test_a_backend_is_handed_the_one_client_that_gets_out(installed: Path) -> None:
    """What goes through the client that a backend is opened with arrives, and is no alert."""
    async with model_server() as server:
        assert await ask(installed, server.url, "handed") == ("200", [])
        assert len(server.requests) == 1


async def test_any_other_way_out_is_refused_and_noticed(installed: Path) -> None:
    """A connection of its own, one in a thread, a program: none gets out, each is an alert, even to the allowed address."""
    reasons = {"task": "socket-not-permitted", "thread": "socket-not-permitted", "program": "program-not-permitted"}
    async with model_server() as server:
        for kind, reason in reasons.items():
            said, alerts = await ask(installed, server.url, kind)
            assert (kind, said, set(alerts)) == (kind, "EgressRefused", {reason})
        assert server.requests == []


async def test_its_address_is_looked_at_before_it_is_opened(installed: Path) -> None:
    """A backend of somebody else's with an address on another machine is not even opened, unless it is declared remote."""
    assert await ask(installed, "http://192.0.2.1:9", "handed") == ("BackendRefused", [])
