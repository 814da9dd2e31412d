"""The man page and the shells' completions: nobody can add a command and leave it out of them."""

import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    """Return the program that writes them."""
    spec = spec_from_file_location("write_man", ROOT / "scripts" / "write_man.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_as_the_command_line_says(writer: ModuleType) -> None:
    """Page and completions are what `make docs` writes, letter by letter."""
    written = {path: path.read_text(encoding="utf-8") for path in writer.make_files()}
    assert written == writer.make_files(), "run `make docs`"


def test_every_command_stands_on_the_page(writer: ModuleType) -> None:
    """Whatever can be typed is on the page with each of its options, also commands of commands."""
    page = (ROOT / "docs" / "thirdchair.1").read_text(encoding="utf-8")
    commands = dict(writer.list_commands(typer.main.get_command(app)))
    assert {"run", "keys setup", "audit trim"} <= commands.keys()
    for name, command in commands.items():
        part = page.partition(f"\\fBthirdchair {writer.escape(name)}\\fR")[2]
        assert [option for option in command.params if writer.escape(option.opts[0]) not in part] == [], name


def test_nothing_of_a_help_text_is_taken_for_an_order(writer: ModuleType) -> None:
    """A line that begins with a dot, and a backslash, stand on the page as they are typed."""
    assert writer.escape(".so /etc/passwd\n\\n `keys setup`") == "\\&.so /etc/passwd\n\\en \\fBkeys setup\\fR"


def test_bash_reads_its_completion() -> None:
    """The completion is a program that bash understands."""
    bash = shutil.which("bash")
    assert bash is not None
    subprocess.run([bash, "-n", ROOT / "deploy" / "completion" / "thirdchair.bash"], check=True)
