"""Scenarios of a practice as tests play them: ours, one that is whole, and what the terminal shows of either."""

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.demo.practice.here import play_in_terminal
from bot.demo.practice.library import load_scenarios
from bot.demo.practice.scenario import Scenario
from bot.demo.screen import Screen
from bot.errors import ConfigWrong

FOUND = load_scenarios()
WHOLE = """\
title: One
about: Kim comes for the first time.
language: [en]
people: [Kim]
steps:
  - who: Kim
    says: "!explain gobbledyquux"
    draft: Gobbledyquux is a mild word that heals.
    wrong: medication
    gone: [heals]
    why: It promises.
"""


def played(scenario: Scenario, *lines: str) -> str:
    """Return what the terminal shows when the therapist types `lines`, and no more."""
    shown, typed = io.StringIO(), iter(lines)
    screen = Screen(Console(file=shown, width=120, highlight=False))
    asyncio.run(play_in_terminal(scenario, screen, lambda: next(typed, None)))
    return shown.getvalue()


def mistakes(folder: Path, text: str) -> list[str]:
    """Return every mistake that is told of a scenario file with this text."""
    (folder / "mine.en.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigWrong) as error:
        load_scenarios((folder,))
    assert error.value.exit_code == 78
    return [str(mistake) for mistake in error.value.mistakes]
