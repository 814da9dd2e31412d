"""A bot that starts after the machine's clock was set back goes on from the time at which it last heard from the homeserver."""

from pathlib import Path

from bot.app.steady_clock import open_clock
from bot.store import open_key, open_store

NOON = 1_800_000_000.0


async def test_the_notebook_remembers_the_time(tmp_path: Path) -> None:
    """Set back by an hour while the bot was dead, an alarm's minute that is due by the last sync is due, and not in an hour."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.notes.write(synced_at=repr(NOON))
        clock = await open_clock(store)
        clock.read_time = lambda: NOON - 3600
        assert clock() == NOON


async def test_a_first_start_has_the_machines_time(tmp_path: Path) -> None:
    """A notebook that knows of no sync has nothing to say about the time."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        clock = await open_clock(store)
        clock.read_time = lambda: NOON
        assert clock() == NOON
