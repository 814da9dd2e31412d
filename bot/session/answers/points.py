"""The form of an answer that points at messages by their numbers: a point in a line, what it rests on at the end of it. Pure.

A number counts only where a line ends in it, so no bracket that somebody typed, and a model repeats, cites anything.
How a citation may look is told in `citations`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from bot.session.answers.citations import join_cited_lines, split_citations, strip_bullet
from bot.session.answers.tidy import show_invisible, strip_thinking, take_sentences
from bot.words import fold_text
from bot.words.shelf import ANSWERS, pattern


class Kind(StrEnum):
    """What an offer can be about: the closed set of what may help people understand each other."""

    TERM = "term"  # a word that one of them may not know
    IDIOM = "idiom"  # an expression that does not carry over into the other's language or world
    TWO_MEANINGS = "two-meanings"  # one word that they use for different things
    UNANSWERED = "unanswered"  # a question that nobody has answered


MOST_POINTS, MOST_CITED, MOST_OFFERED = 5, 4, 3
"""Points in one answer; messages that a point, and that an offer, may rest on."""
LONGEST_POINT = 2
"""Sentences."""
_YES, _NO, _NUMBER = re.compile(r"(?i)yes\b"), re.compile(r"(?i)no\b"), re.compile(r"[0-9]{1,3}")
_DRESS = " \t\r\n*_\"'`#>-.:(\u201c\u2018"
"""What may stand around an answer of one word."""
_AROUND = " *_"


@dataclass(frozen=True, slots=True)
class Point:
    """Something that a model says about the talk, with the numbers of the messages it rests on, and its kind if it has one."""

    text: str = field(repr=False)
    numbers: tuple[int, ...]
    kind: str = ""


def parse_points(text: str) -> tuple[tuple[Point, ...], bool]:
    """Return the first points in `text`, and whether there was more. A line that ends in no number is none."""
    points = tuple(_list_points(text))
    shown = tuple(Point(take_sentences(point.text, LONGEST_POINT)[0], point.numbers) for point in points[:MOST_POINTS])
    return shown, len(points) > MOST_POINTS or any(
        point.text != whole.text for point, whole in zip(shown, points, strict=False)
    )


def parse_offer(text: str) -> Point | None:
    """Return the offer that `text` is: one line, its kind, what it says, and what that rests on; None if it is none."""
    lines = join_cited_lines(text.split("\n"))
    point = _parse_point(lines[0]) if len(lines) == 1 else None
    if point is None or len(point.numbers) > MOST_OFFERED:
        return None
    head, _, said = point.text.partition(":")
    kind = re.sub(r"[\s_]+", "-", fold_text(head.strip(_AROUND)))
    said = re.sub(r"^\*+\s", "", said).strip()
    return Point(said, point.numbers, kind) if said and kind in set(Kind) else None


def parse_pointed_message(text: str, count: int) -> int | None:
    """Return which of `count` numbered messages the second reader's answer points at, from 1; 0 for none of them.

    Whatever begins with yes is a yes, however it is dressed; without a number of a message that was sent it means the
    newest. What begins with no points at none. Anything else is no answer, which is None.
    """
    said = strip_thinking(show_invisible(text)).lstrip(_DRESS)
    if _NO.match(said):
        return 0
    if not _YES.match(said):
        return None
    numbers = (int(number) for number in _NUMBER.findall(said))
    return next((number for number in numbers if 1 <= number <= count), count)


def split_answer_lines(text: str) -> list[str]:
    """Return the lines of a model's answer that was asked for lines, as a reader sees them, without blank ones.

    A citation on a line by itself stands behind the line before.
    """
    return join_cited_lines(part.strip() for part in strip_thinking(show_invisible(text)).split("\n"))


def count_loose_points(text: str) -> int:
    """Return how many lines of an answer that was asked for points look like one and cite nothing, or too much."""
    return sum(_parse_point(line) is None and _looks_like_point(line) for line in _split_lines(text))


def _list_points(text: str) -> Iterator[Point]:
    return (point for line in _split_lines(text) if (point := _parse_point(line)))


def _split_lines(text: str) -> list[str]:
    return join_cited_lines(text.split("\n"))


def _looks_like_point(line: str) -> bool:
    """Return whether a line says something: no heading of a list, no closing phrase."""
    said = strip_bullet(line).strip(_AROUND)
    if said.endswith(":") or pattern(ANSWERS, "closings", r"(?i)\A\W*{}").match(said):
        return False
    return any(char.isalpha() for char in said) and (said != line.strip(_AROUND) or len(said.split()) > 1)


def _parse_point(line: str) -> Point | None:
    """Return what a line says and cites, each message once; None if it cites nothing, or too much, or says nothing."""
    said, numbers = split_citations(strip_bullet(line))
    if not 1 <= len(numbers) <= MOST_CITED or not any(char.isalpha() for char in said):
        return None
    return Point(said, numbers)
