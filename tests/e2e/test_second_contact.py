"""Danger that no therapist acknowledges: the second contact is called in a room of their own, and then the on-call room.

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
from danger_page import holds
from foreign_client import ForeignClient
from foreign_event import Seen
from heartbeat import pass_time
from newcomer import Account, Newcomer
from pool import People
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
    """A session with Ana, its therapist, and Kim, in which the AI listens; Bea is second contact, Olu is on call.

    `theirs` is the room that Bea was asked into when the bot came; she is there, and was greeted.
    """

    ana: ForeignClient
    kim: ForeignClient
    bea: ForeignClient
    olu: ForeignClient
    bot: Account
    chair: Chair
    room: RoomId
    on_call: RoomId
    theirs: RoomId

    async def pass_time(self, seconds: float) -> None:
        """Let time pass for the bot."""
        await pass_time(self.chair, self.olu, seconds)

    async def see_alarm(self, who: ForeignClient, room: RoomId, code: str = "A1") -> Seen:
        """Return the alarm that somebody is shown in a room."""
        return await who.sees(
            room,
            lambda message: (
                message.sender == self.bot.user_id and marks(message).get("kind") == "alarm" and code in message.body
            ),
        )

    async def answer(self, who: ForeignClient, room: RoomId, text: str) -> Seen:
        """Let somebody write something, and return the bot's reply: what it says beside that may come between."""
        typed = await who.send(room, text)
        return await who.sees(room, lambda seen: seen.sender == self.bot.user_id and seen.reply_to == typed)

    async def hear(self, who: ForeignClient, room: RoomId, text: str, words: str) -> Seen:
        """Let somebody write something where the bot does not reply to a message, and return what it says then that holds `words`."""
        typed = await who.send(room, text)
        return await who.sees(room, lambda seen: seen.sender == self.bot.user_id and words in seen.body, after=typed)

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
    people: People,
    ana: ForeignClient,
    kim: ForeignClient,
) -> AsyncIterator[Night]:
    """Bring everybody to their place, with Ana at the desk, and let the AI listen."""
    bot = await newcomer("bot")
    async with (
        people.lend("bea") as bea,
        people.lend("olu") as olu,
        hold_night(tmp_path, synapse, bot, (ana, kim, bea, olu)) as night,
    ):
        yield night


@asynccontextmanager
async def hold_night(
    folder: Path, synapse: Homeserver, bot: Account, everybody: tuple[ForeignClient, ...]
) -> AsyncIterator[Night]:
    """Bring everybody to their place."""
    ana, kim, bea, olu = everybody
    on_call = await olu.create_room(invite=[bot.user_id])
    deployment = {"therapists": [ana.user_id], "supervisors": [olu.user_id], "on_call_room": on_call}
    rules = {"therapists": [ana.user_id], "language": ["en"], "second_contacts": [bea.user_id]}
    configure(folder, synapse.url, bot.user_id, bot.password, deployment=deployment, room=rules)
    async with at_work(folder) as chair:
        await olu.meets(on_call, bot.user_id)
        room = await ana.create_room(invite=[kim.user_id])
        await kim.join(room)
        await ana.meets(room, kim.user_id)
        await ana.invite(room, bot.user_id)
        night = Night(ana, kim, bea, olu, bot, chair, room, on_call, RoomId(""))
        night.theirs = await night.follow_call(bea)
        await bea.sees(night.theirs, lambda seen: marks(seen).get("kind") == "greeting")
        await kim.sees(room, lambda seen: marks(seen).get("kind") == "card")
        agreed = await kim.send(room, "!agree")
        await kim.sees(room, lambda seen: seen.sender == bot.user_id and seen.reply_to == agreed)
        typed = await ana.send(room, "!listen")
        await ana.sees(room, lambda seen: seen.sender == bot.user_id, after=typed)
        yield night


async def test_nobody_acknowledges_and_the_ladder_is_climbed(night: Night) -> None:
    """A minute after the desk the second contact is told, in a room for them and the bot alone; after another, the on-call room.

    That room was there before: with a name that says nothing, and nothing in it but what it is for. What is said in it they can read.
    """
    bea, bot = night.bea, night.bot.user_id
    named = await bea.request("GET", f"/rooms/{night.theirs}/state/m.room.name")
    assert named == {"name": "Third Chair"}
    assert await bea.members(night.theirs) == {bea.user_id: "join", bot: "join"}
    desk = await night.follow_call(night.ana)
    await night.kim.send(night.room, DANGER)
    card = await night.see_alarm(night.ana, desk)
    assert card.mentions == (night.ana.user_id,)
    assert [marks(seen).get("kind") for seen in bea.seen(night.theirs) if seen.is_message] == ["greeting"]
    await night.pass_time(STEP)
    told = await night.see_alarm(bea, night.theirs)
    await night.pass_time(STEP)
    last = await night.see_alarm(night.olu, night.on_call)
    assert get_localpart(bea.user_id) in last.body
    await night.answer(night.ana, desk, "!ack")
    await night.kim.send(night.room, DANGER)
    await night.see_alarm(night.ana, desk, "A2")
    await night.pass_time(STEP)
    again = await night.see_alarm(bea, night.theirs, "A2")
    for message in (told, last, again):
        assert (message.msgtype, message.shield) == ("m.text", "NONE")
        assert "kill" not in message.body
        assert "Kim" not in message.body
        assert night.room not in message.body
        assert get_localpart(night.ana.user_id) in message.body
    assert not any(seen.failure for seen in bea.seen(night.theirs))


async def test_a_drill_is_played_to_an_answer(night: Night) -> None:
    """`!drill` at the desk calls the second contact too, marked as played; their `!ack` ends it, and the session room sees nothing."""
    desk = await night.follow_call(night.ana)
    await night.ana.send(desk, "!drill")
    assert "DRILL" in (await night.see_alarm(night.ana, desk)).body
    await night.pass_time(STEP)
    called = await night.see_alarm(night.bea, night.theirs)
    assert "DRILL" in called.body
    await night.bea.send(night.theirs, "moonless otter")
    await night.hear(night.bea, night.theirs, "!ack A1", "you are seeing to it now")
    taken = await night.ana.sees(desk, lambda seen: get_localpart(night.bea.user_id) in seen.body)
    assert "A1" in taken.body
    session = await night.chair.store.rooms.room(night.room)
    assert session.drilled > 0
    assert session.alarms == ()
    assert not [seen for seen in night.kim.seen(night.room) if "A1" in seen.body or "DRILL" in seen.body]


async def test_an_alarm_goes_on_without_the_bot_in_the_room(night: Night) -> None:
    """Put out of the session room, the bot calls on, and hears the therapist's `!ack` at the desk."""
    desk = await night.follow_call(night.ana)
    await night.kim.send(night.room, DANGER)
    await night.see_alarm(night.ana, desk)
    await night.ana.kick(night.room, night.bot.user_id)
    async with night.chair.news:
        await night.chair.news.wait_for(lambda: night.room not in night.chair.client.rooms)
    await night.pass_time(STEP)
    await night.see_alarm(night.bea, night.theirs)
    await night.pass_time(STEP)
    await night.see_alarm(night.olu, night.on_call)
    assert "Acknowledged" in (await night.answer(night.ana, desk, "!ack")).body
    nothing = await night.hear(night.bea, night.theirs, "!ack", "nothing")
    assert nothing.body == "There is nothing to acknowledge."


@holds("clear")
async def test_all_that_the_bot_wrote_to_somebody_is_taken_back(night: Night) -> None:
    """`!clear` in a direct room deletes every message of the bot's there, also files, and none in any other room."""
    kim, bot = night.kim, night.bot.user_id
    await kim.send(night.room, "!mydata")
    direct = await night.follow_call(kim)
    named = await kim.request("GET", f"/rooms/{direct}/state/m.room.name")
    assert named["name"].startswith("Third Chair · ")
    await kim.sees(direct, lambda seen: marks(seen).get("kind") == "greeting")
    for text in ("!help", "!mydata", "!status"):
        await night.answer(kim, direct, text)

    def list_posted(room: RoomId) -> list[Seen]:
        return [seen for seen in kim.seen(room) if seen.is_message and seen.sender == bot]

    assert len(list_posted(direct)) >= 4
    await kim.send(direct, "!clear")
    posted = {seen.id for seen in list_posted(direct)}
    # Her app may open a message only after it was taken back: what it had opened before is gone, and nothing of hers is.
    await kim.until(lambda: posted <= {seen.redacts for seen in kim.seen(direct) if seen.redacts})
    taken = {seen.redacts for seen in kim.seen(direct) if seen.redacts}
    assert not taken & {seen.id for seen in kim.seen(direct) if seen.sender == kim.user_id}
    assert not any(seen.redacts for seen in kim.seen(night.room))
