"""A short seed of `make soak`: two rooms, and every kind of fault but a restart of the Synapse that all tests share."""

from pathlib import Path

from newcomer import Newcomer
from soak import soak
from soak_plan import Plan

from bot.demo.homeserver import Homeserver

SHORT = Plan(
    seed=1,
    rooms=2,
    lines=24,
    seconds=12.0,
    dangers=1,
    faults={"kill": 2, "line": 3, "disk-full": 1, "clock-far": 2, "clock-near": 2},
)


async def test_a_short_soak(tmp_path: Path, synapse: Homeserver, newcomer: Newcomer) -> None:
    """With faults throughout, each command is answered once, each alarm is told once, and no word lies in the clear."""
    counts = await soak(tmp_path, SHORT, synapse, newcomer)
    assert [row for row in counts if not row.is_right] == []
    assert {row.name: row.value for row in counts}["told at the desk"] == SHORT.rooms * SHORT.dangers
