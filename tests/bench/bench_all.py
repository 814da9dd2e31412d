"""Every measure, one after the other, each a process of its own with an end set to it: docs/benchmarks/results.json.

    make bench              # about ten minutes on two cores
    make bench SHORT=1      # about four, with fewer rounds, rooms and messages: whether all of it works
    make bench-long         # 1,000 rooms, and 10,000 messages from a homeserver: up to an hour

`scripts/write_pages.py` makes docs/benchmarks.md and its pictures of that file, and README's figures.
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RESULTS = ROOT / "docs" / "benchmarks" / "results.json"
PACKAGES = ("thirdchair", "matrix-nio", "vodozemac", "matrix-synapse", "sqlcipher3-wheels", "httpx2", "anthropic")


@dataclass(frozen=True)
class Measure:
    """One program of this folder: by which name its result is kept, with what it is run, in full and in short, and for how long at most.

    It prints its result, as JSON, or writes it into `file`.
    """

    name: str
    program: str
    full: str
    short: str
    seconds: int
    file: str = ""


MEASURES = (
    Measure(
        "openai", "beside_echo.py", "--rounds 3 --times 20 --messages 30", "--rounds 2 --times 5 --messages 10", 300
    ),
    Measure(
        "anthropic",
        "beside_echo.py",
        "--backend anthropic --rounds 1 --times 2 --messages 15",
        "--backend anthropic --rounds 1 --times 2 --messages 5",
        90,
    ),
    Measure(
        "embedded",
        "beside_echo.py",
        "--backend embedded --rounds 2 --messages 30 --flat 600",
        "--backend embedded --rounds 1 --messages 5 --flat 50",
        240,
    ),
    Measure("rooms", "many_rooms.py", "--rooms 10 200 --rounds 2", "--rooms 3 10 --rounds 1", 400),
    Measure("growth", "growth.py", "--rounds 2 --flat 10000", "--rounds 2 --messages 5 --most 1000 --flat 100", 240),
    Measure("audit", "../bench_audit.py", "--entries 1000000 --json", "--entries 10000 --json", 120),
    Measure("translate", "../bench_translate.py", "--times 20 --json", "--times 5 --json", 90),
    Measure("many", "many_at_once.py", "--seconds 0.5 --json", "--rooms 24 --slots 4 --seconds 0.2 --json", 240),
    Measure("steps", "profile_message.py", "--messages 200", "--messages 20", 120, file="out/steps.json"),
)
"""In the order in which they run."""
LONG = (
    Measure("thousand", "many_rooms.py", "--rooms 1000 --rounds 2 --minutes 45", "--rooms 12 --rounds 1", 3600),
    Measure(
        "flat",
        "beside_echo.py",
        "--backend embedded --rounds 1 --messages 5 --flat 10000",
        "--backend embedded --rounds 1 --messages 5 --flat 50",
        3000,
    ),
)
"""What takes too long to be run each time: it stays as it was measured last, under its own day."""


def describe_machine() -> dict[str, Any]:
    """Return on what is measured: processor, cores, memory, kernel, and the versions of what takes part."""
    cpu = Path("/proc/cpuinfo").read_text().partition("model name")[2].partition("\n")[0].strip(" \t:")
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    lock = json.loads((ROOT / "tests" / "e2e" / "foreign" / "package-lock.json").read_text())
    node = subprocess.run(("node", "--version"), capture_output=True, text=True, check=True).stdout.strip()
    return {
        "processor": cpu or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "node": node.removeprefix("v"),
        "matrix-js-sdk": lock["packages"]["node_modules/matrix-js-sdk"]["version"],
        **{name: version(name) for name in PACKAGES},
    }


def run_measure(measure: Measure, *, short: bool, patience: float = 1.0) -> dict[str, Any]:
    """Run one measure; return its result, how long it took, and the load of the machine before it; or why there is none.

    It may take `patience` times as long as it does on a quiet machine at most.
    """
    words = (measure.short if short else measure.full).split()
    load, began = os.getloadavg()[0], time.monotonic()
    about: dict[str, Any] = {
        "run": f"{measure.program} {' '.join(words)}".strip(),
        "day": _read_day(),
        "load": round(load, 2),
    }
    program = HERE / measure.program
    if not program.exists():
        return {**about, "failed": "there is no such program"}
    path = os.pathsep.join(str(ROOT / folder) for folder in ("tests", "tests/unit", "tests/integration", "tests/bench"))
    process = subprocess.Popen(
        (sys.executable, str(program), *words),
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        cwd=ROOT,
        start_new_session=True,  # so that its bots end with it
    )
    printed, is_late = await_end(process, measure.seconds * patience)
    if is_late:
        return {**about, "failed": f"took longer than {measure.seconds * patience:.0f} s"}
    if process.returncode:
        return {**about, "failed": f"ended with {process.returncode}"}
    said = (HERE / measure.file).read_bytes() if measure.file else printed
    return {**about, "took_s": round(time.monotonic() - began, 1), "result": json.loads(said)}


def await_end(process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bool]:
    """Return what it printed, and whether it was ended since it took too long, with all that it had started."""
    try:
        return process.communicate(timeout=seconds)[0], False
    except subprocess.TimeoutExpired:
        return b"", True
    finally:
        if process.poll() is None:  # also where somebody ends this program
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def measure_all(
    measures: Sequence[Measure], run: Callable[[Measure], dict[str, Any]], *, short: bool
) -> dict[str, Any]:
    """Return all results by name, beside the machine and how busy it was."""
    began, load = time.monotonic(), os.getloadavg()[0]
    results = {"short": short, "day": _read_day(), "machine": describe_machine()}
    measured = {}
    for measure in measures:
        sys.stderr.write(f"{measure.name} ...\n")
        measured[measure.name] = run(measure)
        sys.stderr.write(f"{measure.name}: {measured[measure.name].get('failed') or 'measured'}\n")
    minutes = round((time.monotonic() - began) / 60, 1)
    return {**results, "load_before": round(load, 2), "minutes": minutes, "measures": measured}


def _read_day() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())


def keep_earlier(results: dict[str, Any], before: dict[str, Any], chosen: Sequence[Measure]) -> dict[str, Any]:
    """Return `results` with what was measured earlier and is not measured each time, if that was on such a processor.

    Where `chosen` are not those of each time, all that was measured earlier stays, and so does what is said of that run.
    """
    if tuple(chosen) == MEASURES:
        is_like = before["machine"]["processor"] == results["machine"]["processor"]
        stay = {
            long.name: before["measures"][long.name] for long in LONG if is_like and long.name in before["measures"]
        }
        return {**results, "measures": {**results["measures"], **stay}}
    return {**before, "measures": {**before["measures"], **results["measures"]}}


def main() -> int:
    """Measure, and write the results down; the status is 1 if a measure failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--short", action="store_true")
    options.add_argument("--only", choices=[measure.name for measure in (*MEASURES, *LONG)], nargs="+")
    options.add_argument("--long", action="store_true", help="what is not measured each time, and nothing else")
    options.add_argument(
        "--patience", type=float, default=1.0, help="how many times longer all may take: a busy machine"
    )
    options.add_argument("--into", type=Path, default=RESULTS)
    given = options.parse_args()
    named = given.only or [measure.name for measure in (LONG if given.long else MEASURES)]
    chosen = [measure for measure in (*MEASURES, *LONG) if measure.name in named]
    run = partial(run_measure, short=given.short, patience=given.patience)
    results = measure_all(chosen, run, short=given.short)
    if given.into.exists():
        results = keep_earlier(results, json.loads(given.into.read_text(encoding="utf-8")), chosen)
    given.into.parent.mkdir(parents=True, exist_ok=True)
    given.into.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if any("failed" in results["measures"][measure.name] for measure in chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
