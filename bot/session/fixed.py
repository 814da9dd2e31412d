"""Questions that have a fixed answer, whoever asks and whatever is set up: no model is asked."""

import re

from bot.words import folded

_ARE_YOU_AI = re.compile(
    r"\b(?:are|r) (?:you|u) (?:\w+ ){0,3}(?:ai|bot|robot|human|person|machine|real|computer|chatgpt)\b"
    r"|\b(?:am i|is this) (?:\w+ ){0,4}(?:ai|bot|robot|human|person|machine)\b"
    r"|\b(?:kamu|anda|kau|lo|ini) (?:\w+ ){0,3}(?:ai|bot|robot|manusia|orang|mesin|komputer|chatgpt)\b"
)


def asks_if_ai(text: str) -> bool:
    """Return whether somebody asks the bot what it is: they are owed a plain answer (Utah Code 13-72a)."""
    return _ARE_YOU_AI.search(folded(text)) is not None
