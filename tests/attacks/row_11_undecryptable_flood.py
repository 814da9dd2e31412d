"""A member who writes thousands of messages that nobody can read slows the bot down in every room, for a day.

Each was tried again after every sync. Now it waits for news: a key of its session, or its sender's devices.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, KIM, OTHER, ROOM, Client, Server, at_work, sealed, seat

from bot.app.services import Chair
from bot.model import EventId, RoomId, UndecryptedEvent, Unreadable, UserId
from bot.store import Haul, Store, open_key, open_store
from bot.store.undecrypted import AGAIN, ASK_AFTER, MOST

MALLORY = UserId("@mallory:clinic")
FLOOD = 3000


@dataclass
class Counting(Client):
    """A client that counts how often a message that could not be read is tried."""

    tried: list[str] = field(default_factory=list)

    def open_sealed(self, event: Any) -> Any:
        """Try, and remember that."""
        self.tried.append(event.event_id)
        return super().open_sealed(event)


@dataclass
class Flood:
    """A room into which Mallory has written what nobody can read, and a room with other people."""

    chair: Chair
    server: Server
    client: Counting
    now: float = 1e9

    async def settled(self) -> None:
        """Return when `!status` is answered in the other room."""
        question = await self.server.says_now("!status", ANA, OTHER)
        await self.server.until(lambda: self.server.replies(question))

    async def comes(self, events: int = FLOOD) -> None:
        """Let Mallory write, each message in a session of its own."""
        for number in range(events):
            event = sealed(EventId(f"$flood{number}"), MALLORY)
            event.source["content"]["session_id"] = event.session_id = f"session{number}"
            self.server.stream.append((ROOM, event))
        await self.settled()

    def asked(self) -> int:
        """Return how many of Mallory's messages were answered."""
        return sum(bool(post.reply_to and post.reply_to.startswith("$flood")) for post in self.server.posts)


@pytest.fixture
async def flood(tmp_path: Path) -> AsyncIterator[Flood]:
    """Run the loops beside a homeserver that a test holds in its hand."""
    server = Server()
    client = Counting(server)
    async with seat(tmp_path, client) as chair:
        flood = Flood(chair, server, client)
        chair.clock = lambda: flood.now
        async with at_work(chair):
            await flood.settled()
            yield flood


async def test_what_cannot_be_read_is_not_tried_again(flood: Flood) -> None:
    """While no key comes, no sync tries any of 3,000 messages, however many syncs there are, also when they are old."""
    await flood.comes()
    for later in (0.0, 1.0, ASK_AFTER, 3600.0, 25 * 3600.0, 1.0):
        flood.now += later
        await flood.settled()
    assert flood.client.tried == []
    assert await flood.chair.store.seals.all() == ()


async def test_a_key_opens_what_it_is_for(flood: Flood) -> None:
    """A key that comes tries the messages of its session alone, and what it opens is answered as ever."""
    await flood.comes()
    question = flood.server.seals("!help")
    await flood.settled()
    await flood.server.unlock(question)
    await flood.server.until(lambda: flood.server.replies(question))
    assert flood.client.tried == [question]


async def test_known_devices_open_too(flood: Flood) -> None:
    """Where whose a key is rests on devices that become known later, their owner's messages are tried then, nobody else's."""
    await flood.comes(5)
    question = flood.server.seals("!help", KIM)
    await flood.settled()
    flood.server.let_read(question)
    flood.server.key_news.note_people({KIM})
    await flood.server.pulse()
    await flood.server.until(lambda: flood.server.replies(question))
    assert flood.client.tried == [question]


async def test_a_start_tries_all_once(tmp_path: Path) -> None:
    """A key that was kept just before a death opens its messages after the start: then, and only then, all are tried."""
    server = Server()
    async with seat(tmp_path, Counting(server)) as chair, at_work(chair):
        question = server.seals("!help")
        await server.pulse()
        while not await chair.store.seals.all():
            pass
    server.let_read(question)
    client = Counting(server)
    async with seat(tmp_path, client) as chair, at_work(chair):
        await server.until(lambda: server.replies(question))
        await server.pulse()
    assert client.tried == [question]


async def test_a_flood_pushes_out_its_own(flood: Flood) -> None:
    """Of one person in one room a hundred are kept, the newest: nobody else's message makes way for them."""
    kept = flood.server.seals("!help", KIM)
    await flood.comes(FLOOD)
    seals = await flood.chair.store.seals.all()
    assert [seal.id for seal in seals if seal.sender == KIM] == [kept]
    assert [seal.id for seal in seals if seal.sender == MALLORY] == [f"$flood{n}" for n in range(FLOOD - MOST, FLOOD)]


async def test_one_question_for_a_flood(flood: Flood) -> None:
    """Where the AI is off nobody is asked about a flood; the notebook is written once for it, not for each message."""
    await flood.comes(MOST)
    flood.now += ASK_AFTER
    await flood.settled()
    await flood.settled()
    assert flood.asked() == 0
    assert [seal.asked for seal in await flood.chair.store.seals.all()].count(-1.0) == MOST - 1


def waiting(number: int, sender: UserId = MALLORY, room: RoomId = ROOM) -> UndecryptedEvent:
    """Return a message that cannot be read, that came at second `number`."""
    body = f'{{"content": {{"session_id": "s{number}"}}}}'
    return UndecryptedEvent(EventId(f"${room}{sender}{number}"), room, sender, body, float(number))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """Open a notebook."""
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        yield store


async def kept(store: Store, *seals: UndecryptedEvent) -> list[EventId]:
    """Let messages come, and return what is kept."""
    await store.take_in(Haul((), seals, {}, {}))
    return [seal.id for seal in await store.seals.all()]


async def test_the_bound_is_of_person_and_room(store: Store) -> None:
    """What one person writes in one room takes no place from another person, nor from the same person elsewhere."""
    others = (waiting(0, KIM), waiting(0, MALLORY, OTHER))
    everything = await kept(store, *others)
    assert set(everything) == {seal.id for seal in others}
    many = [waiting(number) for number in range(1, 3 * MOST)]
    for start in range(0, len(many), 70):
        everything = await kept(store, *many[start : start + 70])
    assert set(everything) == {seal.id for seal in (*others, *many[-MOST:])}


async def test_more_of_them_are_not_more_questions(store: Store) -> None:
    """Whoever writes on is asked once in ten minutes, also when the message that they were asked about would make way."""
    first = waiting(0)
    await kept(store, first)
    await store.seals.ask(first, ROOM, Unreadable(EventId("q0"), ASK_AFTER, MALLORY, first.id))
    for number in range(1, 2 * MOST):
        await kept(store, waiting(number))
    now = 2 * MOST + ASK_AFTER
    assert now < AGAIN
    (due,) = await store.seals.list_due(now)
    await store.seals.ask(due, ROOM, Unreadable(EventId("q1"), now, MALLORY, due.id))
    assert await store.seals.list_due(now) == ()
    assert [seal.asked for seal in await store.seals.all() if seal.asked > 0] == [ASK_AFTER]
