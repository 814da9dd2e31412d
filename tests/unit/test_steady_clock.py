"""The bot's time does not go back when the machine's clock is set back, and is the machine's again after a while."""

from dataclasses import dataclass

import pytest

from bot.app.steady_clock import PACE, WRONG_DATE, SteadyClock

NOON = 1_800_000_000.0
HOUR = 3600.0


@dataclass
class Machine:
    """A machine's two clocks, in a test's hand."""

    time: float = NOON
    ticks: float = 5.0

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.time += seconds
        self.ticks += seconds

    def start(self, at: float = 0.0) -> SteadyClock:
        """Return the clock of a bot that starts now."""
        return SteadyClock(at, lambda: self.time, lambda: self.ticks)


def test_it_is_the_machines_time() -> None:
    """While nobody sets the clock, it is the machine's; and set forward, it is at once."""
    machine = Machine()
    clock = machine.start()
    assert clock() == NOON
    machine.wait(60)
    assert clock() == NOON + 60
    machine.time += HOUR
    assert clock() == NOON + 60 + HOUR


def test_set_back_it_goes_on() -> None:
    """Set back by an hour, what is due in a minute is due in 75 seconds, not in an hour."""
    machine = Machine()
    clock = machine.start()
    due = clock() + 60
    machine.time -= HOUR
    assert clock() == NOON
    machine.wait(60 / PACE)
    assert clock() == pytest.approx(due)


def test_it_becomes_right_again() -> None:
    """Set back by a minute, it is the machine's own time five minutes later, however often somebody looks meanwhile."""
    machine = Machine()
    clock = machine.start()
    clock()
    machine.time -= 60
    for _ in range(300):
        before = clock()
        machine.wait(1)
        assert clock() > before
    assert clock() == pytest.approx(machine.time)
    machine.wait(1)
    assert clock() == pytest.approx(machine.time)


def test_a_start_goes_on_from_the_last_sync() -> None:
    """Set back while the bot did not run, it begins where it was; without a last sync, at the machine's time."""
    machine = Machine()
    assert machine.start(NOON + HOUR)() == NOON + HOUR
    assert machine.start(NOON - HOUR)() == NOON
    assert machine.start()() == NOON


def test_a_wrong_date_is_left_behind() -> None:
    """A machine that had a date of next week is believed when it is set right: nobody is to read a wrong date for days."""
    machine = Machine()
    clock = machine.start()
    machine.time += 7 * WRONG_DATE
    assert clock() == NOON + 7 * WRONG_DATE
    machine.time -= 7 * WRONG_DATE
    assert clock() == NOON
