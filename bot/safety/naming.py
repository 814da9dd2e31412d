"""What is a name because of how it is introduced: after `my name is`, a title, a relation, a greeting, or beside another. Pure."""

import re
from collections.abc import Sequence

from bot.safety.judging import WEAK_NAMES
from bot.safety.lexicon import Lexicon, listed, wordset
from bot.safety.names import TITLES
from bot.safety.tokens import Piece, Sort

_STRONG = wordset("mr mrs ms prof")
"""Titles that are nothing else, in either language: whatever follows is a name."""
_NAMING = frozenset({"named", "bernama", "surnamed", "nicknamed"})
_NAME = wordset("name surname nickname nama namaku namanya panggilan panggilanku panggilannya julukannya")
_IS = wordset("is was adalah ialah saya aku dia ku lengkap")
_BARE = wordset("namaku namanya panggilanku panggilannya julukannya")
"""After these Indonesian has no word for `is`."""
_GREETINGS = wordset("hi hello hey dear hai halo hei dengan")
_CALLED = wordset("called dipanggil panggil kata menurut bareng sama")
"""After these somebody may be named, and often is not: only what is a name as well counts."""
_KIN = wordset(
    "brother sister mother father son daughter wife husband aunt uncle cousin nephew niece friend boyfriend girlfriend "
    "partner fiance boss colleague coworker roommate neighbour neighbor therapist teacher "
    "adik adikku kakakku suami suamiku istri istriku teman temanku pacar pacarku mantan mantanku sahabatku sepupuku anakku "
    "bosku tetanggaku tante om paman"
)
_OF_WHAT_KIND = wordset(
    "baik lama baru dekat sejati kandung tiri angkat tua muda kecil besar sulung bungsu tengah tercinta good best"
)
"""What a friend or a sister is, in words that are somebody's name as well."""
_AND = wordset("and dan & atau or")
_SPACE = re.compile(r"[ \t.:,]{1,2}\Z")


def introduced(text: str, found: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask what is a name for what introduces it. Function words never are; what is weakly introduced must be a name too.

    `teman baik` is a good friend, and nobody called Baik.
    """
    for at in range(1, len(found)):
        piece = found[at]
        if hidden[at] or piece.sort is not Sort.WORD or not _SPACE.match(text, found[at - 1].end, piece.start):
            continue
        if _strongly(text, found, at):
            hidden[at] = piece.key not in listed("capitals.txt")
        elif piece.key in lexicon.names and piece.key not in WEAK_NAMES and piece.key not in _OF_WHAT_KIND:
            hidden[at] = _weakly(found, hidden, at, lexicon)


def _strongly(text: str, found: Sequence[Piece], at: int) -> bool:
    """Return whether what stands before a word says that a name comes: `mr`, `named`, `her name is`, `nama saya`."""
    before = found[at - 1].key
    if before in _STRONG | _NAMING:
        return "," not in text[found[at - 1].end : found[at].start]
    named = at > 1 and before in _IS and found[at - 2].key in _NAME
    return (named or before in _BARE) and found[at].key not in _IS


def _weakly(found: Sequence[Piece], hidden: Sequence[bool], at: int, lexicon: Lexicon) -> bool:
    """Return whether somebody may be named there: after a greeting, a title, a relation, or as one of two."""
    before = found[at - 1].key
    if before in _GREETINGS | _CALLED | _KIN | (TITLES - {"miss"}):
        return True
    return at > 1 and before in _AND and hidden[at - 2] and found[at - 2].key in lexicon.never
