"""What is loaded: no SDK where a backend has its address and model, and nothing that only other commands need."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from bot_process import PROGRAM, list_program_words

from bot.__main__ import read_run, run_program

SDKS = ("anthropic", "openai")
OPENED = """\
import asyncio, sys
import bot.cli
from bot.llm.backend import open_backend
from bot.settings.models import BackendSettings

async def main() -> None:
    async with open_backend(BackendSettings(**{settings!r}, api_key_file={key!r})):
        print(*(name for name in {sdks!r} if name in sys.modules))

asyncio.run(main())
"""
KINDS = {
    "embedded": ({}, ""),
    "openai": ({"kind": "openai", "base_url": "http://127.0.0.1:9/v1", "model": "m"}, ""),
    "anthropic": ({"kind": "anthropic", "base_url": "http://127.0.0.1:9", "model": "m"}, ""),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_no_sdk_is_loaded_where_all_is_configured(tmp_path: Path, kind: str) -> None:
    """With no backend the whole program loads an SDK: each is asked by one POST, and an SDK takes tens of megabytes."""
    settings, loaded = KINDS[kind]
    key = tmp_path / "key"
    key.write_text("a key")
    program = OPENED.format(settings=settings, key=str(key), sdks=SDKS)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == loaded


def test_what_stays_loads_no_library_for_what_it_does_not_do() -> None:
    """No second library of cryptography beside nio's, no parser of C, no measure of typos before there is one, no second client."""
    program = "import sys; import bot.__main__; print(*(name for name in {names!r} if name in sys.modules))"
    names = ("cryptography", "cffi", "pycparser", "rapidfuzz", "httpx2")
    done = subprocess.run(
        [sys.executable, "-c", program.format(names=names)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("words", "file"),
    [
        (["run"], "bot.yaml"),
        (["run", "--config", "clinic.yaml"], "clinic.yaml"),
        (["run", "--config=clinic.yaml"], "clinic.yaml"),
        (["run", "--config"], None),
        (["run", "--config", ""], None),
        (["run", "--config="], None),
        (["run", "--help"], None),
        (["run", "--config", "clinic.yaml", "more"], None),
        (["check", "--config", "clinic.yaml"], None),
        ([], None),
    ],
)
def test_what_is_plain_is_read_without_the_command_line(words: list[str], file: str | None) -> None:
    """The two ways to say where the deployment file is are read at once; anything else is read as every command is."""
    assert read_run(words) == (Path(file) if file else None)


def test_what_stays_loads_nothing_that_only_other_commands_need() -> None:
    """`thirdchair run` has neither the other commands in its memory nor what draws on a terminal; `--help` still lists them all."""
    program = "import sys; import bot.__main__; print(*(name for name in {names!r} if name in sys.modules))"
    names = ("bot.cli", "bot.demo", "typer", "rich", "pygments", "twisted", "aiohttp.web", *SDKS)
    done = subprocess.run(
        [sys.executable, "-c", program.format(names=names)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""
    listed = subprocess.run([sys.executable, "-m", "bot", "--help"], check=True, capture_output=True, text=True).stdout
    assert all(f" {name} " in listed for name in ("run", "check", "doctor", "exam", "demo"))


def test_what_is_measured_and_tested_is_the_program_that_people_start() -> None:
    """Tests start by its module what `pyproject.toml` puts into the script: no script that was made of an earlier one."""
    scripts = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts["thirdchair"] == f"{run_program.__module__}:{run_program.__name__}"
    assert list_program_words(PROGRAM) == (sys.executable, "-P", "-m", run_program.__module__.removesuffix(".__main__"))
    assert list_program_words(Path("elsewhere")) == ("elsewhere",)
