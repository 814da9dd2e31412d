"""The three loops over a real notebook, with a homeserver that the test holds in its hand."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hand_held import ANA, BOT, KIM, OTHER, ROOM, Client, Invitation, Said, Server, at_work, seat
from polling import wait_until

from bot.app.act import REMEMBERED, act
from bot.app.services import Chair, Patience, choose_patience
from bot.app.think import think
from bot.errors import BotError, HomeserverDown, LoginRefused
from bot.matrix.client.refusals import Limited, ServerSaysNo
from bot.model import (
    Arrived,
    Decision,
    EventId,
    Floor,
    Heard,
    Language,
    Mark,
    Notice,
    Person,
    Reply,
    Room,
    RoomId,
    make_words,
)

EN = Language("en")
PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
HELP = make_words("listen-already", EN, prefix="!")


@pytest.fixture
def server() -> Server:
    """Return a homeserver in the test's hand."""
    return Server()


@pytest.fixture
async def chair(tmp_path: Path, server: Server) -> AsyncIterator[Chair]:
    """Give a chair over an empty notebook."""
    async with seat(tmp_path, Client(server)) as chair:
        yield chair


def client_of(chair: Chair) -> Client:
    """Return the chair's client as the test's own."""
    client: Any = chair.client
    assert isinstance(client, Client)
    return client


def written(question: EventId, text: str = "an answer") -> Reply:
    """Return the posting of what a model wrote."""
    sentence = make_words(
        "answer", EN, answer=text, source="model", cut=0, human=0, checked="no", person="-", task="ask"
    )
    return Reply(question, sentence, Mark(kind="explain", generated=True, backend="house"), notice=False)


async def order(chair: Chair, room: RoomId, effect: Reply | Notice, *, cause: str = "$cause") -> None:
    """Write down that something is to be done in a room that listens."""
    event = Heard(EventId(cause), KIM, chair.clock(), "!cause")
    await chair.store.commit(event, Decision(Room(room, True, Floor.LISTEN, PEOPLE), (effect,)), None)
    chair.to_act.set()


async def test_nothing_is_given_up_before_it_knows_its_rooms(chair: Chair, server: Server) -> None:
    """What was decided before a crash waits for the first sync: until then the bot does not know where it is joined."""
    arrived = Arrived(EventId("a"), 1.0, PEOPLE, encrypted=True, private=True, history="joined")
    await chair.store.inbox.admit(ROOM, arrived)
    await chair.store.inbox.admit(ROOM, Heard(EventId("$q"), KIM, 2.0, "!help", signed=True))
    syncing, let_through = asyncio.Event(), asyncio.Event()

    async def meddle(what: str) -> None:
        if what == "sync":
            syncing.set()
            await let_through.wait()

    client_of(chair).meddle = meddle
    async with at_work(chair):
        await syncing.wait()
        for _ in range(100):  # turns enough for everything to be decided, and for `act` to look
            await chair.store.inbox.next_event()
        let_through.set()
        await server.until(lambda: server.replies(EventId("$q")))


async def test_a_stop_that_is_not_decided_yet_goes_before_an_answer(chair: Chair, server: Server) -> None:
    """An answer about to be posted waits until everything heard in its room is decided; a `!stop` among it ends it."""
    client_of(chair).rooms = dict.fromkeys((ROOM, OTHER), (await _looked(server)).rooms[ROOM])
    chair.synced.set()
    await chair.store.inbox.admit(ROOM, Heard(EventId("$stop"), KIM, chair.clock(), "!stop"))
    await order(chair, ROOM, written(EventId("$q")))
    await order(chair, OTHER, Notice(HELP, Mark(kind="floor")), cause="$other")
    async with asyncio.TaskGroup() as loops:
        acting = loops.create_task(act(chair))
        await server.until(lambda: [post for post in server.posts if post.room == OTHER])
        assert server.replies(EventId("$q")) == []
        thinking = loops.create_task(think(chair))
        await server.until(lambda: [post for post in server.posts if post.room == ROOM])
        acting.cancel()
        thinking.cancel()
    assert [post.txn for post in server.posts if post.room == ROOM] == ["thirdchair.$stop/1"]


async def test_an_answer_waits_while_the_bot_hears_nothing(chair: Chair, server: Server) -> None:
    """While no sync comes through nobody knows whether an answer is still wanted; what is no model's text goes out."""
    client_of(chair).rooms = dict.fromkeys((ROOM, OTHER), (await _looked(server)).rooms[ROOM])
    chair.synced.set()
    async with asyncio.TaskGroup() as loops:
        acting = loops.create_task(act(chair))
        await order(chair, OTHER, Notice(HELP, Mark(kind="floor")), cause="$first")
        await server.until(lambda: len(server.posts) == 1)
        chair.synced.clear()
        await order(chair, ROOM, written(EventId("$q")))
        await order(chair, OTHER, Notice(HELP, Mark(kind="floor")), cause="$second")
        await server.until(lambda: len(server.posts) == 2)
        assert server.replies(EventId("$q")) == []
        chair.synced.set()
        chair.to_act.set()
        await server.until(lambda: server.replies(EventId("$q")))
        acting.cancel()


async def test_it_knows_when_it_hears_nothing(chair: Chair, server: Server) -> None:
    """A sync that fails is noticed at once, and one that comes through ends it."""
    chair.choose_wait = lambda *_: 0.0
    hearing = []

    async def meddle(what: str) -> None:
        if what == "sync":
            hearing.append(chair.synced.is_set())
            if len(hearing) == 2:
                raise HomeserverDown("away")

    client_of(chair).meddle = meddle
    async with at_work(chair):
        question = await server.says_now("!help")
        await server.until(lambda: server.replies(question))
    assert hearing[:3] == [False, True, False]
    assert chair.synced.is_set()


async def test_a_hung_sync_is_given_up(chair: Chair, server: Server) -> None:
    """A sync that never ends is cut off, and the next one brings what it would have brought."""
    chair.choose_wait = lambda *_: 0.0
    client_of(chair).sync_wait = client_of(chair).sync_margin = 0.05
    syncs = []

    async def meddle(what: str) -> None:
        if what == "sync":
            syncs.append(what)
            if len(syncs) == 2:
                await asyncio.Event().wait()

    client_of(chair).meddle = meddle
    async with at_work(chair):
        question = await server.says_now("!help")
        await server.until(lambda: server.replies(question))


async def test_a_hung_receipt_holds_nothing_up(chair: Chair, server: Server) -> None:
    """Showing how far the bot has read is a courtesy: if that hangs, the next message is heard and answered."""
    chair.patience = Patience(receipt=0.0)
    client, asked = client_of(chair), []

    async def hang(*_: Any) -> None:
        asked.append(True)
        await asyncio.Event().wait()

    client.show_read = hang  # type: ignore[method-assign]  # the one request that hangs
    async with at_work(chair):
        for _ in range(3):
            question = await server.says_now("!help")
            await server.until(lambda question=question: server.replies(question))  # type: ignore[misc]  # bound now
    assert asked


TROUBLE = (
    HomeserverDown("away"),
    Limited(60.0),
    ServerSaysNo(403, "M_FORBIDDEN"),
    BotError("refused"),
    KeyError("bug"),
)


@pytest.mark.parametrize("trouble", TROUBLE, ids=lambda item: type(item).__name__)
async def test_one_rooms_trouble_is_its_own(chair: Chair, server: Server, trouble: Exception) -> None:
    """A room in which nothing can be said, for whatever reason, holds no other room up and ends nothing."""
    first = EventId("$e0")

    async def meddle(what: str) -> None:
        if what == f"before thirdchair.{first}/0":
            raise trouble

    client_of(chair).meddle = meddle
    async with at_work(chair):
        assert await server.says_now("!help") == first
        question = await server.says_now("!help", room=OTHER)
        await server.until(lambda: server.replies(question))
        if not isinstance(trouble, HomeserverDown | Limited):
            question = await server.says_now("!status")
            await server.until(lambda: server.replies(question))
        assert server.replies(first) == []


async def test_a_room_that_cannot_be_joined_holds_nothing_up(chair: Chair, server: Server) -> None:
    """An invitation into a room whose server is dead is tried again later, by itself; every other room is heard."""

    async def meddle(what: str) -> None:
        if "!dead" in what:
            raise HomeserverDown("away")

    client_of(chair).meddle = meddle
    async with at_work(chair):
        await server.tell(Invitation(ANA), RoomId("!dead"))
        question = await server.says_now("!help")
        await server.until(lambda: server.replies(question))
        await server.tell(Invitation(KIM), RoomId("!alive"))
        await server.until(lambda: server.asked)
    assert server.asked == ["POST /_matrix/client/v3/rooms/!alive/leave"]
    assert [job for job in await chair.store.outbox.waiting() if "!dead" in job]


@pytest.mark.parametrize("where", ["sync", "before thirdchair.$e0/0"])
async def test_a_token_that_counts_no_more_ends_the_bot(chair: Chair, server: Server, where: str) -> None:
    """When the homeserver no longer accepts the bot's login, nothing is tried again: a person must look."""

    async def meddle(what: str) -> None:
        if what == where and server.stream:
            raise LoginRefused("logged out")

    async def work() -> None:
        async with at_work(chair):
            await server.says_now("!help")
            await asyncio.Event().wait()

    client_of(chair).meddle = meddle
    with pytest.raises(ExceptionGroup) as ended:
        await work()
    assert ended.group_contains(LoginRefused)


def test_patience() -> None:
    """The bot waits from 1 to 30 s, unevenly, and never shorter than the homeserver asks for."""
    waits = {choose_patience(HomeserverDown("away"), failures) for failures in range(10) for _ in range(50)}
    assert min(waits) >= 0.75
    assert max(waits) <= 30.0
    assert len(waits) > 100
    assert all(7.0 <= choose_patience(Limited(7.0), failures) <= 9.0 for failures in range(10))


async def test_what_the_homeserver_asks_for_is_kept(chair: Chair, server: Server) -> None:
    """After a 429 the message is not tried again before the time that the homeserver named."""

    async def meddle(what: str) -> None:
        if what == "before thirdchair.$e0/0":
            raise Limited(50.0)

    client_of(chair).meddle = meddle
    async with at_work(chair):
        began = chair.clock()
        await server.says_now("!help")
        while not (due := await chair.store.outbox.next_due(began + 1)):  # noqa: ASYNC110 - the notebook rings no bell
            await asyncio.sleep(0)
    assert due >= began + 50.0


async def test_a_job_that_the_homeserver_forgot_is_looked_for(chair: Chair, server: Server) -> None:
    """What may have been posted a day ago is looked for in the room first, and posted only if it is not there."""
    there, lost = EventId("$there"), EventId("$lost")
    marks = {"content": {"org.thirdchair": {"job": f"thirdchair.{there}/0"}}}
    server.pages = {
        None: ([Said("$p9", BOT, "", source=marks), Said("$x", KIM, "", source=marks)], "older"),
        "older": ([Said("$cause", KIM, "")], None),
    }
    forged = {"content": {"org.thirdchair": {"job": f"thirdchair.{lost}/0"}}}
    server.pages[None][0].append(Said("$forged", KIM, "", source=forged))
    now = chair.clock()
    chair.clock = lambda: now - REMEMBERED - 10
    for cause in (there, lost):
        await order(chair, ROOM, Reply(EventId("$cause"), HELP, Mark(kind="help")), cause=cause)
    for job in await chair.store.outbox.ready(now):
        await chair.store.outbox.begin(job)
    chair.clock = lambda: now
    async with at_work(chair):
        await server.until(lambda: server.posts)

        async def is_empty() -> bool:
            return not await chair.store.outbox.waiting()

        await wait_until(is_empty)
    assert [post.txn for post in server.posts if post.room == ROOM][:1] == [f"thirdchair.{lost}/0"]
    assert f"thirdchair.{there}/0" not in [post.txn for post in server.posts]


async def _looked(server: Server) -> Client:
    """Return another client, which knows the rooms."""
    client = Client(server)
    await client.sync(since=None, full_state=True)
    return client
