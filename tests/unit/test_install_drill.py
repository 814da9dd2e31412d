"""The operator's hour as a program: what it says, and when it ends."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from fresh_machine import FreshMachine
from install_drill import STEPS, play_hour
from operators_hour import Hour, list_to_do


async def succeed(_: Hour) -> str:
    """Play a step in which all went well."""
    return "seen"


async def fail(_: Hour) -> str:
    """Play a step in which something else came than what was expected."""
    raise AssertionError("another line came")


@pytest.fixture
def hour(tmp_path: Path) -> Hour:
    """Return an hour on a machine on which nothing is."""
    return Hour(FreshMachine(tmp_path), AsyncExitStack())


async def test_each_step_says_a_line(hour: Hour, capsys: pytest.CaptureFixture[str]) -> None:
    """Each step is one line with the seconds since the beginning, and the last line has the minutes of all."""
    assert await play_hour(hour, (("init", succeed), ("check", succeed))) is None
    first, second, last = capsys.readouterr().out.splitlines()
    assert (first.split("s  ")[1], second.split("s  ")[1]) == (" 1. init: seen", " 2. check: seen")
    assert last == "The hour took 0.0 minutes."


async def test_a_step_that_fails_is_the_last(hour: Hour, capsys: pytest.CaptureFixture[str]) -> None:
    """A step that fails is named with what was wrong, and none comes after it."""
    assert await play_hour(hour, (("init", succeed), ("check", fail), ("run", succeed))) == "check"
    assert capsys.readouterr().out.splitlines()[-1].endswith("2. check FAILED: AssertionError: another line came")


def test_the_hour_has_all_that_is_promised() -> None:
    """From the program to the doctor after the restore, in that order, no step twice."""
    names = [name for name, _ in STEPS]
    assert (names[0], names[-1], len(set(names))) == ("program", "doctor again", len(names))
    promised = ["init", "check", "doctor", "run", "session", "backup", "loss", "restore", "run again", "audit"]
    assert [name for name in names if name in promised] == promised


def test_what_the_doctor_asks_for() -> None:
    """Lines that say `look` and `wrong` ask for something; what is `ok` does not."""
    assert list_to_do("ok     disk\nlook   key\nwrong  login\n       do this") == ["look   key", "wrong  login"]
