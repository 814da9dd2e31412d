"""Write the man page and the shells' completions from the command line itself: `make docs` does.

    python scripts/write_man.py [--check]

The page is docs/thirdchair.1, the completions are in deploy/completion; the wheel puts each where a system looks for it.
With `--check` nothing is written, and the status is 1 if something would be.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.completion import get_completion_script

from bot.cli import app

ROOT = Path(__file__).parents[1]
PROGRAM = "thirdchair"
COMPLETIONS = {"bash": f"{PROGRAM}.bash", "zsh": f"_{PROGRAM}", "fish": f"{PROGRAM}.fish"}
STATUS = {
    "0": "done; of a bot: it was stopped.",
    "1": "something was found that a person has to see to.",
    "70": "a bug; what the log says of it can be reported.",
    "75": "the homeserver gave no answer that makes sense; try again.",
    "77": "login or identity were refused.",
    "78": "the configuration or the data folder was refused.",
}
FILES = {
    "bot.yaml": "the deployment file, taken from the working folder unless --config names another.",
    "rooms/*.yaml": "a file for each room, beside it.",
}


def escape(text: str) -> str:
    """Return `text` so that roff shows it as it is."""
    quoted = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"(?m)^([.'])", r"\\&\1", re.sub(r"`([^`\n]+)`", r"\\fB\1\\fR", quoted))


def list_commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each command that can be typed, with its whole name, in the order of `--help`."""
    for part, inner in getattr(command, "commands", {}).items():
        whole = f"{name} {part}".strip()
        if hasattr(inner, "commands"):
            yield from list_commands(inner, whole)
        else:
            yield whole, inner


def describe_command(name: str, command: Any) -> str:
    """Return the part of the page on one command: how it is typed, what it does, its options."""
    arguments = [part for part in command.params if part.param_type_name == "argument"]
    options = [part for part in command.params if part.param_type_name == "option"]
    typed = "".join(f" \\fI{part.name}\\fR" if part.required else f" [\\fI{part.name}\\fR]" for part in arguments)
    lines = [".TP", f"\\fB{PROGRAM} {escape(name)}\\fR{typed}", escape(command.help or "")]
    for part in (*arguments, *options):
        called = part.name if part in arguments else ", ".join(part.opts)
        lines += [".RS", ".TP", f"\\fB{escape(called)}\\fR", escape(part.help or ""), ".RE"]
    return "\n".join(line for line in re.sub(r"\n\n+", "\n.IP\n", "\n".join(lines)).splitlines() if line.strip())


def compose_man_page() -> str:
    """Return the page."""
    command: Any = typer.main.get_command(app)
    commands = "\n".join(describe_command(*each) for each in list_commands(command))
    status = "\n".join(f".TP\n{number}\n{escape(meaning)}" for number, meaning in STATUS.items())
    files = "\n".join(f".TP\n\\fI{escape(name)}\\fR\n{escape(meaning)}" for name, meaning in FILES.items())
    return f"""\
.\\" Written by scripts/write_man.py from the command line itself: make docs
.TH THIRDCHAIR 1 "" "Third Chair" "User Commands"
.SH NAME
{PROGRAM} \\- an AI that sits in on therapy sessions in Matrix rooms, under the therapist's control
.SH SYNOPSIS
.B {PROGRAM}
.I command
.RI [ options ]
.SH DESCRIPTION
{escape(command.help or "")}
.SH COMMANDS
{commands}
.SH EXIT STATUS
{status}
.SH FILES
{files}
.SH SEE ALSO
The pages that come with it: docs/operators.md, docs/policy.md, docs/backends.md.
"""


def make_files() -> dict[Path, str]:
    """Return every file that is written, with its text."""
    completions = {
        ROOT / "deploy" / "completion" / name: get_completion_script(
            prog_name=PROGRAM, complete_var=f"_{PROGRAM.upper()}_COMPLETE", shell=shell
        ).strip()
        + "\n"
        for shell, name in COMPLETIONS.items()
    }
    return {ROOT / "docs" / f"{PROGRAM}.1": compose_man_page(), **completions}


def main() -> int:
    """Write the files, or look whether they are as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, and say whether something would be")
    check = parser.parse_args().check
    made = make_files()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not as the code says: run `make docs`.\n")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
