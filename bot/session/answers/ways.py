"""The ways to say something that a model offers: found in whatever list or paragraphs it wrote. Pure."""

import re
from collections.abc import Iterator

from bot.session.answers.tidy import take_sentences
from bot.session.answers.trim_translation import split_words
from bot.session.request.prompts import STOP_WORD
from bot.words.shelf import ANSWERS, any_of, pattern, patterns_of, read_once

MOST = 3


def find_ways(text: str) -> tuple[str, ...]:
    """Return the first three ways in `text`, each in one line, without what is said around them."""
    text = "\n".join(line for line in text.split("\n") if not is_for_person(line))
    ways = _list_marked(text) or _list_apart(text)
    return tuple(way for way in ways if any(char.isalnum() for char in way))[:MOST]


def is_for_person(text: str) -> bool:
    """Return whether all that a model says is the stop-word: these words are for a person."""
    return split_words(text) in _list_stop_words()


def has_stop_word(text: str) -> bool:
    """Return whether the stop-word stands in an answer as a model was told to write it, whatever stands beside it."""
    return re.search(rf"\b{STOP_WORD}\b", text) is not None or any(is_for_person(line) for line in text.split("\n"))


@read_once
def _list_stop_words() -> tuple[list[str], ...]:
    """Return the stop-word, and what a model makes of it that answers in another language, as words."""
    return tuple(split_words(word) for word in (STOP_WORD, *patterns_of(ANSWERS, "stop")))


def _list_marked(text: str) -> list[str]:
    """Return what stands behind marks, with the lines right beneath each."""
    blocks: list[list[str]] = []
    inside, marks = False, _mark()
    for line in text.split("\n"):
        if mark := marks.match(line):
            blocks.append([line[mark.end() :]])
            inside = True
        elif not line:
            inside, marks = False, _mark()
        elif inside:
            blocks[-1].append(line)
    return [" ".join(way).strip() for way in blocks]


def _list_apart(text: str) -> list[str]:
    """Return what stands apart without marks: paragraphs, or the lines of the only one, or that as it is."""
    paragraphs = list(_drop_framing(text.split("\n\n")))
    if len(paragraphs) == 1:
        paragraphs = list(_drop_framing(paragraphs[0].split("\n")))
    if len(paragraphs) == 1:
        return [take_sentences(paragraphs[0], MOST)[0]]
    return [" ".join(paragraph.split("\n")) for paragraph in paragraphs]


def _drop_framing(parts: list[str]) -> Iterator[str]:
    """Yield the parts that are ways: not what announces them or ends the letter, where there are others."""
    aside = pattern(ANSWERS, "aside", r"^\W*{}", re.IGNORECASE)  # how a chatty model ends
    for part in parts:
        around = part.rstrip("*_ ").endswith(":") or aside.match(part)
        if part.strip() and not (around and len(parts) > 1):
            yield part.strip()


@read_once
def _mark() -> re.Pattern[str]:
    """Return what stands before one of several: a number, a letter, a bullet, `Option 1:`."""
    named = rf"{any_of(ANSWERS, 'option')}\s+(?:\d|[a-c])\s{{0,8}}(?:[.):\u2013\u2014-]|$)"
    return re.compile(rf"(?i)^(?:[*_]{{0,2}}(?:{named}|\(?(?:\d{{1,2}}|[a-c])[.):])[*_:]{{0,3}}|[-*+\u2022])(?:\s+|$)")
