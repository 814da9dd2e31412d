"""Making a model's text fit to post: no links, no images, no markup of its own, and not too long."""

import re
import unicodedata

LONGEST = 3500
"""Characters of one answer: well under Matrix's 64 KiB for an event, and about two screens of a phone."""

_UNSEEN = {"Cc", "Cf", "Co", "Cs"}
"""Unicode categories that nobody can see, and that can turn text around; U+200D, which joins emoji, stays."""

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BARE_LINK = re.compile(r"(?i)<?\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|matrix:)\S+")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_SENTENCE_END = re.compile(r"[.!?\u2026](?=\s|$)|\n")


def tidied(text: str) -> tuple[str, bool]:
    """Return `text` fit to post, and whether it had to be cut; it is cut behind a whole sentence."""
    clean = "".join(char for char in text if char in "\n\u200d" or unicodedata.category(char) not in _UNSEEN)
    clean = _LINK.sub(r"\1", _IMAGE.sub("", clean))
    clean = _TAG.sub("", _BARE_LINK.sub("", clean)).strip()
    # A body that starts with `>` is taken for a quotation by clients.
    clean = re.sub(r"(?m)^\s*>+\s?", "", clean)
    clean = re.sub(r"\n{3,}", "\n\n", clean)
    if len(clean) <= LONGEST:
        return clean, False
    ends = [found.end() for found in _SENTENCE_END.finditer(clean[:LONGEST])]
    return clean[: ends[-1] if ends else LONGEST].rstrip(), True
