"""Whoever else writes in the notebook is waited for, with everything else going on meanwhile; and a search that takes long holds nobody up."""

import asyncio
import threading
from pathlib import Path

from bot.model import EventId, Heard, RoomId, UserId
from bot.store import open_key, open_store
from bot.store.db import connect

ROOM, KIM = RoomId("!room"), UserId("@kim:clinic")
LONG = 60.0
"""Seconds after which a search ends by itself."""


async def test_a_command_that_writes_beside_is_waited_for(tmp_path: Path) -> None:
    """While an operator's command has its turn the bot goes on reading and working, and then has its own."""
    key = open_key(None, tmp_path)
    async with (
        open_store(tmp_path, key) as store,
        connect(tmp_path / "thirdchair.db", key.derive("database")) as beside,
    ):
        await beside.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(store.inbox.admit(ROOM, Heard(EventId("$one"), KIM, 1.0, "!help")))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not writing.done()
        await beside.execute("ROLLBACK")
        assert await writing
        assert await store.inbox.next_event() is not None


async def test_a_long_search_holds_nobody_up(tmp_path: Path) -> None:
    """What may take long is searched beside: the loops have their turns, and nothing else is read until it is over."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        may_end = threading.Event()
        await store.db._connection.create_function("search", 0, lambda: may_end.wait(LONG))
        searching = asyncio.create_task(store.db.rows_beside("SELECT search()"))
        await asyncio.sleep(0)
        reading = asyncio.create_task(store.notes.read("nothing"))
        for _ in range(5):
            await asyncio.sleep(0)
        assert (searching.done(), reading.done()) == (False, False)
        may_end.set()
        assert await searching == [(True,)]
        assert await reading is None


async def test_whoever_reads_much_lets_others_in(tmp_path: Path) -> None:
    """A loop that reads and reads gives the others a turn every few reads."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        counting = asyncio.create_task(count_turns())
        for _ in range(200):
            await store.notes.read("nothing")
        counting.cancel()
        assert turns >= 10
