"""Reading the configuration can be broken off: a bot that is told to stop does not wait for a file."""

import asyncio
import os
import threading
from pathlib import Path

import pytest
from office import arrive, followed, furnished, idle, news, seated

from bot.app.run_beside import run_beside
from bot.settings import Files, load_settings, read_files


def test_a_bot_that_is_stopped_waits_for_no_reader(tmp_path: Path) -> None:
    """However long a file is being read, a bot that is told to stop ends: it waits for no thread that reads."""
    never = threading.Event()

    async def follow_and_stop() -> None:
        office, begun, here = furnished(tmp_path), asyncio.Event(), asyncio.get_running_loop()

        def read_for_ever(path: Path) -> Files:
            here.call_soon_threadsafe(begun.set)
            never.wait()
            return read_files(path)

        async with seated(office) as chair:
            await arrive(chair)
            async with followed(chair, office, read_for_ever):
                office.rules("idle: 7\n")
                await begun.wait()

    process = threading.Thread(target=asyncio.run, args=(follow_and_stop(),), daemon=True)
    process.start()
    process.join(60)
    assert not process.is_alive()
    never.set()


async def test_what_goes_wrong_beside_is_heard_of() -> None:
    """Whoever waits for work beside the loops gets what it returns or raises."""
    assert await run_beside(lambda: 5) == 5
    with pytest.raises(ZeroDivisionError):
        await run_beside(lambda: 1 // 0)


async def test_a_pipe_among_the_files_stops_nothing(tmp_path: Path) -> None:
    """A pipe that lies in the rooms' folder is a mistake, and the bot goes on following the files."""
    office = furnished(tmp_path)
    async with asyncio.timeout(60), seated(office) as chair:
        await arrive(chair)
        async with followed(chair, office):
            await news(chair)
            os.mkfifo(tmp_path / "rooms" / "pipe.yaml")
            await news(chair)
            assert await idle(chair) == 30
            (tmp_path / "rooms" / "pipe.yaml").unlink()
            office.rules("idle: 7\n")
            await news(chair)
            assert load_settings(office.main).rooms[0][1].idle == 7
