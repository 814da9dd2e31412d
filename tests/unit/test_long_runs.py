"""How long what runs for minutes takes, as `make` says it: a soak and a fuzzer's hour each have a length of their own."""

import re
import subprocess
from pathlib import Path

from rows import try_each

ROOT = Path(__file__).parents[2]


@try_each(
    ("target", "given", "minutes"),
    [("soak", "", "8"), ("soak", "3", "3"), ("fuzz", "", "60"), ("fuzz", "30", "30")],
)
def test_each_long_run_has_its_own_length(target: str, given: str, minutes: str) -> None:
    """`make soak` talks for eight minutes and `make fuzz` takes an hour, unless MINUTES says otherwise."""
    command = ["make", "--dry-run", "--always-make", target, *([f"MINUTES={given}"] if given else [])]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"--minutes (\S+)", told) == [minutes]
