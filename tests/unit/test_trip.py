"""How far a command travels through the pure core, counted by `scripts/trip.py`: what a newcomer has to open to follow it."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "trip.py"
MOST = 47
"""Files that one command may run through. Lower it when they are fewer; what raises it has to be worth it.

The last five are what a card begins with, what it keeps, the line by which people wait: each is looked up by itself; and
`bot/words/packed.py` with `bot/danger_words/phrase.py`, by which word lists are read where they lie and take 60 MB less.
"""


def test_a_command_runs_through_few_files() -> None:
    """`!translate` and `!ask`, from the message to the answer that stands in the room, run through no more files than that."""
    said = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True).stdout
    files = {command: int(count) for command, count in re.findall(r"^(!\w+) +(\d+) files$", said, re.MULTILINE)}
    assert files.keys() == {"!translate", "!ask"}
    assert max(files.values()) <= MOST, files
