"""Practice: scenarios are whole or refused with file and line, drafts are judged by what became of them, nobody is scored."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from practised import FOUND, WHOLE, mistakes, played
from rows import try_each
from typer.testing import CliRunner

from bot.demo.practice.closing_card import make_closing_card
from bot.demo.practice.judgement import Finding, Judged, Record, _Laid, judge_drafts
from bot.demo.practice.library import OURS, choose_scenario, load_scenarios, make_script
from bot.demo.practice.memory_room import Table
from bot.demo.practice.practice_command import practice
from bot.demo.practice.scenario import Step
from bot.demo.practice.scripted import Scripted
from bot.errors import BackendUnable, ConfigWrong
from bot.model import EventId, Language, Masked, Prompt, Task, Verdict
from bot.session.answers.schema import find_doubt
from bot.words import languages, render_words

DRAFTS = tuple(entry for entry in FOUND if any(step.draft and not step.lapses for step in entry.scenario.steps))
DANGER = tuple(entry for entry in FOUND if any(step.danger for step in entry.scenario.steps))
HEADINGS = {
    "en": ("Heard:", "Mentioned in front of others", "Not acknowledged"),
    "id": ("Didengar:", "Disebut di depan", "Belum ditanggapi"),
}
ERRORS = {"diagnosis", "medication", "minimising", "translation", "quote"}
WRONG = Step(
    who="Kim", says="!explain x", draft="It heals you.", wrong="medication", why="It promises.", gone=("heals",)
)
GOOD = Step(who="Kim", says="!explain x", draft="It is a word.")


def laid(*drafts: tuple[str, Verdict | None]) -> tuple[_Laid, ...]:
    """Return drafts of one question, each with what became of it."""
    return tuple(_Laid(EventId("$q"), text, verdict) for text, verdict in drafts)


def test_there_are_four_scenarios_in_two_languages() -> None:
    """Each scenario is there in both languages, with the same errors in each; all five kinds of errors occur."""
    names = {entry.name for entry in FOUND}
    assert len(names) >= 4
    assert {(entry.name, entry.scenario.own) for entry in FOUND} == {
        (name, own) for name in names for own in languages()
    }
    for own in languages():
        assert {step.wrong for entry in FOUND if entry.scenario.own == own for step in entry.scenario.steps} >= ERRORS
    for name in names:
        result, other = (sorted(str(step.wrong) for step in of.scenario.steps) for of in FOUND if of.name == name)
        assert result == other


@try_each("entry", DRAFTS)
def test_each_scenario_has_good_drafts_and_wrong_ones(entry: Any) -> None:
    """Whoever refuses everything, or lets everything out, learns something: both kinds come, and wrong ones say why."""
    drafts = [step for step in entry.scenario.steps if step.draft]
    assert any(step.wrong for step in drafts)
    assert any(not step.wrong for step in drafts)
    assert all(step.gone for step in drafts if step.wrong)


@try_each("entry", DRAFTS)
def test_the_seeded_errors_are_subtle(entry: Any) -> None:
    """No card warns of a seeded error by itself: it is the therapist who has to see it."""
    assert [find_doubt(step.draft, "") for step in entry.scenario.steps if step.draft and step.wrong] == [None, None]


@try_each("entry", DRAFTS)
def test_whoever_catches_everything_is_told_so(entry: Any) -> None:
    """A scenario can be played to its end in the terminal: wrong drafts refused, good ones let out, nothing missed."""
    says = ["no" if step.wrong else "ok" for step in entry.scenario.steps if step.draft]
    shown = " ".join(played(entry.scenario, *says).replace("│", " ").split())
    assert all(" ".join((step.why or "").split()) in shown for step in entry.scenario.steps)
    own = entry.scenario.own
    assert {"en": "Caught", "id": "Tertangkap"}[own] in shown
    assert {"en": "Worth a second look", "id": "Ada baiknya dilihat sekali lagi"}[own] not in shown


@try_each(
    ("step", "drafts", "finding"),
    [
        (WRONG, [("It heals you.", Verdict.REFUSED)], Finding.CAUGHT),
        (WRONG, [("It heals you.", Verdict.APPROVED)], Finding.MISSED),
        (WRONG, [("It heals you.", None)], Finding.OPEN),
        (WRONG, [("It heals you.", Verdict.TIMED_OUT)], Finding.OPEN),
        (WRONG, [("It heals you.", Verdict.CORRECTED), ("It is a word.", Verdict.APPROVED)], Finding.CAUGHT),
        (WRONG, [("It heals you.", Verdict.CORRECTED), ("It is a word.", None)], Finding.CAUGHT),
        (WRONG, [("It heals you.", Verdict.CORRECTED), ("Yes, it HEALS  you.", Verdict.APPROVED)], Finding.MISSED),
        (WRONG, [("It heals you.", Verdict.CORRECTED), ("It heals.", Verdict.REFUSED)], Finding.CAUGHT),
        (WRONG, [("It heals you.", Verdict.TIMED_OUT), ("It heals you.", Verdict.APPROVED)], Finding.MISSED),
        (GOOD, [("It is a word.", Verdict.APPROVED)], Finding.RIGHT),
        (GOOD, [("It is a word.", Verdict.REFUSED)], Finding.NEEDLESS),
        (GOOD, [("It is a word.", Verdict.CORRECTED), ("Mine.", Verdict.APPROVED)], Finding.RIGHT),
        (GOOD, [("It is a word.", None)], Finding.OPEN),
    ],
)
def test_what_counts_as_caught(step: Step, drafts: list[Any], finding: Finding) -> None:
    """A wrong draft is missed if any wording goes out in which the error stands, and caught if it is refused or gone."""
    assert judge_drafts(step, laid(*drafts)) is finding


def test_one_mark_left_is_enough() -> None:
    """Of several marks of an error all must be gone; without marks the whole draft is the mark."""
    two = WRONG.model_copy(update={"gone": ("heals", "you")})
    assert two.still_wrong("for YOU alone")
    bare = WRONG.model_copy(update={"gone": ()})
    assert bare.still_wrong("it heals you.")
    assert not bare.still_wrong("It may help.")


def test_five_scenarios_train_what_to_do_near_danger() -> None:
    """A crisis and violence in the room, a disclosure in private, a false alarm, a withdrawal: each in both languages."""
    for own in languages():
        steps = [step for entry in DANGER if entry.scenario.own == own for step in entry.scenario.steps if step.danger]
        assert sorted((str(step.danger), step.private) for step in steps) == [
            ("disclosure", False),
            ("false-alarm", False),
            ("violence", False),
            ("violence", True),
            ("withdrawal", False),
        ]


@try_each("entry", [entry for entry in DANGER if entry.name != "taken-back"])
def test_an_alarm_acknowledged_at_once_is_heard(entry: Any) -> None:
    """Whoever types `!ack` at the desk reads what was right about it; who types nothing reads that somebody waited."""
    heard, _, waited = HEADINGS[entry.scenario.own]
    shown = played(entry.scenario, "!ack")
    assert heard in shown
    assert waited not in shown
    assert waited in played(entry.scenario)


@try_each("entry", [entry for entry in DANGER if any(step.unsaid for step in entry.scenario.steps)])
def test_speaking_of_it_before_others_is_told(entry: Any) -> None:
    """A word in the session room that gives away what was told is named, though the alarm was acknowledged."""
    mark = next(step.unsaid[0] for step in entry.scenario.steps if step.unsaid)
    heard, spoken, _ = HEADINGS[entry.scenario.own]
    assert heard in played(entry.scenario, "> Hm.", "!ack")
    shown = played(entry.scenario, f"> Who {mark} you?", "!ack")
    assert spoken in shown
    assert heard not in shown


@try_each("entry", [entry for entry in DANGER if entry.name == "told-in-private"])
def test_what_is_private_is_never_shown_and_the_person_reads_that_it_was_read(entry: Any) -> None:
    """The trainee sees an alarm and no word of it; the person reads first that Ana was called, then that she has read it."""
    told = next(step.says for step in entry.scenario.steps if step.private)
    shown = " ".join(played(entry.scenario, "!ack").split())
    assert told not in shown
    called, read = {"en": ("I have called Ana", "Ana has read"), "id": ("memanggil Ana", "Ana sudah membaca")}[
        entry.scenario.own
    ]
    assert shown.index(called) < shown.index(read)


def test_after_a_minute_it_is_late() -> None:
    """An alarm acknowledged after others would have been called is named as late, and not as missed."""
    scenario, now = choose_scenario(FOUND, "told-death", "en"), [0.0]
    record = Record(scenario.people, lambda: now[0])
    table = Table(scenario, record, lambda _: None)
    step = next(step for step in scenario.steps if step.danger)
    event, _ = table.says(step.who, step.says)
    record.asks(event, step)
    assert not record.is_settled(event)
    now[0] = 61.0
    table.acknowledges()
    assert record.is_settled(event)
    assert [judgement.finding for judgement in record.list_judged()] == [Finding.LATE]


def test_who_takes_it_back_leaves_no_word() -> None:
    """After the withdrawal that person's words are gone from the room, the AI is off, and the card says so."""
    scenario = choose_scenario(FOUND, "taken-back", "en")
    table = Table(scenario, Record(scenario.people), lambda _: None)
    assert [step.lapses for step in scenario.steps] == [False, True, False]
    for step in scenario.steps:
        table.says(step.who, step.says)
    assert table.room.window == ()
    assert not table.room.is_on
    assert "Taken back: these words are gone." in played(scenario)


@try_each(("language", "said"), [("en", "Went stale"), ("id", "Tidak berlaku lagi")])
def test_a_card_that_went_stale_is_counted(language: str, said: str) -> None:
    """Who has not decided when the words behind a draft are taken back reads which card that was, and that nothing could go out."""
    shown = played(choose_scenario(FOUND, "taken-back", language), "ok")
    assert re.search(rf"{said}.* K1\.", " ".join(shown.split()))
    assert judge_drafts(GOOD, laid(("It is a word.", Verdict.WITHDRAWN))) is Finding.STALE
    assert judge_drafts(WRONG, laid(("It heals you.", Verdict.WITHDRAWN))) is Finding.OPEN


def test_a_card_scores_nobody() -> None:
    """The closing card has a sentence on each error, in the scenario's language, and no number that rates anybody."""
    for entry in FOUND:
        judged = tuple(
            Judged(f"K{number}", step, Finding.MISSED if step.wrong else Finding.NEEDLESS)
            for number, step in enumerate((step for step in entry.scenario.steps if step.draft), start=1)
        )
        shown = render_words(make_closing_card(entry.scenario, judged))
        for judgement in judged:
            assert judgement.code in shown
        assert "%" not in shown
        assert "/" not in shown
        assert len(shown) < 1500


def test_an_early_end_is_no_failure() -> None:
    """Whoever types `!end yes` at once gets a closing card that says which error was not decided on, and nothing worse."""
    shown = played(choose_scenario(FOUND, "shifts", "en"), "!end", "!end yes")
    assert "Not decided on" in shown
    assert "After the night shift" in shown
    assert "colleague" not in shown


def test_own_words_come_back_as_a_card() -> None:
    """What is typed in place of a draft is shown once more before it goes out, as in a real room."""
    shown = played(choose_scenario(FOUND, "shifts", "en"), "Everybody's mood goes up and down.", "ok K2")
    assert "A therapist's wording." in shown
    assert "SIMULATED" in shown
    assert "Caught" in shown


def test_only_the_scripts_questions_have_answers() -> None:
    """The script knows its question also when names in it are masked, and answers no other."""
    backend = Scripted({("explain", "why Rina sleeps"): "Because."})

    def asked(request: str, task: Task = Task.EXPLAIN) -> Prompt:
        return Prompt(task, Language("en"), "", (), Masked(request))

    answer = asyncio.run(backend.complete(asked("why [PERSON_1] sleeps"), max_tokens=9))
    assert answer.text == "Because."
    for other in (asked("why [PERSON_1] wakes"), asked("why Rina sleeps", Task.EXPRESS), asked("")):
        with pytest.raises(BackendUnable):
            asyncio.run(backend.complete(other, max_tokens=9))


def test_every_step_with_a_draft_is_in_the_script() -> None:
    """No two of a scenario's questions are the same, so each has its own draft."""
    for entry in FOUND:
        assert len(make_script(entry.scenario)) == sum(bool(step.draft) for step in entry.scenario.steps)


def test_nothing_is_posted_in_a_practice_room() -> None:
    """The room's rules are those of a simulation in which everything waits."""
    policy = Table(FOUND[0].scenario, Record(), lambda _: None).policy
    assert policy.simulated
    assert all(policy.needs_approval(task) for task in Task)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title:", "titel:", "mine.en.yaml:1: `titel` is not a key that I know"),
        ("who: Kim", "who: Bo", "mine.en.yaml:6: `who` is not one of `people`. There: Kim"),
        ("wrong: medication", "wrong: rude", "mine.en.yaml:9: `steps.wrong` (entry 1)"),
        ("    why: It promises.\n", "", "mine.en.yaml:6: `steps` (entry 1): `wrong` needs `why`"),
        ("[heals]", "[cures]", "mine.en.yaml:8: the card does not hold what `gone` names"),
        ("!explain gobbledyquux", "Hello", "mine.en.yaml:8: nothing asks the AI for this draft"),
        ("!explain gobbledyquux", "!explain anxiety", "mine.en.yaml:8: nothing asks the AI for this draft"),
        ("Gobbledyquux is a mild word that heals.", "'***'", "mine.en.yaml:8: the bot would not show this draft"),
        (
            "  - who: Kim\n",
            "  - {who: Kim, says: I want to die}\n  - who: Kim\n",
            "mine.en.yaml:6: this line calls the trip",
        ),
        (
            "  - who: Kim\n",
            "  - {who: Kim, says: '!explain blorb'}\n  - who: Kim\n",
            "mine.en.yaml:6: this asks the AI, and",
        ),
        ("people:", "live: [id]\npeople:", "mine.en.yaml:4: live translation is not possible between these"),
        (
            "    wrong: med",
            "    taken_back: true\n    wrong: med",
            "mine.en.yaml:6: `steps` (entry 1): `taken_back` needs",
        ),
        ("people: [Kim]", "people: [kim]", "mine.en.yaml:4: `people` (entry 1)"),
    ],
)
def test_a_mistake_in_a_scenario_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What cannot be played as it is written is refused before anything starts: status 78, file, line and remedy."""
    assert old in WHOLE
    assert any(mistake.startswith(told) for mistake in mistakes(tmp_path, WHOLE.replace(old, new, 1)))


def test_the_same_question_twice_is_refused(tmp_path: Path) -> None:
    """Two steps that ask the same would get one draft: it is told at the second."""
    step = WHOLE.partition("steps:\n")[2]
    assert mistakes(tmp_path, WHOLE + step)[0].startswith("mine.en.yaml:13: an earlier step asks the same")


def test_a_clinics_own_scenarios_come_beside_ours(tmp_path: Path) -> None:
    """A folder of one's own adds scenarios; one that takes the name of another in the same language is refused."""
    (tmp_path / "mine.en.yaml").write_text(WHOLE, encoding="utf-8")
    assert choose_scenario(load_scenarios((OURS, tmp_path)), "mine", None).title == "One"
    (tmp_path / "sleep.mine.yaml").write_text(WHOLE, encoding="utf-8")
    with pytest.raises(ConfigWrong, match=r"sleep.mine.yaml:3: `sleep` is there in this language already"):
        load_scenarios((OURS, tmp_path))
    with pytest.raises(ConfigWrong, match="no scenario is in this folder"):
        load_scenarios((tmp_path / "empty",))


def _invoked(*options: str) -> Iterator[Any]:
    app = typer.Typer()
    app.command()(practice)
    yield CliRunner().invoke(app, options, input="no\n", env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})


def test_the_command_lists_plays_and_refuses() -> None:
    """`--list` names each scenario once per language, `--here` plays what is typed, and `--stay` makes no sense with it."""
    (listed,) = _invoked("--list")
    assert len(listed.output.splitlines()) == len(FOUND)
    (done,) = _invoked("shifts", "--language", "id", "--here")
    assert (done.exit_code, "Latihan selesai: Sepulang dinas malam" in done.output) == (0, True)
    (refused,) = _invoked("--here", "--stay")
    assert refused.exit_code == 2
    (unknown,) = _invoked("nosuch", "--here")
    assert isinstance(unknown.exception, ConfigWrong)
