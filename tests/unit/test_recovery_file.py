"""The recovery key is handed over once, to one place, and whoever leaves it lying about is told."""

from pathlib import Path

import pytest

from bot.app.operator.init.recovery_file import FACT, examine_recovery_key, make_key_shower
from bot.app.operator.init.refused import InitRefused

KEY = "EsT2 c8w3"


class _Facts:
    """As much of a notebook as is asked for: where the key was written."""

    def __init__(self, place: str | None) -> None:
        self._place = place

    async def read(self, key: str) -> str | None:
        """Return the one fact."""
        return self._place if key == FACT else None


def test_a_file_is_new_and_its_owners_alone(tmp_path: Path) -> None:
    """The key is written into a new file for its owner; the same key may be handed over again, and no other file is touched."""
    file = tmp_path / "key"
    make_key_shower(file, None)(KEY)
    make_key_shower(file, None)(KEY)
    assert (file.read_text(), file.stat().st_mode & 0o777) == (f"{KEY}\n", 0o600)
    with pytest.raises(InitRefused, match="there already"):
        make_key_shower(file, None)("another")
    assert file.read_text() == f"{KEY}\n"


def test_the_screen_or_nowhere() -> None:
    """On a terminal the key is shown and written nowhere; without one it is refused with the flag that names a file."""
    shown: list[str] = []
    make_key_shower(None, shown.append)(KEY)
    assert len(shown) == 1
    assert KEY in shown[0]
    with pytest.raises(InitRefused, match="--recovery-key-file"):
        make_key_shower(None, None)(KEY)


async def test_where_a_key_lies(tmp_path: Path) -> None:
    """A key in its file or in the data folder is something to do; a place where the service may not look is only named."""
    (tmp_path / "recovery-key.txt").touch()
    (tmp_path / "safe").touch()
    both = await examine_recovery_key(_Facts(str(tmp_path / "safe")), tmp_path)  # type: ignore[arg-type]  # as much as needed
    assert [bool(finding.remedy) for finding in both] == [True, True]
    (tmp_path / "recovery-key.txt").unlink()
    assert await examine_recovery_key(_Facts(str(tmp_path / "gone")), tmp_path) == ()  # type: ignore[arg-type]  # the same
    no_file_has_this_name = "x" * 300
    (unseen,) = await examine_recovery_key(_Facts(f"/{no_file_has_this_name}"), tmp_path)  # type: ignore[arg-type]  # the same
    assert unseen.level == "not looked at"
