"""What docs/benchmarks.md and README have from docs/benchmarks/results.json: every table and every figure on them.

python scripts/benchmarks_page.py FILE      # the tables of other results, on the terminal
"""

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks_figures import (
    GROWING,
    KINDS,
    Goal,
    Results,
    compare_cpu,
    compare_latency,
    compare_starts,
    find_percentile,
    find_rise,
    fit_slope,
    get_idle,
    get_measure,
    get_memory,
    list_goals,
    list_growth,
    list_rooms,
    name_growth,
    read_results,
    show_number,
    spread,
    weigh_room,
)

PEERS = Path(__file__).parents[1] / "tests" / "bench" / "peers.json"
"""What `tests/bench/beside_peer.py` has kept."""
NONE = "not measured"
LONG = ("thousand", "flat")
"""What is measured by `make bench-long`, and stays on the page under its own day."""
BUSY = 0.5
"""Load for each core from which the machine is called shared."""


def tabulate_run(results: Results) -> str:
    """Return on what was measured, when, for how long, and how busy the machine was."""
    machine = results["machine"]
    loads = [measured["load"] for measured in results["measures"].values()]
    how = "quiet" if results["load_before"] < BUSY * machine["cores"] else "shared with others"
    rows = [(name.replace("_gb", ", GB"), str(value)) for name, value in machine.items()]
    rows.append(("day, minutes", f"{results['day']}, {results['minutes']}{' (SHORT=1)' if results['short'] else ''}"))
    rows.append(
        (
            "load average",
            f"{results['load_before']} at the start: {how}; before the measures {min(loads)} to {max(loads)}",
        )
    )
    days = {measured["day"] for name, measured in results["measures"].items() if name in LONG and "day" in measured}
    rows.append(("day of `make bench-long`", ", ".join(sorted(days)) or NONE))
    failed = [
        f"`{name}` {measured['failed']}" for name, measured in results["measures"].items() if "failed" in measured
    ]
    rows.append(("failed", "; ".join(failed) or "none"))
    return _draw_table(("what", "which"), rows)


def tabulate_goals(results: Results) -> str:
    """Return each goal, what was measured, and whether it is reached."""
    rows = [
        (
            goal.name,
            f"at most {goal.most:g}{goal.unit}",
            NONE if goal.measured is None else show_number(goal.measured) + goal.unit,
            str(goal),
        )
        for goal in list_goals(results)
    ]
    return _draw_table(("what", "goal", "measured", "so"), rows)


def tabulate_latency(results: Results) -> str:
    """Return how long people wait, and how that compares with the echo."""
    rows = []
    for kind, name in KINDS.items():
        half, slowest = compare_latency(results, kind, 50), compare_latency(results, kind, 99)
        if half is None or slowest is None:
            rows.append((name, NONE, NONE, NONE, NONE, NONE))
            continue
        count = sum(len(taken[kind]) for taken in get_measure(results, "openai")["latency_s"])
        rows.append((name, f"{half[0]:.0f} ms", f"{slowest[0]:.0f} ms", str(half[1]), str(slowest[1]), str(count)))
    head = ("what", "p50", "p99", "p50, times the echo", "p99, times the echo", "n")
    return _draw_table(head, rows)


def tabulate_cpu(results: Results) -> str:
    """Return what a message costs that is taken in while the AI listens, and what a second costs in which nothing is said."""
    rows = []
    for backend in ("openai", "anthropic", "embedded"):
        compared, idle = compare_cpu(results, backend), get_idle(results, backend)
        figures = (*map(str, compared), *map(str, idle)) if compared and idle else (NONE,) * 5
        rows.append((f"`{backend}`", *figures))
    head = (
        "backend",
        "the bot, ms",
        "the echo, ms",
        "times the echo",
        "the bot, ms a silent second",
        "the echo, ms a silent second",
    )
    return _draw_table(head, rows)


def tabulate_steps(results: Results) -> str:
    """Return the microseconds that a sentence of talk, and `!explain` by a model, take in each step of their way."""
    head = ("step", "a sentence of talk, µs", "`!explain`, µs")
    steps = (get_measure(results, "steps") or {}).get("steps", {})
    talk, asked = (steps.get(kind, {}) for kind in ("talk", "explain"))
    rows = [
        (f"`{step}`", *(_show_step(way.get(step)) for way in (talk, asked)))
        for step in (*asked, *(talk.keys() - asked.keys()))
    ]
    whole = (sum(taken["p50"] for taken in way.values()) for way in (talk, asked))
    return _draw_table(head, [*rows, ("all", *map(show_number, whole))] if rows else [(NONE,) * len(head)])


def tabulate_memory(results: Results) -> str:
    """Return what the processes hold after the start, and how much more after many messages."""
    rows = []
    for backend in ("embedded", "openai", "anthropic"):
        held = get_memory(results, backend)
        rows.append((f"the bot, `{backend}`", *_show_memory(held)))
    rows.append(("the echo", *_show_memory(get_memory(results, "embedded", "echo"))))
    table = _draw_table(("process", "RSS, MB", "PSS, MB"), rows)
    ways = {
        "growth": "that walk through it in process",
        "embedded": "that come from Synapse",
        "flat": "that come from Synapse",
    }
    lines = [
        f"Over {rise[0]:,} messages {way} it rises by {show_number(rise[1])} MB after the first tenth of them."
        for measure, way in ways.items()
        if (rise := find_rise(results, measure))
    ]
    return "\n\n".join((table, *lines))


def tabulate_rooms(results: Results) -> str:
    """Return how long it takes from the start to the first answer in many rooms, and what a room takes of memory."""
    rows = []
    for rooms, measured in list_rooms(results).items():
        compared = compare_starts(results, rooms)
        assert compared is not None
        held = [measured["memory_mb"][name]["rss"] for name in ("bot", "echo")]
        rows.append((f"{int(rooms):,}", *map(str, compared), *map(show_number, held)))
    head = ("rooms", "the bot, s", "the echo, s", "times the echo", "the bot, MB", "the echo, MB")
    table = _draw_table(head, rows or [(NONE,) * len(head)])
    bot, echo = weigh_room(results), weigh_room(results, "echo")
    if bot is None or echo is None:
        return table
    return (
        f"{table}\n\nOne more session room takes {show_number(bot)} KB of the bot's memory, with the desk that belongs to it: "
        f"{show_number(bot / 2)} KB for each of the two. One more room takes {show_number(echo)} KB of the echo's."
    )


def tabulate_growth(results: Results) -> str:
    """Return what a message costs at the least and the most of what grows, and how that grows."""
    rows = []
    for name, what in GROWING.items():
        points = list_growth(results, name)
        if len(points) < 2:
            rows.append((what, NONE, NONE, NONE, NONE))
            continue
        slope = fit_slope(points)
        ends = [f"{size:,}: {cost} ms" for size, cost in (points[0], points[-1])]
        rows.append((what, *ends, f"{slope:.2f}", name_growth(points)))
    return _draw_table(("what grows", "least", "most", "slope", "so"), rows)


def tabulate_many(results: Results) -> str:
    """Return who waits how long where many rooms ask a model with a few slots at once, and what does not wait."""
    head, measured = ("what", "measured"), get_measure(results, "many")
    if measured is None:
        return _draw_table(head, [(NONE, NONE)])
    once, flood = measured["at_once"], measured["flood"]
    over = spread(wait - share for wait, share in zip(once["waits_s"], once["shares_s"], strict=True))
    asked = (
        f"{measured['rooms']:,} rooms ask at once, {measured['slots']} slots, {measured['seconds']:g} s for a request"
    )
    beside = f"beside a room that asks {flood['times']} times first: the last of the others"
    last = f"{show_number(max(once['waits_s']))} s; its share {show_number(once['shares_s'][-1])} s"
    others = f"{show_number(flood['others_s'])} s; its share {show_number(flood['share_s'])} s"
    rows = [
        (f"{asked}: the last answer", last),
        ("a room waits longer than its share", f"{over} s"),
        ("rooms asked before one that came before them", f"{once['overtaken_by']} at most"),
        (beside, f"{others}; the room itself {show_number(flood['room_s'])} s"),
    ]
    for when, timed in measured["urgent_ms"].items():
        names = {"stop": "`!stop`", "alarm": "an alarm"}
        rows += [(f"{names[what]} of another room, {when}", f"{spread(taken)} ms") for what, taken in timed.items()]
    for way, taken in measured["freed_ms"].items():
        named = f"`{way}`" if way.startswith("!") else way
        rows.append((f"a slot freed by {named} works again after", f"{show_number(taken)} ms"))
    return _draw_table(head, rows)


def tabulate_others(results: Results) -> str:
    """Return what else was measured in the same run: live translation and the verification of the audit."""
    return _draw_table(("what", "measured", "shown by"), [_describe_translation(results), _describe_audit(results)])


def tabulate_readme(results: Results) -> str:
    """Return README's figures about speed, each of which stands on the page of benchmarks."""
    goals = {goal.name: goal for goal in list_goals(results)}
    asked, known = goals["`!explain` by a model of 0 ms, p50"], goals["`!explain` without a model, p50"]
    cpu, memory = goals["CPU of a message taken in while listening"], goals["memory with the embedded backend"]
    start, room = goals["start to first answer in 200 rooms"], goals["memory of one more room"]
    rows = [
        ("`!explain`", f"by a model that answers at once {_show(asked)}, from the glossary {_show(known)} (medians)"),
        ("a message read along", f"{_show(cpu)} in CPU time, with consent, tripwire, window and audit"),
        ("memory", f"{_show(memory)} without a model, and {_show(room)} for one more session room with its desk"),
        ("a start", f"in 200 rooms, to the first answer, {_show(start)}"),
        _describe_translation(results)[:2],
        _describe_audit(results)[:2],
    ]
    return _draw_table(("beside a bare echo of forty lines", "what it takes"), rows)


def _show(goal: Goal) -> str:
    return NONE if goal.measured is None else f"{show_number(goal.measured)}{goal.unit}"


def _show_step(taken: dict[str, float] | None) -> str:
    return show_number(taken["p50"]) if taken else "-"


def _describe_translation(results: Results) -> tuple[str, str, str]:
    """Return how long a live translation takes beside an echo on the bot's own client."""
    taken = get_measure(results, "translate")
    if taken is None:
        return "live translation", NONE, "`make bench-translate`"
    bare, ours = taken["bare echo"], taken["live translation"]
    ratio = find_percentile(ours, 50) / find_percentile(bare, 50)
    what = f"{show_number(ratio)} times the echo (median of {len(ours)}), with a model that answers at once"
    return "live translation", what, "`make bench-translate`"


def _describe_audit(results: Results) -> tuple[str, str, str]:
    """Return how long it takes to verify a long audit."""
    taken = get_measure(results, "audit")
    if taken is None:
        return "audit", NONE, "`make bench-audit`"
    return (
        "audit",
        f"{taken['entries']:,} entries verified in {show_number(taken['verified_s'])} s",
        "`make bench-audit`",
    )


def _show_memory(held: dict[str, float] | None) -> tuple[str, str]:
    return (show_number(held["rss"]), show_number(held["pss"])) if held else (NONE, NONE)


def _draw_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


TABLES: dict[str, Callable[[Results], str]] = {
    "run": tabulate_run,
    "goals": tabulate_goals,
    "latency": tabulate_latency,
    "cpu": tabulate_cpu,
    "steps": tabulate_steps,
    "memory": tabulate_memory,
    "rooms": tabulate_rooms,
    "growth": tabulate_growth,
    "many": tabulate_many,
    "others": tabulate_others,
}
"""The places of docs/benchmarks.md, and what stands in each."""


def tabulate_peers() -> str:
    """Return what other bots take beside the echo, each measured by turns with it, for tests/bench/peers.md."""
    rows = []
    for name, measured in json.loads(PEERS.read_text(encoding="utf-8")).items():
        ours, echo = measured["peer"], measured["echo"]
        times = [show_number(ours[what] / echo[what]) for what in ("p50_ms", "cpu_ms")]
        rows.append((name, *times, show_number(ours["rss_mb"]), show_number(echo["rss_mb"])))
    head = (
        "bot",
        "`!echo` answered, times the echo (p50)",
        "CPU of a message, times the echo",
        "RSS, MB",
        "the echo's, MB",
    )
    return _draw_table(head, rows)


def list_tables() -> dict[str, Callable[[], str]]:
    """Return the tables of docs/benchmarks.md by the names of their places."""
    results = read_results()
    return {name: partial(tabulate, results) for name, tabulate in TABLES.items()}


def main() -> None:
    """Print the tables of the results in a file."""
    results = read_results(Path(sys.argv[1]))
    for name, tabulate in TABLES.items():
        sys.stdout.write(f"{name}\n\n{tabulate(results)}\n\n")


if __name__ == "__main__":
    main()
