"""The three loops over a real notebook, with a homeserver that the test holds in its hand."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nio
import pytest

from bot.app.act import act
from bot.app.chair import Chair
from bot.app.listen import listen
from bot.app.think import think
from bot.model import Arrived, EventId, Heard, Person, RoomId, UserId
from bot.settings import load
from bot.store import open_key, open_store

ROOM, BOT, KIM = RoomId("!room:clinic"), UserId("@bot:clinic"), UserId("@kim:clinic")


@dataclass
class HandHeld:
    """A client whose first sync waits until the test lets it through; it notes what was posted, by transaction."""

    user_id: UserId = BOT
    device_id: str = "CHAIR"
    own_name: str = "bot"
    rooms: dict[str, Any] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    syncing: asyncio.Event = field(default_factory=asyncio.Event)
    let_through: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def sync(self, **_: Any) -> nio.SyncResponse:
        """Wait to be let through, then know the room."""
        self.syncing.set()
        await self.let_through.wait()
        kim = SimpleNamespace(invited=False)
        self.rooms[ROOM] = SimpleNamespace(
            encrypted=True,
            join_rule="invite",
            history_visibility="joined",
            users={KIM: kim, BOT: kim},
            user_name=lambda _: "Kim",
        )
        if self.posted:
            await asyncio.Event().wait()  # nothing more happens
        return nio.SyncResponse(
            "s1", nio.Rooms({}, {}, {}), nio.DeviceOneTimeKeyCount(50, 50), nio.DeviceList([], []), [], []
        )

    async def settle_keys(self) -> None:
        """Have no keys to settle."""

    async def room_send(self, room: str, _kind: str, _content: Any, txn: str, **_: Any) -> nio.RoomSendResponse:
        """Note what is posted."""
        async with self.news:
            self.posted.append(txn)
            self.news.notify_all()
        return nio.RoomSendResponse("$posted", room)


@pytest.fixture
async def chair(tmp_path: Path) -> AsyncIterator[Chair]:
    """Give a chair over an empty notebook and a homeserver in the test's hand."""
    (tmp_path / "rooms").mkdir()
    (tmp_path / "rooms" / "all.yaml").write_text(f'room: "*"\ntherapists: ["{KIM}"]\n')
    (tmp_path / "password").write_text("x")
    (tmp_path / "bot.yaml").write_text(
        f'homeserver: http://127.0.0.1:9\nuser_id: "{BOT}"\npassword_file: password\ndata_dir: .\n'
        f'jurisdiction: [demo]\ntherapists: ["{KIM}"]\n'
    )
    settings = load(tmp_path / "bot.yaml")
    async with open_store(tmp_path, open_key(None, tmp_path)) as store:
        yield Chair(settings, store, HandHeld(), {})  # type: ignore[arg-type]  # as much of a client as the loops need


async def test_nothing_is_given_up_before_it_knows_its_rooms(chair: Chair) -> None:
    """What was decided before a crash waits for the first sync: until then the bot does not know where it is joined."""
    arrived = Arrived(EventId("a"), 1.0, (Person(KIM, "Kim"),), encrypted=True, private=True, history="joined")
    await chair.store.inbox.admit(ROOM, arrived)
    await chair.store.inbox.admit(ROOM, Heard(EventId("$q"), KIM, 2.0, "!help", signed=True))
    client: Any = chair.client
    async with asyncio.TaskGroup() as loops:
        tasks = [loops.create_task(loop(chair)) for loop in (listen, think, act)]
        await client.syncing.wait()
        for _ in range(100):  # turns enough for everything to be decided, and for `act` to look
            await chair.store.inbox.next_event()
        client.let_through.set()
        async with client.news:
            await client.news.wait_for(lambda: "thirdchair.$q/0" in client.posted)
        for task in tasks:
            task.cancel()
