"""The disk is lost, end to end: with a backup people read again and what was agreed is there; with the recovery key alone they are asked anew."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import BotProcess
from foreign_client import ForeignClient
from newcomer import Newcomer
from polling import wait_until
from session_room import Session, session_room
from warm_command import Ended, run_command

from bot.app.keys.recovery import FILE
from bot.app.operator.device import set_up_identity
from bot.demo.homeserver import Homeserver
from bot.settings import load_settings


@pytest.fixture
async def session(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Give a session in which Kim has agreed and the AI is on, with a bot of its own, whose folder may be lost."""
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as session:
        yield await session.listening()


async def order(bot: BotProcess, *words: str) -> Ended:
    """Run a command as an operator does."""
    return await run_command(*words, "--config", str(bot.config))


async def lose_disk(bot: BotProcess, *kept: str) -> None:
    """Lose the data folder, all but the files of which the operator keeps a copy elsewhere."""
    await bot.kill()
    copies = {name: (bot.data_dir / name).read_bytes() for name in kept}
    shutil.rmtree(bot.data_dir)
    bot.data_dir.mkdir(mode=0o700)
    for name, raw in copies.items():
        (bot.data_dir / name).write_bytes(raw)


async def start(bot: BotProcess) -> None:
    """Start the bot, and wait until it is at work."""
    await bot.start()
    await bot.ready()


async def read_along(session: Session) -> str:
    """Let both ask something; each reads the answer, by a device that the bot's owner signed. Return what `!status` says."""
    for who in (session.ana, session.kim):
        answer = await session.answer(who, "!explain rumination")
        assert (answer.failure, answer.shield) == (None, "NONE")
    return (await session.answer(session.kim, "!status")).body


async def test_lost_with_a_backup(session: Session) -> None:
    """A backup taken while they talk, put into an empty folder with its key: the bot starts, everybody reads it, all agreements stand.

    Nobody needs the recovery key. The device that was lost is logged out.
    """
    bot, file = session.bot, session.bot.folder / "backup.db"
    (lost,) = await session.kim.devices(session.bot_id)
    taken = await order(bot, "backup", str(file))
    assert (taken.status, bot.is_running) == (0, True)
    await read_along(session)
    await lose_disk(bot, "store.key")
    restored = await order(bot, "restore", str(file))
    assert (restored.status, f"Next: `thirdchair run --config {bot.config}`" in restored.out) == (0, True)
    await start(bot)
    await bot.logs("devices of before the restore are logged out")
    assert "AI: on" in await read_along(session)

    async def is_gone() -> bool:
        return lost not in await session.kim.devices(session.bot_id)

    await wait_until(is_gone)  # her app hears of it with a sync of its own
    assert await bot.stop() == 0
    before = len(bot.log())
    await start(bot)
    assert [line["event"] for line in bot.log()[before:]] == ["starting", "ready"]


async def test_lost_without_a_backup(session: Session) -> None:
    """With the recovery key alone it is the same bot to everybody, on a new device; what was agreed is gone, and asked for anew."""
    bot = session.bot
    recovery_key = (bot.data_dir / FILE).read_text().split("\n\n")[1].strip()
    await lose_disk(bot)
    await bot.start()
    assert await bot.ends() != 0
    shown: list[str] = []
    told = await set_up_identity(load_settings(bot.config), recovery_key, shown.append)
    assert (told.startswith("The identity is restored."), shown) == (True, [])
    await start(bot)
    assert "AI: off" in await read_along(session)
    await session.listening()


async def test_lost_with_everything(session: Session) -> None:
    """Neither backup nor recovery key: by order alone the account gets another identity, people read the bot, and agree anew."""
    bot = session.bot
    await lose_disk(bot)
    told = await order(bot, "keys", "reset")
    assert (told.status, "Nothing was changed" in told.out) == (0, True)
    done = await order(bot, "keys", "reset", "--yes")
    assert (done.status, "The bot has another identity." in done.out) == (0, True)
    assert (bot.data_dir / FILE).stat().st_mode & 0o777 == 0o600
    await start(bot)
    assert "AI: off" in await read_along(session)
    await session.listening()
