"""Practising live translation: plain talk brings cards, one message is taken back, and the closing card counts them as others."""

import asyncio
import io
import re
from pathlib import Path
from typing import Any

import pytest
from practised import FOUND, WHOLE, mistakes, played
from rich.console import Console
from rows import try_each

from bot.demo.practice.here import play_in_terminal
from bot.demo.practice.judgement import Finding, Record
from bot.demo.practice.library import choose_scenario, find_scripted_answer, make_script
from bot.demo.practice.memory_room import THERAPIST, Table
from bot.demo.practice.play import play_scenario
from bot.demo.practice.real_rooms import Eraser, Rooms, Voice
from bot.demo.practice.scripted import Scripted
from bot.demo.screen import Screen
from bot.errors import BackendUnable
from bot.model import Desk, EventId, Language, Masked, Prompt, Task, Turn
from bot.words import languages

LIVE = tuple(entry for entry in FOUND if entry.scenario.live)


@try_each("entry", LIVE)
def test_live_translation_is_practised_on_plain_talk(entry: Any) -> None:
    """Nobody types a command: each message comes to the desk as a card, good, wrong or stale, and counts as others do."""
    assert all(step.draft and not step.says.startswith("!") for step in entry.scenario.steps)
    shown = " ".join(played(entry.scenario, "ok", "no", "ok").replace("│", " ").split())
    caught, missed, right, stale = {
        "en": ("Caught:", "Let out, though", "Let out, and nothing was wrong on purpose: K1.", "Went stale"),
        "id": ("Tertangkap:", "Lolos,", "Dikirim, dan tidak ada yang sengaja dibuat salah: K1.", "Tidak berlaku lagi"),
    }[entry.scenario.own]
    assert re.search(rf"{caught}.* K2 · .*{missed}.* K3 · .*{re.escape(right)}.*{stale}.*: K4\.", shown)


def test_live_translation_is_practised_in_both_languages() -> None:
    """Therapists of either language can practise it."""
    assert {entry.scenario.own for entry in LIVE} == set(languages())


def test_a_therapists_wording_of_a_live_translation_is_judged_as_others() -> None:
    """A card of a live translation is reworded as any: the new wording belongs to the same message, and the error is caught."""
    scenario = choose_scenario(FOUND, "live-translation", "en")
    shown = played(scenario, "no", "I never said that you must look after my mother alone.", "ok K3", "no")
    assert "Caught" in shown
    assert "though something was wrong" not in shown


def test_who_ends_live_translation_ends_its_practice() -> None:
    """Without live translation no card would come any more, and nobody waits for one that cannot come."""
    scenario = choose_scenario(FOUND, "live-translation", "en")
    typed = iter(["!translate auto off", "never read"])
    asyncio.run(play_in_terminal(scenario, Screen(Console(file=io.StringIO())), lambda: next(typed, None)))
    assert next(typed) == "never read"


def test_live_translation_is_practised_in_real_rooms() -> None:
    """The client writes once live translation is on, and deletes a message only when its draft is at the desk."""
    scenario = choose_scenario(FOUND, "live-translation", "en")
    record, script = Record(scenario.people, live=scenario.live), make_script(scenario)
    table = Table(scenario, record, lambda ask: find_scripted_answer(script, ask))
    last = scenario.steps[-1].says

    def voice(name: str) -> Voice:
        async def write(text: str, reply_to: EventId | None) -> EventId:
            event, _ = table.says(name, text, reply_to=reply_to)
            if text != last:
                table.says(THERAPIST, f"no {table.room.drafts[-1].code}", where=Desk())
            return event

        return write

    def eraser(name: str) -> Eraser:
        async def erase(message: EventId) -> None:
            assert record.is_at_desk(message)
            table.takes_back(name, message)

        return erase

    people = scenario.people
    stage = Rooms({name: voice(name) for name in people}, record, 0.0, erasers={name: eraser(name) for name in people})
    assert record.began
    asyncio.run(play_scenario(scenario, stage, record))
    made = [judgement.finding for judgement in record.list_judged()]
    assert made == [Finding.NEEDLESS, Finding.CAUGHT, Finding.CAUGHT, Finding.STALE]


def test_a_live_practice_begins_when_both_are_on() -> None:
    """The AI alone is not enough: before live translation is on, a message of a client would pass without a card."""
    scenario = choose_scenario(FOUND, "live-translation", "en")
    record = Record(scenario.people, live=scenario.live)
    Table(scenario.model_copy(update={"live": ()}), record, lambda _: None)
    assert not record.began
    Table(scenario, record, lambda _: None)
    assert record.began


def test_the_script_knows_what_is_translated_live() -> None:
    """A live translation has no request: the script goes by the messages between the fences, whatever of them is masked."""
    backend = Scripted({("interpret", "I saw Rina\nand her mother"): "Aku melihat mereka."})

    def asked(*messages: str) -> Prompt:
        text = "".join(f"Message:\n```a1b2c3d4\n{words}\n```a1b2c3d4\n\n" for words in messages)
        return Prompt(Task.INTERPRET, Language("id"), "", (Turn("user", Masked(text)),), Masked(""))

    answer = asyncio.run(backend.complete(asked("I saw [PERSON_1]", "and her mother"), max_tokens=9))
    assert answer.text == "Aku melihat mereka."
    with pytest.raises(BackendUnable):
        asyncio.run(backend.complete(asked("I saw nobody"), max_tokens=9))


def test_plain_talk_of_a_live_scenario_needs_a_draft_that_can_come(tmp_path: Path) -> None:
    """Where live translation is on, a sentence without `draft` is told, and so is a draft for what is in no language."""
    live = WHOLE.replace("people:", "live: [en, id]\npeople:")
    silent = live.replace("steps:\n", "steps:\n  - {who: Kim, says: I would like to talk about my week}\n")
    assert mistakes(tmp_path, silent)[0].startswith("mine.en.yaml:7: this asks the AI, and no `draft`")
    (told,) = mistakes(tmp_path, live.replace('"!explain gobbledyquux"', "Hahaha"))
    assert "nothing asks the AI for this draft. Let `says` be a whole sentence" in told
