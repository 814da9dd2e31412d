"""With which status the bot ends, and whether systemd starts it again: docs, unit and code say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from clinic_files import GOOD, written
from rows import try_each

from bot.app.operator.run_command import A_BUG
from bot.errors import BackendError, BotError, ConfigWrong, FolderBusy, HomeserverDown, Mistake, Unwritable
from bot.settings import load_settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")


def read_table() -> dict[int, str]:
    """Return what docs/operators.md says that systemd does, by status."""
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|", PAGE, re.MULTILINE)
    return {int(status): does for status, does in rows}


def list_errors(kind: type[BotError] = BotError) -> Iterator[type[BotError]]:
    """Yield each error of ours."""
    yield kind
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("bot."):
            yield from list_errors(inner)


def test_every_status_is_in_the_table() -> None:
    """What any error of ours ends the program with, a bug and a wrong command line too, stands in the operators' page."""
    used = {error.exit_code for error in list_errors() if not issubclass(error, BackendError)}
    assert used | {0, 2, A_BUG} == read_table().keys()


def test_the_unit_does_what_the_table_says() -> None:
    """A unit leaves alone exactly what the page says that it leaves; 0 it leaves by itself."""
    units = [path.read_text(encoding="utf-8") for path in (ROOT / "deploy").rglob("*.service")]
    assert units
    left = {status for status, does in read_table().items() if does == "leaves it"} - {0}
    for unit in units:
        (prevented,) = re.findall(r"^RestartPreventExitStatus=(.*)$", unit, re.MULTILINE)
        assert {int(status) for status in prevented.split()} == left
        assert "Restart=on-failure" in unit


@try_each("passing", [HomeserverDown("x"), FolderBusy(), Unwritable()])
def test_what_can_pass_is_tried_again(passing: BotError) -> None:
    """A homeserver, a disk and another process may be there, empty or gone a minute later: nobody has to come."""
    assert read_table()[passing.exit_code] == "starts it again"


def test_a_name_that_does_not_resolve_yet_is_tried_again(tmp_path: Path) -> None:
    """A machine that starts before its DNS does finds the backend's host a moment later; any other mistake stays one."""
    far = 'backends:\n  far: {kind: openai, base_url: "https://nowhere.invalid/v1", model: m}\n'
    with pytest.raises(ConfigWrong) as caught:
        load_settings(written(tmp_path, GOOD + far))
    assert any(mistake.passes for mistake in caught.value.mistakes)
    passing, lasting = Mistake("bot.yaml", 1, "w", "r", passes=True), Mistake("bot.yaml", 1, "w", "r")
    assert ConfigWrong((passing,)).exit_code == 75
    assert ConfigWrong((passing, lasting)).exit_code == 78
