"""A machine on which nothing is yet, and what its operator does there by hand: installs, runs commands, reads a page, loses a disk."""

import asyncio
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-runtime.lock"
AT_A_TIME = 900.0
"""Seconds that one command may take: an installation over a slow line is the longest."""


@dataclass
class FreshMachine:
    """One folder in which everything lies: `clinic`, which is the bot's own, and the operator's `safe` beside it."""

    folder: Path
    program: Path | None = None
    """`thirdchair`, once it is installed; a path says that it is already."""

    def __post_init__(self) -> None:
        """Make the safe, for its owner alone."""
        self.safe.mkdir(mode=0o700)

    @property
    def clinic(self) -> Path:
        """Return the bot's folder."""
        return self.folder / "clinic"

    @property
    def config(self) -> Path:
        """Return the deployment file."""
        return self.clinic / "bot.yaml"

    @property
    def safe(self) -> Path:
        """Return where the operator keeps what a lost disk must not take along."""
        return self.folder / "safe"

    async def build_wheel(self) -> Path:
        """Make the wheel of this checkout, as `make wheel` does, and return it."""
        into = self.folder / "dist"
        build = ("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(into), str(ROOT))
        _expect_success(await self.run(sys.executable, "-m", "pip", "-q", *build))
        (wheel,) = into.glob("thirdchair-*.whl")
        return wheel

    async def install(self, wheel: Path) -> tuple[str, ...]:
        """Install `wheel` and what the lock names as docs/upgrade.md says; return the names of all packages that are there."""
        home = self.folder / "venv"
        _expect_success(await self.run(sys.executable, "-m", "venv", str(home)))
        pip = (str(home / "bin" / "pip"), "-q", "--disable-pip-version-check", "install")
        _expect_success(await self.run(*pip, "--require-hashes", "-r", str(LOCK)))
        _expect_success(await self.run(*pip, "--no-deps", str(wheel)))
        self.program = home / "bin" / "thirdchair"
        return tuple(path.name.partition("-")[0] for path in home.glob("lib/python*/site-packages/*.dist-info"))

    async def order(self, *words: str, status: int = 0) -> str:
        """Run `thirdchair` with `words` on the bot's configuration, and return what it printed.

        Raises:
            AssertionError: it ended with another status; with what it said.
        """
        where = () if words[0] == "init" else ("--config", str(self.config))
        ended = await self.run(str(self.program), *words, *where)
        assert ended.returncode == status, f"`thirdchair {words[0]}` ended with {ended.returncode}: {_join_said(ended)}"
        return ended.stdout

    async def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, outside of the checkout, and return how it ended."""
        return await asyncio.to_thread(
            subprocess.run,
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=AT_A_TIME,
            check=False,
        )

    def keep(self, name: str, secret: str) -> Path:
        """Write a secret into a file in the safe, and return its path."""
        file = self.safe / name
        file.touch(mode=0o600)
        file.write_text(secret + "\n")
        return file

    def keep_data_key(self) -> None:
        """Put a copy of the data folder's key into the safe."""
        shutil.copy(self.clinic / "data" / "store.key", self.safe / "store.key")

    def lose_data(self) -> None:
        """Lose the data folder, and put its key, from the safe, into an empty one."""
        data = self.clinic / "data"
        shutil.rmtree(data)
        data.mkdir(mode=0o700)
        shutil.copy(self.safe / "store.key", data / "store.key")


async def fetch_page(port: int, path: str) -> tuple[int, str]:
    """Return status and text of a page of the bot's on this machine."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


def _expect_success(ended: subprocess.CompletedProcess[str]) -> None:
    assert ended.returncode == 0, _join_said(ended)


def _join_said(ended: subprocess.CompletedProcess[str]) -> str:
    return f"\n{ended.stdout}{ended.stderr}".rstrip()
