"""The bot's own words in what people write: a line of a help-line card that somebody quotes or passes on is not theirs. Pure."""

import re
from collections.abc import Iterator

from bot.danger_words.helplines import COUNTRIES, EVERYWHERE, list_country_lines, make_helpline_card
from bot.model import Concern, Language
from bot.words import fold_text, languages, render_words
from bot.words.shelf import read_once

SHORTEST = 10
"""Characters of a line that can hold a phrase of danger and be the bot's own; 30,000 shorter ones cost nothing."""
_WORD = re.compile(r"[^\W_]+")


def drop_own_lines(text: str) -> str:
    """Return `text` without the lines that the bot's help-line cards have word for word, however they are marked as quoted.

    Whoever writes a word of their own into such a line has written all of it.
    """
    return "\n".join(line for line in text.split("\n") if not _is_own(line))


def _is_own(line: str) -> bool:
    return len(line) >= SHORTEST and _list_words(line) in _read_own_lines()


@read_once
def _read_own_lines() -> frozenset[str]:
    """Return every line that a help-line card can have, and each line's name, as they are compared."""
    lines = (line for language in languages() for text in _list_texts(language) for line in text.split("\n"))
    return frozenset(words for line in lines if (words := _list_words(line)))


def _list_texts(language: Language) -> Iterator[str]:
    for country in (*COUNTRIES, EVERYWHERE):
        yield from (line.name for line in list_country_lines(country, language))
        for concern in Concern:
            yield render_words(make_helpline_card(country, language, concern))


def _list_words(line: str) -> str:
    """Return the words of a line alone: no marks of a quotation, a list or bold type."""
    return " ".join(_WORD.findall(fold_text(line)))
