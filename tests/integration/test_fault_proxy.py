"""Somebody between bot and homeserver does what a test tells them, and nothing else: each verb, before a homeserver of three lines."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from fault_proxy import Fault, FaultProxy, Overheard, fault_proxy
from sync_lies import Json

from bot.model import RoomId

ROOM = RoomId("!room:clinic")
HELLO, LETTER = {"sender": "@kim:clinic", "event_id": "$hello"}, {"sender": "@kim:clinic", "type": "m.room.encrypted"}


@dataclass
class Line:
    """A proxy, a homeserver that answers each sync with `says`, or waits while that is None, and who asks through both."""

    proxy: FaultProxy
    http: aiohttp.ClientSession
    says: Json | None
    timeouts: list[str] = field(default_factory=list)
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a sync waits."""

    async def sync(self, patience: int = 30_000) -> Json:
        """Return the answer to a sync."""
        body: Json = await self.ask("GET", f"/_matrix/client/v3/sync?filter=%7B%22a%22%3A1%7D&timeout={patience}")
        return body

    async def ask(self, method: str, path: str, **more: Any) -> Any:
        """Return the answer to a request, or its status where that is bad."""
        async with self.http.request(method, self.proxy.url + path, **more) as answer:
            return await answer.json() if answer.status == 200 else answer.status

    async def answer(self, request: web.Request) -> web.Response:
        """Answer as the homeserver does: a sync for which there is nothing waits, unless it has no time."""
        if "timeout" in request.query:
            assert json.loads(request.query["filter"]) == {"a": 1}
            self.timeouts.append(request.query["timeout"])
            if self.says is None and request.query["timeout"] == "30000":
                self.waits.set()
                await asyncio.Event().wait()
        return web.json_response(self.says or {"next_batch": "s1"})


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """Put a proxy before a homeserver of this test's own."""
    app = web.Application()
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=1.0)
    async with aiohttp.ClientSession() as http:
        line = Line(FaultProxy("", http), http, make_answer())
        app.router.add_route("*", "/{path:.*}", line.answer)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        async with fault_proxy(f"http://{host}:{port}") as line.proxy:
            yield line
    await runner.cleanup()


def make_answer(*events: Json, letters: tuple[Json, ...] = ()) -> Json:
    """Return an answer to a sync with these events in the room's timeline, and these letters."""
    rooms = {"join": {ROOM: {"timeline": {"events": list(events)}}}}
    return {"next_batch": "s1", "to_device": {"events": list(letters)}, "rooms": rooms}


async def test_what_it_is_told_nothing_about_goes_through(line: Line) -> None:
    """A request and its answer are the same on both sides."""
    line.says = make_answer(HELLO, letters=(LETTER,))
    assert await line.sync() == line.says
    assert line.timeouts == ["30000"]


async def test_a_status_is_answered_so_often(line: Line) -> None:
    """The homeserver never hears of a request that is answered in its place, so often as it was told."""
    line.proxy.will(Fault("GET", "/sync", status=502), times=2)
    assert [await line.sync() for _ in range(3)] == [502, 502, line.says]
    assert len(line.timeouts) == 1
    await line.proxy.struck(2)


async def test_what_is_held_back_comes_when_it_is_released(line: Line) -> None:
    """An event and a letter are kept out of an answer, the others are not; each comes with the answer after its release."""
    other = {"sender": "@ana:clinic", "event_id": "$other"}
    held = line.proxy.hold(lambda event: event["sender"] == "@kim:clinic")
    line.says = make_answer(HELLO, other, letters=(LETTER,))
    assert await line.sync() == make_answer(other)
    assert await held.wait_for(2) == [LETTER, HELLO]
    line.says = make_answer(other)
    held.release(LETTER)
    assert await line.sync() == make_answer(other, letters=(LETTER,))
    line.says = make_answer(HELLO)
    assert await line.sync() == make_answer()
    held.stop()
    assert await line.sync() == make_answer(HELLO)
    held.release()
    assert await line.sync() == make_answer(HELLO, HELLO, HELLO)
    await line.proxy.wait_until_brought()


async def test_what_is_released_comes_at_once(line: Line) -> None:
    """Who waits for news has them when something is released: the homeserver is asked again, and not to wait."""
    held = line.proxy.hold(lambda event: event == LETTER)
    line.says = make_answer(letters=(LETTER,))
    await line.sync()
    line.says = None
    waits = asyncio.create_task(line.sync())
    await line.waits.wait()
    held.release()
    assert await waits == {"next_batch": "s1", "to_device": {"events": [LETTER]}}
    assert line.timeouts == ["30000", "30000", "1"]


async def test_what_is_inserted_comes_at_once(line: Line) -> None:
    """An event that the homeserver knows nothing of comes once, as something that happens or as what was so before."""
    line.says = None
    waits = asyncio.create_task(line.sync())
    await line.waits.wait()
    line.proxy.insert(HELLO, ROOM)
    line.proxy.insert(LETTER, ROOM, "state")
    join = {"timeline": {"events": [HELLO]}, "state": {"events": [LETTER]}}
    assert await waits == {"next_batch": "s1", "rooms": {"join": {ROOM: join}}}
    assert await line.sync(patience=0) == {"next_batch": "s1"}


async def test_an_answer_is_altered(line: Line) -> None:
    """A body is changed by a function, on its path alone, and not where the homeserver refuses."""
    line.proxy.alter("/keys/query", lambda body: body.update(next_batch="forged"))
    assert await line.ask("POST", "/keys/query") == {**make_answer(), "next_batch": "forged"}
    assert await line.ask("POST", "/keys/claim") == make_answer()
    line.proxy.will(Fault("POST", "/keys/query", status=401))
    assert await line.ask("POST", "/keys/query") == 401
    line.proxy.heal()
    assert await line.ask("POST", "/keys/query") == make_answer()


async def test_requests_are_overheard(line: Line) -> None:
    """What is asked is listened to, with its body where that is JSON, whatever becomes of it."""
    requests = line.proxy.overhear("/sendToDevice/")
    line.proxy.will(Fault("PUT", "/sendToDevice/", status=502))
    for path, more in (("/sendToDevice/1", {"json": {"a": 1}}), ("/sendToDevice/2", {"data": b"-"}), ("/sync", {})):
        await line.ask("PUT", path, **more)
    assert requests == [Overheard("PUT", "/sendToDevice/1", {"a": 1}), Overheard("PUT", "/sendToDevice/2", {})]


async def test_healed_nothing_is_told_any_more(line: Line) -> None:
    """After `heal` nothing is held, inserted or overheard, whatever was told before."""
    requests = line.proxy.overhear("/sync")
    line.proxy.hold(lambda _: True)
    line.proxy.insert(LETTER, ROOM)
    line.proxy.heal()
    line.says = make_answer(HELLO)
    assert await line.sync() == line.says
    assert requests == []
