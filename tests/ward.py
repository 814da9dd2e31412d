"""Where poison is tried: one client, ours or nio's own, in a room with Ana and Kim, on a homeserver that says what it is told.

async with ward(tmp_path, Bare) as one:
    taken = await one.take(to_device=[one.mallory.olm(one.bot, {"type": 0, "body": "!"})])
    assert taken.lost
"""

import json
from asyncio import CancelledError
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nio
from aiohttp import web
from correspondent import ROOM, Correspondent, Json, Mailbox, member, state

from bot.matrix.client.client import Client
from bot.matrix.intake import Happened, hear_event
from bot.model import Heard, RoomId, UserId

BOT, DEVICE, TOKEN = "@bot:clinic", "CHAIR", "syt_the_token_of_the_bot"
STORE_KEY = "5a" * 32


class Bare(nio.AsyncClient):  # type: ignore[misc]  # nio brings no types
    """nio's own client, as it comes."""

    def __init__(self, url: str, user: str, device: str, folder: Path, key: str) -> None:
        config = nio.AsyncClientConfig(
            pickle_key=key, max_timeouts=0, max_limit_exceeded=0, encryption_enabled=True, store_sync_tokens=False
        )
        super().__init__(url, user, device, str(folder), config)


@dataclass
class Scripted:
    """A homeserver that answers every sync with `sync` and every question for keys with `keys`."""

    url: str = ""
    status: int = 200
    sync: str = "{}"
    keys: Json = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one request."""
        if request.path.endswith("/sync"):
            return web.Response(status=self.status, text=self.sync, content_type="application/json")
        return web.json_response(self.keys if request.path.endswith("/keys/query") else {})


@dataclass
class Taken:
    """What came of one sync: the events of the room, or the error, and what is a fault in any case."""

    client: Any
    answer: Any
    error: BaseException | None

    @property
    def lost(self) -> bool:
        """Return whether the whole sync is lost: it would come again for ever."""
        return self.error is not None or not isinstance(self.answer, nio.SyncResponse)

    @property
    def room(self) -> Any:
        """Return the room as the client knows it."""
        return self.client.rooms[ROOM]

    @property
    def poison(self) -> Any:
        """Return the event before the last one of the room, which is always Ana asking for help."""
        return self.events[-2]

    @property
    def events(self) -> list[Any]:
        """Return the events of the room's timeline."""
        events: list[Any] = self.answer.rooms.join[ROOM].timeline.events
        return events

    def hears(self, event: Any) -> Happened | None:
        """Return what our bot makes of an event."""
        return hear_event(self.client, RoomId(ROOM), event, 1.0)

    @property
    def goes_on(self) -> bool:
        """Return whether Ana was heard all the same."""
        if self.lost:
            return False
        last = self.hears(self.events[-1])
        return isinstance(last, Heard) and (last.sender, last.text) == ("@ana:clinic", "!help")


@dataclass
class Ward:
    """One client and those around it."""

    client: Any
    server: Scripted
    bot: Mailbox
    ana: Correspondent = field(default_factory=lambda: Correspondent("@ana:clinic"))
    kim: Correspondent = field(default_factory=lambda: Correspondent("@kim:clinic", DEVICE))
    mallory: Correspondent = field(default_factory=lambda: Correspondent("@mallory:elsewhere"))
    _syncs: int = 0

    async def settle(self) -> None:
        """Let the client into a room with Ana and Kim, with everybody's devices and the keys of both."""
        letters = [self.ana.room_key(self.bot), self.kim.room_key(self.bot)]
        taken = await self.take(state=settings(self.ana.user, self.kim.user), to_device=letters)
        assert not taken.lost
        await self.learn(
            {
                correspondent.user: {correspondent.device: correspondent.published()}
                for correspondent in (self.ana, self.kim)
            }
        )

    async def learn(self, devices: Any, *users: str) -> Any:
        """Let the client ask for devices, and be told of `devices`; return nio's response, if there is one."""
        self.server.keys = {"device_keys": devices, "failures": {}}
        self.client.olm.users_for_key_query.update((self.ana.user, self.kim.user, *users))
        return await self.client.keys_query()

    async def take(self, body: Any = None, **parts: Any) -> Taken:
        """Let the client sync. Of the room come `timeline`, `state` and more; Ana asks for help at its end.

        `body` is an answer in place of all that.
        """
        self._syncs += 1
        self.server.sync = body if isinstance(body, str) else json.dumps(body or self._body(**parts))
        self.client.next_batch = ""
        answer, error = None, None
        try:
            answer = await self.client.sync(0, since=f"s{self._syncs - 1}")
        except CancelledError:
            raise
        except BaseException as caught:  # noqa: BLE001 - a panic of vodozemac's is no Exception
            error = caught
        return Taken(self.client, answer, error)

    def _body(self, *, to_device: Any = (), rooms: Json | None = None, timeline: Any = (), **room: Any) -> Json:
        top: Json = {name: room.pop(name) for name in ("presence", "account_data", "device_lists") if name in room}
        more = {name: {"events": events} for name, events in room.items() if name != "summary"}
        ours = {"timeline": {"events": [*timeline, self.ana.message("!help")]}, **more}
        if "summary" in room:
            ours["summary"] = room["summary"]
        others = rooms or {}
        joined = {**others.get("join", {}), ROOM: ours}
        letters = {"events": list(to_device)} if isinstance(to_device, list | tuple) else to_device
        return {"next_batch": f"s{self._syncs}", "to_device": letters, "rooms": {**others, "join": joined}, **top}


def settings(*people: str, version: str = "10", creator: str = "@ana:clinic") -> list[Json]:
    """Return the state of a room as it should be, with the bot and `people` in it."""
    return [
        state("m.room.create", creator, {"room_version": version}),
        *(member(user) for user in (BOT, *people)),
        state("m.room.encryption", creator, {"algorithm": "m.megolm.v1.aes-sha2"}),
        state("m.room.join_rules", creator, {"join_rule": "invite"}),
        state("m.room.history_visibility", creator, {"history_visibility": "joined"}),
    ]


def _one_time_keys(account: Any) -> Iterator[str]:
    """Return the one-time keys of the bot's account, each once."""
    account.generate_one_time_keys(10)
    keys = list(account.one_time_keys["curve25519"].values())
    account.mark_keys_as_published()
    return iter(keys)


@asynccontextmanager
async def scripted() -> AsyncIterator[Scripted]:
    """Run a homeserver that says what it is told."""
    server, app = Scripted(), web.Application()
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()


@asynccontextmanager
async def ward(folder: Path, make: type[Bare] | type[Client], *, settled: bool = True) -> AsyncIterator[Ward]:
    """Open a ward with a client of ours or of nio's, which has its keys in `folder`."""
    folder.mkdir(exist_ok=True)
    async with scripted() as server:
        client: Any = make(server.url, UserId(BOT), DEVICE, folder, STORE_KEY)
        try:
            client.restore_login(BOT, DEVICE, TOKEN)
            ours = client.olm.account.identity_keys
            box = Mailbox(BOT, ours["curve25519"], ours["ed25519"], _one_time_keys(client.olm.account))
            the_ward = Ward(client, server, box)
            if settled:
                await the_ward.settle()
            yield the_ward
        finally:
            await client.close()
