"""How much work something is, by what it calls and not by a clock: a busy machine makes nothing wrong."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")
FUZZER = "atheris.native"
"""Whose functions note which way the program went."""


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


def _is_of_fuzzer(function: object) -> bool:
    """Return whether coverage is what is called: a fuzzer puts that before each branch and comparison, and it is no work of ours."""
    return getattr(function, "__module__", None) == FUZZER
