"""From a model's answer to points: each line with a heading and its sources, held against what was really said. Pure.

Putting points together asks no model: they are taken as they are, in the order of the talk, none of them twice.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model import Digest, Heading, Point, Role, Room, UserId
from bot.policy import Policy
from bot.session.answers.called import numbered_titles
from bot.session.answers.citations import split_citations, strip_bullet
from bot.session.answers.points import split_answer_lines
from bot.session.answers.tidy import looks_like_ours, shorten_text, tidy_text
from bot.session.command.context import find_name
from bot.session.notes.check import Flaw, find_flaw
from bot.session.notes.line_source import call_by_title
from bot.session.notes.template import Form
from bot.session.request.prompts import is_repeating_rules, name_speakers
from bot.session.talk.sources import make_grounds
from bot.session.talk.token_estimate import Talk
from bot.words import fold_text
from bot.words.shelf import ANSWERS, meanings_in, pattern

LONGEST = 400
"""Characters of one line."""
_HEADED = re.compile(r"^[\s*_#>]{0,20}([^:\n]{1,60}?)[\s*_]{0,20}:[\s*_]{0,20}(.*)$")
_MOST_LINES = 200
"""Lines of an answer that are looked at: more than any form has room for."""
_LONGEST_BLANK = 120
"""Characters of a line that says nothing."""


@dataclass(frozen=True, slots=True)
class Read:
    """What an answer holds: points that stand, and why each other line was left out.

    `bare` is the heading of each line that was left out, where it had one.
    `silent` if there was no line at all, nor a word that says so: then the model did something else than it was asked.
    """

    points: tuple[Point, ...]
    left_out: tuple[Flaw, ...]
    silent: bool
    bare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the model was shown: a stretch of the talk, in a room, for a form. `unknown` stands for nobody's name."""

    room: Room
    policy: Policy
    form: Form
    talk: Talk
    unknown: tuple[str, ...] = ()


def read_points(text: str, shown: Shown) -> Read:
    """Return what a model's answer `text` about a stretch of the talk holds."""
    points: list[Point] = []
    left_out: list[Flaw] = []
    bare: list[str] = []
    nothing = False
    heading: Heading | None = shown.form.headings[0] if len(shown.form.headings) == 1 else None
    for line in split_answer_lines(text)[:_MOST_LINES]:
        named, body = _split_heading(line, shown.form)
        if named and not body:
            heading = named
            continue
        said, numbers = split_citations(strip_bullet(body), anywhere=True)
        if len(said) <= _LONGEST_BLANK and _blank().match(fold_text(said)):
            nothing = True
        elif (under := named or heading) is None or not (named or numbers or strip_bullet(body) != body):
            left_out += [Flaw.SHAPE] if numbers else []
        else:
            checked = _check_point(under, said, numbers, shown)
            if isinstance(checked, Flaw):
                left_out.append(checked)
                bare.append(under.key)
            else:
                points.append(checked)
    return Read(tuple(points), tuple(left_out), not (points or left_out or nothing), tuple(bare))


def gather_points(digests: Iterable[Digest], form: Form) -> tuple[tuple[Point, ...], int]:
    """Return the points of all `digests` for `form`, heading by heading in the order of the talk, and how many did not fit.

    Where there are more than fit, each stretch of the talk gives its first ones by turns, so that no part of the hour is lost.
    """
    digests = sorted(digests, key=lambda digest: min((ground.at for ground in digest.rests_on), default=0.0))
    chosen: list[Point] = []
    more = 0
    for heading in form.headings:
        seen: set[str] = set()
        stretches = [[point for point in digest.points if _is_new(point, heading, seen)] for digest in digests]
        picked = _take_by_turns(stretches, form.most)
        more += sum(map(len, stretches)) - len(picked)
        chosen += sorted(picked, key=lambda point: min(ground.at for ground in point.rests_on))
    return tuple(chosen), more


def _is_new(point: Point, heading: Heading, seen: set[str]) -> bool:
    """Return whether a point belongs under `heading` and says what none of `seen` did; it is one of them then."""
    said = " ".join(re.findall(r"\w+", fold_text(point.text)))
    if point.heading != heading.key or said in seen:
        return False
    seen.add(said)
    return True


def _take_by_turns(stretches: list[list[Point]], most: int) -> list[Point]:
    """Return the first point of each stretch, then the second of each, and so on, at most `most` in all."""
    longest = max(map(len, stretches), default=0)
    return [stretch[rank] for rank in range(longest) for stretch in stretches if rank < len(stretch)][:most]


def _split_heading(line: str, form: Form) -> tuple[Heading | None, str]:
    """Return under which heading a line puts itself, and what it says; None if it names none of the form's.

    A line that is nothing but a heading needs no colon: models write it as Markdown does.
    """
    bare = strip_bullet(line)
    match = _HEADED.match(bare)
    named, said = (match[1], match[2]) if match else (bare[:_LONGEST_BLANK].strip("*_# "), "")
    named = fold_text(named).strip(" -\u2022")
    for heading in form.headings:
        if _names_heading(named, heading, form):
            return heading, said.strip()
    return None, line


def _names_heading(named: str, heading: Heading, form: Form) -> bool:
    """Return whether a folded `named` is a heading, its first letter where no other begins so, or both: `S (Subjective)`."""
    names = {heading.key, fold_text(heading.title)} - {""}
    if named in names:
        return True
    letter = heading.key[0]
    if sum(other.key.startswith(letter) for other in form.headings) > 1:
        return False
    return named == letter or (
        named.removeprefix(letter).strip(" ()-\u2013\u2014") in names and named.startswith(f"{letter} ")
    )


def _check_point(heading: Heading, said: str, numbers: tuple[int, ...], shown: Shown) -> Point | Flaw:
    """Return one line, which says this and cites the messages with these numbers, as a point, or why it is none."""
    text = _flatten_line(said)
    if any(unknown_name in said for unknown_name in shown.unknown) or not any(char.isalnum() for char in text):
        return Flaw.SHAPE
    if not all(1 <= number <= len(shown.talk) for number in numbers):
        return Flaw.SOURCE
    cited = tuple(shown.talk[number - 1] for number in sorted(numbers))
    if heading.cites and heading.cites not in {shown.policy.role(line.sender) for line in cited}:
        return Flaw.SOURCE
    called = call_by_title(text, shown.room, name_speakers(shown.talk, shown.policy))
    if wrong := find_flaw(called, cited, shown.talk, shown.policy):
        return wrong
    if looks_like_ours(text) or is_repeating_rules(text, "\n".join(line.text for line in shown.talk)):
        return Flaw.SHAPE
    return Point(heading.key, _flatten_line(_put_names_in(text, shown)), make_grounds(cited))


def _flatten_line(text: str) -> str:
    """Return `text` as it may be shown: one line, nothing in it that leads anywhere."""
    clean, _ = tidy_text(text)
    return shorten_text(re.sub(r"\s([.,;:!?])", r"\1", " ".join(clean.split())), LONGEST)[0]


def _put_names_in(text: str, shown: Shown) -> str:
    """Return `text` with people called by their names in the room, or, where there is but one of that role, by it."""
    called = {name.casefold(): person for person, name in name_speakers(shown.talk, shown.policy).items()}
    roles = [shown.policy.role(person.id) for person in shown.room.roster]

    def name(match: re.Match[str]) -> str:
        role = Role(meanings_in(ANSWERS, "titles")[match[1].casefold()])
        person: UserId | None = called.get(f"{role} {match[2]}")
        return match[1] if person is None or roles.count(role) < 2 else find_name(shown.room, person)

    return numbered_titles().sub(name, text)


def _blank() -> re.Pattern[str]:
    """Return what a line looks like that says nothing."""
    return pattern(ANSWERS, "blank", r"^\W{0,40}{}?\W{0,40}$")
