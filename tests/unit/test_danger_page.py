"""Each promise about danger is held by a test."""

import re
from pathlib import Path

from danger_page import PAGE

TESTS = Path(__file__).parents[1]


def test_every_promise_about_danger_is_held() -> None:
    """No sentence of what is promised about danger stands without a test that names it."""
    marked = {
        key
        for file in TESTS.rglob("test_*.py")
        if "node_modules" not in file.parts
        for marks in re.findall(r"(?m)^@holds\(([^)]*)\)", file.read_text(encoding="utf-8"))
        for key in re.findall(r'"([a-z-]+)"', marks)
    }
    assert sorted(PAGE.keys() - marked) == []
