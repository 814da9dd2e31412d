"""Danger that no therapist acknowledges: the second contact is called into a room of their own, and then the on-call room.

The bot runs in here, over a real homeserver and clients that are not ours, so that the minutes between the steps of the
ladder can be gone through by hand: nothing else about them is made shorter.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from bot_process import configure
from foreign_client import ForeignClient, ForeignClients
from foreign_event import Seen
from newcomer import Account, Newcomer
from session_room import marks

from bot.app.act import act
from bot.app.listen import listen
from bot.app.services import Chair
from bot.app.startup import start_bot
from bot.app.think import think
from bot.demo.homeserver import Homeserver
from bot.model import RoomId, get_localpart
from bot.session.danger.ladder import STEP
from bot.settings import load_settings

DANGER = "I want to kill myself"


@dataclass
class Night:
    """A session with Ana, its therapist, and Kim, in which the AI listens; Bea is second contact, Olu is on call."""

    ana: ForeignClient
    kim: ForeignClient
    bea: ForeignClient
    olu: ForeignClient
    bot: Account
    chair: Chair
    room: RoomId
    on_call: RoomId

    def pass_time(self, seconds: float) -> None:
        """Let time pass for the bot."""
        clock = self.chair.clock
        self.chair.clock = lambda: clock() + seconds
        self.chair.to_think.set()

    async def see_alarm(self, who: ForeignClient, room: RoomId) -> Seen:
        """Return the alarm that somebody is shown in a room."""
        return await who.sees(
            room, lambda message: message.sender == self.bot.user_id and marks(message).get("kind") == "alarm"
        )

    async def follow_call(self, who: ForeignClient) -> RoomId:
        """Let somebody follow the one invitation that comes to them, and return the room."""
        await who.until(lambda: bool(who.rooms("invite")))
        (room,) = who.rooms("invite")
        await who.join(room)
        return room


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Chair]:
    """Run a bot's three loops with the configuration in `folder`, as its own process does."""
    async with start_bot(load_settings(folder / "bot.yaml"), lambda _: None) as chair, asyncio.TaskGroup() as loops:
        tasks = [loops.create_task(loop(chair)) for loop in (listen, think, act)]
        yield chair
        for task in tasks:
            task.cancel()


@pytest.fixture
async def night(
    tmp_path: Path,
    synapse: Homeserver,
    newcomer: Newcomer,
    foreign: ForeignClients,
    ana: ForeignClient,
    kim: ForeignClient,
) -> AsyncIterator[Night]:
    """Bring everybody to their place, with Ana at the desk, and let the AI listen."""
    bot, *others = [await newcomer(name) for name in ("bot", "bea", "olu")]
    bea, olu = [await foreign.log_in(synapse.url, account.login, account.password) for account in others]
    on_call = await olu.create_room(invite=[bot.user_id])
    deployment = {"therapists": [ana.user_id], "supervisors": [olu.user_id], "on_call_room": on_call}
    rules = {"therapists": [ana.user_id], "language": ["en"], "second_contacts": [bea.user_id]}
    configure(tmp_path, synapse.url, bot.user_id, bot.password, deployment=deployment, room=rules)
    async with at_work(tmp_path) as chair:
        await olu.meets(on_call, bot.user_id)
        room = await ana.create_room(invite=[kim.user_id])
        await kim.join(room)
        await ana.meets(room, kim.user_id)
        await ana.invite(room, bot.user_id)
        night = Night(ana, kim, bea, olu, bot, chair, room, on_call)
        await kim.sees(room, lambda seen: marks(seen).get("kind") == "card")
        agreed = await kim.send(room, "!agree")
        await kim.sees(room, lambda seen: seen.sender == bot.user_id and seen.reply_to == agreed)
        typed = await ana.send(room, "!listen")
        await ana.sees(room, lambda seen: seen.sender == bot.user_id, after=typed)
        yield night


async def test_nobody_acknowledges_and_the_ladder_is_climbed(night: Night) -> None:
    """A minute after the desk the second contact is told, in a room for them and the bot alone; after another, the on-call room.

    They are told what they were called for as soon as they have come, and of the next alarm at once; each message they can read.
    """
    desk = await night.follow_call(night.ana)
    await night.kim.send(night.room, DANGER)
    card = await night.see_alarm(night.ana, desk)
    assert card.mentions == (night.ana.user_id,)
    assert night.bea.rooms("invite") == ()
    night.pass_time(STEP)
    theirs = await night.follow_call(night.bea)
    told = await night.see_alarm(night.bea, theirs)
    assert await night.bea.members(theirs) == {night.bea.user_id: "join", night.bot.user_id: "join"}
    night.pass_time(STEP)
    last = await night.see_alarm(night.olu, night.on_call)
    await acknowledged(night, desk)
    await night.kim.send(night.room, DANGER)
    await night.ana.sees(desk, lambda seen: marks(seen).get("code") == "A2")
    night.pass_time(STEP)
    again = await night.bea.sees(theirs, lambda seen: "A2" in seen.body, after=told.id)
    for message in (told, last, again):
        assert (message.msgtype, message.shield) == ("m.text", "NONE")
        assert "kill" not in message.body
        assert "Kim" not in message.body
        assert night.room not in message.body
        assert get_localpart(night.ana.user_id) in message.body
    assert "A1" in told.body
    assert marks(again).get("kind") == "alarm"
    assert not any(seen.failure for seen in night.bea.seen(theirs))


async def acknowledged(night: Night, desk: RoomId) -> None:
    """Let Ana say at the desk that she has seen the alarm."""
    typed = await night.ana.send(desk, "!ack")
    await night.ana.sees(desk, lambda seen: seen.sender == night.bot.user_id and seen.reply_to == typed)
