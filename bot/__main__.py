"""The program `thirdchair`. Where the bot is to run, nothing is loaded that only the other commands need: 7 MB, which stay."""

import gc
import sys
from functools import partial
from pathlib import Path

gc.disable()  # what is loaded stays: looking for garbage in it, as it grew, took a quarter of the time

from bot.app.operator.run_command import DEFAULT_CONFIG, run_from, tell_errors  # noqa: E402 - for that reason

gc.freeze()  # until there is time to look: `bot/app/read_lists.py`
gc.enable()


def run_program() -> None:
    """Run the command line."""
    config = read_run(sys.argv[1:])
    if config is not None:
        tell_errors(partial(run_from, config))
    else:
        from bot.cli import main  # noqa: PLC0415 - the reason why this file is there

        main()


def read_run(words: list[str]) -> Path | None:
    """Return with which deployment file the bot is to run; None for anything else, and for what has to be read by more rules."""
    match words:
        case ["run"]:
            return DEFAULT_CONFIG
        case ["run", "--config", file] if file:
            return Path(file)
        case ["run", word] if word.startswith("--config=") and word != "--config=":
            return Path(word.removeprefix("--config="))
    return None


if __name__ == "__main__":
    run_program()
