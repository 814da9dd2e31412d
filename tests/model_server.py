"""A model server on loopback for the tests: it speaks both APIs, remembers what it was asked, and misbehaves on demand.

    async with model_server() as server:
        server.script(Reply("Small habits that help you sleep."), Reply(status=429))
        ...
        assert server.requests[0].json["model"] == "tiny"

It answers with the scripted replies in turn, then with what `server.answers` says of the request, or else with
`server.default`, for ever.
"""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKENS_IN, TOKENS_OUT = 11, 7


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody sent. Header names are in lower case; `json` is None if the body is none."""

    method: str
    path: str
    headers: Mapping[str, str]
    json: Any
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server does with one request; by itself, it answers with `text` in the form of the API that was asked.

    `body` is sent as it stands, as `content_type`. `refusal` lets the model decline, `empty` leaves the answer
    without choices or blocks, `usage=False` leaves the token counts out, `tokens` are those in and out that a completion tells.
    `wait` is for how many seconds it thinks. `hold` waits for `release()` first, `break_off` ends the connection in the middle of the body, `drip` sends blanks
    before it, a few now and then, for as long as anybody listens, `flood` as many as anybody takes.
    """

    text: str = "Small habits that help you sleep."
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"
    refusal: bool = False
    empty: bool = False
    usage: bool = True
    tokens: tuple[int, int] = (TOKENS_IN, TOKENS_OUT)
    wait: float = 0.0
    hold: bool = False
    break_off: bool = False
    drip: bool = False
    flood: bool = False


WEB_PAGE = Reply(body=b"<html><body>Welcome to nginx!</body></html>", content_type="text/html")
HALF_JSON = Reply(body=b'{"choices": [{"message": {"content": "Small ha')


class ModelServer:
    """The running server. `url` is its root, without a slash at the end."""

    def __init__(self) -> None:
        self.url = ""
        self._released = asyncio.Event()
        self._news = asyncio.Condition()
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was asked and scripted. What is held meanwhile is let go."""
        self._released.set()
        self._released = asyncio.Event()
        self.requests: list[Request] = []
        self.default = Reply()
        self.answers: Callable[[Request], Reply] | None = None
        self.hung_up = asyncio.Event()
        """Set when a client closed the connection before it was answered."""
        self._script: deque[Reply] = deque()

    def script(self, *replies: Reply) -> None:
        """Answer the next requests with `replies`, in turn."""
        self._script.extend(replies)

    def release(self) -> None:
        """Let every held request be answered, also those still to come."""
        self._released.set()

    async def asked(self, times: int = 1) -> None:
        """Wait until there have been at least so many requests."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.requests) >= times)

    def _next(self, request: Request) -> Reply:
        if self._script:
            return self._script.popleft()
        return self.answers(request) if self.answers else self.default

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        """Remember one request and do as the script says."""
        raw = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append(Request(request.method, request.path, headers, _json(raw), raw))
        reply = self._next(self.requests[-1])
        async with self._news:
            self._news.notify_all()
        await asyncio.sleep(reply.wait)
        if reply.hold:
            try:
                await self._released.wait()
            except asyncio.CancelledError:
                self.hung_up.set()
                raise
        body = _body(reply, request.path)
        if reply.break_off:
            return await _break_off(request, body)
        if reply.drip:
            return await _drip(request)
        if reply.flood:
            return await _flood(request)
        return web.Response(
            body=body, status=reply.status, headers={"content-type": reply.content_type, **reply.headers}
        )


@asynccontextmanager
async def model_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[ModelServer]:
    """Run a model server on a free port of 127.0.0.1."""
    server = ModelServer()
    runner = web.ServerRunner(web.Server(server.serve, handler_cancellation=True), shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        host, port = runner.addresses[0][:2]
        server.url = f"{'https' if tls else 'http'}://{host}:{port}"
        yield server
    finally:
        server.release()
        await runner.cleanup()


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _body(reply: Reply, path: str) -> bytes:
    if reply.body is not None:
        return reply.body
    if reply.status != 200:
        return b'{"error": {"type": "some_error", "message": "the provider quotes: moonless-otter"}}'
    if path.endswith("/chat/completions"):
        return json.dumps(_completion(reply)).encode()
    if path.endswith("/messages"):
        return json.dumps(_message(reply)).encode()
    return b"{}"


def _completion(reply: Reply) -> dict[str, Any]:
    message = {"role": "assistant", "content": None if reply.refusal else reply.text}
    if reply.refusal:
        message["refusal"] = reply.text
    usage = {
        "prompt_tokens": reply.tokens[0],
        "completion_tokens": reply.tokens[1],
        "total_tokens": sum(reply.tokens),
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "what-the-server-says",
        "choices": [] if reply.empty else [{"index": 0, "message": message, "finish_reason": "stop"}],
    } | ({"usage": usage} if reply.usage else {})


def _message(reply: Reply) -> dict[str, Any]:
    usage = {
        "input_tokens": TOKENS_IN - 9,
        "cache_read_input_tokens": 4,
        "cache_creation_input_tokens": 5,
        "output_tokens": TOKENS_OUT,
    }
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "what-the-server-says",
        "content": [] if reply.empty or reply.refusal else [{"type": "text", "text": reply.text}],
        "stop_reason": "refusal" if reply.refusal else "end_turn",
        "stop_sequence": None,
    } | ({"usage": usage} if reply.usage else {})


async def _break_off(request: web.BaseRequest, body: bytes) -> web.StreamResponse:
    """Promise the whole body, send half of it, and cut the connection."""
    response = web.StreamResponse(headers={"content-type": "application/json", "content-length": str(len(body))})
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    assert request.transport is not None
    request.transport.close()
    return response


async def _drip(request: web.BaseRequest) -> web.StreamResponse:
    """Send blanks, which may stand before any JSON, until nobody listens any more."""
    response = web.StreamResponse(headers={"content-type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b"  ")
        await asyncio.sleep(0.01)


async def _flood(request: web.BaseRequest) -> web.StreamResponse:
    """Send blanks as fast as they are taken, until nobody takes them any more."""
    response = web.StreamResponse(headers={"content-type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" " * 2**16)
