"""Lines about the talk measured: how many wrong ones stand, and how many right ones are lost.

    make eval-notes [SHOW=1]

The lines are the project's own (`tests/notes_set.yaml`), as models write them about small talks, half of them `seen` by who
wrote the rules and half `held`. `python tests/eval_notes.py --publish` writes the figures into docs/notes.md.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from rich.console import Console

from bot.model import EventId, Language, Line, Pending, Person, Room, RoomId, Task, UserId
from bot.policy import BackendFacts, Policy, RoomRules
from bot.session.answers.schema import fit_answer
from bot.session.notes.hold_points import hold_points
from bot.session.notes.reduce_points import Shown, read_points
from bot.session.notes.template import find_form
from bot.session.talk.sources import make_grounds

ROOT = Path(__file__).parents[1]
SET, PAGE = ROOT / "tests" / "notes_set.yaml", ROOT / "docs" / "notes.md"
FIGURES = ("<!-- lines: begin -->\n", "<!-- lines: end -->\n")
"""Between these the page has what was measured."""
PARTS, KINDS = ("seen", "held"), ("wrong", "right")
TASKS = {"suggest": Task.SUGGEST, "offer": Task.OFFER}
PEOPLE = {"T": UserId("@ana:clinic"), "A": UserId("@kim:clinic"), "B": UserId("@lee:clinic")}
POLICY = Policy(
    RoomRules.model_validate({"therapists": (str(PEOPLE["T"]),), "language": ("en", "id"), "approval": "all"}),
    UserId("@bot:clinic"),
    BackendFacts("house", "openai", "small"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A line about a talk, whether it is `right`, of which part of the set, and whether it `stands`."""

    text: str = field(repr=False)
    language: str
    part: str
    right: bool
    stands: bool


def read_samples() -> tuple[Sample, ...]:
    """Return every line of the set, with what becomes of it."""
    samples: list[Sample] = []
    for said in yaml.safe_load(SET.read_text(encoding="utf-8")).values():
        talk = tuple(
            Line(EventId(f"$m{at}"), PEOPLE[who], float(at), text)
            for at, (who, text) in enumerate(said["said"], start=1)
        )
        samples += (
            Sample(text, said["language"], part, kind == "right", stands=is_standing(text, talk))
            for kind in KINDS
            for part in PARTS
            for text in said[kind][part]
        )
    return tuple(samples)


def is_standing(text: str, talk: tuple[Line, ...]) -> bool:
    """Return whether a line about `talk` stands, as a suggestion or an offer if it says so, else as one of a summary."""
    room = Room(
        RoomId("!r:clinic"), roster=tuple(Person(user, user[1:4].title()) for user in PEOPLE.values()), window=talk
    )
    kind, _, said = text.partition(": ")
    if kind not in TASKS:
        form = find_form(POLICY, Task.SUMMARY, "therapist", Language("en"))
        return form is not None and bool(read_points(text, Shown(room, POLICY, form, talk)).points)
    asked = Pending(EventId("$q"), PEOPLE["T"], TASKS[kind], Language("en"), rests_on=make_grounds(talk))
    given = "\n".join(line.text for line in talk)
    return bool(hold_points(fit_answer(TASKS[kind], said, given), asked, room, POLICY, talk).points)


def make_table(samples: Iterable[Sample]) -> str:
    """Return as Markdown how many wrong lines stand and how many right ones are lost, by part and language."""
    many = tuple(samples)
    rows = ["| lines | n | wrong that stand | n | right that are lost |", "| --- | --- | --- | --- | --- |"]
    for part in PARTS:
        rows += (
            _make_row(f"{part}, {language}", [line for line in many if (line.part, line.language) == (part, language)])
            for language in ("en", "id")
        )
    return "\n".join((*rows, _make_row("all", many), "| should be | | \u2264 10 % | | \u2264 5 % |"))


def count_failures(samples: Iterable[Sample]) -> tuple[int, int, int, int]:
    """Return how many wrong lines there are and how many of them stand, how many right ones and how many are lost."""
    many = tuple(samples)
    wrong, right = ([sample for sample in many if sample.right is is_right] for is_right in (False, True))
    return len(wrong), sum(sample.stands for sample in wrong), len(right), sum(not sample.stands for sample in right)


def make_page_figures() -> str:
    """Return what docs/notes.md says was measured."""
    return f"{make_table(read_samples())}\n"


def publish_figures() -> None:
    """Write what is measured today into docs/notes.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(FIGURES[0])
    after = rest.split(FIGURES[1])[1]
    PAGE.write_text(f"{before}{FIGURES[0]}{make_page_figures()}{FIGURES[1]}{after}", encoding="utf-8")


def list_failures(samples: Iterable[Sample]) -> str:
    """Return the lines of which the bot makes what is not right."""
    return "\n".join(
        f"{sample.part} {'lost' if sample.right else 'stands'}: {sample.text}"
        for sample in samples
        if sample.right is not sample.stands
    )


def _make_row(name: str, samples: Iterable[Sample]) -> str:
    wrong, stand, right, lost = count_failures(samples)
    return f"| {name} | {wrong} | {stand} ({100 * stand / (wrong or 1):.1f} %) | {right} | {lost} ({100 * lost / (right or 1):.1f} %) |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--show", action="store_true", help="print the lines that went wrong")
    parser.add_argument("--part", choices=PARTS, help="that part alone: who writes lists shows `seen`")
    parser.add_argument("--publish", action="store_true", help="write the figures into docs/notes.md")
    asked = parser.parse_args()
    if asked.publish:
        publish_figures()
        return
    samples = tuple(sample for sample in read_samples() if asked.part in {None, sample.part})
    parts = [make_table(samples), *([list_failures(samples)] if asked.show else [])]
    Console(soft_wrap=True).print("\n\n".join(parts), markup=False, highlight=False)


if __name__ == "__main__":
    main()
