"""What `!express` makes of rough words without a model, and how much of it is worth letting out.

    make eval-express

The inputs are the project's own (`tests/express_set.yaml`). Whether an answer is worth letting out is a person's judgement by
the rubric in docs/express.md, kept in `tests/express_judged.yaml`: each is bound to the answer's text by a hash, so an answer
that changes is unjudged, and counts as not worth it. `--judge` prints what waits for a judgement, ready to be copied there;
`--publish` writes the figures into docs/express.md.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import yaml
from rich.console import Console

from bot.model import Language
from bot.session.language.phrasing import detect_rough_language, find_ways_to_say

ROOT = Path(__file__).parents[1]
SET, JUDGED, PAGE = (
    ROOT / "tests" / "express_set.yaml",
    ROOT / "tests" / "express_judged.yaml",
    ROOT / "docs" / "express.md",
)
FIGURES = ("<!-- figures: begin -->\n", "<!-- figures: end -->\n")
"""Between these the page has what was measured."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One input of a `part` of the set, the ways that are offered for it, and what was judged: None is nothing yet."""

    part: str
    language: str
    rough: str = field(repr=False)
    ways: tuple[str, ...] = field(repr=False)
    worth: bool | None
    why: str = field(default="", repr=False)

    @property
    def mark(self) -> str:
        """Return what binds a judgement to this input and these ways, and to no others."""
        return hash_ways(self.rough, self.ways)


def hash_ways(rough: str, ways: tuple[str, ...]) -> str:
    """Return the first twelve digits of the SHA-256 of an input and what is offered for it."""
    return sha256("\n".join((rough, *ways)).encode()).hexdigest()[:12]


def try_all() -> tuple[Tried, ...]:
    """Return every input of the set with what is offered for it today."""
    judged = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return tuple(
        _try_input(part, language, rough, judged)
        for part, spoken in yaml.safe_load(SET.read_text(encoding="utf-8")).items()
        for language, listed in spoken.items()
        for rough in listed
    )


def _try_input(part: str, language: str, rough: str, judged: dict[str, dict[str, object]]) -> Tried:
    ways = find_ways_to_say(rough, detect_rough_language(rough, Language(language)))
    said = judged.get(hash_ways(rough, ways), {})
    worth = said.get("worth")
    return Tried(part, language, rough, ways, worth if isinstance(worth, bool) else None, str(said.get("why", "")))


def count_worth(tried: Iterable[Tried]) -> tuple[int, int, int]:
    """Return how many inputs there are, how many get something worth letting out, and how many get nothing at all."""
    many = tuple(tried)
    return len(many), sum(each.worth is True for each in many), sum(not each.ways for each in many)


def make_figures() -> str:
    """Return as Markdown what docs/express.md says was measured."""
    many = try_all()
    rows = ["| inputs | n | worth letting out | nothing offered but the ten feelings |", "| --- | --- | --- | --- |"]
    for part in dict.fromkeys(each.part for each in many):
        own = [each for each in many if each.part == part]
        rows += (
            _make_row(f"{part}, {language}", [each for each in own if each.language == language])
            for language in ("en", "id")
        )
        rows.append(_make_row(f"{part}, both", own))
    return "\n".join(rows) + "\n"


def _make_row(name: str, tried: list[Tried]) -> str:
    count, worth, empty = count_worth(tried)
    return f"| {name} | {count} | {worth} | {empty} |"


def publish_figures() -> None:
    """Write what is measured today into docs/express.md."""
    before, rest = PAGE.read_text(encoding="utf-8").split(FIGURES[0])
    after = rest.split(FIGURES[1])[1]
    PAGE.write_text(f"{before}{FIGURES[0]}{make_figures()}{FIGURES[1]}{after}", encoding="utf-8")


def show_all() -> str:
    """Return each input with what is offered for it and how that was judged."""
    judgement = {True: "worth", False: "not worth", None: "NOT JUDGED"}
    return "\n\n".join(
        "\n".join(
            (
                f"{each.part} {each.language} · {judgement[each.worth]}{': ' + each.why if each.why else ''}",
                f"  {each.rough}",
                *(f"  {number}. {way}" for number, way in enumerate(each.ways, start=1)),
            )
        )
        for each in try_all()
    )


def list_unjudged() -> str:
    """Return what waits for a judgement, as `tests/express_judged.yaml` takes it: whoever reads it fills in `worth` and `why`."""
    return "\n".join(
        "\n".join((f"# {each.rough}", *(f"#   {way}" for way in each.ways), f"'{each.mark}': {{worth: , why: ''}}"))
        for each in try_all()
        if each.worth is None
    )


def main() -> None:
    """Show inputs, outputs and the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--judge", action="store_true", help="print what waits for a judgement")
    parser.add_argument("--publish", action="store_true", help="write the figures into docs/express.md")
    asked = parser.parse_args()
    if asked.publish:
        publish_figures()
        return
    text = list_unjudged() if asked.judge else f"{show_all()}\n\n{make_figures()}"
    Console(soft_wrap=True).print(text, markup=False, highlight=False)


if __name__ == "__main__":
    main()
