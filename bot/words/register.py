"""How a language says what every sentence has to say: times of day, and the words for people among friends. Pure."""

import re

from bot.model import Language
from bot.words.shelf import read_once, read_shelf_yaml

_BEGINS = re.compile(r"(?:= |\n *|[.!?\u2026][\"\u201d\u2019`_)]*\s+)\Z")
"""What stands before the first word of a sentence, in a message file too."""


_CLOCK = re.compile(r"((?:\d{4}-\d\d-\d\d )?\d\d):(\d\d)")


def spell_time(time: str, language: Language) -> str:
    """Return a time of day, with or without its day, as `language` writes it; what is no time stays as it is."""
    match = _CLOCK.fullmatch(time)
    return f"{match[1]}{_read_clock_mark(language)}{match[2]}" if match else time


def make_familiar(text: str, language: Language) -> str:
    """Return a text of ours as friends say it in `language`; what stands in backticks is typed, and stays.

    Never for what people or models wrote: nobody is quoted with another word than theirs.
    """
    said = _read_familiar_words(language)
    if not said:
        return text
    either = "|".join(map(re.escape, said))
    words = re.compile(rf"`[^`\n]*`|(?<![\w$-])(?i:({either}))(?![\w-])")

    def put_in(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0]
        polite, familiar = next(pair for pair in said.items() if pair[0].casefold() == match[1].casefold())
        # A word that is always written with a capital does not show whether its sentence begins with it.
        begins = match[1][0].isupper() if polite[0].islower() else _begins_sentence(text, match.start())
        return familiar[0].upper() + familiar[1:] if begins else familiar

    return words.sub(put_in, text)


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or _BEGINS.search(text[max(0, at - 40) : at]) is not None


@read_once
def _read_clock_mark(language: Language) -> str:
    return str(read_shelf_yaml(language, "language.yaml").get("clock", ":"))


@read_once
def _read_familiar_words(language: Language) -> dict[str, str]:
    """Return the familiar word for each polite one; nothing if the language has but one."""
    return dict(read_shelf_yaml(language, "language.yaml").get("familiar") or {})
