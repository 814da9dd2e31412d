"""The pictures of docs/benchmarks.md, drawn from its results as SVG: lines over a scale of tens, bars from nought."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from benchmarks_figures import (
    GROWING,
    KINDS,
    Results,
    compare_latency,
    compare_starts,
    get_measure,
    list_growth,
    list_rooms,
    show_number,
)

WIDE, HIGH = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 60, 190, 30, 45
COLOURS = ("#00796b", "#d84315", "#3949ab", "#6d4c41", "#8e24aa", "#546e7a")


@dataclass(frozen=True)
class Line:
    """Points of one colour, with the least and the most at each; `name` stands beside the last."""

    name: str
    points: tuple[tuple[float, float, float, float], ...]


def draw_lines(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Return a picture of lines over a logarithmic scale; each upright goes from the least to the most of all rounds."""
    right = max(point[0] for line in lines for point in line.points)
    left = min(point[0] for line in lines for point in line.points)
    high = max(point[3] for line in lines for point in line.points) * 1.1

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - math.log10(left)) / max(1e-9, math.log10(right) - math.log10(left))
        return LEFT + share * (WIDE - LEFT - RIGHT), HIGH - BOTTOM - y / high * (HIGH - TOP - BOTTOM)

    marks = _draw_frame(title, across, up, high)
    for exponent in range(math.ceil(math.log10(left)), math.floor(math.log10(right)) + 1):
        x, _ = place(10**exponent, 0)
        marks.append(_write(x, HIGH - BOTTOM + 16, f"{10**exponent:,}", "middle"))
    for colour, line in zip(COLOURS, lines, strict=False):
        there = [(place(x, middle), place(x, least)[1], place(x, most)[1]) for x, middle, least, most in line.points]
        path = " ".join(f"{x:.1f},{y:.1f}" for (x, y), _, _ in there)
        marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for (x, y), least, most in there:
            marks.append(f'<line x1="{x:.1f}" y1="{least:.1f}" x2="{x:.1f}" y2="{most:.1f}" stroke="{colour}"/>')
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
    return _close(marks + _draw_legend([line.name for line in lines]))


def draw_bars(title: str, up: str, groups: Sequence[tuple[str, Sequence[float]]], names: Sequence[str]) -> str:
    """Return a picture of groups of bars; `names` are those of the bars in each group."""
    high = max(number for _, numbers in groups for number in numbers) * 1.1
    marks = _draw_frame(title, "", up, high)
    wide = (WIDE - LEFT - RIGHT) / len(groups)
    for group, (name, numbers) in enumerate(groups):
        each = wide * 0.8 / len(names)
        for bar, number in enumerate(numbers):
            x, tall = LEFT + group * wide + wide * 0.1 + bar * each, number / high * (HIGH - TOP - BOTTOM)
            y = HIGH - BOTTOM - tall
            marks.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{each * 0.9:.1f}" height="{tall:.1f}" fill="{COLOURS[bar]}"/>'
            )
            marks.append(_write(x + each * 0.45, y - 4, show_number(number), "middle"))
        marks.append(_write(LEFT + (group + 0.5) * wide, HIGH - BOTTOM + 16, name, "middle"))
    return _close(marks + _draw_legend(names))


def _draw_frame(title: str, across: str, up: str, high: float) -> list[str]:
    marks = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="white"/>',
        _write(LEFT, 18, f"{title}, {up}", "start"),
        _write((LEFT + WIDE - RIGHT) / 2, HIGH - 8, across, "middle"),
    ]
    for step in range(5):
        y = HIGH - BOTTOM - step / 4 * (HIGH - TOP - BOTTOM)
        marks.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDE - RIGHT}" y2="{y:.1f}" stroke="#ccc"/>')
        marks.append(_write(LEFT - 6, y + 4, show_number(high * step / 4), "end"))
    return marks


def _draw_legend(names: Sequence[str]) -> list[str]:
    marks = []
    for number, (name, colour) in enumerate(zip(names, COLOURS, strict=False)):
        y = TOP + 14 + number * 18
        marks.append(f'<rect x="{WIDE - RIGHT + 12}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
        marks.append(_write(WIDE - RIGHT + 28, y, name, "start"))
    return marks


def _write(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{escape(text)}</text>'


def _close(marks: Sequence[str]) -> str:
    return "\n".join((*marks, "</svg>")) + "\n"


def draw_plots(results: Results) -> dict[str, str]:
    """Return every picture by the name of its file; one of which nothing was measured says so."""
    drawn = {
        "growth.svg": _plot_growth(results),
        "latency.svg": _plot_latency(results),
        "starts.svg": _plot_starts(results),
        "memory.svg": _plot_memory(results),
    }
    nothing = _close(_draw_frame("Not measured", "", "", 1))
    return {name: picture or nothing for name, picture in drawn.items()}


def _plot_growth(results: Results) -> str:
    lines = [
        Line(what, tuple((size, cost.median, cost.least, cost.most) for size, cost in points))
        for name, what in GROWING.items()
        if (points := list_growth(results, name))
    ]
    return draw_lines("One message as things grow", "how many", "ms of CPU", lines) if lines else ""


def _plot_latency(results: Results) -> str:
    groups = []
    for percent in (50, 99):
        taken = [compare_latency(results, kind, percent) for kind in KINDS]
        groups.append((f"p{percent}", [compared[0] for compared in taken if compared]))
    names = [name.replace("`", "") for name in KINDS.values()]
    return draw_bars("From the question to the answer", "ms", groups, names) if groups[0][1] else ""


def _plot_starts(results: Results) -> str:
    lines = []
    for place, name in enumerate(("the bot", "the echo")):
        points = []
        for rooms in list_rooms(results):
            compared = compare_starts(results, rooms)
            assert compared is not None
            points.append((float(rooms), compared[place].median, compared[place].least, compared[place].most))
        lines.append(Line(name, tuple(points)))
    return draw_lines("From the start to the first answer", "rooms", "s", lines) if lines[0].points else ""


def _plot_memory(results: Results) -> str:
    lines = []
    for measure, name in (("embedded", "the bot's process"), ("growth", "in process")):
        held = (get_measure(results, measure) or {}).get("flat_mb", ())
        points = tuple((float(count), megabytes, megabytes, megabytes) for count, megabytes in held if count)
        lines += [Line(name, points)] if points else []
    return draw_lines("What is held as messages come", "messages", "MB", lines) if lines else ""
