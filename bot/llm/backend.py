"""The one thing every language model must be able to do, and how the configured ones are found."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, TypeAlias

from bot.errors import BackendRefused
from bot.model import Answer, Prompt
from bot.settings import BackendSettings
from bot.settings.backend_kinds import EMBEDDED, GROUP

if TYPE_CHECKING:  # a bot that asks no server loads no client
    import httpx2


class Backend(Protocol):
    """A language model, ready to be asked. Shared by all rooms: safe to call concurrently.

    It sends nothing by any other way than the HTTP client that it was opened with, which goes to the configured address
    alone. In the running bot every other socket, and every program that would be started, is refused and an alert
    (`bot/egress_watch.py`).
    """

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return the model's answer to `prompt`, with how it ended.

        An answer longer than `max_tokens` (the model's own tokens) is cut, not refused, and says so: `Finish.CUT`.
        A model that declines answers with `Finish.DECLINED`; that its server broke off is `Finish.FAILED`, or `BackendDown`.
        To give up early, cancel: use `asyncio.timeout`; no connection is left open.

        Raises:
            BackendBusy: asked to wait; its `retry_after` is in seconds.
            BackendRefused: asking again cannot help; its `kind` says whether the person who asked can do something.
            BackendDown: no answer, reason unknown; asking again later may help.
        """
        ...


Opener: TypeAlias = Callable[[BackendSettings, "httpx2.AsyncClient"], AbstractAsyncContextManager[Backend]]
"""What an entry point names: it opens a backend, given its settings and the locked client, which it does not close."""


@asynccontextmanager
async def open_backend(settings: BackendSettings) -> AsyncIterator[Backend]:
    """Open the backend that `settings` describes, with a locked client of its own, and close both afterwards.

    Its kind is the name of an entry point in the group `thirdchair.backends`; ours stand there like anybody's.

    Raises:
        BackendRefused: nothing installed goes by that kind, or text would go where it may not.
    """
    if settings.kind == EMBEDDED:
        from bot.llm.embedded import open_embedded  # noqa: PLC0415 - which knows this file

        async with open_embedded() as backend:
            yield backend
        return
    from bot.llm.transport import open_locked_client  # noqa: PLC0415 - as above

    async with open_locked_client(settings) as http, connect_backend(settings, http) as backend:
        yield backend


@asynccontextmanager
async def connect_backend(settings: BackendSettings, http: "httpx2.AsyncClient") -> AsyncIterator[Backend]:
    """Open the backend that `settings` describes, which is asked through the locked client `http`.

    Raises:
        BackendRefused: nothing installed goes by that kind, or text would go where it may not.
    """
    from bot.llm.transport import check_stays_where_configured  # noqa: PLC0415 - as above

    opener = _find_opener(settings.kind)
    if settings.base_url:
        await check_stays_where_configured(settings, settings.base_url)
    async with opener(settings, http) as backend:
        yield backend


def _find_opener(kind: str) -> Opener:
    for point in entry_points(group=GROUP, name=kind):
        opener: Opener = point.load()
        return opener
    raise BackendRefused(
        f"No backend of the kind {kind!r} is installed.",
        "Install the package that brings it, or choose embedded, openai or anthropic.",
    )
