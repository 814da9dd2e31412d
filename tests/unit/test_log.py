"""What a log line may hold: allow-listed keys, as their caller gave them, and how many others were left out."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.log import get_logger, start_logging


@pytest.fixture(autouse=True)
def _log_of_before() -> Iterator[None]:
    """Leave logging as it was: the stream that it writes to here is closed with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def write_line(capsys: pytest.CaptureFixture[str], **keys: object) -> dict[str, object]:
    """Return a log line that was given `keys`, as it stands in the log."""
    start_logging()
    get_logger("bot.tests").info("something happened", **keys)
    line: dict[str, object] = json.loads(capsys.readouterr().err)
    return line


def test_a_line_keeps_the_count_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    """How many of something there were is what the log says, also where other keys are left out."""
    line = write_line(capsys, count=7, text="somebody's words", whose="somebody")
    assert line["count"] == 7
    assert line["left_out"] == 2


def test_a_line_says_nothing_of_keys_where_none_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that holds all it was given does not count what it does not hold."""
    assert "left_out" not in write_line(capsys, count=7)


def test_a_key_that_is_not_allowed_does_not_get_into_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever else a caller gives is left out, its name too, and nobody can pass for the log's own count of that."""
    line = write_line(capsys, text="somebody's words", left_out="somebody's words")
    assert line["left_out"] == 2
    assert "somebody" not in json.dumps(line)
