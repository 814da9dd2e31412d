"""Whether an answer goes in circles: small models that lose the thread say the same few words again until they are stopped. Pure."""

import re
from collections import Counter

from bot.words import fold_text

_WORD = re.compile(r"[^\W_]+")
_RUN = 3
"""Words in a row that are looked for again."""
_OFTEN = 4
"""So often nobody says the same three words in a short answer that says something, unless they are few of its words."""


def is_looping(text: str) -> bool:
    """Return whether a third of what `text` says is the same few words, four times and more."""
    words = _WORD.findall(fold_text(text))
    runs = Counter(zip(words, words[1:], words[2:], strict=False))
    often = max(runs.values(), default=0)
    return often >= _OFTEN and often * _RUN * 3 >= len(words)
