"""Whether an answer holds a phrase of danger: then its card says to read it twice. An answer calls nobody. Pure."""

from bot.danger_words.find_phrase import find_trip

DANGER = "danger"
"""The doubt about an answer that holds words of danger, of either tier."""


def find_danger_doubt(text: str) -> str:
    """Return the doubt about `text`, which a model wrote: a listed phrase of danger, in any of our languages; empty if none.

    Where it cannot be compared because of a bug there is a doubt.
    """
    try:
        return DANGER if find_trip(text) else ""
    except Exception:  # noqa: BLE001 - what cannot be compared a therapist reads twice
        return DANGER
