"""Which kinds of backends are installed: ours, and those of packages beside."""

from importlib.metadata import entry_points

GROUP = "thirdchair.backends"
"""The group of entry points in which a kind stands, ours like anybody's."""
EMBEDDED = "embedded"
"""The kind that runs in this process, and sends nothing."""
TRANSCRIBE = "transcribe"
"""The kind that writes voice messages down and answers nothing. It is built in and no model is asked through it."""


def list_kinds() -> tuple[str, ...]:
    """Return the kinds that a backend may be of here, in order of the alphabet."""
    return tuple(sorted({TRANSCRIBE, *(point.name for point in entry_points(group=GROUP))}))
