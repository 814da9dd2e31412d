"""The table of what a message costs at each step: the measure works, so that its figures can be had again."""

from pathlib import Path

import profile_message as measure


async def test_each_step_of_a_message_is_weighed_and_shown() -> None:
    """Talk and a question go through all steps that the table names, and each has a line with a figure."""
    taken = (await measure.follow(5)).describe()
    heard = {"hear", "admit", "take", "decide", "commit", "forget"}
    assert {kind: set(steps) for kind, steps in taken.items()} == {
        "talk": heard,
        "explain": {*heard, "ask", "again", "act"},
    }
    assert all(cuts["p50"] > 0 for steps in taken.values() for cuts in steps.values())
    assert [line.split()[:2] for line in measure.write_table(taken).splitlines()[-1:]] == [["explain", "all"]]


async def test_people_have_as_many_messages_as_are_measured(tmp_path: Path) -> None:
    """Whoever speaks in the measure has one key throughout, also behind the hundred messages after which nio wants another."""
    async with measure.at_work(tmp_path) as bot:
        events = [bot.room.kim.says(measure.TALK) for _ in range(150)]
    assert len({event["content"]["session_id"] for event in events}) == 1
