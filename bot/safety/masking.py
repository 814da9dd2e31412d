"""The one door between the window and a backend: only what went through it may leave.

Every backend of this version runs on the clinic's own machine, which `settings` sees to,
so nothing is replaced yet; a backend on another machine is refused until this function masks.
"""

from bot.model import Masked


def mask(text: str) -> Masked:
    """Return `text` as what may go to a backend on this machine."""
    return Masked(text)
