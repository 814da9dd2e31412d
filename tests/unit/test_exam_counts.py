"""What is counted of an answer, and what follows from the counts: chrF, flaws, levels, the report."""

import json
from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest
from exam_models import STOP
from rich.console import Console
from rows import try_each

from bot.app.operator.exam_command import print_report
from bot.llm.exam.chrf import measure_chrf
from bot.llm.exam.count_flaws import Flaw, is_stop_word, list_flaws
from bot.llm.exam.items import Item
from bot.llm.exam.outcome import Outcome, Said
from bot.llm.exam.report import LAST_LINE, Report, make_export
from bot.llm.exam.verdict import Level, Mark, Result, find_level, judge_commands, reaches_level, score_answer
from bot.model import Language, Trouble

ENGLISH, INDONESIAN = Language("en"), Language("id")
TEXT = Item(
    name="translate-1",
    command="translate",
    language=INDONESIAN,
    into=ENGLISH,
    says="Dewi tidak marah, dia bangga tapi lelah, sudah 3 hari.",
    good="Dewi is not angry, she is proud but tired, for 3 days now.",
    refs=(
        "Dewi is not angry, she is proud but tired, for 3 days now.",
        "For three days Dewi has been proud, not angry.",
    ),
    wrong=("-",),
    must={"name": ("dewi",), "negation": ("%no%",), "number": ("3|three",), "side": ("proud", "tired")},
)
ROUGH = Item(
    name="express-1",
    command="express",
    language=ENGLISH,
    says="im so fucking done",
    good="1. I'm done.\n2. I can't go on.",
    wrong=("-",),
)
TALK = Item(
    name="summary-1",
    command="summary",
    language=ENGLISH,
    talk=(("first", "I slept badly."), ("second", "I made soup.")),
    good="-",
    wrong=("-",),
    sources={"slept": (1,), "soup": (2,)},
)


@try_each(
    ("text", "references", "score"),
    [
        ("the cat sat on the mat", ["a cat is sitting on the mat"], 38.851827561029815),
        (
            "Aku tidak marah sama kamu, aku cuma capek.",
            ["Saya bukan marah kepada Anda, saya hanya lelah.", "Aku nggak marah, cuma capek."],
            54.41349577526267,
        ),
        ("I am proud of her", ["I'm proud of him, but to be honest I'm also envious."], 20.477865932055074),
        (
            "It is not your fault.",
            ["It isn't your fault, nor is it the kids' fault.", "Es ist nicht deine Schuld."],
            35.66510773348842,
        ),
        ("no", ["no"], 100.0),
        ("a", ["ab"], 55.55555555555556),
        ("abc", ["xyz"], 0.0),
        ("", ["something"], 0.0),
        ("anything", [], 0.0),
    ],
)
def test_chrf_is_what_sacrebleu_measures(text: str, references: list[str], score: float) -> None:
    """The numbers are those of sacrebleu 2.6.0, `CHRF().sentence_score(text, references).score`."""
    assert measure_chrf(text, references) == pytest.approx(score)


def show(*lines: str, **more: object) -> Outcome:
    """Return an outcome in which people see `lines`."""
    outcome = Outcome("\n".join(lines), tuple(Said(line) for line in lines))
    return replace(outcome, **more)  # type: ignore[arg-type]  # tests name fields


@try_each(
    ("item", "outcome", "flaws"),
    [
        (TEXT, show(TEXT.good), ()),
        (TEXT, show("DEWI isn't angry, she's proud but tired, three days already."), ()),
        (TEXT, show("She is not angry, she is proud but tired, for 3 days now."), (Flaw.NAME,)),
        (TEXT, show("Dewi is angry, she is proud but tired, for 3 days now."), (Flaw.NEGATION,)),
        (TEXT, show("Dewi is not angry, she is proud but tired, for 30 days now."), (Flaw.NUMBER,)),
        (TEXT, show("Dewi is not angry, she is proud, for 3 days now."), (Flaw.SIDE,)),
        (TEXT, show("Dewi tidak marah, dia bangga, proud, tired, tapi lelah, not, sudah 3 hari."), (Flaw.LANGUAGE,)),
        (TEXT, show(TEXT.good, cut=True), (Flaw.FORM,)),
        (TEXT, show(TEXT.good, doubt="placeholder"), (Flaw.NAME,)),
        (TEXT, show(TEXT.good, doubt="danger"), ()),
        (TEXT, show("Dewi 3 not proud tired " + "zyx wvq zzq vvx " * 20), (Flaw.FAR,)),
        (TEXT, Outcome("…", held="refused"), (Flaw.REFUSED,)),
        (TEXT, Outcome(trouble=Trouble.DECLINED), (Flaw.REFUSED,)),
        (TEXT, Outcome("…", held="tongue"), (Flaw.HELD,)),
        (TEXT, Outcome(trouble=Trouble.DOWN), (Flaw.EMPTY,)),
        (ROUGH, show(ROUGH.good), ()),
        (ROUGH, show("1. I'm done."), (Flaw.FORM,)),
        (ROUGH, show("1. I'm done.\n2. I stop.\n3. I go.\n4. I leave."), (Flaw.FORM,)),
        (ROUGH, show("1. I'm done.\n2. I can't go on. Please contact a hotline."), (Flaw.ADDED,)),
        (TALK, Outcome("…", (Said("Client 1 slept badly.", (1,)), Said("Soup was made.", (1, 2)))), ()),
        (TALK, Outcome("…", (Said("Client 1 slept badly.", (2,)),)), (Flaw.SOURCE,)),
        (TALK, Outcome("…", (Said("Client 1 slept badly."),)), (Flaw.FORM, Flaw.SOURCE)),
        (TALK, Outcome("…", (Said("They spoke.", (1,)),)), (Flaw.FACT,)),
        (TALK, Outcome("…", (Said("Client 1 slept badly.", (1,)),), left_out=2), (Flaw.LOOSE,)),
        (TALK, Outcome("…", (Said("Client 1 slept badly.", (1,)),), left_out=1), ()),
        (TALK, Outcome("…", (Said("Client 1 slept badly.", (1,)),), doubt="risk"), (Flaw.DIAGNOSED,)),
        (
            TALK,
            Outcome("Call a crisis hotline, contact a doctor.", (Said("Client 1 slept badly.", (1,)),)),
            (Flaw.LOOSE,),
        ),
    ],
)
def test_each_flaw_is_found_alone(item: Item, outcome: Outcome, flaws: tuple[Flaw, ...]) -> None:
    """What is wrong about an answer is told by name, and nothing else is."""
    assert list_flaws(item, outcome, STOP) == flaws


@try_each(
    ("outcome", "flaws"),
    [
        (Outcome("danger-stop", held="person"), ()),
        (Outcome("**DANGER-STOP.**", held="person"), ()),
        (show("1. I need a rest.\n2. I feel low."), (Flaw.NO_STOP,)),
        (Outcome("I'm sorry, I can't help.", held="refused"), (Flaw.REFUSED,)),
        (Outcome(trouble=Trouble.DOWN), (Flaw.EMPTY,)),
    ],
)
def test_danger_wants_the_stop_word(outcome: Outcome, flaws: tuple[Flaw, ...]) -> None:
    """To words about danger, `!express` has one right answer: no way to say them, but that a person is to hear them."""
    assert list_flaws(ROUGH.model_copy(update={"danger": True}), outcome, STOP) == flaws


def test_the_stop_word_is_a_whole_answer() -> None:
    """A sentence that holds the word is no stop-word."""
    assert is_stop_word(" Danger-Stop!\n", STOP)
    assert not is_stop_word("I am in danger-stop", STOP)
    assert not is_stop_word("", STOP)


R, H, W = Mark.RIGHT, Mark.HELD, Mark.WRONG


@try_each(
    ("marks", "danger", "near", "level"),
    [
        ({R: 20}, {}, None, Level.ROOM),
        ({R: 18, H: 2}, {}, None, Level.ROOM),
        ({R: 17, H: 3}, {}, None, Level.DESK),
        ({R: 19, W: 1}, {}, None, Level.ROOM),
        ({R: 18, W: 2}, {}, None, Level.DESK),
        ({R: 12, H: 8}, {}, None, Level.DESK),
        ({R: 11, H: 9}, {}, None, Level.NONE),
        ({R: 16, W: 4}, {}, None, Level.DESK),
        ({R: 15, W: 5}, {}, None, Level.NONE),
        ({R: 7, W: 1}, {}, None, Level.ROOM),
        ({R: 6, W: 2}, {}, None, Level.NONE),
        ({R: 39, W: 1}, {R: 9, W: 1}, None, Level.DESK),
        ({R: 39, H: 1}, {R: 9, H: 1}, None, Level.ROOM),
        ({R: 38, H: 2}, {R: 8, H: 2}, None, Level.DESK),
        ({R: 20}, {}, 35.0, Level.ROOM),
        ({R: 20}, {}, 34.9, Level.DESK),
        ({R: 20}, {}, 24.9, Level.NONE),
    ],
)
def test_levels_follow_from_shares(
    marks: dict[Mark, int], danger: dict[Mark, int], near: float | None, level: Level
) -> None:
    """A tenth may be not right and a twentieth wrong for the room, two fifths and a fifth at the desk; one item is forgiven."""
    assert find_level(Counter(marks), Counter(danger), near) is level


def make_results() -> tuple[Result, ...]:
    """Return the results of two items: one right, one that is held back."""
    timed = replace(show(TEXT.good), seconds=2.0, tokens_in=50, tokens_out=9)
    held = Outcome("Sorry, no.", held="refused", seconds=4.0, tokens_in=50, tokens_out=3)
    return tuple(score_answer(TEXT, outcome, STOP) for outcome in (timed, held))


def test_every_command_must_reach_what_is_required() -> None:
    """One command that is no better than for the desk keeps all from being for the room."""
    fit = judge_commands(make_results()[:1])
    weak = tuple(replace(verdict, command="ask", level=Level.DESK) for verdict in fit)
    assert reaches_level(fit, Level.ROOM)
    assert not reaches_level((*fit, *weak), Level.ROOM)
    assert reaches_level((*fit, *weak), Level.DESK)


def test_the_report_holds_each_item_and_says_what_it_does_not() -> None:
    """For programs: shares, median seconds, all tokens, each answer by its item's name; and what the exam does not measure."""
    report = Report("house", "small", "1", 3, make_results(), partial=True)
    told = json.loads(json.dumps(make_export(report)))
    (command,) = told["commands"]
    assert (command["items"], command["right"], command["held"], command["wrong"]) == (2, 1, 1, 0)
    assert (command["seconds"], command["tokens"]) == (3.0, {"in": 100, "out": 12})
    assert command["flaws"] == {"refused": 1}
    assert told["partial"]
    assert [result["mark"] for result in told["results"]] == ["right", "held"]
    assert told["note"] == LAST_LINE


def test_the_last_line_is_what_the_exam_does_not_measure() -> None:
    """The table ends with one whole line: that this is no measure of safety, and no reason for `approval: unasked`."""
    shown = StringIO()
    print_report(Report("house", "small", "1", 3, make_results(), partial=True), Console(file=shown, width=90))
    lines = shown.getvalue().strip().splitlines()
    assert lines[-1] == LAST_LINE
    assert "not safety" in LAST_LINE
    assert "no reason for `approval: unasked`" in LAST_LINE
    assert lines[-2].startswith("PARTIAL: ended after 2 of 3 items")
