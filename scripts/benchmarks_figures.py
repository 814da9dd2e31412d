"""What docs/benchmarks/results.json comes to: medians, ratios inside one run, how far they spread, and how far each goal is."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

RESULTS = Path(__file__).parents[1] / "docs" / "benchmarks" / "results.json"
Results: TypeAlias = dict[str, Any]
KINDS = {
    "echo": "the echo's answer",
    "glossary": "`!explain`, from the glossary",
    "model": "`!explain`, by a model of 0 ms",
}
"""What people wait for."""
GROWING = {
    "window": "lines of talk kept",
    "audit": "entries in the audit",
    "rooms": "rooms",
    "roster": "people in the room",
    "sealed": "messages that cannot be read",
    "cards": "open cards at the desk",
}
"""What grows, by the name that its measure has."""
FLAT = 0.05
"""The slope on a log-log plot up to which a cost is called flat."""


MANY = 10_000
"""Messages over which memory must stay flat."""
FEW = 100
"""Rooms that must lie between two measures of memory: fewer are lost in what else comes and goes."""


@dataclass(frozen=True)
class Spread:
    """A median over rounds, and the least and the most of them."""

    median: float
    least: float
    most: float

    def __str__(self) -> str:
        """Return all three, as a table shows them."""
        if self.least == self.most:
            return show_number(self.median)
        return f"{show_number(self.median)} ({show_number(self.least)} to {show_number(self.most)})"


@dataclass(frozen=True)
class Goal:
    """One goal: what it is about, how much at most, in what unit, and what was measured; None if it was not."""

    name: str
    most: float
    unit: str
    measured: float | None
    kind: str = ""
    """How a cost grows, where that is what the goal is about."""

    @property
    def is_reached(self) -> bool:
        """Return whether what was measured is as little as it should be, or grows as slowly."""
        return self.measured is not None and (self.measured <= self.most or self.kind == "logarithmic")

    def __str__(self) -> str:
        """Return whether it is reached, or how much is missing."""
        if self.measured is None:
            return "not measured"
        if self.is_reached:
            return f"reached: {self.kind}" if self.kind else "reached"
        missing = f"short by {show_number(self.measured - self.most)}{self.unit}"
        return f"{missing}: {self.kind}" if self.kind else missing


def read_results(path: Path = RESULTS) -> Results:
    """Return what `make bench` has written."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def get_measure(results: Results, name: str) -> Any:
    """Return the result of a measure; None if it failed, or was not run."""
    return results["measures"].get(name, {}).get("result")


def show_number(number: float) -> str:
    """Return a number as people read it: three figures that count, thousands parted."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


def spread(numbers: Iterable[float]) -> Spread:
    """Return the median of some numbers and how far they spread."""
    kept = sorted(numbers)
    return Spread(statistics.median(kept), kept[0], kept[-1])


def find_percentile(numbers: Sequence[float], percent: int) -> float:
    """Return the number below which so many of a hundred are."""
    return statistics.quantiles(numbers, n=100, method="inclusive")[percent - 1]


def compare_latency(results: Results, kind: str, percent: int) -> tuple[float, Spread] | None:
    """Return how long a command takes, in milliseconds over all rounds, and how many times the echo's by round."""
    measured = get_measure(results, "openai")
    if measured is None:
        return None
    rounds = measured["latency_s"]
    whole = find_percentile([seconds for taken in rounds for seconds in taken[kind]], percent) * 1000
    return whole, spread(
        find_percentile(taken[kind], percent) / find_percentile(taken["echo"], percent) for taken in rounds
    )


def compare_cpu(results: Results, backend: str) -> tuple[Spread, Spread, Spread] | None:
    """Return the milliseconds of CPU that a message takes the bot and the echo, and the ratio, by round."""
    measured = get_measure(results, backend)
    if measured is None:
        return None
    rounds = measured["cpu_ms"]
    bot, echo = (spread(taken[name] for taken in rounds) for name in ("bot", "echo"))
    return bot, echo, spread(taken["bot"] / taken["echo"] for taken in rounds)


def get_idle(results: Results, backend: str) -> tuple[Spread, Spread] | None:
    """Return the milliseconds of CPU that bot and echo take in a second in which nobody says anything."""
    measured = get_measure(results, backend)
    if measured is None:
        return None
    bot, echo = (spread(taken[f"{name}_idle"] for taken in measured["cpu_ms"]) for name in ("bot", "echo"))
    return bot, echo


def get_memory(results: Results, backend: str, name: str = "bot") -> dict[str, float] | None:
    """Return `rss` and `pss` after the start, in MB."""
    measured = get_measure(results, backend)
    return measured["memory_mb"][name] if measured else None


def find_rise(results: Results, measure: str = "growth") -> tuple[int, float] | None:
    """Return over how many messages memory was watched, and by how many MB it rose after their first tenth.

    `growth` walks them through the bot in process, `embedded` sends them through Synapse to the bot itself, `flat` many more.
    """
    held = [
        (count, megabytes) for count, megabytes in (get_measure(results, measure) or {}).get("flat_mb", ()) if count
    ]
    return (int(held[-1][0]), held[-1][1] - held[0][1]) if held else None


def list_rooms(results: Results) -> dict[str, Any]:
    """Return what was measured in how many rooms, fewest first: each time, and in 1,000, which takes longer."""
    measured = {**(get_measure(results, "rooms") or {}), **(get_measure(results, "thousand") or {})}
    return {rooms: measured[rooms] for rooms in sorted(measured, key=int)}


def compare_starts(results: Results, rooms: str) -> tuple[Spread, Spread, Spread] | None:
    """Return the seconds from start to first answer of bot and echo in so many rooms, and the ratio, by round."""
    measured = list_rooms(results).get(rooms)
    if measured is None:
        return None
    starts = measured["starts_s"]
    bot, echo = (spread(taken[name] for taken in starts) for name in ("bot", "echo"))
    return bot, echo, spread(taken["bot"] / taken["echo"] for taken in starts)


def weigh_room(results: Results, name: str = "bot") -> float | None:
    """Return the KB that one more room takes: between the fewest and the most rooms that were measured, if those are far apart."""
    measured = list_rooms(results)
    if len(measured) < 2:
        return None
    few, many = min(measured, key=int), max(measured, key=int)
    if int(many) - int(few) < FEW:
        return None
    held = [measured[rooms]["memory_mb"][name]["rss"] for rooms in (few, many)]
    return float((held[1] - held[0]) * 1024 / (int(many) - int(few)))


def list_growth(results: Results, name: str) -> list[tuple[int, Spread]]:
    """Return what a message costs, in milliseconds of CPU, at each size of what grows; nothing if it was not measured."""
    measured = (get_measure(results, "growth") or {}).get(name, {})
    return [(int(size), spread(cost / 1000 for cost in costs)) for size, costs in measured.items()]


def fit_slope(points: Sequence[tuple[int, Spread]]) -> float:
    """Return the slope of cost over size on a log-log plot: 0 is flat, 1 is as fast as what grows."""
    across = [math.log(size) for size, _ in points]
    up = [math.log(cost.median) for _, cost in points]
    return statistics.linear_regression(across, up).slope


def name_growth(points: Sequence[tuple[int, Spread]]) -> str:
    """Return `flat`, or whether a cost grows rather with what grows (`linear`) or with its logarithm."""
    if fit_slope(points) < FLAT:
        return "flat"
    sizes, up = [float(size) for size, _ in points], [cost.median for _, cost in points]
    straight = statistics.correlation(sizes, up)
    return "logarithmic" if statistics.correlation([*map(math.log, sizes)], up) > straight else "linear"


def _set_growth_goal(results: Results, name: str) -> Goal:
    points = list_growth(results, name)
    what = f"slope of a message's cost over {GROWING[name]}"
    if len(points) < 2:
        return Goal(what, FLAT, "", None)
    return Goal(what, FLAT, "", fit_slope(points), name_growth(points))


def list_goals(results: Results) -> list[Goal]:
    """Return every goal there is, in the order of the page."""

    def ratio(compared: tuple[Any, ...] | None) -> float | None:
        return compared[-1].median if compared else None

    def held(backend: str) -> float | None:
        memory = get_memory(results, backend)
        return memory["rss"] if memory else None

    rises = [rise for measure in ("growth", "flat") if (rise := find_rise(results, measure))]
    goals = [
        Goal(
            "`!explain` by a model of 0 ms, p50", 1.25, " times the echo", ratio(compare_latency(results, "model", 50))
        ),
        Goal(
            "`!explain` by a model of 0 ms, p99", 1.5, " times the echo", ratio(compare_latency(results, "model", 99))
        ),
        Goal(
            "`!explain` without a model, p50", 1.1, " times the echo", ratio(compare_latency(results, "glossary", 50))
        ),
        Goal(
            "CPU of a message taken in while listening", 1.6, " times the echo", ratio(compare_cpu(results, "openai"))
        ),
        Goal("memory with the embedded backend", 110, " MB", held("embedded")),
        Goal("memory with the backend `openai`", 110, " MB", held("openai")),
        Goal("memory with the backend `anthropic`", 110, " MB", held("anthropic")),
        Goal(
            "rise of memory over 10,000 messages",
            2,
            " MB",
            max((megabytes for messages, megabytes in rises if messages >= MANY), default=None),
        ),
    ]
    goals += [
        Goal(
            f"start to first answer in {int(rooms):,} rooms",
            1.2,
            " times the echo",
            ratio(compare_starts(results, rooms)),
        )
        for rooms in ("10", "200", "1000")
    ]
    goals.append(Goal("memory of one more room", 40, " KB", weigh_room(results)))
    return goals + [_set_growth_goal(results, name) for name in GROWING]
