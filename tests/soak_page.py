"""The table of a soak, for a terminal and as docs/soak.md."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from soak_count import Count
from soak_plan import Plan

PAGE = Path(__file__).parents[1] / "docs" / "soak.md"
_HEAD = """\
# A soak: an hour of sessions, with faults throughout

This page is written by `make soak`.
It lets {people} people talk, ask, tell of danger and let drafts out in {rooms} rooms, in two languages, on a real Synapse with encrypted clients.
Each room's {lines} messages are taken from the hours of talk in `tests/danger_set`, and said in {minutes:g} minutes instead of an hour.
All the while the bot is killed, Synapse is restarted, requests are cut or refused, the disk is full, the clock jumps, and the model is slow, busy, broken or talks nonsense.

Run it: `make soak`, or with other chances and another length `make soak SEED=7 MINUTES=3`.
It takes about as many minutes as you say and two or three more, twice as long on a busy machine, and ends with status 1 where a number is not what it has to be.
The same seed draws the same people, words and faults; what they meet is up to the machine.
Ctrl-C ends it and all that it started.

## What is counted

Answers are counted by the command that caused them, as the therapist's client decrypts them.
Where a therapist lets answers out, the draft and the answer are one each.
Alarms are counted by their cards at the desk, one for each message of danger.
A message that was posted twice would have the same job in its marks twice.
What nobody could decrypt is found by counting what Synapse holds beside what each client shows.
People's messages hold a made-up word, and it is looked for in every file of the bot and of Synapse, in the log and in the counts.
Nothing waits for seconds to be over: what is missing when the queues are empty and a last word in each room is answered is lost.

## The last run

Seed {seed}; {took:.0f} minutes altogether.

"""
_TAIL = """
A number in the last column is what has to be there; where there is none, any number may be.
The age of the oldest in a queue is what the bot's own `/metrics` said, looked at each second, without what a jump of the clock adds.
Memory is that of the process that lived longest, after a third of what it heard, by least squares.
"""


def draw_table(plan: Plan, counts: Sequence[Count]) -> Table:
    """Return the table for a terminal; what is wrong is red."""
    table = Table("what", "how many", "has to be", title=f"soak, seed {plan.seed}")
    group = ""
    for row in counts:
        if row.group != group:
            table.add_section()
        group = row.group
        table.add_row(
            f"{row.group}: {row.name}", f"{row.value:g}", _say_right(row), style=None if row.is_right else "red"
        )
    return table


def write_page(plan: Plan, counts: Sequence[Count], seconds: float) -> str:
    """Return the page that holds what came of a soak that took so many seconds."""
    head = _HEAD.format(
        people=plan.rooms * plan.people,
        rooms=plan.rooms,
        lines=plan.lines,
        minutes=plan.seconds / 60,
        seed=plan.seed,
        took=seconds / 60,
    )
    rows = [f"| {row.group} | {row.name} | {row.value:,.10g} | {_say_right(row)} |" for row in counts]
    table = ["| of | what | how many | has to be |", "| --- | --- | ---: | ---: |", *rows]
    return head + "\n".join(table) + "\n" + _TAIL


def _say_right(row: Count) -> str:
    return "" if row.right is None else f"{row.right:g}"
