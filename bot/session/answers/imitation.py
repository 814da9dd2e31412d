"""What a model may not sound like: this bot's own labels, cards and switches, or the people in the room. Pure."""

import re
from collections.abc import Iterable

from bot.words import fold_text
from bot.words.grammar import ANSWERS, any_of, pattern
from bot.words.shelf import read_once

_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u043a\u043c\u0442\u0432\u043d\u0501\u0261"
    "\u03b1\u03bf\u03c1\u03b9\u03ba\u03bd\u03c4\u0131",
    "aeopcyxijskmtbhdgaopikvti",
)
"""Cyrillic, Greek and Turkish letters that look like Latin ones, in lower case."""
_DOT = r"\s*[\u00b7\u2022\u2219\u22c5\u30fb\u2027|\u2013\u2014-]"
_NUMBERED = re.compile(r"(?:therapist|client) \d+\s?:")
"""What the prompt calls people: an answer about the talk may call them so."""


def looks_like_ours(text: str) -> bool:
    """Return whether a line of `text` could be taken for one that the bot says by itself."""
    lines = [_fold_line(line) for line in text.split("\n")]
    return any(_label().search(line) or _opening().match(line) for line in lines)


def cut_before_dialog(text: str, names: Iterable[str], *, about_talk: bool = False) -> str:
    """Return `text` up to the first line that is put into somebody's mouth, theirs by role or one of `names`.

    A model that goes on writing the talk by itself has said by then what it had to say.
    """
    people = tuple(folded_name for name in names if (folded_name := _fold_line(name)))
    kept: list[str] = []
    for line in text.split("\n"):
        bare = _fold_line(line)
        told = about_talk and _NUMBERED.match(bare)
        if not told and (
            _speaker().match(bare) or any(re.match(rf"{re.escape(person)}\s?:", bare) for person in people)
        ):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def has_dialog(text: str) -> bool:
    """Return whether a line of `text` is put into somebody's mouth by role."""
    return any(_speaker().match(_fold_line(line)) for line in text.split("\n"))


@read_once
def _label() -> re.Pattern[str]:
    """Return what our labels look like, wherever they stand in a line."""
    said, marked, bracketed = (any_of(ANSWERS, key) for key in ("labels", "marked", "bracketed"))
    return re.compile(rf"\bai{_DOT}\s*{said}\b|\b{marked}{_DOT}|\[{bracketed}\]")


@read_once
def _opening() -> re.Pattern[str]:
    """Return how our own lines begin."""
    return re.compile(
        rf"ai\s*[\u00b7\u2022\u2219\u22c5\u30fb\u2027|]|ai {any_of(ANSWERS, 'floors')}(?:[:.,!]|$)|[ka]\d{{1,6}}{_DOT}"
        rf"|k\d{{1,6}}\s*:|{any_of(ANSWERS, 'openings')}"
    )


def _speaker() -> re.Pattern[str]:
    """Return how a line begins that is put into somebody's mouth by their role."""
    return pattern(ANSWERS, "speakers", r"(?:message \d+, )?{}(?: \d+)?\s?:")


def _fold_line(line: str) -> str:
    """Return a line as it is compared: folded, lookalike letters as Latin ones, no emphasis, nothing before a letter."""
    plain = re.sub(r"[*_`\u00ad]", "", fold_text(line).translate(_ALIKE))
    return re.sub(r"^[^\w\[]+", "", plain)
