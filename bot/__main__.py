"""The program `thirdchair`. Where the bot is to run, nothing is loaded that only the other commands need: 5 MB, which stay."""

import sys

from bot.app.operator.run_command import make_program, run, tell_errors


def run_program() -> None:
    """Run the command line."""
    if sys.argv[1:2] == ["run"]:
        program = make_program()
        program.command()(run)
    else:
        from bot.cli import app as program  # noqa: PLC0415 - the reason why this file is there
    tell_errors(program)


if __name__ == "__main__":
    run_program()
