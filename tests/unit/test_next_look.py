"""Whoever looks now and then whether there is anything to do, while nobody says anything."""

import time

import pytest

from bot.app.services import measure_wait


@pytest.mark.parametrize(("now", "wait"), [(10.25, 0.75), (10.75, 0.25), (11.0, 1.0)])
def test_all_look_at_the_same_moment(monkeypatch: pytest.MonkeyPatch, now: float, wait: float) -> None:
    """Whenever somebody begins to wait for the next second, they are woken with all others who wait for it."""
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert measure_wait(1.0) == wait


def test_who_looks_all_the_time_waits_for_nothing() -> None:
    """A pace of no seconds is a look at once."""
    assert measure_wait(0.0) == 0.0
