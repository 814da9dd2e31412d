"""Somebody between bot and homeserver: an HTTP proxy on loopback that loses, delays and falsifies what a test tells it to.

    async with fault_proxy(synapse.url) as proxy:
        proxy.will(Fault("PUT", "/send/", status=502), times=3)
        ...
        await proxy.struck(3)

        held = proxy.hold(lambda event: event["sender"] == kim.user_id)
        (message,) = await held.wait_for(1)
        held.release(message)

        proxy.insert(message, room)
        proxy.alter("/keys/query", strip_signatures)
        keys = proxy.overhear("/sendToDevice/")

Whatever it is told nothing about goes through as it is.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
from aiohttp import web
from sync_lies import Delivery, Held, Json, Part
from yarl import URL

from bot.model import RoomId

HOPS = {"connection", "content-length", "content-encoding", "host", "keep-alive", "transfer-encoding"}
"""Headers that belong to one of the two connections alone."""
SYNC = "/v3/sync"


@dataclass(frozen=True)
class Fault:
    """What happens to requests of `method` whose path and query the regular expression `path` finds.

    status   it is answered with that status and `body`, and the homeserver never hears of it
    lost     the connection ends: "before" the homeserver hears of it, or "after", so that only the answer is lost
    half     half the answer comes, then the connection ends
    hung     nothing comes, and the connection stays
    slow     the homeserver hears of it at once, and its answer comes when everything is let through again
    late     it is on its way until `FaultProxy.let_late_through`, and gets there also if whoever sent it waits no more
    """

    method: str
    path: str
    status: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    lost: Literal["", "before", "after"] = ""
    half: bool = False
    hung: bool = False
    late: bool = False
    slow: bool = False

    def strikes(self, request: web.BaseRequest) -> bool:
        """Return whether it is about this request."""
        return request.method == self.method and re.search(self.path, request.path_qs) is not None


_SEND = ("PUT", "/rooms/[^/]*/send/m.room.encrypted/")
_LIMITED = {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 300}
LINE_FAULTS = (
    (Fault(*_SEND, status=500, body={"errcode": "M_UNKNOWN"}), Fault("GET", SYNC, lost="after")),
    (Fault(*_SEND, status=429, body=_LIMITED), Fault("GET", SYNC, status=502)),
    (Fault(*_SEND, lost="after"), Fault("GET", SYNC, status=429, body=_LIMITED)),
    (Fault(*_SEND, half=True), Fault("GET", SYNC, half=True)),
)
"""What can happen to what the bot sends and to what it reads, in pairs: refused, put off, or cut at one of three places."""


@dataclass(frozen=True, slots=True)
class Overheard:
    """A request on its way to the homeserver: its method, its path, and its body where that is JSON, else nothing."""

    method: str
    path: str
    body: Json = field(repr=False)  # it may hold a token


class FaultProxy:
    """The running proxy. `url` is what the bot takes for its homeserver."""

    def __init__(self, upstream: str, http: aiohttp.ClientSession) -> None:
        self.url = ""
        self._upstream = upstream
        self._http = http
        self._faults: list[Fault] = []
        self._struck = 0
        self._ended = asyncio.Event()
        self._let_through = asyncio.Event()
        self._late: list[asyncio.Task[web.Response]] = []
        self._news = asyncio.Condition()
        self._changes: list[tuple[str, Callable[[Json], None]]] = []
        self._listeners: list[tuple[str, list[Overheard]]] = []
        self._delivery = Delivery()
        self._asked_anew = 0

    def will(self, fault: Fault, times: int = 1) -> None:
        """Let `fault` happen the next so many times, after those that were told before."""
        self._faults += [fault] * times

    def count_left(self) -> int:
        """Return how many faults were told and have not happened."""
        return len(self._faults)

    async def struck(self, times: int = 1) -> None:
        """Wait until that many faults have happened since the last time, and forget them."""
        async with asyncio.timeout(120), self._news:
            await self._news.wait_for(lambda: self._struck >= times)
            self._struck -= times

    async def let_late_through(self) -> None:
        """Let everything that is late get to the homeserver, and return when it is there."""
        self._let_through.set()
        await asyncio.gather(*self._late)
        self._let_through, self._late = asyncio.Event(), []

    def hold(self, which: Callable[[Json], bool]) -> Held:
        """Keep every event and letter out of sync answers for which `which` is true, until it is released."""
        held = Held(which, self._delivery)
        self._changes.append((SYNC, held.keep))
        return held

    def insert(self, event: Json, room: RoomId, part: Part = "timeline") -> None:
        """Bring an event of the room that the homeserver knows nothing of, with the next answer to a sync."""
        self._delivery.add(event, room, part)

    def alter(self, path: str, change: Callable[[Json], None]) -> None:
        """Let `change` change the body of every good answer to requests whose path the regular expression `path` finds."""
        self._changes.append((path, change))

    def overhear(self, path: str) -> list[Overheard]:
        """Return a list that grows by each request whose path the regular expression `path` finds."""
        self._listeners.append((path, []))
        return self._listeners[-1][1]

    async def wait_until_brought(self) -> None:
        """Wait until all that was released or inserted is in an answer to a sync."""
        async with asyncio.timeout(120):
            await self._delivery.done.wait()

    def heal(self) -> None:
        """Let everything through as it is from now on, and end every connection that hangs. What is held is lost."""
        for told in (self._faults, self._changes, self._listeners):
            told.clear()
        self._delivery.forget()
        for late in self._late:
            late.cancel()
        self._late.clear()
        self._ended.set()
        self._ended = asyncio.Event()

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass one request on, or do what is told for it."""
        await self._listen(request)
        fault = next((fault for fault in self._faults if fault.strikes(request)), None)
        if fault is None:
            return await self._lie(request)
        self._faults.remove(fault)
        async with self._news:
            self._struck += 1
            self._news.notify_all()
        return await self._spoilt(request, fault)

    async def _spoilt(self, request: web.BaseRequest, fault: Fault) -> web.StreamResponse:
        if fault.status:
            return web.json_response(dict(fault.body), status=fault.status)
        if fault.hung:
            await self._ended.wait()
        if fault.late:
            return await self._be_late(request)
        ended = self._ended
        answer = await self._passed(request) if fault.lost == "after" or fault.half or fault.slow else None
        if fault.slow and answer:
            await ended.wait()
            return answer
        if fault.half and answer:
            await self._begun(request, bytes(answer.body))  # type: ignore[arg-type]  # ours are bytes
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def _be_late(self, request: web.BaseRequest) -> web.Response:
        """Take a request in whole, and pass it on when told, whoever waits for the answer by then."""
        await request.read()
        let_through = self._let_through

        async def pass_on() -> web.Response:
            await let_through.wait()
            return await self._passed(request)

        self._late.append(asyncio.create_task(pass_on()))
        return await asyncio.shield(self._late[-1])

    async def _begun(self, request: web.BaseRequest, body: bytes) -> None:
        """Promise the whole body, and send half of it."""
        response = web.StreamResponse(headers={"content-type": "application/json", "content-length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])

    async def _listen(self, request: web.BaseRequest) -> None:
        for path, requests in self._listeners:
            if re.search(path, request.path_qs):
                body: Json = {}
                with suppress(ValueError):
                    body = json.loads(await request.read())
                requests.append(Overheard(request.method, request.path, body))

    async def _lie(self, request: web.BaseRequest) -> web.Response:
        """Pass a request on, and return its answer with all that is changed in it."""
        is_sync = re.search(SYNC, request.path_qs) is not None
        answer = await (self._pass_sync(request) if is_sync else self._passed(request))
        changes = [change for path, change in self._changes if re.search(path, request.path_qs)]
        changes += [self._delivery.put_into] * is_sync
        if answer.status != 200 or not changes:
            return answer
        body = json.loads(bytes(answer.body))  # type: ignore[arg-type]  # ours are bytes
        for change in changes:
            change(body)
        return web.json_response(body)

    async def _pass_sync(self, request: web.BaseRequest) -> web.Response:
        """Pass a sync on. As soon as there is something to bring, ask once more, without the patience for news."""
        passing, waiting = asyncio.create_task(self._passed(request)), asyncio.create_task(self._delivery.due.wait())
        try:
            await asyncio.wait((passing, waiting), return_when=asyncio.FIRST_COMPLETED)
            if passing.done():
                return passing.result()
        finally:
            for task in (passing, waiting):
                task.cancel()
        self._asked_anew += 1  # Synapse gives the same answer to the same question, for two minutes
        return await self._passed(request, timeout=f"{self._asked_anew}")

    def _find_place(self, request: web.BaseRequest, query: Mapping[str, str]) -> URL:
        """Return what is asked for at the homeserver, with `query` changed."""
        place = URL(self._upstream + request.raw_path, encoded=True)
        return place.update_query(query) if query else place

    async def _passed(self, request: web.BaseRequest, **query: str) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOPS}
        try:
            async with self._http.request(
                request.method,
                self._find_place(request, query),
                headers=headers,
                data=await request.read(),
                skip_auto_headers=("content-type", "accept-encoding"),
            ) as answer:
                kept = {name: value for name, value in answer.headers.items() if name.lower() not in HOPS}
                return web.Response(body=await answer.read(), status=answer.status, headers=kept)
        except aiohttp.ClientError:
            return web.Response(status=502)


@asynccontextmanager
async def fault_proxy(upstream: str) -> AsyncIterator[FaultProxy]:
    """Run a proxy before the homeserver at `upstream`, on a free port of 127.0.0.1."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(), auto_decompress=True) as http:
        proxy = FaultProxy(upstream, http)
        runner = web.ServerRunner(web.Server(proxy.serve, handler_cancellation=True), shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            host, port = runner.addresses[0][:2]
            proxy.url = f"http://{host}:{port}"
            yield proxy
        finally:
            proxy.heal()
            await runner.cleanup()
