"""How far two words, or two texts, are apart. Pure. The library for it is loaded when it is first asked: 4 MB, for a slip of a finger."""

from functools import cache
from types import ModuleType


def count_typos(typed: str, meant: str, most: int | None = None) -> int:
    """Return how many letters were left out, added, swapped with a neighbour or typed wrongly; more than `most` is `most` + 1."""
    return int(_load_distances().OSA.distance(typed, meant, score_cutoff=most))


def measure_change(before: str, after: str) -> float:
    """Return which part of a text was written anew: 0 for none, 1 for all of it (Levenshtein's distance, normalised)."""
    return float(_load_distances().Levenshtein.normalized_distance(before, after))


@cache
def _load_distances() -> ModuleType:
    import rapidfuzz.distance  # noqa: PLC0415 - the reason why this file is there

    return rapidfuzz.distance
