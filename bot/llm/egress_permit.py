"""The leave to send text out of the clinic: given by whoever asks, looked at right before each request and connection."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bot.errors import BackendRefused

_LEAVE: ContextVar[Callable[[], bool] | None] = ContextVar("leave", default=None)


@contextmanager
def grant_egress(lasts: Callable[[], bool]) -> Iterator[None]:
    """Let text go to remote backends meanwhile, for as long as `lasts()`: it is masked strictly, and what was agreed holds."""
    token = _LEAVE.set(lasts)
    try:
        yield
    finally:
        _LEAVE.reset(token)


def require_permit() -> None:
    """Check that text may leave the clinic at this moment.

    Raises:
        BackendRefused: nobody has given leave, or it lasts no more.
    """
    lasts = _LEAVE.get()
    if lasts is None or not lasts():
        raise BackendRefused(
            "Text may not leave the clinic for this backend now, so nothing was sent.",
            "Look at the agreement with whoever runs it, and at `backends_allowed`.",
        )
