"""A data folder that was copied and put back, end to end: it is noticed before anybody is answered, and a new device mends it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import BotProcess
from foreign_client import ForeignClient
from newcomer import Newcomer
from session_room import Session, session_room
from warm_command import run_command

from bot.demo.homeserver import Homeserver

EARLIER = "The data folder is an earlier copy"


@pytest.fixture
async def session(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, ana: ForeignClient, kim: ForeignClient
) -> AsyncIterator[Session]:
    """Give a session in which Kim has agreed and the AI is on, with a bot of its own, whose folder may be changed."""
    async with session_room(tmp_path, (ana, kim), synapse, newcomer) as session:
        yield await session.listening()


def copy_folder(bot: BotProcess) -> Path:
    """Copy the data folder as it is now, and return where the copy lies."""
    copy = bot.folder / "copy"
    shutil.copytree(bot.data_dir, copy)
    return copy


async def put_back(bot: BotProcess, copy: Path) -> None:
    """Put a copy in the place of the data folder, and start the bot on it."""
    shutil.rmtree(bot.data_dir)
    copy.rename(bot.data_dir)
    await bot.start()


async def talk(session: Session) -> None:
    """Let both ask something and read the answer."""
    for who in (session.ana, session.kim):
        answer = await session.answer(who, "!explain rumination")
        assert (answer.failure, answer.shield) == (None, "NONE")


async def refused(bot: BotProcess) -> str:
    """Return what the operator is told by a bot that does not start, and is not started again by systemd."""
    assert await bot.ends() == 78
    assert bot.told().startswith(EARLIER)
    return bot.told()


async def mended(session: Session) -> None:
    """Show that after `rotate-device` the bot starts, everybody reads it, and what was agreed is as it was."""
    bot = session.bot
    ended = await run_command("keys", "rotate-device", "--config", str(bot.config))
    assert (ended.status, "Consents and windows are as before." in ended.out) == (0, True)
    await bot.start()
    await bot.ready()
    await talk(session)
    asked = await session.kim.send(session.room, "!status")
    answer = await session.reply_to(session.kim, asked)
    assert (answer.failure, "AI: on" in answer.body) == (None, True)
    assert await bot.stop() == 0


async def test_a_copy_put_back_is_refused_until_the_device_is_new(session: Session) -> None:
    """Copied, talked on, put back: it ends with 78 and the command that mends it; after that command everybody reads again.

    A copy from before the change of device is refused too.
    """
    bot = session.bot
    assert await bot.stop() == 0
    copy = copy_folder(bot)
    shutil.copytree(copy, bot.folder / "again")
    await bot.start()
    await bot.ready()
    await talk(session)
    assert await bot.stop() == 0
    await put_back(bot, copy)
    assert "thirdchair keys rotate-device" in await refused(bot)
    await mended(session)
    await put_back(bot, bot.folder / "again")
    assert await bot.ends() == 77
    assert "thirdchair keys rotate-device" in bot.told()


async def test_a_copy_of_a_running_bot_is_refused(session: Session) -> None:
    """Copied while it runs, talked on and stopped: the copy is an earlier one all the same."""
    bot = session.bot
    copy = copy_folder(bot)
    await talk(session)
    assert await bot.stop() == 0
    await put_back(bot, copy)
    await refused(bot)
    await mended(session)


async def test_who_dies_and_starts_again_is_no_copy(session: Session) -> None:
    """Killed at whatever point, and started again and again, the bot's own folder is never taken for a copy."""
    bot = session.bot
    for _ in range(3):
        await bot.kill()
        await bot.start()
        await bot.ready()
    await talk(session)
