"""Danger outlives the bot's process, a full disk and a failed job, over a real homeserver: it is told, and told once."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from danger_page import holds
from foreign_client import ForeignClient
from foreign_event import Seen
from pool import Bots, People
from session_room import Session, marks

from bot.model import Decision, EventId, Heard, RoomId
from bot.session.danger.ladder import STEP, find_next_call
from bot.store import open_key, open_store

DANGER = "I want to kill myself"


@dataclass
class Watch:
    """A session in which the AI listens, with Ana at the desk, and Bea, her second contact, in the room for that."""

    session: Session
    bea: ForeignClient
    desk: RoomId
    called: RoomId

    async def sees(self, who: ForeignClient, room: RoomId, words: str) -> Seen:
        """Return what somebody is shown of the bot that holds `words`."""
        return await who.sees(room, lambda seen: self.session.from_bot(seen) and words in seen.body)

    async def acknowledges(self) -> None:
        """Let Ana acknowledge what waits, and read that it counts."""
        typed = await self.session.ana.send(self.desk, "!ack")
        await self.session.ana.sees(self.desk, lambda seen: self.session.from_bot(seen) and seen.reply_to == typed)

    def alarms(self, who: ForeignClient, room: RoomId) -> list[str]:
        """Return what somebody was shown of alarms, in order."""
        return [seen.body for seen in who.seen(room) if marks(seen).get("kind") == "alarm"]

    async def starts(self) -> None:
        """Start the bot and wait until it works."""
        await self.session.bot.start()
        await self.session.bot.ready()

    async def lets_a_minute_pass(self) -> None:
        """Let the alarm that waits be a minute older, while the bot does not run."""
        folder = self.session.bot.data_dir
        async with open_store(folder, open_key(None, folder)) as store:
            room = await store.rooms.room(self.session.room)
            (alarm,) = room.alarms
            older = room.with_alarm(replace(alarm, at=alarm.at - STEP))
            await store.commit(
                Heard(EventId("$older"), alarm.person or self.bea.user_id, alarm.at, ""),
                Decision(older),
                find_next_call(older),
            )


@pytest.fixture
async def watch(bots: Bots, people: People, ana: ForeignClient, kim: ForeignClient) -> AsyncIterator[Watch]:
    """Bring everybody to their place."""
    async with (
        people.lend("bea") as bea,
        bots.lend_session((ana, kim), room={"second_contacts": [bea.user_id]}) as session,
    ):
        await session.listening()
        desk = await session.desk()
        await bea.until(lambda: bool(bea.rooms("invite")))
        (called,) = bea.rooms("invite")
        await bea.join(called)
        await bea.sees(called, lambda seen: marks(seen).get("kind") == "greeting")
        yield Watch(session, bea, desk, called)


@pytest.mark.timeout(600)
@holds("outlives-restart")
async def test_killed_between_the_steps(watch: Watch) -> None:
    """What is written while the bot is dead is told at its start; killed before the second contact is called, it calls them then, once."""
    session = watch.session
    await session.bot.kill()
    await session.kim.send(session.room, DANGER)
    await watch.starts()
    await watch.sees(session.ana, watch.desk, "A1")
    await session.bot.kill()
    await watch.lets_a_minute_pass()
    await watch.starts()
    await watch.sees(watch.bea, watch.called, "A1")
    await session.bot.kill()
    await watch.starts()
    await watch.acknowledges()
    assert len(watch.alarms(session.ana, watch.desk)) == 1
    assert len(watch.alarms(watch.bea, watch.called)) == 1


@pytest.mark.timeout(600)
@holds("full-disk")
async def test_nothing_can_be_written(watch: Watch) -> None:
    """Not a byte: desk and second contact are told at once, the operator too; with space it is kept, and all goes on in the same process."""
    session, process = watch.session, watch.session.bot.pid
    watch.session.bot.limit_files(0)
    await session.kim.send(session.room, DANGER)
    await watch.sees(session.ana, watch.desk, "cannot write anything down")
    await watch.sees(watch.bea, watch.called, "could not be kept")
    for reason in ("disk-full", "alarm-not-kept"):
        await session.bot.logs("alert", lambda line, reason=reason: line["reason"] == reason)  # type: ignore[misc]  # bound now
    watch.session.bot.limit_files()
    await watch.sees(session.ana, watch.desk, "A1")
    await watch.acknowledges()
    assert len(watch.alarms(session.ana, watch.desk)) == 2
    assert (await session.answer(session.kim, "!explain rumination")).shield == "NONE"
    assert session.bot.pid == process
    assert session.bot.is_running


@pytest.mark.timeout(600)
async def test_started_while_nothing_can_be_written(watch: Watch) -> None:
    """A bot that is started on a full disk hears danger all the same and tells it; with space it goes on in the same process."""
    session = watch.session
    await session.bot.kill()
    await session.kim.send(session.room, DANGER)
    await session.bot.start()
    watch.session.bot.limit_files(40_000)  # as much as SQLite needs beside a database before it can be read
    process = session.bot.pid
    await watch.sees(session.ana, watch.desk, "cannot write anything down")
    await watch.sees(watch.bea, watch.called, "could not be kept")
    await session.bot.logs("alert", lambda line: line["reason"] == "disk-full")
    watch.session.bot.limit_files()
    await watch.sees(session.ana, watch.desk, "A1")
    await watch.acknowledges()
    assert (session.bot.pid, session.bot.is_running) == (process, True)
