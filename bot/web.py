"""What a monitoring system may ask: counts without words, and whether the bot is at work."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

Healthy = Callable[[], Awaitable[bool]]


@asynccontextmanager
async def serve_web(host: str, port: int, healthy: Healthy) -> AsyncIterator[int]:
    """Serve `/metrics` (Prometheus text) and `/health` (200 or 503) while the block runs; give the port.

    Port 0 takes a free one. Nothing else is answered, and nothing that is sent is read.

    Raises:
        OSError: the address is not ours to listen on.
    """
    app = web.Application(client_max_size=0)
    app.add_routes([web.get("/metrics", _answer_metrics), web.get("/health", _make_health_handler(healthy))])
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _answer_metrics(_: web.Request) -> web.Response:
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _make_health_handler(healthy: Healthy) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def health(_: web.Request) -> web.Response:
        well = await healthy()
        return web.Response(text="at work\n" if well else "no sync for over two minutes\n", status=200 if well else 503)

    return health
