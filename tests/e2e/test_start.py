"""`thirdchair run` as a process: how it starts, waits, refuses and stops."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bot_process import BotProcess, bot_process, configure
from newcomer import Account, Newcomer

from bot.app.keys.recovery import FILE
from bot.demo.homeserver import Homeserver, run_homeserver

AT_ONCE = 30.0
"""Seconds within which a bot that is asked to stop has stopped, on a busy machine."""
ANA = {"therapists": ["@ana:clinic"]}
WAITING = "homeserver does not answer; waiting"


@pytest.fixture
async def account(newcomer: Newcomer) -> Account:
    """Return a fresh account for the bot."""
    return await newcomer("bot")


@pytest.fixture
async def bot(synapse: Homeserver, account: Account, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Configure a bot and do not start it yet."""
    async with bot_process(
        tmp_path, synapse.url, account.user_id, account.password, deployment=ANA, started=False
    ) as configured:
        yield configured


async def test_it_starts_stops_and_starts_again(bot: BotProcess) -> None:
    """SIGTERM ends a working bot with status 0 at once; killed or stopped, the next start is at work without a word too many.

    It does so as people start it, and as the other tests do, forked from a program that is loaded.
    """
    bot.loads_itself = True
    await bot.start()
    await bot.ready()
    async with asyncio.timeout(AT_ONCE):
        assert await bot.stop() == 0
    assert bot.log()[-1]["event"] == "stopped"
    await bot.start()
    await bot.ready()
    await bot.kill()
    bot.loads_itself = False
    before = len(bot.log())
    await bot.start()
    await bot.ready()
    assert [line["event"] for line in bot.log()[before:]] == ["starting", "ready"]
    assert bot.told() == ""


async def test_secrets_are_its_owners_alone(bot: BotProcess, account: Account) -> None:
    """Nobody else on the machine reads keys or recovery key, and neither they nor the password are in the log."""
    await bot.start()
    await bot.ready()
    key = (bot.data_dir / FILE).read_text()
    for file in (FILE, "store.key"):
        assert (bot.data_dir / file).stat().st_mode & 0o077 == 0
    assert bot.data_dir.stat().st_mode & 0o077 == 0
    said = json.dumps(bot.log()) + bot.told()
    assert all(word not in said for word in (*key.split("\n\n")[1].split(), account.password))


async def test_a_wrong_password_ends_it(bot: BotProcess, synapse: Homeserver, account: Account) -> None:
    """It ends with status 77, which systemd does not restart, and tells the operator what to correct."""
    configure(bot.folder, synapse.url, account.user_id, "guess", deployment=ANA)
    await bot.start()
    assert await bot.ends() == 77
    assert "Correct `user_id` or the password file in bot.yaml." in bot.told()
    assert "guess" not in bot.told()


async def test_a_wrong_configuration_ends_it(bot: BotProcess, synapse: Homeserver, account: Account) -> None:
    """It ends with status 78 before anything is made, and each mistake is told with file and line."""
    configure(bot.folder, synapse.url, account.user_id, "pw", deployment={**ANA, "jurisdiction": None, "floor": "off"})
    await bot.start()
    assert await bot.ends() == 78
    assert "bot.yaml:" in bot.told()
    assert "`floor` is not a key that I know" in bot.told()
    assert not bot.data_dir.exists()


async def test_a_second_process_is_refused(bot: BotProcess) -> None:
    """On a folder in use a second start ends with status 75, so that systemd tries again, and says why; the first goes on."""
    await bot.start()
    await bot.ready()
    second = BotProcess(bot.folder)
    await second.start()
    try:
        assert await second.ends() == 75
    finally:
        await second.kill()
    assert "one account, one device, one process" in second.told()
    assert await bot.stop() == 0


async def test_waiting_for_a_homeserver_can_be_ended(bot: BotProcess, account: Account) -> None:
    """While nobody answers, the log says so with a remedy, and SIGTERM ends the waiting at once, with status 0."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: the port stays nobody's
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        configure(bot.folder, url, account.user_id, account.password, deployment=ANA)
        await bot.start()
        waiting = await bot.logs(WAITING)
        assert "`homeserver` in bot.yaml" in waiting["remedy"]
        async with asyncio.timeout(AT_ONCE):
            assert await bot.stop() == 0
    assert bot.told() == ""


async def test_it_waits_for_its_homeserver(tmp_path: Path) -> None:
    """A bot that starts before its homeserver waits, and goes to work when the homeserver has come up."""
    async with run_homeserver(tmp_path / "synapse") as server:
        account = Account(await server.register("bot", "pw"), "bot", "pw")
        await server.stop()
        async with bot_process(
            tmp_path / "bot", server.url, account.user_id, account.password, deployment=ANA, started=False
        ) as bot:
            await bot.start()
            await bot.logs(WAITING)
            await server.start()
            await bot.ready()
            assert await bot.stop() == 0
