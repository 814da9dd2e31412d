"""The page of benchmarks: generated from the results, honest about what is missing, and made by measures that are bounded."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import benchmarks_figures as figures
import pytest
from bench_all import LONG, MEASURES, Measure, await_end, keep_earlier, measure_all, run_measure
from benchmarks_page import TABLES, tabulate_goals, tabulate_many, tabulate_rooms, tabulate_run
from benchmarks_plots import draw_plots
from rows import try_each
from write_pages import BENCHMARKS, list_plots, rewrite_benchmarks

GOALS = (
    "`!explain` by a model of 0 ms, p50",
    "`!explain` by a model of 0 ms, p99",
    "`!explain` without a model, p50",
    "CPU of a message taken in while listening",
    "memory with the embedded backend",
    "memory with the backend `openai`",
    "memory with the backend `anthropic`",
    "rise of memory over 10,000 messages",
    "start to first answer in 10 rooms",
    "start to first answer in 200 rooms",
    "start to first answer in 1,000 rooms",
    "memory of one more room",
    *(f"slope of a message's cost over {what}" for what in figures.GROWING.values()),
)
"""What was promised."""
ROUND = {"echo": [0.1, 0.1, 0.1], "glossary": [0.11, 0.11, 0.11], "model": [0.15, 0.15, 0.15]}
SLOWER = {kind: [3 * taken for taken in seconds] for kind, seconds in ROUND.items()}


def results(**measured: Any) -> dict[str, Any]:
    """Return results in which some things were measured."""
    measures = {name: {"load": 0.1, "result": result} for name, result in measured.items()}
    machine = {"cores": 2, "processor": "one"}
    about = {"machine": machine, "day": "2026-01-01", "minutes": 1.0, "short": False, "load_before": 0.1}
    return {**about, "measures": measures}


def grown(*costs: float) -> list[tuple[int, figures.Spread]]:
    """Return what a message costs at one, ten, a hundred ... of what grows."""
    return [(10**power, figures.spread([cost])) for power, cost in enumerate(costs)]


def held(rss: float) -> dict[str, Any]:
    """Return what bot and echo hold."""
    return {name: {"rss": rss, "pss": rss} for name in ("bot", "echo")}


def program(folder: Path, text: str, seconds: int = 60) -> Measure:
    """Return a measure that is a program of these lines."""
    path = folder / "measure.py"
    path.write_text(text)
    return Measure("it", str(path), "--full", "--short", seconds)


def test_the_page_and_its_pictures_are_what_the_results_say() -> None:
    """Every table and picture is what `make docs` makes of the results, letter by letter: nobody types a figure."""
    page = BENCHMARKS.read_text(encoding="utf-8")
    assert rewrite_benchmarks(page) == page, "run `make docs`"
    assert [path.name for path, drawn in list_plots().items() if path.read_text(encoding="utf-8") != drawn] == []
    assert [path.name for path in list_plots() if f"(benchmarks/{path.name})" not in page] == []


def test_every_goal_has_a_row() -> None:
    """What was promised stands on the page, measured or not, reached or short by how much."""
    assert tuple(goal.name for goal in figures.list_goals(figures.read_results())) == GOALS
    table = tabulate_goals(figures.read_results())
    assert [name for name in GOALS if f"| {name} |" not in table] == []


def test_who_waits_longer_than_a_share_is_told_by_how_much() -> None:
    """Beside what the last answer took stands what its share was, and beside each what the others waited."""
    many = {
        "rooms": 2,
        "slots": 1,
        "seconds": 1.0,
        "at_once": {"waits_s": [1.5, 2.25], "shares_s": [1.0, 2.0], "overtaken_by": 0, "asked_at_once": 1},
        "flood": {"times": 40, "others_s": 3.0, "share_s": 2.0, "room_s": 41.0},
        "urgent_ms": {"with nobody asking": {"stop": [20.0], "alarm": [30.0]}},
        "freed_ms": {"!stop": 12.0},
    }
    table = tabulate_many(results(many=many))
    for row in (
        "the last answer | 2.25 s; its share 2.00 s |",
        "longer than its share | 0.38 (0.25 to 0.50) s |",
        "the others | 3.00 s; its share 2.00 s; the room itself 41.0 s |",
        "| an alarm of another room, with nobody asking | 30.0 ms |",
        "| a slot freed by `!stop` works again after | 12.0 ms |",
    ):
        assert row in table


def test_what_was_not_measured_is_said_to_be_missing() -> None:
    """Without any result each table still stands, no goal is reached, and each picture says that nothing was measured."""
    nothing = results()
    assert {str(goal) for goal in figures.list_goals(nothing)} == {"not measured"}
    assert all(draw(results(other={})) for draw in TABLES.values())
    assert all("Not measured" in picture for picture in draw_plots(nothing).values())


@try_each(
    ("measured", "says"),
    [(1.0, "reached"), (2.0, "reached"), (2.5, "short by 0.50 MB"), (200.0, "short by 198 MB"), (None, "not measured")],
)
def test_a_goal_says_how_much_is_missing(measured: float | None, says: str) -> None:
    """What is as little as promised is reached; more of it is short by the rest; what is unknown is never reached."""
    assert str(figures.Goal("it", 2.0, " MB", measured)) == says


def test_the_rise_of_memory_leaves_out_the_first_tenth() -> None:
    """Caches fill in the first tenth of the messages; what comes on top after it is the rise."""
    held = results(growth={"flat_mb": [[1000, 90.0], [5000, 91.0], [10_000, 91.5]]}, embedded={"flat_mb": [[0, 50.0]]})
    assert figures.find_rise(held) == (10_000, 1.5)
    assert figures.find_rise(held, "embedded") is None


def test_memory_must_stay_flat_both_in_process_and_from_a_homeserver() -> None:
    """Of two rises over as many messages as were promised the larger one counts; one over fewer does not."""
    few, many = {"flat_mb": [[100, 50.0], [600, 59.0]]}, {"flat_mb": [[1000, 50.0], [10_000, 51.5]]}
    goals = {goal.name: goal for goal in figures.list_goals(results(growth=many, flat=few))}
    assert goals["rise of memory over 10,000 messages"].measured == 1.5
    more = {"flat_mb": [[1000, 50.0], [10_000, 53.0]]}
    goals = {goal.name: goal for goal in figures.list_goals(results(growth=many, flat=more))}
    assert goals["rise of memory over 10,000 messages"].measured == 3.0


def test_what_is_measured_in_many_rooms_stands_in_one_table() -> None:
    """The start in 1,000 rooms, measured by itself, stands below that in few, and a room is weighed from the fewest to the most."""
    few, many = ({"starts_s": [{"bot": 2.0, "echo": 1.0}], "memory_mb": held(rss)} for rss in (100.0, 140.0))
    both = results(rooms={"10": few}, thousand={"1000": many})
    assert [*figures.list_rooms(both)] == ["10", "1000"]
    assert figures.weigh_room(both) == pytest.approx(40 * 1024 / 990)
    assert "| 1,000 | 2.00 | 1.00 | 2.00 | 140 | 140 |" in tabulate_rooms(both)


def test_what_takes_an_hour_stays_under_its_own_day() -> None:
    """A new run keeps what is not measured each time, if it was taken on such a processor; a part of a run keeps all the rest."""
    before, now = results(openai=1, thousand=2), results(openai=3)
    before["measures"]["thousand"]["day"] = "2025-12-31"
    whole = keep_earlier(now, before, MEASURES)
    assert {name: measured["result"] for name, measured in whole["measures"].items()} == {"openai": 3, "thousand": 2}
    assert "| day of `make bench-long` | 2025-12-31 |" in tabulate_run(whole)
    elsewhere = {**now, "machine": {"cores": 2, "processor": "another"}}
    assert "thousand" not in keep_earlier(elsewhere, before, MEASURES)["measures"]
    part = keep_earlier({**results(flat=4), "day": "2027-01-01"}, before, LONG)
    assert part["day"] == before["day"]
    assert {name: measured["result"] for name, measured in part["measures"].items()} == {
        "openai": 1,
        "thousand": 2,
        "flat": 4,
    }


def test_a_ratio_is_taken_inside_a_round() -> None:
    """A round in which the whole machine was three times slower changes no ratio."""
    _, ratio = figures.compare_latency(results(openai={"latency_s": [ROUND, SLOWER]}), "model", 50) or (0, None)
    assert ratio is not None
    assert (ratio.median, ratio.least, ratio.most) == pytest.approx((1.5, 1.5, 1.5))


@try_each(
    ("costs", "is_called"),
    [
        ((5.0, 5.0, 5.1, 5.0), "flat"),
        ((5.0, 6.0, 7.0, 8.0), "logarithmic"),
        ((5.0, 5.3, 8.0, 35.0), "linear"),
        ((9.0, 8.0, 7.0, 6.0), "flat"),
    ],
)
def test_growth_is_called_what_it_is(costs: tuple[float, ...], is_called: str) -> None:
    """A cost that does not rise is flat; one that rises is called by whichever curve fits it better."""
    assert figures.name_growth(grown(*costs)) == is_called


def test_the_slope_is_that_of_the_logarithms() -> None:
    """A cost that grows as what grows has the slope 1, one that stays has the slope 0."""
    assert figures.fit_slope(grown(1.0, 10.0, 100.0)) == pytest.approx(1.0)
    assert figures.fit_slope(grown(3.0, 3.0, 3.0)) == pytest.approx(0.0)


def test_a_measure_gives_what_it_prints(tmp_path: Path) -> None:
    """What a program prints is its result, beside how it was run and how busy the machine was."""
    told = run_measure(program(tmp_path, "import json, sys; print(json.dumps(sys.argv[1:]))"), short=True)
    assert told["result"] == ["--short"]
    assert {"run", "load", "took_s"} <= set(told)


@try_each(
    ("lines", "failed"),
    [("raise SystemExit(3)", "ended with 3"), ("import time; time.sleep(600)", "took longer than 0 s")],
)
def test_a_measure_that_fails_says_why(lines: str, failed: str, tmp_path: Path) -> None:
    """One that fails, or takes too long, is ended, and has a reason in the place of a result."""
    told = run_measure(program(tmp_path, lines, seconds=0 if "sleep" in lines else 60), short=False)
    assert told["failed"] == failed
    assert "result" not in told


def test_what_a_measure_has_started_ends_with_it(tmp_path: Path) -> None:
    """One that takes too long is ended together with the bots and clients that it has started."""
    started = tmp_path / "started"
    bot = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    lines = f"import subprocess, sys, time\nsubprocess.Popen((sys.executable, '-c', {bot!r}))\ntime.sleep(600)"
    with started.open("wb") as said:
        process = subprocess.Popen((sys.executable, "-c", lines), stdout=said, start_new_session=True)
    while not started.read_text().endswith("\n"):
        assert process.poll() is None
    assert await_end(process, 0.0) == (b"", True)
    while _runs(int(started.read_text())):
        assert process.poll() is not None


def _runs(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_no_measure_is_without_an_end() -> None:
    """Each has an end set to it, and its program is here."""
    assert all(0 < measure.seconds <= 900 for measure in MEASURES)
    assert all(0 < measure.seconds <= 3600 for measure in LONG)
    there = Path(sys.modules[Measure.__module__].__file__ or "").parent
    assert [
        measure.name
        for measure in (*MEASURES, *LONG)
        if measure.name != "steps" and not (there / measure.program).exists()
    ] == []


def test_all_results_can_be_kept_as_json() -> None:
    """What is kept says on what machine it was taken, and how busy that was."""
    kept = json.loads(json.dumps(measure_all(MEASURES[:1], lambda _: {"load": 0.0, "result": 1}, short=True)))
    assert kept["measures"] == {MEASURES[0].name: {"load": 0.0, "result": 1}}
    assert {"processor", "cores", "kernel", "python", "matrix-synapse"} <= set(kept["machine"])
    assert kept["load_before"] >= 0
