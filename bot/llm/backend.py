"""The one thing every language model must be able to do, and how the configured ones are found."""

from contextlib import AbstractAsyncContextManager
from importlib.metadata import entry_points
from typing import Protocol

from bot.errors import BackendRefused
from bot.model import Answer, Prompt
from bot.settings import BackendSettings

GROUP = "thirdchair.backends"


class Backend(Protocol):
    """A language model, ready to be asked. Shared by all rooms: safe to call concurrently."""

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:
        """Return the model's whole answer to `prompt`.

        An answer longer than `max_tokens` (the model's own tokens) is cut, not refused.
        To give up early, cancel: use `asyncio.timeout`; no connection is left open.

        Raises:
            BackendBusy: asked to wait; its `retry_after` is in seconds.
            BackendRefused: asking again cannot help; `str()` is fit for the room.
            BackendDown: no answer, reason unknown; asking again later may help.
        """
        ...


def open_backend(settings: BackendSettings) -> AbstractAsyncContextManager[Backend]:
    """Return the backend that `settings` describes, to be entered with `async with`.

    Its kind is the name of an entry point in the group `thirdchair.backends`; ours stand there like anybody's.

    Raises:
        BackendRefused: nothing installed goes by that kind.
    """
    for point in entry_points(group=GROUP, name=settings.kind):
        opened: AbstractAsyncContextManager[Backend] = point.load()(settings)
        return opened
    raise BackendRefused(
        f"No backend of the kind {settings.kind!r} is installed.",
        "Install the package that brings it, or choose embedded, openai or anthropic.",
    )
