"""`thirdchair demo` as people and programs run it: it plays, it serves, and it leaves nothing behind."""

import asyncio
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from model_server import Reply, model_server

from bot.demo.local_models import LocalModel
from bot.settings import load_settings

PROGRAM = Path(sys.executable).with_name("thirdchair")
PATIENCE = 100.0
"""Seconds that the demonstration may take on a busy machine."""


@dataclass
class Demo:
    """One run of the command. Everything it keeps is below `folder`, which so appears among its programs' arguments."""

    process: asyncio.subprocess.Process
    folder: Path

    async def until(self, stream: asyncio.StreamReader | None, holds: Callable[[str], bool]) -> str:
        """Return what comes on a stream, up to the first line for which `holds` does."""
        assert stream is not None
        said = ""
        async with asyncio.timeout(PATIENCE):
            async for line in stream:
                said += line.decode()
                if holds(line.decode()):
                    return said
        raise AssertionError("the line did not come")

    async def told(self) -> dict[str, Any]:
        """Return what it tells programs on its standard output, which must be the first line there."""
        told = json.loads(await self.until(self.process.stdout, lambda _: True))
        assert isinstance(told, dict)
        return told

    async def ends(self, how: signal.Signals | None = None) -> tuple[int, str, str]:
        """Return exit status and the rest of both outputs, after sending the signal `how` if one is given."""
        if how is not None:
            self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), err.decode()

    async def is_gone(self, *, with_its_folder: bool = True) -> None:
        """Return when none of its programs runs; nothing may be left on disk, unless it was killed outright."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if str(self.folder) not in _programs():
                    break
                await asyncio.sleep(0.02)
        assert not with_its_folder or list(self.folder.iterdir()) == []


def _programs() -> str:
    """Return the command line of everything that runs on this machine."""
    return subprocess.run(("ps", "-ww", "-eo", "args"), capture_output=True, text=True, check=True).stdout


@asynccontextmanager
async def demo(folder: Path, *options: str) -> AsyncIterator[Demo]:
    """Run `thirdchair demo` with its temporary folder inside `folder`; it is ended if the test did not do so."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "demo",
        *options,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder), "COLUMNS": "200"},
        process_group=0,
    )
    try:
        yield Demo(process, folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def log_in(url: str, account: dict[str, str]) -> int:
    """Return the HTTP status of logging in."""
    who = {"type": "m.id.user", "user": account["user_id"]}
    body = {"type": "m.login.password", "identifier": who, "password": account["password"]}
    async with aiohttp.ClientSession() as http, http.post(f"{url}/_matrix/client/v3/login", json=body) as answer:
        return answer.status


def words(shown: str) -> str:
    """Return what is shown without its bars and line breaks, which depend on the terminal's width."""
    return " ".join(shown.replace("│", " ").split())


async def test_the_session_is_played(tmp_path: Path) -> None:
    """The demonstration shows a session of two encrypted clients, in plain lines, ends with 0 and leaves nothing."""
    async with demo(tmp_path) as run:
        status, out, err = await run.ends()
        await run.is_gone()
    assert (status, err) == (0, "")
    shown = [line.strip() for line in out.splitlines()]
    order = (
        "bot │ DEMO: no real sessions.",
        "bot │ DEMO: bukan sesi sungguhan.",
        "kim ▸ !explain rumination",
        "bot │ From the glossary (Third Chair's own text, not reviewed by a clinician), not AI",
        "kim ▸ ↩ setuju",
        "bot │ AI on: I read along and answer when asked. Anybody can type !stop.",
        "bot │ Dari glosarium (teks Third Chair sendiri, belum diperiksa klinisi), bukan AI",
        "ana ▸ !translate id good morning",
        "bot │ Kalimat bawaan, tanpa model AI",
        "kim ▸ !withdraw",
        "ana ▸ !status",
        "bot │ AI: off",
    )
    places = [shown.index(line) for line in order]
    assert places == sorted(places)
    assert "messages, all decrypted by both, none twice." in out
    assert "\x1b" not in out
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    transcript = [line for line in readme.splitlines() if line.startswith(("  kim", "  ana", "  bot", "      │"))]
    assert len(transcript) > 10
    real = words(out)
    assert [line for line in transcript if words(line) not in real] == []


async def test_the_session_is_played_with_a_model_of_this_machine(tmp_path: Path) -> None:
    """With the command that is offered for a model server here, the same session is played, and the model translates in it."""
    async with model_server() as server:
        server.default = Reply("Selamat pagi.")
        local = LocalModel("Ollama", f"{server.url}/v1", "tiny")
        _, _, *options = shlex.split(local.command)
        async with demo(tmp_path, *options) as run:
            status, out, err = await run.ends()
            await run.is_gone()
    assert (status, err) == (0, "")
    assert "Selamat pagi." in out
    assert "messages, all decrypted by both, none twice." in out
    assert {request.json["model"] for request in server.requests} == {"tiny"}
    assert "A model server answers" not in out  # there is one already


async def test_whoever_stays_can_join_and_nothing_outlives_it(tmp_path: Path) -> None:
    """With --stay it ends by telling how to join; even after kill -9, homeserver and bot end with it."""
    async with demo(tmp_path, "--stay") as run:
        text = await run.until(run.process.stdout, lambda line: line.startswith("Ctrl-C"))
        assert "http://127.0.0.1:" in text
        assert "@ana:clinic.local  password " in text
        assert text.count("recovery key E") == 2
        assert str(tmp_path) in _programs()
        await run.ends(signal.SIGKILL)
        await run.is_gone(with_its_folder=False)


async def test_programs_are_told_what_they_need(tmp_path: Path) -> None:
    """With --serve, one line of JSON says that everything is ready; a polite end stops the bot first, and all is gone."""
    async with demo(tmp_path, "--serve") as run:
        told = await run.told()
        assert {"therapist", "client", "client2", "outsider"} == told["accounts"].keys()
        assert [await log_in(told["homeserver"], item) for item in told["accounts"].values()] == [200] * 4
        assert str(told["config"]) in _program(told["bot_pid"])
        assert Path(told["data_dir"]).is_dir()
        assert told["registration_secret"]
        kept = tmp_path.with_name("kept.log")
        kept.hardlink_to(told["bot_log"])  # what the bot says last, after its folder is gone
        assert '"ready"' in kept.read_text()
        status, out, _ = await run.ends(signal.SIGTERM)
        assert '"stopped"' in kept.read_text()
        await run.is_gone()
    assert (status, out) == (0, "")


async def test_somebody_else_may_run_the_bot(tmp_path: Path) -> None:
    """With --no-bot there is the bot's account and a sound configuration, with the model server that was asked for."""
    wishes = ("--backend", "openai", "--base-url", "http://127.0.0.1:9/v1", "--model", "tiny", "--api-key", "k-1")
    async with demo(tmp_path, "--serve", "--no-bot", *wishes, "--set", "window.messages=5") as run:
        told = await run.told()
        assert told["bot_pid"] is None
        settings = load_settings(Path(told["config"]))
        password = settings.deployment.password_file
        assert password is not None
        bot = {"user_id": told["bot"], "password": password.read_text().strip()}
        assert await log_in(told["homeserver"], bot) == 200
        assert settings.deployment.homeserver == told["homeserver"]
        backend = settings.backends[settings.deployment.backend]
        assert (backend.kind, backend.base_url, backend.model) == ("openai", "http://127.0.0.1:9/v1", "tiny")
        assert backend.api_key_file is not None
        assert backend.api_key_file.stat().st_mode & 0o077 == 0
        assert settings.rooms[0][1].window.messages == 5
        status, out, _ = await run.ends(signal.SIGINT)
        await run.is_gone()
    assert (status, out) == (0, "")


async def test_a_dead_bot_ends_it_with_its_status(tmp_path: Path) -> None:
    """If the bot dies while it is served, that is said, and its exit status becomes the demonstration's."""
    async with demo(tmp_path, "--serve") as run:
        os.kill((await run.told())["bot_pid"], signal.SIGKILL)
        status, _, err = await run.ends()
        await run.is_gone()
    assert status == 128 + signal.SIGKILL
    assert "The bot ended with status 137" in err


async def test_a_wrong_wish_stops_it_before_anything_boots(tmp_path: Path) -> None:
    """A policy key that does not exist is told as `thirdchair check` tells it, with 78, before Synapse is started."""
    async with demo(tmp_path, "--serve", "--set", "windw.messages=5") as run:
        status, out, err = await run.ends()
        await run.is_gone()
    assert (status, out) == (78, "")
    assert "Did you mean `window`?" in err
    assert "Synapse" not in err


async def test_told_to_stop_while_booting(tmp_path: Path) -> None:
    """A polite signal in the middle of booting is obeyed at once: nothing is told to programs, nothing is left."""
    async with demo(tmp_path, "--serve") as run:
        await run.until(run.process.stderr, lambda line: "Starting Synapse" in line)
        status, out, err = await run.ends(signal.SIGTERM)
        await run.is_gone()
    assert (status, out) == (0, "")
    assert "Traceback" not in err


def _program(pid: int) -> str:
    """Return the command line of one process."""
    return subprocess.run(
        ("ps", "-ww", "-o", "args=", "-p", str(pid)), capture_output=True, text=True, check=True
    ).stdout
