"""Blatant signs that an answer does what it must not: a dose, a drug, a diagnosis, a judgement of danger. Pure.

It compares words, in all our languages. It finds what is said bluntly, and nothing that is said with care;
what the people themselves have said, an answer may repeat.
"""

import re
from enum import StrEnum

from bot.words import fold_text
from bot.words.grammar import ANSWERS, each_pattern


class Doubt(StrEnum):
    """What a therapist should look at twice in a draft."""

    MEDICATION = "medication"
    DIAGNOSIS = "diagnosis"
    RISK = "risk"


def find_doubt(text: str, given: str) -> Doubt | None:
    """Return what a therapist should look at twice in `text`, None if nothing is blatant.

    `given` is what the people wrote that the answer is about.
    """
    said, known = fold_text(re.sub(r"[*_]", "", text)), fold_text(given)
    for doubt in Doubt:
        if any(
            match[0] not in known for pattern in each_pattern(ANSWERS, doubt.value) for match in pattern.finditer(said)
        ):
            return doubt
    return None
