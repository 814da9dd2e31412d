"""What a monitoring system may ask: counts without words, whether the bot is at work, and whether it may decide."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Answer = Callable[[], Awaitable[tuple[str, ...]]]


class Panel(Protocol):
    """Who is asked. Each answer is what is wrong, one line each, without anybody's words; empty if nothing is."""

    async def list_stalls(self) -> tuple[str, ...]:
        """Return what only a new start can mend."""
        ...

    async def list_hindrances(self) -> tuple[str, ...]:
        """Return why nothing is heard or decided now."""
        ...

    async def take_readings(self) -> tuple[str, ...]:
        """Bring what is counted up to date, and return why it cannot be."""
        ...


@asynccontextmanager
async def serve_web(host: str, port: int, panel: Panel) -> AsyncIterator[int]:
    """Serve `/metrics` (Prometheus text), `/health` and `/ready` (200 or 503) while the block runs; give the port.

    Port 0 takes a free one. Nothing else is answered, and nothing that is sent is read.

    Raises:
        OSError: the address is not ours to listen on.
    """
    app = web.Application(client_max_size=0)
    app.add_routes(
        [
            web.get("/metrics", _make_metrics_handler(panel)),
            web.get("/health", _make_handler(panel.list_stalls, "at work")),
            web.get("/ready", _make_handler(panel.list_hindrances, "ready")),
        ]
    )
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _make_metrics_handler(panel: Panel) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return what answers with all counts; old ones would pass for today's, so where they cannot be read it says so."""

    async def answer(_: web.Request) -> web.Response:
        if wrong := await panel.take_readings():
            return _answer_wrong(wrong)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return answer


def _make_handler(ask: Answer, well: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        wrong = await ask()
        return _answer_wrong(wrong) if wrong else web.Response(text=f"{well}\n")

    return answer


def _answer_wrong(lines: tuple[str, ...]) -> web.Response:
    return web.Response(text="".join(f"{line}\n" for line in lines), status=503)
