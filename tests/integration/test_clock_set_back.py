"""A bot that starts after the machine's clock was set back goes on from the time at which it last heard from the homeserver."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from bot_process import configure
from hand_held import KIM, ROOM, Client, Server, at_work, seat
from newcomer import Newcomer
from scene import MODEL, Scene, policy

from bot.app.services import read_clock
from bot.app.startup import start_bot
from bot.app.steady_clock import open_clock
from bot.app.think import think
from bot.demo.homeserver import Homeserver
from bot.model import Decision, EventId, Heard, UserId
from bot.session.deadlines import find_deadline
from bot.settings import load_settings
from bot.store import open_key, open_store

NOON, HOUR = 1_800_000_000.0, 3600.0
BEA = UserId("@bea:clinic")


async def test_the_notebook_remembers_the_time(tmp_path: Path) -> None:
    """Set back by an hour while the bot was dead, an alarm's minute that is due by the last sync is due, and not in an hour."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        await store.notes.write(synced_at=repr(NOON))
        clock = await open_clock(store)
        clock.read_time = lambda: NOON - HOUR
        assert clock() == NOON


async def test_a_first_start_has_the_machines_time(tmp_path: Path) -> None:
    """A notebook that knows of no sync has nothing to say about the time."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        clock = await open_clock(store)
        clock.read_time = lambda: NOON
        assert clock() == NOON


async def test_a_bot_that_starts_keeps_that_time(synapse: Homeserver, newcomer: Newcomer, tmp_path: Path) -> None:
    """What all three loops ask for the time goes on from the last sync, in a bot that starts as any other does."""
    account = await newcomer("bot")
    configure(tmp_path, synapse.url, account.user_id, account.password, deployment={"therapists": ["@ana:clinic"]})
    settings = load_settings(tmp_path / "bot.yaml")
    async with start_bot(settings, lambda _: None) as chair:
        last = read_clock() + HOUR  # as if the machine had been an hour ahead, and had been set right since
        await chair.store.notes.write(synced_at=repr(last))
    async with start_bot(settings, lambda _: None) as chair:
        assert last <= chair.clock() < last + HOUR


@pytest.mark.parametrize("restarted", [False, True], ids=["at work", "while it did not run"])
async def test_an_alarm_of_a_wrong_date_is_looked_at_at_once(tmp_path: Path, *, restarted: bool) -> None:
    """Raised while the machine was a week ahead, its next minute is not in a week: as the date is put right, the ladder goes on."""
    scene = Scene(policy(MODEL, second_contacts=(BEA,))).listening()
    wrong = NOON + 7 * 24 * HOUR
    scene.now = wrong
    scene.says(KIM, "I want to kill myself")
    assert scene.room.alarms
    times = [NOON] if restarted else [wrong, NOON]
    async with seat(tmp_path, Client(Server())) as chair:
        chair.clock = lambda: times.pop(0) if len(times) > 1 else times[0]
        due = find_deadline(scene.room, scene.policy)
        cause = Heard(EventId("$cause"), KIM, wrong, "a message")
        await chair.store.commit(cause, Decision(replace(scene.room, id=ROOM)), due)
        async with at_work(chair, think), asyncio.timeout(60):
            while (await chair.store.rooms.room(ROOM)).alarms[0].step == 0:  # noqa: ASYNC110 - the notebook rings no bell
                await asyncio.sleep(0.01)
