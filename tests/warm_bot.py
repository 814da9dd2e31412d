"""The bot's program, loaded once and forked for each start: to load it, with its lists of words, takes three seconds.

What is forked is `thirdchair` as a process of its own, with its own files, signals and end, as if it had just been loaded.
Python's own fork server loads it (`program_loaded.py`), before any loop or notebook is open. Tests of the start itself
run the program as people do: `BotProcess(folder, loads_itself=True)`.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from multiprocessing.forkserver import ensure_running
from pathlib import Path

from wrong_clock import follow_wrong_clock

_NURSERY = multiprocessing.get_context("forkserver")


def fork_bot(
    *arguments: str, out: Connection | None = None, clock: Path | None = None
) -> tuple[ForkServerProcess, Connection]:
    """Start `thirdchair` with `arguments`; return its process, and the pipe with what it says on standard error.

    What it prints goes into the pipe `out`, which is its own from then on, or nowhere. With a `clock` its time is as
    wrong as stands there (`wrong_clock.py`).
    """
    _open_nursery()
    told, errors = _NURSERY.Pipe(duplex=False)
    process = _NURSERY.Process(target=_be_program, args=(arguments, dict(os.environ), out, errors, clock), daemon=True)
    process.start()
    for end in filter(None, (out, errors)):
        end.close()
    return process, told


def _open_nursery() -> None:
    """Start the fork server, if this is the first bot; it looks for modules where the tests do."""
    before = os.environ.copy()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path(__file__).parent), before.get("PYTHONPATH"))))
    try:
        _NURSERY.set_forkserver_preload(["program_loaded"])
        ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)


def _be_program(
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    out: Connection | None,
    errors: Connection,
    clock: Path | None,
) -> None:
    """Become the program, in the forked process; SystemExit ends it as it ends any other."""
    from bot.cli import main  # noqa: PLC0415 - loaded before the fork, and never in the process of the tests
    from bot.llm.environment import seal_environment  # noqa: PLC0415 - the same

    os.setpgid(0, 0)  # Ctrl-C reaches the tests alone
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream, file in enumerate((nothing, out.fileno() if out else nothing, errors.fileno())):
        os.dup2(file, stream)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - what was there before takes it for a file
    os.environ.clear()
    os.environ.update(environment)
    seal_environment()  # as it is where an SDK is loaded
    sys.argv = ["thirdchair", *arguments]
    for end in filter(None, (out, errors)):
        end.close()
    if clock:
        follow_wrong_clock(clock)
    main()
