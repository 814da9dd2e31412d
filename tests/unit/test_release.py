"""A release: that everything which names a version names the same, and that nothing of an earlier one was forgotten."""

import re
import tomllib
from pathlib import Path

import bot

ROOT = Path(__file__).parents[2]
NAMED_IN = {
    "deploy/Dockerfile": r"-t thirdchair:([\w.]+)",
    "deploy/compose.yaml": r"image: thirdchair:([\w.]+)",
    "deploy/kubernetes/kustomization.yaml": r"newName: thirdchair, newTag: ([\w.]+)",
    "deploy/ansible/inventory.example.yml": r"thirdchair-([\w.]+)-py3-none-any\.whl",
    "docs/upgrade.md": r"thirdchair-([\w.]+)-py3-none-any\.whl",
}
"""Where a version is written down for whoever deploys it, and how it stands there."""
UNRELEASED = "Unreleased"


def list_headings() -> list[str]:
    """Return the second-level headings of the changelog, newest first."""
    return re.findall(r"(?m)^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def test_the_program_and_its_package_have_one_version() -> None:
    """What `thirdchair version` says is what the wheel is called."""
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert package["version"] == bot.__version__


def test_whoever_deploys_it_is_given_this_version() -> None:
    """Image, tag and wheel carry the program's own version wherever a page or a file of deploy/ names one."""
    named = {
        place: set(re.findall(pattern, (ROOT / place).read_text(encoding="utf-8")))
        for place, pattern in NAMED_IN.items()
    }
    assert named == {place: {bot.__version__} for place in NAMED_IN}


def test_the_changelog_has_a_part_for_each_version() -> None:
    """First comes the place for what follows, then this version with its day, then those before it."""
    first, newest, *_ = list_headings()
    assert first == UNRELEASED
    assert re.fullmatch(rf"{re.escape(bot.__version__)} - \d{{4}}-\d\d-\d\d", newest)


def test_no_earlier_release_is_forgotten() -> None:
    """Each version before this one has its notebook in tests/golden, and each notebook there is of a version with a part of its own."""
    kept = {path.name for path in (ROOT / "tests" / "golden").iterdir() if path.is_dir()}
    _, newest, *earlier = (heading.partition(" ")[0] for heading in list_headings())
    assert kept - {newest} == {*earlier}
