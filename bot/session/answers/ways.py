"""The ways to say something that a model offers: found in whatever list or paragraphs it wrote. Pure."""

import re
from collections.abc import Iterator

from bot.session.answers.tidy import sentences

MOST = 3
_NAMED = r"(?:option|way|version|pilihan|cara|versi)\s+(?:\d|[a-c])\s*(?:[.):\u2013\u2014-]|$)"
_MARK = re.compile(rf"(?i)^(?:[*_]{{0,2}}(?:{_NAMED}|\(?(?:\d{{1,2}}|[a-c])[.):])[*_:]{{0,3}}|[-*+\u2022])(?:\s+|$)")
"""What stands before one of several: a number, a letter, a bullet, `Option 1:`."""
_ASIDE = re.compile(
    r"(?i)^\W*(?:let me know|feel free|hope (?:this|that|these|it)|which (?:one|of)|pick|choose|would you like"
    r"|semoga (?:ini|membantu|bermanfaat)|silakan|pilih(?:lah)?\b|kalau (?:mau|butuh)|beri ?tahu saya)"
)
"""How a chatty model ends."""


def ways(text: str) -> tuple[str, ...]:
    """Return the first three ways in `text`, each in one line, without what is said around them."""
    found = _marked(text) or _apart(text)
    return tuple(one for one in found if any(char.isalnum() for char in one))[:MOST]


def _marked(text: str) -> list[str]:
    """Return what stands behind marks, with the lines right beneath each."""
    found: list[list[str]] = []
    inside = False
    for line in text.split("\n"):
        if mark := _MARK.match(line):
            found.append([line[mark.end() :]])
            inside = True
        elif not line:
            inside = False
        elif inside:
            found[-1].append(line)
    return [" ".join(way).strip() for way in found]


def _apart(text: str) -> list[str]:
    """Return what stands apart without marks: paragraphs, or the lines of the only one, or that as it is."""
    paragraphs = list(_said(text.split("\n\n")))
    if len(paragraphs) == 1:
        paragraphs = list(_said(paragraphs[0].split("\n")))
    if len(paragraphs) == 1:
        return [sentences(paragraphs[0], MOST)[0]]
    return [" ".join(one.split("\n")) for one in paragraphs]


def _said(parts: list[str]) -> Iterator[str]:
    """Yield the parts that are ways: not what announces them or ends the letter, where there are others."""
    for part in parts:
        around = part.rstrip("*_ ").endswith(":") or _ASIDE.match(part)
        if part.strip() and not (around and len(parts) > 1):
            yield part.strip()
