"""How much work something is, by what it calls and not by a clock: a busy machine makes nothing wrong."""

import sys
from collections.abc import Callable, Container
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
FUZZER = "atheris"
"""The package whose functions note which way the program went; each way to run it has modules of its own."""


class TooMuchWorkError(AssertionError):
    """More was called than an input of this length may cost."""


class BrokenRuleError(AssertionError):
    """What was fuzzed did what it never may."""


def require(holds: object, what: str) -> None:
    """Do nothing if it `holds`.

    Raises:
        BrokenRuleError: it does not; `what` says which rule is broken, and quotes nothing.
    """
    if not holds:
        raise BrokenRuleError(what)


def bound_work(most: int, work: Callable[..., T], *given: Any) -> T:
    """Return what `work` returns for what it is `given`.

    Raises:
        TooMuchWorkError: it called more than `most` functions, Python's own among them.
    """
    calls = 0

    def count(_frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call" or (event == "c_call" and not _is_of_fuzzer(argument))
        if calls > most:
            sys.setprofile(None)
            raise TooMuchWorkError(f"more than {most} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work(*given)
    finally:
        sys.setprofile(before)
    if calls > most:  # whoever was stopped may have caught that, as the tripwire catches everything
        raise TooMuchWorkError(f"more than {most} calls")
    return result


def stands_in_id(part: Any, words: str, holds: Container[str]) -> bool:
    """Return whether `words` stand somewhere in a piece of JSON but behind the keys that hold people's words: as an id, a type, a key."""
    if isinstance(part, dict):
        return any(words in key or _stands_behind(key, inner, words, holds) for key, inner in part.items())
    if isinstance(part, list):
        return any(stands_in_id(inner, words, holds) for inner in part)
    return isinstance(part, str) and words in part


def _stands_behind(key: str, part: Any, words: str, holds: Container[str]) -> bool:
    return (key not in holds or isinstance(part, dict)) and stands_in_id(part, words, holds)


def _is_of_fuzzer(function: object) -> bool:
    """Return whether coverage is what is called: a fuzzer puts that before each branch and comparison, and it is no work of ours."""
    return (getattr(function, "__module__", None) or "").partition(".")[0] == FUZZER
