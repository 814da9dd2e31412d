"""The wheel, built as a release is, without the network: what an operator needs to read and copy is inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once."""
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"])
    return Path(built)


def test_samples_units_and_pages_are_in_the_wheel(wheel: Path) -> None:
    """Every file of `config`, `deploy` and `docs` is inside, and so is every pack where the bot looks for it."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("config", "deploy", "docs"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"bot/samples/{path.relative_to(ROOT)}" in names
    assert "bot/jurisdictions/uk.yaml" in names


def test_the_installed_package_finds_its_samples(wheel: Path, tmp_path: Path) -> None:
    """Unpacked as pip does, it lists its own samples and copies them, and leaves a file that was there as it is."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    mine = tmp_path / "mine" / "config" / "bot.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    ask = (
        "import sys; from pathlib import Path; from bot.settings.samples import copy_samples, find_samples_folder; "
        "print(find_samples_folder()); print(*copy_samples(Path(sys.argv[1])), sep='\\n')"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path / "mine")],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.splitlines()[0] == str(tmp_path / "site" / "bot" / "samples")
    assert f"kept\t{mine}" in told
    assert mine.read_text() == "mine"
    copied = (tmp_path / "mine" / "deploy" / "thirdchair.service").read_text()
    assert copied == (ROOT / "deploy" / "thirdchair.service").read_text()
