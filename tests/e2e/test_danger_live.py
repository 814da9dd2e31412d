"""Danger over a real homeserver, with real encrypted clients: what each person sees of it, and what does not silence it.

The bot runs in here, so that the minutes of the ladder can be gone through by hand. What is shown of the scenes is
docs/danger-scenes.md: `DANGER_PAGE=write` writes it anew.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bot_process import configure
from danger_page import holds
from danger_transcript import Transcript
from foreign_client import ForeignClient
from foreign_event import Seen
from newcomer import Newcomer
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
    desk: RoomId = RoomId("")
    private: RoomId = RoomId("")
    contact: RoomId = RoomId("")
    page: Transcript = field(init=False)

    def __post_init__(self) -> None:
        """Begin an empty page."""
        names = {person.user_id: name for name, person in self.people.items()}
        self.page = Transcript(names, self.bot)

    def pass_time(self, seconds: float) -> None:
        """Let time pass for the bot."""
        clock = self.chair.clock
        self.chair.clock = lambda: clock() + seconds
        self.chair.to_think.set()

    async def sees(self, name: str, room: RoomId, words: str, after: EventId | None = None) -> Seen:
        """Return what somebody is shown of the bot in a room that holds `words`."""
        return await self.people[name].sees(
            room, lambda seen: seen.sender == self.bot and words in seen.body, after=after
        )

    async def asks(self, name: str, room: RoomId, text: str) -> Seen:
        """Let somebody write, and return the bot's reply."""
        typed = await self.people[name].send(room, text)
        return await self.people[name].sees(room, lambda seen: seen.sender == self.bot and seen.reply_to == typed)

    async def follows(self, name: str) -> RoomId:
        """Let somebody follow the one invitation that comes to them, and return the room, once they are greeted there."""
        person = self.people[name]
        await person.until(lambda: bool(person.rooms("invite")))
        (room,) = person.rooms("invite")
        await person.join(room)
        await person.sees(room, lambda seen: seen.sender == self.bot and marks(seen).get("kind") == "greeting")
        return room

    async def follows_call(self) -> RoomId:
        """Let Bea follow the invitation to her room, if she is not there yet, and return it."""
        bea = self.people["Bea"]
        await bea.until(lambda: bool(bea.rooms("invite") or bea.rooms("join")))
        for room in bea.rooms("invite"):
            await bea.join(room)
        (room,) = bea.rooms("join")
        return room

    def said_to_pim(self, since: EventId) -> list[str]:
        """Return all that Pim's app got from the bot in the session room since a message, of whatever kind."""
        events = self.people["Pim"].seen(self.room)
        start = [event.id for event in events].index(since)
        return [event.body for event in events[start:] if event.sender == self.bot]

    async def kept(self) -> None:
        """Return when the bot has decided and done all that there is."""
        store = self.chair.store
        while await store.inbox.next_event() or await store.outbox.waiting():
            await asyncio.sleep(0)


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Chair]:
    """Run a bot's three loops with the configuration in `folder`, as its own process does."""
    async with start_bot(load_settings(folder / "bot.yaml"), lambda _: None) as chair, asyncio.TaskGroup() as loops:
        tasks = [loops.create_task(loop(chair)) for loop in (listen, think, act)]
        yield chair
        for task in tasks:
            task.cancel()


@pytest.fixture
async def house(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer, people: People) -> AsyncIterator[House]:
    """Bring everybody to their place."""
    async with AsyncExitStack() as lent:
        cast = {
            name: await lent.enter_async_context(people.lend(name.lower()))
            for name in ("Ana", "Kim", "Pim", "Bea", "Olu")
        }
        ana, kim, pim, bea, olu = cast.values()
        bot = await newcomer("bot")
        on_call = await olu.create_room(invite=[bot.user_id])
        deployment = {"therapists": [ana.user_id], "supervisors": [olu.user_id], "on_call_room": on_call}
        rules = {
            "therapists": [ana.user_id],
            "language": ["en"],
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
        house = House(cast, bot.user_id, chair, room, on_call)
        for name in ("Kim", "Pim"):
            await cast[name].sees(room, lambda seen: marks(seen).get("kind") == "card")
            await house.asks(name, room, "!agree")
        typed = await ana.send(room, "!listen")
        await ana.sees(room, lambda seen: seen.sender == bot.user_id, after=typed)
        house.desk = await house.follows("Ana")
        await house.asks("Kim", room, "!express")
        house.private = await house.follows("Kim")
        yield house


def skip_all(house: House) -> None:
    """Leave out of the page what everybody has seen so far."""
    for name, room in (("Ana", house.desk), ("Pim", house.room), ("Kim", house.private), ("Olu", house.on_call)):
        house.page.skip(house.people[name], room)


@pytest.mark.timeout(300)
@holds(
    "violence-unseen",
    "as-if-down",
    "desk-private",
    "direct-always",
    "violence-direct",
    "only-true",
    "private-held",
    "ladder",
)
async def test_what_a_couple_sees(house: House) -> None:
    """What she writes of his violence calls people, minute by minute; he sees nothing of it, whatever he does; she reads what is true."""
    page, people = house.page, house.people
    await house.kept()
    skip_all(house)
    page.begin(
        "In the room, before her husband",
        "Kim writes it where Pim reads along. What Pim's app shows is all that the room shows.",
    )
    hit = await people["Kim"].send(house.room, HIT)
    await house.sees("Ana", house.desk, "A1")
    answer = await house.asks("Pim", house.room, "!explain gobbledyquux")
    await house.kept()
    assert house.said_to_pim(hit) == [answer.body] == [DOWN]
    page.show("The session room, Pim's app", people["Pim"], house.room)
    page.show("The desk, Ana's app", people["Ana"], house.desk)
    page.show("Kim's direct room, Kim's app", people["Kim"], house.private)

    await house.asks("Ana", house.desk, "!ack")
    await house.sees("Kim", house.private, "has read")
    page.tell("Ana acknowledges it.")
    page.show("The desk, Ana's app", people["Ana"], house.desk)
    page.show("Kim's direct room, Kim's app", people["Kim"], house.private)

    page.begin(
        "In her own room, while the AI is off",
        "Pim types `!stop` in the session room. Half an hour later Kim writes in her direct room. Nobody answers the desk.",
    )
    stopped = await house.asks("Pim", house.room, "!stop")
    page.skip(people["Pim"], house.room)
    house.pass_time(2000)
    await people["Kim"].send(house.private, HIT)
    card = await house.sees("Ana", house.desk, "A2")
    assert "private room" in card.body
    await people["Ana"].send(house.room, "and how was your week, Pim?")
    await house.kept()
    page.show("Kim's direct room, Kim's app", people["Kim"], house.private)
    page.show("The desk, Ana's app", people["Ana"], house.desk)
    house.pass_time(STEP)
    house.contact = await house.follows_call()
    await house.sees("Bea", house.contact, "A2")
    page.tell(
        "A minute passes. Ana has chatted in the session room, which says nothing of a private alarm. Bea follows the bot's invitation."
    )
    page.show("Bea's room with the bot, Bea's app", people["Bea"], house.contact)
    house.pass_time(STEP)
    await house.sees("Olu", house.on_call, "A2")
    page.tell("Another minute passes.")
    page.show("The on-call room, Olu's app", people["Olu"], house.on_call)
    house.pass_time(STEP)
    await house.sees("Kim", house.private, "Nobody has answered yet")
    page.tell("And another.")
    page.show("Kim's direct room, Kim's app", people["Kim"], house.private)
    await house.asks("Ana", house.desk, "!ack")
    await people["Kim"].sees(
        house.private, lambda seen: "has read" in seen.body, after=people["Kim"].seen(house.private)[-1].id
    )
    await house.kept()
    page.show("The session room, Pim's app, since he typed `!stop`", people["Pim"], house.room)
    assert house.said_to_pim(stopped.id) == [stopped.body]
    assert {message.msgtype for message in people["Kim"].seen(house.private) if "has read" in message.body} == {
        "m.notice"
    }

    text = HEAD + page.text()
    if os.environ.get("DANGER_PAGE") == "write":
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "write it anew: DANGER_PAGE=write"


@pytest.mark.timeout(300)
@holds("direct-always", "outlives-stop", "outlives-kick")
async def test_after_the_end_and_out_of_the_room(house: House) -> None:
    """After `!end` her words in her room alarm; an alarm that is open when the bot is put out climbs on, and `!ack` at the desk ends it."""
    people = house.people
    ended = await people["Ana"].send(house.room, "!end yes")
    await people["Ana"].sees(house.room, lambda seen: seen.sender == house.bot, after=ended)
    await people["Kim"].send(house.private, DEATH)
    await house.sees("Ana", house.desk, "A1")
    await house.kept()
    await people["Ana"].kick(house.room, house.bot)
    house.pass_time(STEP)
    house.contact = await house.follows_call()
    await house.sees("Bea", house.contact, "A1")
    await house.asks("Ana", house.desk, "!ack")
    await house.kept()
    assert not (await house.chair.store.rooms.room(house.room)).alarms
