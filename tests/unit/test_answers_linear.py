"""Nothing that reads a model's text takes longer than the text is long: each pattern is read, and each reader is tried.

A model that is broken, or talked into it, writes 20,000 brackets; all rooms share one loop and would wait for the end of it.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from linear_patterns import find_slow_parts
from rows import try_each
from scene import KIM, policy

import bot.session
from bot.app.detect_language import weigh_languages
from bot.masking.names import Names, unmask
from bot.model import Answered, EventId, Language, Line, Room, RoomId, Task
from bot.session import answers
from bot.session.answers import (
    called,
    citations,
    hinting,
    hold_translation,
    kept_links,
    loops,
    named_term,
    points,
    schema,
    tidy,
    trim_translation,
    unfinished,
    ways,
)
from bot.session.danger.tripwire import is_hinting
from bot.session.notes import check, reduce_points
from bot.session.notes.line_source import Source
from bot.session.notes.template import find_form
from bot.session.request import prompts
from bot.session.talk.window import strip_quotations
from bot.session.translation import spoken
from bot.words import fold_text
from bot.words.shelf import use_shelf

GIVEN = "Aku mau pindah dari rumah itu besok pagi. Eh, enggak jadi deh, lihat www.example.com."
NAMES = ("Kim", "Ana")
LONG = 20_000
MOST_SECONDS = 4.0
"""Of this process, for one text: a hundred times what any takes, and less than what reading again and again did cost."""
POLICY = policy()
FORM = find_form(POLICY, Task.NOTE, "soap", Language("en"))
assert FORM is not None
TALK = tuple(Line(EventId(f"$t{at}"), KIM, float(at), "no, a word was said") for at in range(2))
SHOWN = reduce_points.Shown(Room(RoomId("!r")), POLICY, FORM, TALK)
SOURCE = Source(TALK, TALK, POLICY, prompts.name_speakers(TALK, POLICY))

FITTED = (Task.EXPLAIN, Task.TRANSLATE, Task.EXPRESS, Task.ASK, Task.SUGGEST, Task.OFFER, Task.INTERPRET)
PLAIN = ("x", "[1] a", "Option 1: a word [1]", "\u201ca word\u201d was said [1]", '- a: no "word" was said [1-2]', "{}")
"""Texts that lead to patterns which are made while a text is read."""

Reader = Callable[[str], object]


def answered(text: str) -> Answered:
    """Return an answer that says `text`, and broke off."""
    return Answered(EventId("$a"), 0.0, EventId("$q"), text, "house", "small", cut=True)


READERS: dict[str, Reader] = {
    "clean_answer": lambda text: schema.clean_answer(Task.TRANSLATE, text, GIVEN),
    "count_sentences": trim_translation.count_sentences,
    "cut_before_dialog": lambda text: tidy.cut_before_dialog(text, NAMES),
    "count_loose_points": points.count_loose_points,
    "drop_closings": lambda text: trim_translation.drop_closings(text, GIVEN),
    "find_addresses": tidy.find_addresses,
    "find_danger_doubt": hinting.find_danger_doubt,
    "find_flaw": lambda text: check.find_flaw(text, TALK, TALK, POLICY),
    "find_point_flaw": lambda text: check.find_point_flaw(text, SOURCE),
    "find_doubt": lambda text: schema.find_doubt(text, GIVEN),
    "find_translation_flaw": lambda text: hold_translation.find_translation_flaw(text, GIVEN, hold_translation.Aim()),
    "find_ways": ways.find_ways,
    "fold_text": fold_text,
    "split_words": trim_translation.split_words,
    "guard_addresses": lambda text: kept_links.guard_addresses(text, GIVEN),
    "has_dialog": tidy.has_dialog,
    "has_stop_word": ways.has_stop_word,
    "has_shape": lambda text: hold_translation.has_shape(text, GIVEN),
    "is_answering": lambda text: hold_translation.is_answering(text, GIVEN),
    "is_calling_tool": unfinished.is_calling_tool,
    "is_for_person": ways.is_for_person,
    "is_looping": loops.is_looping,
    "is_refusing": lambda text: hold_translation.is_refusing(text, GIVEN),
    "is_longer": lambda text: hold_translation.is_longer(text, GIVEN),
    "is_declining": lambda text: hold_translation.is_declining(text, GIVEN),
    "is_dangling": hold_translation.is_dangling,
    "is_strange_note": lambda text: hold_translation.is_strange_note(text, GIVEN),
    "is_echoing": lambda text: hold_translation.is_echoing(text, GIVEN),
    "is_hinting": lambda text: is_hinting(text, POLICY),
    "is_turned": lambda text: hold_translation.is_turned(text, text),
    "is_in_another_language": lambda text: hold_translation.is_in_another_language(
        text, GIVEN, hold_translation.Aim((Language("en"),))
    ),
    "is_naming_term": lambda text: named_term.is_naming_term(text, "interoceptive exposure and response prevention"),
    "is_repeating_rules": lambda text: prompts.is_repeating_rules(text, GIVEN),
    "join_citations": tidy.join_citations,
    "list_lines": trim_translation.list_lines,
    "list_quotes": lambda text: list(check.list_quotes(text)),
    "looks_like_ours": tidy.looks_like_ours,
    "measure_text": hold_translation.measure_text,
    "parse_offer": points.parse_offer,
    "parse_pointed_message": lambda text: points.parse_pointed_message(text, 5),
    "parse_points": points.parse_points,
    "replace_addresses": lambda text: tidy.replace_addresses(text, "(link)"),
    "restore_addresses": lambda text: kept_links.restore_addresses(text, ("www.example.com",)),
    "restore_names": lambda text: called.numbered_titles().sub("", text),
    "shorten_text": tidy.shorten_text,
    "show_invisible": tidy.show_invisible,
    "split_answer_lines": points.split_answer_lines,
    "split_citations": lambda text: citations.split_citations(text, anywhere=True),
    "split_note": lambda text: trim_translation.split_note(text, GIVEN),
    "split_sentences": tidy.split_sentences,
    "strip_bullet": citations.strip_bullet,
    "strip_marks": lambda text: prompts.strip_marks(text, GIVEN),
    "strip_prompt_lines": lambda text: trim_translation.strip_prompt_lines(text, GIVEN),
    "strip_quotations": strip_quotations,
    "strip_quotes": check.strip_quotes,
    "strip_thinking": tidy.strip_thinking,
    "strip_thoughts": unfinished.strip_thoughts,
    "take_sentences": lambda text: tidy.take_sentences(text, 6),
    "tidy_text": tidy.tidy_text,
    "trim_translation": lambda text: trim_translation.trim_translation(text, GIVEN),
    "unmask": lambda text: unmask(text, Names()),
    "weigh_languages": weigh_languages,
    "count_sentence_words": lambda text: spoken.count_sentence_words(Room(RoomId("!r")), text),
    "read_points": lambda text: reduce_points.read_points(text, SHOWN),
    "fit_answer": lambda text: [schema.fit_answer(task, text[:4_000], GIVEN, NAMES) for task in FITTED],
    "read_ending": lambda text: [unfinished.read_ending(answered(text), task) for task in Task],
}
"""Whatever reads a model's text, by its name."""
SHAPES = (
    "[", "](", "[a](", "\n", "word ", "`", "*", "<think>", "</think>", "- ", "> ", "<a", "&amp;", "@", "a@", "a.", "a://", ". ",
    "[1, ", "1. ", '"', "'s ", "{", "[PERSON_", "\u200d", "\u0301", "Note:", "if you ", " ", "\u65e5\u672c",
)  # fmt: skip
"""What a broken model writes without end."""
MODULES = ("bot.session", "bot.words", "bot.danger_words", "bot.llm", "bot.app", "bot.masking.placeholders")
"""Where patterns are that read a model's text, and all that stands beside them."""


def list_patterns() -> Iterator[tuple[str, str, int]]:
    """Yield every pattern of `MODULES`, as (where it stands, the pattern, its flags): those of modules, then those made later."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith(MODULES):
            for key, thing in vars(module).items():
                if isinstance(thing, re.Pattern) and isinstance(thing.pattern, str):
                    yield f"{name}.{key}", thing.pattern, thing.flags
    yield from list_made_patterns()


def list_made_patterns() -> list[tuple[str, str, int]]:
    """Return the patterns that are made while a text is read: those that languages' folders fill, and those within functions."""
    made: list[tuple[str, str, int]] = []
    compile_pattern = re._compile  # type: ignore[attr-defined]

    def note_pattern(pattern: Any, flags: Any) -> Any:
        frame: Any = sys._getframe(1)
        while frame.f_globals["__name__"] in {"re", __name__}:
            frame = frame.f_back
        if isinstance(pattern, str) and frame.f_globals["__name__"].startswith(MODULES):
            made.append((f"{frame.f_globals['__name__']}, in {frame.f_code.co_name}", pattern, int(flags)))
        return compile_pattern(pattern, flags)

    with pytest.MonkeyPatch.context() as patch:
        use_shelf()  # whatever was kept of the folders is made again
        patch.setattr(re, "_compile", note_pattern)
        for name in READERS.keys() - {
            "find_danger_doubt",
            "is_hinting",
        }:  # the words of danger are no patterns, and reading them takes long
            for text in PLAIN:
                READERS[name](text)
    return made


@pytest.fixture(scope="module")
def patterns() -> set[tuple[str, str, int]]:
    """Return every pattern that reads a model's text."""
    for module in pkgutil.walk_packages(bot.session.__path__, "bot.session."):
        importlib.import_module(module.name)
    return set(list_patterns())


def test_every_pattern_over_a_models_text_is_linear(patterns: set[tuple[str, str, int]]) -> None:
    """No repeat in any of them may read the same text again and again: seen in the pattern, whatever the text is."""
    slow = {where: find_slow_parts(pattern, flags) for where, pattern, flags in patterns}
    assert {where: why for where, why in slow.items() if why} == {}
    assert len(patterns) > 120


@try_each(
    ("pattern", "slow"),
    [
        (r"\[[^\]\n]*\]", True),
        (r"\[[^\[\]\n]*\]", False),
        (r"(?s).*</think>", True),
        (r"(?s)\A.*</think>", False),
        (r"(?s)\A.*a.*b", True),
        (r"(?s)<think>.*?</think>", True),
        (r"(?m)^(\W*)\[", True),
        (r"(?m)^([^\w\n\[]*)\[", False),
        (r"\s+(?:means|is)", True),
        (r"\s+", False),
        (r"(?:a+)+b", True),
        (r"(?<!\w)\w+:", False),
        (r"\b\w+ disorder\b", False),
        (r"\w+ disorder\b", True),
        (r"\w+(?:-\w+)*", False),
        (r"[.!?]+(?=\s)", True),
        (r"[.!?]{1,40}(?=\s)", False),
        (r"<[^<>]{0,2000}>", False),
        (r"<?[^>]{0,2000}>", True),
    ],
)
def test_a_slow_pattern_is_known_by_its_look(pattern: str, slow: bool) -> None:
    """Those that froze all rooms are called slow, and those that took their places are not."""
    assert bool(find_slow_parts(pattern)) == slow


@pytest.mark.parametrize("name", READERS)
def test_twenty_thousand_of_anything_are_read_at_once(name: str) -> None:
    """Whatever is written without end, reading it takes a moment: with a margin that no busy machine uses up."""
    READERS[name]("a text, so that what is read once is")
    for shape in SHAPES:
        began = time.process_time()
        READERS[name]((shape * LONG)[:LONG])
        assert time.process_time() - began < MOST_SECONDS, shape


def list_public_readers(module: ModuleType) -> list[str]:
    """Return the public functions of a module whose first argument is a text."""
    functions = inspect.getmembers(module, inspect.isfunction)
    return [
        name
        for name, function in functions
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and [str(given.annotation) for given in inspect.signature(function).parameters.values()][:1]
        == ["<class 'str'>"]
    ]


def test_whatever_reads_an_answer_is_tried_here() -> None:
    """A new function over a model's text is a new row of `READERS`."""
    modules = [
        importlib.import_module(f"{answers.__name__}.{file.name}") for file in pkgutil.iter_modules(answers.__path__)
    ]
    public = {name for module in (*modules, check, reduce_points) for name in list_public_readers(module)}
    assert public - READERS.keys() == set()


def test_an_answer_of_four_megabytes_is_cut_before_it_is_looked_at() -> None:
    """What fits an answer, and what unmasks it, never sees more than is ever read of one."""
    seen: list[int] = []
    for read in (tidy.tidy_text, tidy.show_invisible):
        began = time.process_time()
        read("[" * 4_000_000)
        seen.append(int(time.process_time() - began))
    assert max(seen) < MOST_SECONDS
