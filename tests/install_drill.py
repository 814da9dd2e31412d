"""The hour of an operator, played from a fresh machine: installed, set up, looked at, in a session, backed up, lost, restored.

    make install-drill

Prints a line a step, with the seconds since the beginning, and the minutes at the end; ends with status 1 at the step that fails.
Everything lies in a temporary folder, listens on free ports of 127.0.0.1, and is ended with us. `--program` plays it with a program
that is installed already, which leaves out the longest step.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TypeAlias

import hour_of_loss as loss
import hour_of_setting_up as setting_up
from fresh_machine import FreshMachine
from operators_hour import Hour

Step: TypeAlias = Callable[[Hour], Awaitable[str]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("program", setting_up.install_program),
    ("homeserver", setting_up.start_homeserver),
    ("init", setting_up.set_bot_up),
    ("check", setting_up.check_files),
    ("doctor", setting_up.ask_doctor),
    ("run", setting_up.run_bot),
    ("session", loss.hold_session),
    ("drill", loss.play_alarm),
    ("metrics", loss.read_metrics),
    ("backup", loss.back_up),
    ("loss", loss.lose_disk),
    ("restore", loss.restore_backup),
    ("run again", loss.run_restored),
    ("session again", loss.go_on),
    ("audit", loss.verify_audit),
    ("doctor again", loss.ask_doctor_again),
)


async def play_hour(hour: Hour, steps: tuple[tuple[str, Step], ...] = STEPS) -> str | None:
    """Play every step; return the name of the one that failed, if one did."""
    began = time.monotonic()

    def say(number: int, what: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:7.1f} s  {number:2}. {what}\n")
        sys.stdout.flush()

    for number, (name, step) in enumerate(steps, 1):
        try:
            seen = await step(hour)
        except Exception as wrong:  # noqa: BLE001 - whatever it is, the operator reads at which step
            say(number, f"{name} FAILED: {type(wrong).__name__}: {wrong}")
            return name
        say(number, f"{name}: {seen}")
    sys.stdout.write(f"The hour took {(time.monotonic() - began) / 60:.1f} minutes.\n")
    return None


async def play_drill(program: Path | None) -> int:
    """Play it in a folder of its own, end all that was started, and return the exit status."""
    playing = asyncio.current_task()
    assert playing is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, playing.cancel)
    with tempfile.TemporaryDirectory(prefix="install-drill-") as folder:
        async with AsyncExitStack() as stack:
            failed = await play_hour(Hour(FreshMachine(Path(folder), program), stack))
    return 1 if failed else 0


def main() -> int:
    """Play what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=lambda path: Path(path).absolute(), help="thirdchair, installed already")
    return asyncio.run(play_drill(parser.parse_args().program))


if __name__ == "__main__":
    sys.exit(main())
