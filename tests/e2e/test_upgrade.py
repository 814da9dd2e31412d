"""The upgrade as docs/upgrade.md has it: a data folder of 0.1.0 under today's program, and what a newer folder says to an older one."""

import hashlib
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from bot_process import BotProcess, configure
from newcomer import Newcomer
from sqlcipher3 import dbapi2 as sqlcipher
from warm_command import Ended, run_command

from bot.demo.homeserver import Homeserver
from bot.store import open_key
from bot.store.migrate import list_steps

OLD = Path(__file__).parents[1] / "golden" / "0.1.0"
OLD_SCHEMA, NEWEST = 7, len(list_steps())
OF_ITS_DEVICE = ("device_id", "access_token", "identity")
"""Facts that 0.1.0 kept in the notebook as well, and that the golden one, of which no device ever was, lacks."""
DOCTOR, CHECK, VERIFY = ("doctor",), ("check",), ("audit", "verify")


async def order(bot: BotProcess, *words: str) -> Ended:
    """Run a command as an operator does."""
    return await run_command(*words, "--config", str(bot.config))


def take_backup(bot: BotProcess) -> tuple[str, str]:
    """Return the words that back the notebook up, beside the data folder."""
    return "backup", str(bot.folder / "before.db")


@contextmanager
def open_notebook(data_dir: Path) -> Iterator[Any]:
    """Open the notebook as it lies there, whatever wrote it."""
    connection = sqlcipher.connect(str(data_dir / "thirdchair.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{open_key(None, data_dir).derive('database')}'\"")
    with closing(connection):
        yield connection


def read_schema(data_dir: Path) -> int:
    """Return which schema the notebook has."""
    with open_notebook(data_dir) as notebook:
        return int(notebook.execute("PRAGMA user_version").fetchone()[0])


def make_old(data_dir: Path) -> None:
    """Put the notebook that 0.1.0 wrote in the place of today's, as the one of the same account and device."""
    with open_notebook(data_dir) as today:
        facts = dict(today.execute("SELECT key, value FROM note").fetchall())
    for file in data_dir.glob("thirdchair.db*"):
        file.unlink()
    shutil.copy(OLD / "thirdchair.db", data_dir)
    with open_notebook(data_dir) as old:
        old.execute("DELETE FROM note WHERE key IN ('sync_token', 'synced_at')")  # of a homeserver that never was
        for fact in OF_ITS_DEVICE:
            if fact in facts:
                old.execute("INSERT INTO note (key, value) VALUES (?, ?)", (fact, facts[fact]))


def list_files(data_dir: Path) -> dict[str, str]:
    """Return a digest of each file in the data folder, but for what SQLite keeps of who reads: that is of no moment."""
    files = (path for path in data_dir.iterdir() if not path.name.endswith("-shm"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
async def bot(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer) -> AsyncIterator[BotProcess]:
    """Give a stopped bot whose data folder is one of 0.1.0, with the device and the identity that it has at the homeserver."""
    account = await newcomer("bot")
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment={"therapists": ["@ana:clinic"]})
    bot = BotProcess(tmp_path)  # what waits in the golden notebook is made up, so its alerts stand in no table
    bot.data_dir.mkdir(mode=0o700)
    shutil.copy(OLD / "store.key", bot.data_dir)
    try:
        await bot.start()
        await bot.ready()
        assert await bot.stop() == 0
        make_old(bot.data_dir)
        yield bot
    finally:
        await bot.kill()


async def refused(bot: BotProcess) -> str:
    """Start the bot over a folder that it refuses; return what the operator is told."""
    await bot.start()
    assert await bot.ends() == 78
    return bot.told()


async def test_the_upgrade(bot: BotProcess) -> None:
    """Looked at, backed up, checked, started: nothing is changed before the start, and after it the audit holds.

    That agreements hold too is for `test_golden`: the rooms of this notebook are on no homeserver, so here the bot leaves them.
    """
    before = list_files(bot.data_dir)
    looked, taken, checked = [await order(bot, *words) for words in (DOCTOR, take_backup(bot), CHECK)]
    assert f"An earlier version wrote this notebook (schema {OLD_SCHEMA} of {NEWEST})" in looked.out
    assert "Start the bot: `thirdchair run`." in looked.out
    assert (taken.status, checked.status) == (0, 0)
    assert list_files(bot.data_dir) == before
    await bot.start()
    await bot.ready()
    looked, verified = [await order(bot, *words) for words in (DOCTOR, VERIFY)]
    assert "An earlier version" not in looked.out
    assert "Others can verify device" in looked.out
    assert verified.out.startswith("The audit holds")
    assert await bot.stop() == 0
    assert read_schema(bot.data_dir) == NEWEST


async def test_on_a_new_machine(bot: BotProcess) -> None:
    """What the old program's notebook was backed up to is restored by today's: the bot is a new device, and migrates."""
    assert (await order(bot, *take_backup(bot))).status == 0
    key = (bot.data_dir / "store.key").read_bytes()
    shutil.rmtree(bot.data_dir)
    bot.data_dir.mkdir(mode=0o700)
    (bot.data_dir / "store.key").write_bytes(key)
    restored = await order(bot, "restore", str(bot.folder / "before.db"))
    assert (restored.status, read_schema(bot.data_dir)) == (0, OLD_SCHEMA)
    await bot.start()
    await bot.ready()
    assert await bot.stop() == 0
    assert read_schema(bot.data_dir) == NEWEST


async def test_going_back(bot: BotProcess) -> None:
    """The notebook alone cannot go back, and a copy of the folder does with a new device: `keys rotate-device` in between."""
    copy = shutil.copytree(bot.data_dir, bot.folder / "copy")
    await bot.start()
    await bot.ready()
    assert await bot.stop() == 0
    with open_notebook(bot.data_dir) as notebook:
        notebook.execute(f"PRAGMA user_version = {NEWEST + 1}")  # as a still later version would leave it
    assert "Start the version that wrote it, or a later one." in await refused(bot)
    shutil.rmtree(bot.data_dir)
    shutil.copytree(copy, bot.data_dir)
    assert "thirdchair keys rotate-device" in await refused(bot)
    rotated = await order(bot, "keys", "rotate-device")
    assert (rotated.status, "Consents and windows are as before." in rotated.out) == (0, True)
    assert read_schema(bot.data_dir) == NEWEST  # with the old program it stays as that left it
    await bot.start()
    await bot.ready()
    assert await bot.stop() == 0
