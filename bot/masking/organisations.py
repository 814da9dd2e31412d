"""What is the name of a firm, school or hospital for its shape, though its words are ordinary ones. Pure."""

import re
from collections.abc import Sequence

from bot.masking.allowlist import begins_sentence
from bot.masking.cues import read_cues
from bot.masking.lexicon import Lexicon, read_word_file
from bot.masking.tokens import Piece, Sort

_MOST = 2
"""Words of a firm's name that are taken for what stands before or behind them."""
_SPACE = re.compile(r"[ \t]\Z")
_JOINT = re.compile(r",[ \t]\Z")


def mask_firms(text: str, pieces: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask the ordinary words in firms' names: before `ltd`, after `pt`, in `reed, moss and hoffman`, in titles' capitals."""
    cues = read_cues()
    for at, piece in enumerate(pieces):
        if piece.key in cues.legal:
            _mask_places(text, pieces, hidden, range(at - 1, at - 1 - _MOST, -1))
        elif piece.key in cues.before_firms and _mask_places(text, pieces, hidden, range(at + 1, at + 1 + _MOST)):
            hidden[at] = True
        elif piece.key in cues.institutions and at + 1 < len(pieces) and pieces[at + 1].key in lexicon.names:
            if _mask_places(text, pieces, hidden, range(at + 1, at + 2)):
                hidden[at] = True
        elif _is_three_names(text, pieces, hidden, at, lexicon):
            hidden[at] = hidden[at + 1] = hidden[at + 3] = True
        elif _is_title_in_capitals(text, pieces, hidden, at):
            hidden[at] = True


def _mask_places(text: str, pieces: Sequence[Piece], hidden: list[bool], places: range) -> bool:
    """Mask the words at `places`, as far as only spaces are between and none is a function word; return whether any was."""
    some = False
    for at in places:
        beside = at - places.step
        if not 0 <= at < len(pieces):
            break
        first, second = sorted((at, beside))
        word = pieces[at].sort is Sort.WORD and pieces[at].key not in read_word_file("capitals.txt")
        if not word or not _SPACE.match(text, pieces[first].end, pieces[second].start):
            break
        hidden[at] = some = True
    return some


def _is_three_names(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int, lexicon: Lexicon) -> bool:
    """Return whether `A, B and C` begins there, one of them a name and the others names too."""
    if at + 3 >= len(pieces) or pieces[at + 2].key not in read_cues().and_words:
        return False
    three = (at, at + 1, at + 3)
    names = [hidden[place] or pieces[place].key in lexicon.names for place in three]
    sure = any(hidden[place] and pieces[place].sort is Sort.WORD for place in three)
    return sure and all(names) and bool(_JOINT.match(text, pieces[at].end, pieces[at + 1].start))


def _is_title_in_capitals(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether a sentence begins with an ordinary word that is part of a name in capitals, as `Harvest Partners`."""
    if hidden[at] or at + 1 >= len(pieces) or not hidden[at + 1] or pieces[at].key in read_word_file("capitals.txt"):
        return False
    first, second = pieces[at], pieces[at + 1]
    both = all(piece.raw[:1].isupper() and piece.sort is Sort.WORD for piece in (first, second))
    return both and begins_sentence(text, pieces, at) and bool(_SPACE.match(text, first.end, second.start))
