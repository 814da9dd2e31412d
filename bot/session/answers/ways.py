"""The ways to say something that a model offers: found in whatever list or paragraphs it wrote. Pure."""

import re
from collections.abc import Iterator

from bot.session.answers.tidy import sentences
from bot.words.grammar import ANSWERS, any_of, pattern
from bot.words.shelf import read_once

MOST = 3


def ways(text: str) -> tuple[str, ...]:
    """Return the first three ways in `text`, each in one line, without what is said around them."""
    found = _marked(text) or _apart(text)
    return tuple(one for one in found if any(char.isalnum() for char in one))[:MOST]


def _marked(text: str) -> list[str]:
    """Return what stands behind marks, with the lines right beneath each."""
    found: list[list[str]] = []
    inside, marks = False, _mark()
    for line in text.split("\n"):
        if mark := marks.match(line):
            found.append([line[mark.end() :]])
            inside = True
        elif not line:
            inside, marks = False, _mark()
        elif inside:
            found[-1].append(line)
    return [" ".join(way).strip() for way in found]


def _apart(text: str) -> list[str]:
    """Return what stands apart without marks: paragraphs, or the lines of the only one, or that as it is."""
    paragraphs = list(_said(text.split("\n\n")))
    if len(paragraphs) == 1:
        paragraphs = list(_said(paragraphs[0].split("\n")))
    if len(paragraphs) == 1:
        return [sentences(paragraphs[0], MOST)[0]]
    return [" ".join(one.split("\n")) for one in paragraphs]


def _said(parts: list[str]) -> Iterator[str]:
    """Yield the parts that are ways: not what announces them or ends the letter, where there are others."""
    aside = pattern(ANSWERS, "aside", r"^\W*{}", re.IGNORECASE)  # how a chatty model ends
    for part in parts:
        around = part.rstrip("*_ ").endswith(":") or aside.match(part)
        if part.strip() and not (around and len(parts) > 1):
            yield part.strip()


@read_once
def _mark() -> re.Pattern[str]:
    """Return what stands before one of several: a number, a letter, a bullet, `Option 1:`."""
    named = rf"{any_of(ANSWERS, 'option')}\s+(?:\d|[a-c])\s*(?:[.):\u2013\u2014-]|$)"
    return re.compile(rf"(?i)^(?:[*_]{{0,2}}(?:{named}|\(?(?:\d{{1,2}}|[a-c])[.):])[*_:]{{0,3}}|[-*+\u2022])(?:\s+|$)")
