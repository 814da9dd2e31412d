"""A program that is older than its notebook, as after an upgrade that was taken back by half: each command refuses, and touches nothing."""

import hashlib
import shutil
from pathlib import Path

import pytest
from aiosqlite import Connection
from hand_held import settled
from rows import try_each
from warm_command import run_command

from bot.store import open_key
from bot.store.db import connect
from bot.store.migrate import bring_up_to_date, list_steps

GOLDEN = Path(__file__).parents[1] / "golden" / "0.1.0"
NEWEST = len(list_steps())
REFUSED = (
    f"The database is of a later version ({NEWEST + 1}) than this program knows ({NEWEST}).\n"
    "Start the version that wrote it, or a later one."
)
COMMANDS = (
    "run",
    "backup FOLDER/taken.db",
    "keys status",
    "keys setup",
    "keys rotate-device",
    "keys reset --yes",
    "erase @kim:clinic --yes",
    "export @kim:clinic",
    "audit verify",
    "audit trim --yes",
    "audit export",
    "trust @kim:clinic",
    "incident !full:clinic",
    "drill !full:clinic",
)


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """Return the data folder of a release to come, with its configuration."""
    data = tmp_path / "data"
    shutil.copytree(GOLDEN, data)
    settled(data)
    async with connect(data / "thirdchair.db", open_key(None, data).derive("database")) as connection:
        await _add_step(connection)
    return data


async def _add_step(connection: Connection) -> None:
    await bring_up_to_date(connection)
    await connection.execute("ALTER TABLE note ADD COLUMN of_tomorrow TEXT")
    await connection.execute(f"PRAGMA user_version = {NEWEST + 1}")


def list_files(folder: Path) -> dict[str, str]:
    """Return a digest of each file, but of `lock`, which is empty."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "lock"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@try_each("command", COMMANDS)
async def test_it_is_refused_and_left_alone(tmp_path: Path, data: Path, command: str) -> None:
    """Whatever is asked of an older program ends with 78 and says which version to start; no file is changed or made."""
    before = list_files(tmp_path)
    words = command.replace("FOLDER", str(tmp_path)).split()
    ended = await run_command(*words, "--config", str(data / "bot.yaml"))
    said = "\n".join(line for line in ended.err.strip().splitlines() if not line.startswith("{"))
    assert (ended.status, ended.out, said) == (78, "", REFUSED)
    assert list_files(tmp_path) == before


async def test_the_doctor_says_so_too(data: Path) -> None:
    """The doctor looks at the rest, and says of the notebook what every command does."""
    ended = await run_command("doctor", "--config", str(data / "bot.yaml"))
    assert ended.status == 1
    assert (
        "\n".join(f"{mark}\t{line}" for mark, line in zip(("wrong", ""), REFUSED.splitlines(), strict=True))
        in ended.out
    )
