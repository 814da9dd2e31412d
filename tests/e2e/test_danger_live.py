"""Danger over a real homeserver, with real encrypted clients: what each person sees of it, and what does not silence it.

The bot runs in here, so that the minutes of the ladder can be gone through by hand. What is shown of the scenes is
docs/danger-scenes.md: `DANGER_PAGE=write` writes it anew.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bot_process import configure
from danger_page import holds
from danger_transcript import Transcript
from foreign_client import ForeignClient
from foreign_event import Seen
from heartbeat import move_clock, pass_time
from model_server import ModelServer
from newcomer import Newcomer
from polling import is_at_rest, wait_until
from pool import People
from session_room import marks

from bot.app.act import act
from bot.app.listen import listen
from bot.app.services import Chair
from bot.app.startup import start_bot
from bot.app.think import think
from bot.demo.homeserver import Homeserver
from bot.model import EventId, Language, RoomId, UserId, make_words
from bot.session.danger.ladder import STEP
from bot.settings import load_settings
from bot.words import render_words

PAGE = Path(__file__).parents[2] / "docs" / "danger-scenes.md"
HIT, DEATH = "my husband hit me last night", "I want to kill myself"
DOWN = render_words(make_words("trouble-down", Language("en")))
HEAD = """\
# Danger, scene by scene

This page is written by a test, `tests/e2e/test_danger_live.py`.
It shows what five people's apps decrypted and showed: Ana, the therapist; Kim and Pim, a couple; Bea, who is second contact; and Olu, who is on call.
The apps, the homeserver, the encryption and the bot are real; the people follow a script, and the test moves the bot's clock.

"""


@dataclass
class House:
    """A session with a couple in which the AI listens; Ana is at the desk, Kim has come to her direct room, Bea to hers."""

    people: dict[str, ForeignClient]
    bot: UserId
    chair: Chair
    room: RoomId
    on_call: RoomId
    desk: RoomId
    private: RoomId
    called: RoomId

    async def pass_time(self, seconds: float) -> None:
        """Let time pass for the bot."""
        await pass_time(self.chair, self.people["Olu"], seconds)

    async def sees(self, name: str, room: RoomId, words: str, after: EventId | None = None) -> Seen:
        """Return what somebody is shown of the bot in a room that holds `words`."""
        return await self.people[name].sees(
            room, lambda seen: seen.sender == self.bot and words in seen.body, after=after
        )

    async def asks(self, name: str, room: RoomId, text: str) -> Seen:
        """Let somebody write, and return the bot's reply."""
        typed = await self.people[name].send(room, text)
        return await self.people[name].sees(room, lambda seen: seen.sender == self.bot and seen.reply_to == typed)

    async def hears(self, name: str, text: str) -> Seen:
        """Let somebody write in the session room, and return what the bot says there next, a reply or not."""
        return await self.sees(name, self.room, "", after=await self.people[name].send(self.room, text))

    def said_to_pim(self, since: EventId) -> list[str]:
        """Return all that Pim's app got from the bot in the session room since a message, of whatever kind."""
        events = self.people["Pim"].seen(self.room)
        start = [event.id for event in events].index(since)
        return [event.body for event in events[start:] if event.sender == self.bot]

    async def kept(self) -> None:
        """Return when the bot has decided and done all that there is."""
        await wait_until(lambda: is_at_rest(self.chair.store))


async def _follow_invitation(person: ForeignClient) -> RoomId:
    """Let somebody follow the one invitation that comes to them, and return the room, once they are greeted there."""
    await person.until(lambda: bool(person.rooms("invite")))
    (room,) = person.rooms("invite")
    await person.join(room)
    await person.sees(room, lambda seen: marks(seen).get("kind") == "greeting")
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
async def house(
    tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, people: People, model: ModelServer
) -> AsyncIterator[House]:
    """Bring everybody to their place."""
    async with AsyncExitStack() as lent:
        cast = {
            name: await lent.enter_async_context(people.lend(name.lower()))
            for name in ("Ana", "Kim", "Pim", "Bea", "Olu")
        }
        ana, kim, pim, bea, olu = cast.values()
        bot = await newcomer("bot")
        on_call = await olu.create_room(invite=[bot.user_id])
        deployment: dict[str, Any] = {
            "therapists": [ana.user_id],
            "supervisors": [olu.user_id],
            "on_call_room": on_call,
        }
        deployment |= {"backends": {"house": {"kind": "openai", "base_url": f"{model.url}/v1", "model": "tiny"}}}
        rules = {
            "therapists": [ana.user_id],
            "language": ["en"],
            "backend": "house",
            "second_contacts": [bea.user_id],
            "crisis": {"country": "gb"},
        }
        configure(tmp_path, synapse.url, bot.user_id, bot.password, deployment=deployment, room=rules)
        chair = await lent.enter_async_context(at_work(tmp_path))
        await olu.meets(on_call, bot.user_id)
        room = await ana.create_room(invite=[kim.user_id, pim.user_id])
        for client in (kim, pim):
            await client.join(room)
        await ana.meets(room, kim.user_id, pim.user_id)
        await ana.invite(room, bot.user_id)
        for client in (kim, pim):
            await client.sees(room, lambda seen: marks(seen).get("kind") == "card")
            agreed = await client.send(room, "!agree")
            await client.sees(room, lambda seen: seen.sender == bot.user_id, after=agreed)  # a line, or an edit of it
        typed = await ana.send(room, "!listen")
        await ana.sees(room, lambda seen: seen.sender == bot.user_id, after=typed)
        desk = await _follow_invitation(ana)
        await kim.send(room, "!express")
        house = House(
            cast, bot.user_id, chair, room, on_call, desk, await _follow_invitation(kim), await _follow_invitation(bea)
        )
        await house.kept()
        yield house


@pytest.mark.timeout(600)
@holds("violence-unseen", "as-if-down", "desk-private", "direct-always", "violence-direct", "only-true")
@holds("private-held", "ladder", "reached")
async def test_what_a_couple_sees(house: House, model: ModelServer) -> None:
    """What she writes of his violence calls people; he sees nothing of it, whatever he does; she reads what is true: docs/danger-scenes.md."""
    page = Transcript({person.user_id: name for name, person in house.people.items()}, house.bot)
    places = (("Ana", house.desk), ("Pim", house.room), ("Kim", house.private), ("Olu", house.on_call))
    page.skip(house.people["Bea"], house.called)
    for name, room in places:
        page.skip(house.people[name], room)
    await _tell_before_her_husband(house, page)
    stopped = await _tell_in_private(house, page)
    await _tell_minute_by_minute(house, page, stopped)
    assert model.requests == []
    text = HEAD + page.text()
    if os.environ.get("DANGER_PAGE") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "write it anew: DANGER_PAGE=write"


async def _tell_before_her_husband(house: House, page: Transcript) -> None:
    """She writes it where he reads along."""
    ana, kim, pim = (house.people[name] for name in ("Ana", "Kim", "Pim"))
    page.begin(
        "In the room, before her husband",
        "Kim writes it where Pim reads along, and Pim asks the AI something. His app shows all that the room shows.",
    )
    hit = await kim.send(house.room, HIT)
    await house.sees("Ana", house.desk, "A1")
    answer = await house.asks("Pim", house.room, "!explain gobbledyquux")
    await house.kept()
    await house.sees("Kim", house.private, "Some numbers")
    assert house.said_to_pim(hit) == [answer.body] == [DOWN]
    page.show("The session room, Pim's app", pim, house.room)
    page.show("The desk, Ana's app", ana, house.desk)
    page.show("Kim's direct room, Kim's app", kim, house.private)
    await house.asks("Ana", house.desk, "!ack")
    await house.sees("Kim", house.private, "has read")
    page.tell("Ana acknowledges it.")
    page.show("The desk, Ana's app", ana, house.desk)
    page.show("Kim's direct room, Kim's app", kim, house.private)
    page.show("The session room, Pim's app", pim, house.room)


async def _tell_in_private(house: House, page: Transcript) -> Seen:
    """She writes it where nobody else is, after he stopped the AI; return what the session room read of that."""
    ana, kim, pim = (house.people[name] for name in ("Ana", "Kim", "Pim"))
    page.begin(
        "In her own room, while the AI is off",
        "Pim types `!stop` in the session room. Half an hour later Kim writes in her direct room.",
    )
    stopped = await house.hears("Pim", "!stop")
    page.show("The session room, Pim's app", pim, house.room)
    move_clock(house.chair, 2000)
    said = await kim.send(house.private, HIT)
    await house.sees("Kim", house.private, "Some numbers", after=said)
    card = await house.sees("Ana", house.desk, "A2")
    assert "private room" in card.body
    small = await ana.send(house.room, "and how was your week, Pim?")
    await pim.sees(house.room, lambda seen: seen.id == small)
    page.show("Kim's direct room, Kim's app", kim, house.private)
    page.show("The desk, Ana's app", ana, house.desk)
    return stopped


async def _tell_minute_by_minute(house: House, page: Transcript, stopped: Seen) -> None:
    """Nobody answers for three minutes, and who is next is called; her husband's app shows nothing all the while."""
    kim, pim, bea, olu = (house.people[name] for name in ("Kim", "Pim", "Bea", "Olu"))
    page.begin(
        "Minute by minute",
        "Ana chats in the session room, which says nothing of a private alarm: she may not have seen it.",
    )
    await house.pass_time(STEP)
    await house.sees("Bea", house.called, "A2")
    page.tell("After a minute.")
    page.show("Bea's room with the bot, Bea's app", bea, house.called)
    await house.pass_time(STEP)
    await house.sees("Olu", house.on_call, "A2")
    page.tell("After two minutes.")
    page.show("The on-call room, Olu's app", olu, house.on_call)
    await house.pass_time(STEP)
    nobody = await house.sees("Kim", house.private, "Nobody has answered yet")
    page.tell("After three minutes. Then Ana acknowledges it at the desk.")
    await house.asks("Ana", house.desk, "!ack")
    read = await house.sees("Kim", house.private, "has read", after=nobody.id)
    await house.kept()
    page.show("Kim's direct room, Kim's app", kim, house.private)
    page.show("The session room, Pim's app, since he typed `!stop`", pim, house.room)
    assert house.said_to_pim(stopped.id) == [stopped.body]
    assert (read.msgtype, read.shield) == ("m.notice", "NONE")


@pytest.mark.timeout(600)
@holds("direct-always", "outlives-stop", "outlives-kick")
async def test_after_the_end_and_out_of_the_room(house: House) -> None:
    """After `!end` her words in her room alarm; an alarm that is open when the bot is put out climbs on, and `!ack` at the desk ends it."""
    ana, kim = house.people["Ana"], house.people["Kim"]
    await house.asks("Ana", house.desk, "!end")
    await house.asks("Ana", house.desk, "!end yes")
    await kim.send(house.private, DEATH)
    await house.sees("Ana", house.desk, "A1")
    await house.kept()
    await ana.kick(house.room, house.bot)
    await house.pass_time(STEP)
    await house.sees("Bea", house.called, "A1")
    await house.asks("Ana", house.desk, "!ack")
    await house.kept()
    assert not (await house.chair.store.rooms.room(house.room)).alarms
