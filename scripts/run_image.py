"""Run the bot's container as deploy/compose.yaml orders it, against a real Synapse on this machine: scripts/try_image.sh has built it.

    sudo .venv/bin/python scripts/run_image.py FOLDER [--tools .cache/deploy]

FOLDER holds the images that buildah made. podman-compose says how the container `bot` is made of the Compose file (`--dry-run`), and
podman makes it so, with two changes: it sits in this machine's network, where Synapse is, and its limit of open files is named, as
this may be a container itself. runc runs it, since crun takes no cgroups of both versions at once.
Looked at: `keys setup` by hand, /ready, the image's own health check, no capabilities, no new privileges, a filter of system calls, the
limits of memory and processes, a root that is read-only, a stop that ends with 0, and a second start over the same volume.
"""

import argparse
import asyncio
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.demo.homeserver import run_homeserver

ROOT = Path(__file__).parents[1]
IMAGE, NAME, PORT = "localhost/thirdchair:try", "thirdchair_try", 9464
PATIENCE = 300.0
"""Seconds until the bot has to be ready."""
OF_COMPOSE = ("--pod=", "--requires=", "--label", "--network=", "--name=", "--restart", "--log-")
"""Arguments that are about the other containers, or about who looks after them."""
LOOK = (
    "id -u; grep -E 'CapEff|NoNewPrivs|^Seccomp:' /proc/self/status | tr '\\t' ' '; touch /opt/mine /config/mine 2>&1 | wc -l; "
    "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; "
    "cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null; touch /data/mine && rm /data/mine && echo written"
)
EXPECTED = "10001\nCapEff: 0000000000000000\nNoNewPrivs: 1\nSeccomp: 2\n2\n1073741824\n128\nwritten\n"


@dataclass(frozen=True)
class Podman:
    """Podman over the images that buildah made, with whatever it says on standard error kept in a file."""

    folder: Path

    def run(self, *words: str, status: int | None = 0) -> str:
        """Return what podman prints.

        Raises:
            AssertionError: it ended with another status; with what it said.
        """
        places = ("--root", str(self.folder / "images"), "--runroot", str(self.folder / "run"))
        how = ("--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--runtime", shutil.which("runc") or "runc")
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["podman", *places, *how, *words],  # noqa: S607 - wherever this machine has it
            capture_output=True,
            text=True,
            check=False,
        )
        assert status in {None, done.returncode}, f"podman {words[0]}: {done.stdout}{done.stderr}"
        return done.stdout


def copy_deployment(folder: Path, homeserver: str, user: str, password: str) -> Path:
    """Return a copy of deploy/ whose bot is the account `user`; its secrets are as docs/deploying.md has them."""
    copy = Path(shutil.copytree(ROOT / "deploy", folder / "deploy"))
    config = copy / "compose" / "bot.yaml"
    text = config.read_text(encoding="utf-8").replace("clinic.example", user.partition(":")[2])
    config.write_text(text.replace("http://127.0.0.1:8008", homeserver), encoding="utf-8")
    for name in ("postgres_password", "grafana_password", "synapse_database.yaml", "bot_password"):
        file = copy / "compose" / "secrets" / name
        file.write_text(password if name == "bot_password" else "of nobody here", encoding="utf-8")
        file.chmod(0o400)
        os.chown(file, 10001, 10001)
    folder.chmod(0o755)
    return copy


def read_orders(tools: Path, deploy: Path) -> list[str]:
    """Return how podman-compose makes the container `bot`: podman's arguments up to the image.

    Raises:
        subprocess.CalledProcessError: podman-compose takes the Compose file for wrong.
    """
    compose = (
        str(tools / "bin" / "podman-compose"),
        "--verbose",
        "--dry-run",
        "-f",
        "compose.yaml",
        "up",
        "--no-build",
        "-d",
    )
    told = subprocess.run(compose, cwd=deploy, capture_output=True, text=True, check=True).stderr  # noqa: S603 - our own
    (line,) = re.findall(r"(?m)podman create (--name=thirdchair_bot_1 .*)$", told)
    words = shlex.split(line)
    words = words[: next(number for number, word in enumerate(words) if word.startswith("thirdchair:"))]
    return list(drop_orders(words))


def drop_orders(words: list[str]) -> list[str]:
    """Return podman's arguments without those `OF_COMPOSE`; a flag without `=` has its value in the next one."""
    kept: list[str] = []
    skips = False
    for word in words:
        if not skips and not word.startswith(OF_COMPOSE):
            kept.append(word)
        skips = not skips and word in OF_COMPOSE
    return kept


async def wait_until_ready() -> str:
    """Return what /ready and /health say, once the bot is at work.

    Raises:
        TimeoutError: it does not become ready.
    """
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
        while True:
            try:
                async with (
                    http.get(f"http://127.0.0.1:{PORT}/ready") as ready,
                    http.get(f"http://127.0.0.1:{PORT}/health") as health,
                ):
                    if (ready.status, health.status) == (200, 200):
                        return f"/ready {ready.status}, /health {health.status}"
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)


async def try_container(podman: Podman, tools: Path, folder: Path) -> None:
    """Make the container, and look at it at work; say what is seen."""
    async with run_homeserver(folder / "synapse") as server:
        password = secrets.token_hex(16)
        user = await server.register("thirdchair", password)
        orders = read_orders(tools, copy_deployment(folder, server.url, user, password))
        made = [*orders, "--network=host", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1024:1024"]
        say(f"podman create {' '.join(made)} {IMAGE}")
        told = await asyncio.to_thread(
            podman.run, "run", "--rm", *made, IMAGE, "keys", "setup", "--config", "/config/bot.yaml"
        )
        say(f"keys setup: {told.strip().splitlines()[-1]}")
        for start in ("first", "second"):
            podman.run("run", "--detach", f"--name={NAME}", *made, IMAGE)
            try:
                say(f"{start} start: {await wait_until_ready()}")
                podman.run("healthcheck", "run", NAME)
                seen = podman.run("exec", NAME, "sh", "-c", LOOK)
                assert seen == EXPECTED, f"not as restricted as it should be:\n{seen}"
                podman.run("stop", "--time", "30", NAME)
                status = podman.run("inspect", "--format", "{{.State.ExitCode}}", NAME).strip()
                assert status == "0", f"it ended with {status}"
            except BaseException:
                say(podman.run("logs", NAME, status=None))
                raise
            finally:
                podman.run("rm", "--force", NAME, status=None)
    say("healthy by its own check; no powers, root read-only, within its limits; stopped with 0, and again")


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    """Try the image in the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tools", type=Path, default=ROOT / ".cache" / "deploy")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(try_container(Podman(asked.folder), asked.tools.absolute(), Path(folder)))


if __name__ == "__main__":
    main()
