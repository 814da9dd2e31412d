"""The lists of danger as tests read them: each phrase with what its row says, and as somebody would type it."""

import re
from typing import Any

from bot.danger_words.normalise import NUMBER
from bot.danger_words.phrase_graph import GAP
from bot.model import Kind, Language, Tier
from bot.words import languages
from bot.words.shelf import read_shelf_yaml

LISTS: dict[Language, dict[str, Any]] = {
    language: read_shelf_yaml(language, "phrases.yaml") for language in languages()
}
URGENCY = list(Kind)
LOUDNESS = list(Tier)


def show_phrase(language: Language, phrase: str) -> str:
    """Return a listed phrase as people are shown it: each group by the first word that it lists."""
    while match := re.search(r"<(\w+)>", phrase):
        phrase = phrase.replace(match[0], LISTS[language]["groups"][match[1]][0])
    return phrase


def type_phrase(shown: str) -> str:
    """Return a phrase as somebody would type it: a number for numbers, a word for a gap."""
    return shown.replace(NUMBER, "30").replace(f" {GAP} ", " x ")


LISTED = [
    (language, Kind(row["kind"]), Tier(row["tier"]), show_phrase(language, phrase))
    for language, said in LISTS.items()
    for row in said["rows"]
    for phrase in row["say"]
]
"""Of each phrase its language, kind and tier, and how it is shown."""
SHOWN = {(language, phrase) for language, _, _, phrase in LISTED}


def list_examples(key: str) -> list[tuple[Language, str, str, str]]:
    """Return the examples under `key` (`finds`, `spares`) of each row: language, kind, tier, message."""
    return [
        (language, row["kind"], row["tier"], message)
        for language, said in LISTS.items()
        for row in said["rows"]
        for message in row[key]
    ]
