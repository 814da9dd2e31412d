"""Questions that have a fixed answer, whoever asks and whatever is set up: no model is asked."""

import re

from bot.words import fold_text
from bot.words.grammar import QUESTIONS, pattern


def asks_if_ai(text: str) -> bool:
    """Return whether somebody asks the bot what it is: they are owed a plain answer (Utah Code 13-72a)."""
    return pattern(QUESTIONS, "is_ai").search(" ".join(re.findall(r"[\w']+", fold_text(text)))) is not None
