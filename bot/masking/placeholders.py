"""Knows a placeholder when it sees one, also one that is altered, or only looks like one. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from bot.words.slips import count_typos

KINDS = ("PERSON", "NAME", "PLACE", "DATE", "NUMBER", "CONTACT", "ID", "WORD", "TEXT")
"""PERSON is somebody of the room, NAME a name that is not; WORD a word kept back, by `!mask` or because nobody knows it;
TEXT is what looked like a placeholder when a person typed it."""

_SQUARE = r"\[\uff3b\u3010\u3014\u27e6\u301a\u2772"
_OPENING = _SQUARE + r"{\uff5b<\uff1c(\uff08\u27e8\u3008\u300a\u00ab"
_CLOSING = r"\]\uff3d\u3011\u3015\u27e7\u301b\u2773}\uff5d>\uff1e)\uff09\u27e9\u3009\u300b\u00bb"
_LIKE = re.compile(
    rf"[{_OPENING}]([^{_OPENING}{_CLOSING}\n]{{2,200}})[{_CLOSING}]"
    rf"|(?<![^\W\d_])(?:{'|'.join(KINDS)})[\\\s]*[_\uff3f][\\_\s]*\d+",
    re.IGNORECASE,
)
_CUT = re.compile(rf"[{_SQUARE}]([^{_CLOSING}\n]{{1,40}})\Z")
_BODY = re.compile(r"([^\W\d_][^\W_]*?)([_-]*)(\d*)")
_EXACT = re.compile(rf"({'|'.join(KINDS)})_([1-9][0-9]{{0,5}})")
_NOISE = re.compile(r"[\s\\*~`\"']")
# Cyrillic and Greek letters and digits that look like those of the kinds' names.
_TWINS = str.maketrans(
    "\u0430\u0432\u0435\u0455\u0456\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445"
    "\u03bf\u03b1\u03c1\u03b5\u03c4\u03c5\u03bd\u03b9\u03ba013|!",
    "abesikmhopctyxoapetuvikoieii",
)


def find_lookalikes(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Yield from where to where something in `text` looks like a placeholder, and which one it is; None if it only looks so.

    A placeholder may be in another case, full-width, spaced, emphasised inside, and have an escaped underscore.
    """
    for match in _LIKE.finditer(text):
        body = match[1]
        if body is None:
            yield match.start(), match.end(), None
        elif exact := _EXACT.fullmatch(_strip_emphasis(body).upper()):
            yield match.start(), match.end(), f"[{exact[0]}]" if match[0][0] in "[\uff3b" else None
        elif _is_lookalike(body, square=match[0][0] in _SQUARE[1:]):
            yield match.start(), match.end(), None


def find_cut_placeholder(text: str) -> str | None:
    """Return the beginning of a placeholder that `text` ends in, if it does, as an answer does that was too long."""
    match = _CUT.search(text)
    word = _strip_emphasis(match[1]).partition("_")[0].upper() if match else ""
    return match[0] if match and word and any(kind.startswith(word) for kind in KINDS) else None


def _strip_emphasis(body: str) -> str:
    """Return what stands between brackets without emphasis, escapes, spaces and invisible characters."""
    wide = unicodedata.normalize("NFKC", body)
    seen = "".join(char for char in wide if unicodedata.category(char) not in {"Cf", "Mn", "Me", "Cc"})
    return _NOISE.sub("", seen).strip("_")


def _is_lookalike(body: str, *, square: bool) -> bool:
    """Return whether what stands between brackets is near enough to a placeholder that somebody may take it for one."""
    shape = _BODY.fullmatch(_strip_emphasis(body).casefold())
    if not shape:
        return False
    word, joint, digits = shape.groups()
    if square and "_" in joint and digits:
        return True  # also `[ORANG_1]`: models translate
    near = any(_is_near_kind(word.translate(_TWINS), kind.lower()) for kind in KINDS)
    return near and bool(digits or square)


def _is_near_kind(word: str, kind: str) -> bool:
    return bool(count_typos(word, kind, 1) <= (1 if len(kind) > 4 else 0))
