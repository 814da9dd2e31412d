"""`thirdchair run` as a process: how it starts, waits, refuses and stops."""

from pathlib import Path

from bot_process import bot_process
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver


async def test_it_stops_when_asked(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> None:
    """SIGTERM ends a working bot with status 0."""
    account = await newcomer("bot")
    therapists = {"therapists": ["@ana:clinic"]}
    async with bot_process(tmp_path, synapse.url, account.user_id, account.password, deployment=therapists) as bot:
        assert await bot.stop() == 0
        assert bot.log()[-1]["event"] == "stopped"
        await bot.start()
        await bot.ready()
        await bot.kill()
        await bot.start()
        await bot.ready()
        print(*bot.log(), sep="\n")
        print(bot.told())
