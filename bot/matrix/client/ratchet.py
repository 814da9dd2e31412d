"""How far a room key may be turned forward, and turning it. Pure."""

from collections.abc import Callable, Iterable

from vodozemac import InboundGroupSession

GAP = 600.0
"""Seconds that a message may come after later ones of its key: a server can change the order. Then it opens no more."""
UNSURE = 7 * 86_400.0
"""Seconds for which we can read what we said ourselves, at most, while it is not certain that it was posted."""
LAST = 2**32 - 1
"""The highest number that a message can have."""


def compute_reach(first: int, places: Iterable[tuple[int, float]], now: float) -> int:
    """Return the number of the first message that may still come, of a key that stood at `first`.

    `places` are the numbers of opened messages in order, with when each was noted. A missing one is waited for a while.
    """
    return _compute_passed(first, places, lambda number, first, at: number <= first or not 0 <= now - at < GAP)


def compute_own_reach(first: int, places: Iterable[tuple[int, float]], now: float) -> int:
    """Return the same of a key of our own, while what it opened must stay readable."""
    return _compute_passed(first, places, lambda _number, _first, at: now - at >= UNSURE)


def _compute_passed(first: int, places: Iterable[tuple[int, float]], passes: Callable[[int, int, float], bool]) -> int:
    for number, at in places:
        if not passes(number, first, at):
            break
        first = max(first, number + 1)
    return first


def turn_key_forward(key: InboundGroupSession, number: int) -> InboundGroupSession | None:
    """Return a key that opens message `number` and later ones alone; None if there are none."""
    if number > LAST:
        return None
    exported = key.export_at(number)
    return (
        key if exported is None else InboundGroupSession.import_session(exported)
    )  # None: it stands behind that already
