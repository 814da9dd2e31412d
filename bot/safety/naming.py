"""What is a name because of how it is introduced: after `my name is`, a title, a relation, a greeting, or beside another. Pure."""

import re
from collections.abc import Sequence

from bot.safety.cues import introducing, read_cues
from bot.safety.lexicon import Lexicon
from bot.safety.tokens import Piece, Sort

_SPACE = re.compile(r"[ \t.:,]{1,2}\Z")


def introduced(text: str, found: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask what is a name for what introduces it. Function words never are; what is weakly introduced must be a name too.

    `teman baik` is a good friend, and nobody called Baik.
    """
    cues = read_cues()
    for at in range(1, len(found)):
        piece = found[at]
        if hidden[at] or piece.sort is not Sort.WORD or not _SPACE.match(text, found[at - 1].end, piece.start):
            continue
        if _strongly(text, found, at):
            hidden[at] = piece.key not in lexicon.capitals
        elif piece.key in lexicon.names and piece.key not in cues.weak_names and piece.key not in cues.what_kind:
            hidden[at] = _weakly(found, hidden, at, lexicon)


def _strongly(text: str, found: Sequence[Piece], at: int) -> bool:
    """Return whether what stands before a word says that a name comes: `mr`, `named`, `her name is`, `nama saya`."""
    before, cues = found[at - 1].key, read_cues()
    if before in cues.sure_titles or before in cues.naming:
        return "," not in text[found[at - 1].end : found[at].start]
    named = at > 1 and before in cues.name_is and found[at - 2].key in cues.name_nouns
    return (named or before in cues.bare_nouns) and found[at].key not in cues.name_is


def _weakly(found: Sequence[Piece], hidden: Sequence[bool], at: int, lexicon: Lexicon) -> bool:
    """Return whether somebody may be named there: after a greeting, a title, a relation, or as one of two."""
    before = found[at - 1].key
    if before in introducing():
        return True
    return at > 1 and before in read_cues().joining and hidden[at - 2] and found[at - 2].key in lexicon.never
