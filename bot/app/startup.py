"""Taking the chair: store, backends and client opened in order, logged in, identity proved; closed in reverse."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.app.connect import enter_account, retry_while_down
from bot.app.endings import begin_backend_counts
from bot.app.keys.identify import ensure_identity
from bot.app.keys.lost_devices import log_out_lost_devices
from bot.app.keys.pinning import recall_pins
from bot.app.keys.raise_generation import raise_generation_at_end
from bot.app.panel import BotPanel
from bot.app.rooms.aliases import resolve_aliases
from bot.app.rooms.faces import show_face
from bot.app.services import Chair
from bot.app.steady_clock import open_clock
from bot.errors import BotError
from bot.llm.backend import Backend, open_backend
from bot.log import get_logger
from bot.matrix.identity.generation import claim_generation
from bot.matrix.identity.login import fetch_display_name
from bot.model import RoomId
from bot.settings import Settings, WebSettings
from bot.settings.backend_kinds import TRANSCRIBE

if TYPE_CHECKING:
    from bot.llm.transcribe import Transcriber

log = get_logger(__name__)


@asynccontextmanager
async def start_bot(settings: Settings, show_recovery_key: Callable[[str], None]) -> AsyncIterator[Chair]:
    """Give the chair, ready for the three loops. Waits for the homeserver for as long as it takes.

    `show_recovery_key` is called once in the life of the account, with the key for the clinic's safe.

    Raises:
        BotError: something that a person must mend first.
    """
    async with AsyncExitStack() as opened:
        panel = await _serve_panel(opened, settings.deployment.web) if settings.deployment.web else BotPanel()
        backends = await _open_backends(opened, settings)
        transcribers = await _open_transcribers(opened, settings)
        entry = await opened.enter_async_context(enter_account(settings.deployment))
        store, client = entry.store, entry.client
        await recall_pins(client.people, store.pins, settings)
        await retry_while_down(lambda: claim_generation(client))
        opened.push_async_callback(raise_generation_at_end, client)
        await retry_while_down(lambda: ensure_identity(client, store.notes, entry.password, show_recovery_key))
        await retry_while_down(lambda: log_out_lost_devices(client, store.notes, entry.password))
        await retry_while_down(lambda: show_face(client, store.notes))
        client.own_name = await retry_while_down(lambda: fetch_display_name(client))
        known = await retry_while_down(lambda: resolve_aliases(client, settings))
        clock = await open_clock(store)
        chair = Chair(settings, store, client, backends, known, clock=clock, transcribers=transcribers)
        client.list_readers = lambda room: chair.readers.get(room, frozenset())
        client.shares_with_unsigned = lambda room: may_unsigned_read(chair, room)
        panel.chair = chair
        yield chair


async def _serve_panel(opened: AsyncExitStack, web: WebSettings) -> BotPanel:
    """Let a monitoring system ask how the bot is, from the first moment on: it may wait long for its homeserver.

    Raises:
        BotError: the address is not ours to listen on.
    """
    from bot.web import serve_web  # noqa: PLC0415 - a server, which most bots are not

    panel = BotPanel()
    try:
        port = await opened.enter_async_context(serve_web(web.host, web.port, panel))
    except OSError:
        raise BotError(
            f"Nothing can listen on {web.host}:{web.port}.", "Choose another `web` address in bot.yaml, or remove it."
        ) from None
    log.info("counts and health", url=f"http://{web.host}:{port}")
    return panel


def may_unsigned_read(chair: Chair, room: RoomId) -> bool:
    """Return whether devices that nobody has signed get the keys of `room`: only where what holds there says so.

    Before the first look at a room since the start nobody knows what holds there: none do.
    """
    policy = chair.held.get(room)
    return policy is not None and not policy.rules.require_cross_signing


async def _open_backends(opened: AsyncExitStack, settings: Settings) -> dict[str, Backend]:
    backends = {}
    for name, backend in settings.placed_backends.items():
        begin_backend_counts(name)
        if backend.kind != TRANSCRIBE:
            backends[name] = await opened.enter_async_context(open_backend(backend))
    return backends


async def _open_transcribers(opened: AsyncExitStack, settings: Settings) -> dict[str, "Transcriber"]:
    """Open the servers that write voice messages down, so that a wrong one is told at the start."""
    servers = {name: backend for name, backend in settings.placed_backends.items() if backend.kind == TRANSCRIBE}
    if not servers:
        return {}
    from bot.llm.transcribe import open_transcriber  # noqa: PLC0415 - it loads a client, for nothing where there is none

    return {name: await opened.enter_async_context(open_transcriber(backend)) for name, backend in servers.items()}
