"""What `make bench` stands on: each thing that can grow grows, and a message's way through the bot can be weighed."""

from pathlib import Path

from growth import GROW, measure, walking
from many_at_once import describe, measure_waits
from rows import try_each

SIZES = {"window": (3, 30), "audit": (10, 100), "rooms": (1, 10), "roster": (2, 5), "sealed": (1, 10), "cards": (1, 3)}


@try_each("what", list(GROW))
async def test_whatever_grows_can_be_weighed(what: str, tmp_path: Path) -> None:
    """At two sizes a message gets through to what is committed, and has cost some CPU."""
    costs = await measure(tmp_path, what, SIZES[what], rounds=1, messages=2)
    assert [int(size) for size in costs] == list(SIZES[what])
    assert all(cost > 0 for rounds in costs.values() for cost in rounds)


async def test_a_weighed_room_is_put_back(tmp_path: Path) -> None:
    """After each turn the room is as it was, so that the next turn weighs the same."""
    async with walking(tmp_path / "room", "approval: all\n") as walk:
        before = await walk.room()
        await walk.cost(2)
        assert await walk.room() == before


async def test_whatever_must_not_wait_is_timed_beside_what_does(tmp_path: Path) -> None:
    """Seven rooms that ask a model with two slots are all answered, in turn but for those that begin side by side, and what ends frees its slot."""
    measured = await measure_waits(7, 2, 0.0, times=1)
    assert len(measured["at_once"]["waits_s"]) == 7
    assert measured["at_once"]["overtaken_by"] <= 2
    assert measured["at_once"]["asked_at_once"] <= 2
    assert all(taken for timed in measured["urgent_ms"].values() for taken in timed.values())
    assert len(measured["freed_ms"]) == 4
    assert len(describe(measured)) == 14
