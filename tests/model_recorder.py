"""What goes to a model's server and what comes back, written down on the way: the bot asks here, and each request is passed on.

async with record_model(url) as recorder:
    ...                                        # the bot's `base_url` is recorder.url
recorder.exchanges[0].answer                   # as the model gave it, before the bot has looked at it
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from aiohttp import web

LONG = 300.0
"""Seconds that a tiny model may take on a busy machine, with others' questions before this one."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `seconds` is how long it took, `cut` whether the model was stopped."""

    system: str = field(repr=False)
    turn: str = field(repr=False)
    answer: str = field(repr=False)
    cut: bool
    tokens_in: int
    tokens_out: int
    seconds: float


@dataclass
class Recorder:
    """A server that passes chat completions on to the one behind `to`, and remembers them in the order of their answers."""

    to: str
    url: str = ""
    exchanges: list[Exchange] = field(default_factory=list, repr=False)

    async def pass_on(self, request: web.Request) -> web.Response:
        """Pass one request on, and remember it with its answer."""
        body, began = await request.json(), time.monotonic()
        async with httpx2.AsyncClient(timeout=LONG, trust_env=False) as http:
            reply = await http.post(f"{self.to}/chat/completions", json=body)
        if reply.status_code == web.HTTPOk.status_code:
            self.exchanges.append(_make_exchange(body, reply.json(), time.monotonic() - began))
        return web.Response(body=reply.content, status=reply.status_code, content_type="application/json")


def _make_exchange(body: dict[str, Any], reply: dict[str, Any], seconds: float) -> Exchange:
    (choice,), usage = reply["choices"], reply["usage"]
    return Exchange(
        system="\n".join(message["content"] for message in body["messages"] if message["role"] == "system"),
        turn=body["messages"][-1]["content"],
        answer=choice["message"]["content"],
        cut=choice["finish_reason"] == "length",
        tokens_in=usage["prompt_tokens"],
        tokens_out=usage["completion_tokens"],
        seconds=seconds,
    )


@asynccontextmanager
async def record_model(to: str) -> AsyncIterator[Recorder]:
    """Run a recorder before the server at `to`, whose address ends with the API's path, on a free port of this machine."""
    recorder = Recorder(to)
    app = web.Application(client_max_size=4 * 2**20)
    app.add_routes([web.post("/v1/chat/completions", recorder.pass_on)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        recorder.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield recorder
    finally:
        await runner.cleanup()
