"""Somebody between bot and homeserver: an HTTP proxy on loopback that loses, delays and falsifies what a test tells it to.

    async with fault_proxy(synapse.url) as proxy:
        proxy.will(Fault("PUT", "/send/", status=502), times=3)
        ...
        await proxy.struck(3)

Whatever no fault is told for goes through as it is.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import aiohttp
from aiohttp import web
from yarl import URL

HOPS = {"connection", "content-length", "content-encoding", "host", "keep-alive", "transfer-encoding"}
"""Headers that belong to one of the two connections alone."""


@dataclass(frozen=True)
class Fault:
    """What happens to requests of `method` whose path and query the regular expression `path` finds.

    status   it is answered with that status and `body`, and the homeserver never hears of it
    lost     the connection ends: "before" the homeserver hears of it, or "after", so that only the answer is lost
    half     half the answer comes, then the connection ends
    hung     nothing comes, and the connection stays
    """

    method: str
    path: str
    status: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    lost: Literal["", "before", "after"] = ""
    half: bool = False
    hung: bool = False

    def strikes(self, request: web.BaseRequest) -> bool:
        """Return whether it is about this request."""
        return request.method == self.method and re.search(self.path, request.path_qs) is not None


class FaultProxy:
    """The running proxy. `url` is what the bot takes for its homeserver."""

    def __init__(self, upstream: str, http: aiohttp.ClientSession) -> None:
        self.url = ""
        self._upstream = upstream
        self._http = http
        self._faults: list[Fault] = []
        self._struck = 0
        self._ended = asyncio.Event()
        self._news = asyncio.Condition()

    def will(self, fault: Fault, times: int = 1) -> None:
        """Let `fault` happen the next so many times, after those that were told before."""
        self._faults += [fault] * times

    async def struck(self, times: int = 1) -> None:
        """Wait until that many faults have happened since the last time, and forget them."""
        async with asyncio.timeout(120), self._news:
            await self._news.wait_for(lambda: self._struck >= times)
            self._struck -= times

    def heal(self) -> None:
        """Let no more faults happen, and end every connection that hangs."""
        self._faults.clear()
        self._ended.set()
        self._ended = asyncio.Event()

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Pass one request on, or do what is told for it."""
        fault = next((fault for fault in self._faults if fault.strikes(request)), None)
        if fault is None:
            return await self._passed(request)
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
        answer = await self._passed(request) if fault.lost == "after" or fault.half else None
        if fault.half and answer:
            await self._begun(request, bytes(answer.body))  # type: ignore[arg-type]  # ours are bytes
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async def _begun(self, request: web.BaseRequest, body: bytes) -> None:
        """Promise the whole body, and send half of it."""
        response = web.StreamResponse(headers={"content-type": "application/json", "content-length": str(len(body))})
        await response.prepare(request)
        await response.write(body[: len(body) // 2])

    async def _passed(self, request: web.BaseRequest) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in HOPS}
        try:
            async with self._http.request(
                request.method,
                URL(self._upstream + request.raw_path, encoded=True),
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
