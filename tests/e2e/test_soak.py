"""A short seed of `make soak`: two rooms, and every kind of fault but a restart of the Synapse that all tests share."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest
from newcomer import Newcomer
from soak import soak
from soak_plan import Plan

from bot.demo.homeserver import Homeserver

SOAK = Path(__file__).parents[1] / "soak.py"
PATIENCE = 300.0
"""Seconds that a soak of one room may take until it talks, or until it has ended, on a busy machine."""
SHORT = Plan(
    seed=1,
    rooms=2,
    lines=24,
    seconds=12.0,
    dangers=1,
    faults={"kill": 2, "line": 3, "disk-full": 1, "clock-far": 2, "clock-near": 2},
)


async def test_a_short_soak(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer) -> None:
    """With faults throughout, each command is answered once, each alarm is told once, and no word lies in the clear."""
    counts = await soak(tmp_path, SHORT, synapse, newcomer)
    assert [row for row in counts if not row.is_right] == []
    assert {row.name: row.value for row in counts}["told at the desk"] == SHORT.rooms * SHORT.dangers


@pytest.mark.parametrize(
    ("how", "when"), [(signal.SIGINT, "people come"), (signal.SIGTERM, "They talk")], ids=["while it begins", "at work"]
)
async def test_stopped_it_leaves_nothing(how: signal.Signals, when: str, tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM end homeserver, bot and people, unmount the small volume and remove every file."""
    command = (sys.executable, str(SOAK), "--rooms", "1", "--minutes", "5", "--no-page")
    run = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert run.stdout is not None
    async with asyncio.timeout(PATIENCE):
        said = ""
        while when not in said:
            line = await run.stdout.readline()
            assert line, said
            said += line.decode()
        assert _list_programs(tmp_path)
        run.send_signal(how)
        await run.stdout.read()
        assert await run.wait() == 128 + how
        while _list_programs(tmp_path):  # noqa: ASYNC110 - whoever is no child of ours rings no bell at its end
            await asyncio.sleep(0.05)
    assert str(tmp_path) not in Path("/proc/self/mounts").read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == []


def _list_programs(folder: Path) -> list[int]:
    """Return the processes that were started with `folder` as the place of their files."""
    programs = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            environment = (place / "environ").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        programs += [int(place.name)] * (f"TMPDIR={folder}\0".encode() in environment)
    return programs
