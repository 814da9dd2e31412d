"""What is a name because of how it is introduced: after `my name is`, a title, a relation, a greeting, or beside another. Pure."""

import re
from collections.abc import Sequence

from bot.masking.cues import introducing, read_cues
from bot.masking.lexicon import Lexicon
from bot.masking.tokens import Piece, Sort

_SPACE = re.compile(r"[ \t.:,]{1,2}\Z")


def mask_introduced(text: str, pieces: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask what is a name for what introduces it. Function words never are; what is weakly introduced must be a name too.

    `teman baik` is a good friend, and nobody called Baik.
    """
    cues = read_cues()
    for at in range(1, len(pieces)):
        piece = pieces[at]
        if hidden[at] or piece.sort is not Sort.WORD or not _SPACE.match(text, pieces[at - 1].end, piece.start):
            continue
        if _is_strong_cue(text, pieces, at):
            hidden[at] = piece.key not in lexicon.capitals
        elif piece.key in lexicon.names and piece.key not in cues.weak_names and piece.key not in cues.what_kind:
            hidden[at] = _is_weak_cue(pieces, hidden, at, lexicon)


def _is_strong_cue(text: str, pieces: Sequence[Piece], at: int) -> bool:
    """Return whether what stands before a word says that a name comes: `mr`, `named`, `her name is`, `nama saya`."""
    before, cues = pieces[at - 1].key, read_cues()
    if before in cues.sure_titles or before in cues.naming:
        return "," not in text[pieces[at - 1].end : pieces[at].start]
    named = at > 1 and before in cues.name_is and pieces[at - 2].key in cues.name_nouns
    return (named or before in cues.bare_nouns) and pieces[at].key not in cues.name_is


def _is_weak_cue(pieces: Sequence[Piece], hidden: Sequence[bool], at: int, lexicon: Lexicon) -> bool:
    """Return whether somebody may be named there: after a greeting, a title, a relation, or as one of two."""
    before = pieces[at - 1].key
    if before in introducing():
        return True
    return at > 1 and before in read_cues().joining and hidden[at - 2] and pieces[at - 2].key in lexicon.never
