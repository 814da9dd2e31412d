"""What an answer to each task has to look like: what of a model's text is shown, and why nothing is. Pure.

A model is taken for somebody who may be talked into anything: what it wrote is held against a shape, never believed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model import Task
from bot.session.answers.doubt import Doubt, doubted
from bot.session.answers.imitation import before_dialog, has_dialog, looks_like_ours
from bot.session.answers.points import LONGEST_POINT, Point, offer, points
from bot.session.answers.tidy import joined, seen, sentences, shortened, tidied
from bot.session.answers.ways import ways
from bot.session.prompts import repeats_rules
from bot.session.translation.languages import surely
from bot.words import folded
from bot.words.grammar import ANSWERS, any_of, pattern, patterns_of
from bot.words.shelf import read_once


class Unfit(StrEnum):
    """Why an answer is not shown."""

    EMPTY = "empty"  # nothing to read is left of it
    NOTHING = "nothing"  # there is nothing worth offering, which is the usual answer
    LOOSE = "loose"  # it does not say what it rests on, or, an offer, of what kind it is
    RULES = "rules"  # it repeats what the model was told, or the mark around people's words
    OURS = "ours"  # a line of it could be taken for one that the bot says by itself
    SAME = "same"  # a translation that translates nothing
    LONG = "long"  # far more than was asked for


@dataclass(frozen=True, slots=True)
class Fit:
    """What of an answer is shown: `text`, `cut` if there was more; or nothing, because it is `unfit`.

    `doubt` is what a therapist should look at twice before anybody else sees it. `points` are the parts of an answer
    that has to say what each part of it rests on.
    """

    text: str = field(default="", repr=False)
    cut: bool = False
    unfit: Unfit | None = None
    doubt: Doubt | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shape:
    """The form of an answer: at most so many `sentences` (0: any number), made what it should be by `form`.

    `form` gets the answer and what the people wrote. `about_talk`: it may call people as the prompt does.
    """

    sentences: int
    form: Callable[[str, str], Fit]
    about_talk: bool = False


TRANSLATING = frozenset({Task.TRANSLATE, Task.INTERPRET})
"""Tasks whose answers say what people said, in other words: if those call somebody by name, so do they."""
_THINKING = r"think(?:ing)?|thought|reason(?:ing)?|reflection|scratchpad|analysis|inner_monologue"
_OPEN = rf"(?:<\s*(?:{_THINKING})\b[^<>\n]*>|\[THINK\]|\u25c1think\u25b7)"
_CLOSE = rf"(?:<\s*/\s*(?:{_THINKING})\s*>|\[/THINK\]|\u25c1/think\u25b7)"
_THOUGHTS = re.compile(rf"(?is){_OPEN}.*?{_CLOSE}")
_LAST_THOUGHT = re.compile(rf"(?is).*{_CLOSE}")
_ENDLESS_THOUGHT = re.compile(rf"(?is){_OPEN}.*")
_FINAL = re.compile(r"(?is).*<\|channel\|>\s*final\s*<\|message\|>")
_CHANNEL = re.compile(r"(?is)<\|channel\|>.*")
_END = re.compile(r"(?is)(?:<[|\uff5c][^|\uff5c<>\n]{1,40}[|\uff5c]>|</s>|<end_of_turn>|\[/?INST\]).*")
_WORD = re.compile(r"[^\W\d_]+")
_POINTS = re.compile(r"(?i)(?:no|yes ([1-9][0-9]{0,2}))\.?")
_LONGEST_NOTE = 400


def fit(task: Task, text: str, given: str, names: Iterable[str] = ()) -> Fit:
    """Return what of a model's answer `text` to `task` is shown, if it is fit to be shown.

    `given` is what the people wrote that the answer is about, `names` are those of the people in the room.
    """
    shape = _SHAPES[task]
    said, cut = tidied(_preamble().sub("", joined(_spoken(seen(text))), count=1))
    if not (task in TRANSLATING and has_dialog(given)):
        said = before_dialog(said, names, about_talk=shape.about_talk)
    if not any(char.isalnum() for char in said):
        return Fit(unfit=Unfit.EMPTY)
    if repeats_rules(said, given):
        return Fit(unfit=Unfit.RULES)
    if looks_like_ours(said):
        return Fit(unfit=Unfit.OURS)
    formed = shape.form(said, given)
    shown, more = sentences(formed.text, shape.sentences) if shape.sentences else (formed.text, False)
    return replace(formed, text=shown, cut=cut or more or formed.cut, doubt=doubted(shown, given))


def pointed_at(text: str, count: int) -> int | None:
    """Return which of `count` numbered messages the second reader's answer points at, from 1; 0 for none of them.

    `no`, or `yes` and the number of a message, in one line: anything else is no answer, which is None.
    """
    found = _POINTS.fullmatch(_spoken(seen(text)))
    if found is None:
        return None
    number = int(found[1] or 0)
    return number if number <= count else None


def lines_of(text: str) -> list[str]:
    """Return the lines of a model's answer that was asked for lines, as a reader sees them, without blank ones."""
    return [line for line in (one.strip() for one in _spoken(seen(text)).split("\n")) if line]


def _spoken(text: str) -> str:
    """Return what a model says, without what it thinks aloud and without what it writes behind its own end."""
    text = _FINAL.sub("", text)
    text = _ENDLESS_THOUGHT.sub("", _LAST_THOUGHT.sub("", _THOUGHTS.sub("", text)))
    return _END.sub("", _CHANNEL.sub("", text)).strip()


@read_once
def _preamble() -> re.Pattern[str]:
    """Return what chatty models say before they say it."""
    here, about, sure, headed = (any_of(ANSWERS, key) for key in ("here", "about", "sure", "headed"))
    return re.compile(
        rf"(?i)^(?:[^\n:]{{0,40}}\b{here}\b[^\n:]{{0,60}}\b{about}\b[^\n:]{{0,60}}:\s*\n?"
        rf"|{sure}[!.,]?\s*\n+|\W*{headed}\W*:\W*\s)"
    )


def _prose(text: str, _: str) -> Fit:
    return Fit(text)


def _offer(text: str, _: str) -> Fit:
    """Return an offer of a kind that we know, with what it rests on; there usually is none."""
    if _says_nothing(text):
        return Fit(unfit=Unfit.NOTHING)
    found = offer(text)
    return Fit(found.text, points=(found,)) if found else Fit(unfit=Unfit.LOOSE)


def _suggestions(text: str, _: str) -> Fit:
    """Return the points that say what they rest on; nothing else in the answer is shown."""
    if _says_nothing(text):
        return Fit(unfit=Unfit.NOTHING)
    found, more = points(text)
    return Fit("\n".join(one.text for one in found), more, None if found else Unfit.LOOSE, points=found)


def _says_nothing(text: str) -> bool:
    """Return whether an answer says that there is none: in one word, which some models put into a sentence."""
    words = _WORD.findall(folded(text))
    said = [one.split() for one in patterns_of(ANSWERS, "nothing")]
    return len(words) <= 6 and any(words[: len(one)] == one for one in said)


def _ways(text: str, _: str) -> Fit:
    """Return the ways to say it, always numbered, so that people can name one to each other."""
    found = ways(text)
    numbered = "\n".join(f"{number}. {way}" for number, way in enumerate(found, start=1))
    return Fit(numbered) if found else Fit(unfit=Unfit.EMPTY)


def _translation(text: str, given: str) -> Fit:
    """Return a translation with one note at most, if it is one: as long as the text, about, and not the text itself."""
    lines = text.split("\n")
    note_line = pattern(ANSWERS, "note", r"^\W*{}\W*:", re.IGNORECASE)
    at = next((place for place, line in enumerate(lines) if note_line.match(line)), len(lines))
    body, note = "\n".join(lines[:at]).strip(), "".join(lines[at : at + 1])
    if not given:
        return Fit(text)
    if not body:
        return Fit(unfit=Unfit.EMPTY)
    if _weight(body) > 120 + 3 * _weight(given):
        return Fit(unfit=Unfit.LONG)
    if _same(body, given):
        return Fit(unfit=Unfit.SAME)
    return Fit(f"{body}\n\n{shortened(note, _LONGEST_NOTE)[0]}" if note else body)


def _interpretation(text: str, given: str) -> Fit:
    """Return a translation that nobody asked for, if there was something to translate, be it one word."""
    found = _translation(text, given)
    return Fit(unfit=Unfit.SAME) if _WORD.findall(folded(text)) == _WORD.findall(folded(given)) else found


def _same(body: str, given: str) -> bool:
    """Return whether a translation is its text again, or still in the language of it; a word or two may be the same."""
    words, source = _WORD.findall(folded(body)), _WORD.findall(folded(given))
    if len(source) >= 4 and words == source:
        return True
    spoken = surely(source)
    return spoken is not None and surely(words) == spoken


def _weight(text: str) -> int:
    """Return how long a text is for a reader: a Chinese or Japanese character says about as much as four letters."""
    return sum(4 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


_SHAPES: dict[Task, _Shape] = {
    Task.EXPLAIN: _Shape(9, _prose),
    Task.TRANSLATE: _Shape(0, _translation),
    Task.EXPRESS: _Shape(0, _ways),
    Task.ASK: _Shape(6, _prose, about_talk=True),
    Task.SUGGEST: _Shape(0, _suggestions, about_talk=True),
    Task.OFFER: _Shape(LONGEST_POINT, _offer, about_talk=True),
    Task.INTERPRET: _Shape(0, _interpretation),
}
"""A new task is one row here."""
