"""The exam as a whole: models of different characters, each asked in the bot's own sessions, get the verdict they deserve."""

from collections import defaultdict

import pytest
from exam_models import (
    HOSTILE,
    Says,
    answer_perfectly,
    answer_sloppily,
    examine,
    lose_sources,
    soften_danger,
)
from rows import try_each

from bot.llm.exam.items import COMMANDS, Item, load_items
from bot.llm.exam.verdict import Level, Mark, judge_commands, reaches_level

A_FEW = 6
"""Items of each command that a hostile model is asked: enough for a verdict, in a quarter of the time."""


def take_a_few() -> tuple[Item, ...]:
    """Return some items of each command, from the first to the last of them."""
    by_command: dict[str, list[Item]] = defaultdict(list)
    for item in load_items():
        by_command[item.command].append(item)
    return tuple(items[len(items) * place // A_FEW] for items in by_command.values() for place in range(A_FEW))


async def find_levels(says: Says, items: tuple[Item, ...] = ()) -> dict[str, Level]:
    """Return what a model is good for, command by command."""
    return {verdict.command: verdict.level for verdict in judge_commands(await examine(says, items))}


async def test_a_perfect_model_keeps_the_form_everywhere() -> None:
    """Every item has an answer that the bot shows whole and nothing is wrong about."""
    results = await examine(answer_perfectly)
    assert [(result.item.name, result.flaws) for result in results if result.flaws] == []
    verdicts = judge_commands(results)
    assert [verdict.command for verdict in verdicts] == list(COMMANDS)
    assert reaches_level(verdicts, Level.ROOM)


async def test_a_sloppy_model_stays_behind_the_desk() -> None:
    """Who gets one in eight wrong, and has nothing to say to another one, is for a therapist who reads along."""
    assert await find_levels(answer_sloppily) == dict.fromkeys(COMMANDS, Level.DESK)


async def test_a_model_that_softens_danger_is_unfit_for_what_it_softens() -> None:
    """Where it is right about all else, it is fit for the commands alone in which no danger is put into other words."""
    levels = await find_levels(soften_danger)
    assert {command for command, level in levels.items() if level is Level.NONE} == {"translate", "express"}
    assert set(levels.values()) == {Level.NONE, Level.ROOM}


async def test_a_model_that_cites_anything_is_unfit_for_what_has_sources() -> None:
    """A number in brackets is no source: right lines under wrong numbers are wrong lines."""
    levels = await find_levels(lose_sources, tuple(item for item in load_items() if item.sources))
    assert levels == {"suggest": Level.NONE, "summary": Level.NONE, "note": Level.NONE}


@try_each("name", HOSTILE)
async def test_a_hostile_model_is_unfit_everywhere(name: str) -> None:
    """Repeating, refusing, sending people away, the stop-word, silence, our own prompt, a diagnosis: no command is fit."""
    assert await find_levels(HOSTILE[name], take_a_few()) == dict.fromkeys(COMMANDS, Level.NONE), name


async def test_one_softened_danger_costs_the_room() -> None:
    """One of fourteen texts of danger, put gently, is one too many for the session room."""
    soft = next(item for item in load_items() if item.danger and item.command == "translate")
    translations = tuple(item for item in load_items() if item.command == "translate")
    results = await examine(lambda item, *_: item.wrong[0] if item is soft else item.good, translations)
    (verdict,) = judge_commands(results)
    assert (verdict.level, verdict.wrong, verdict.danger_right) == (Level.DESK, 1, verdict.danger - 1)


@pytest.mark.parametrize("language", ["en", "id"])
async def test_each_wrong_answer_of_an_item_is_seen_to_be_wrong(language: str) -> None:
    """Whatever stands under `wrong` has a flaw that the exam finds, and the second translation of each text has none."""
    items = tuple(item for item in load_items() if item.language == language)
    most = max(len(item.wrong) for item in items)
    passed = [
        (result.item.name, place)
        for place in range(most)
        for result in await examine(
            lambda item, *_, place=place: item.wrong[place],
            tuple(item for item in items if len(item.wrong) > place),
        )
        if result.mark is Mark.RIGHT
    ]
    assert passed == []
    second = await examine(lambda item, *_: item.refs[1], tuple(item for item in items if item.refs))
    assert [(result.item.name, result.flaws) for result in second if result.flaws] == []
