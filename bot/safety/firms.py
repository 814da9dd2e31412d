"""What is the name of a firm, school or hospital for its shape, though its words are ordinary ones. Pure."""

import re
from collections.abc import Sequence

from bot.safety.cues import read_cues
from bot.safety.judging import begins
from bot.safety.lexicon import Lexicon, listed
from bot.safety.tokens import Piece, Sort

_MOST = 2
"""Words of a firm's name that are taken for what stands before or behind them."""
_SPACE = re.compile(r"[ \t]\Z")
_JOINT = re.compile(r",[ \t]\Z")


def firms(text: str, found: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask the ordinary words in firms' names: before `ltd`, after `pt`, in `reed, moss and hoffman`, in titles' capitals."""
    cues = read_cues()
    for at, piece in enumerate(found):
        if piece.key in cues.legal:
            _mask(text, found, hidden, range(at - 1, at - 1 - _MOST, -1))
        elif piece.key in cues.before_firms and _mask(text, found, hidden, range(at + 1, at + 1 + _MOST)):
            hidden[at] = True
        elif piece.key in cues.institutions and at + 1 < len(found) and found[at + 1].key in lexicon.names:
            if _mask(text, found, hidden, range(at + 1, at + 2)):
                hidden[at] = True
        elif _three_names(text, found, hidden, at, lexicon):
            hidden[at] = hidden[at + 1] = hidden[at + 3] = True
        elif _in_capitals(text, found, hidden, at):
            hidden[at] = True


def _mask(text: str, found: Sequence[Piece], hidden: list[bool], places: range) -> bool:
    """Mask the words at `places`, as far as only spaces are between and none is a function word; return whether any was."""
    some = False
    for at in places:
        beside = at - places.step
        if not 0 <= at < len(found):
            break
        first, second = sorted((at, beside))
        word = found[at].sort is Sort.WORD and found[at].key not in listed("capitals.txt")
        if not word or not _SPACE.match(text, found[first].end, found[second].start):
            break
        hidden[at] = some = True
    return some


def _three_names(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int, lexicon: Lexicon) -> bool:
    """Return whether `A, B and C` begins there, one of them a name and the others names too."""
    if at + 3 >= len(found) or found[at + 2].key not in read_cues().and_words:
        return False
    three = (at, at + 1, at + 3)
    names = [hidden[one] or found[one].key in lexicon.names for one in three]
    sure = any(hidden[one] and found[one].sort is Sort.WORD for one in three)
    return sure and all(names) and bool(_JOINT.match(text, found[at].end, found[at + 1].start))


def _in_capitals(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether a sentence begins with an ordinary word that is part of a name in capitals, as `Harvest Partners`."""
    if hidden[at] or at + 1 >= len(found) or not hidden[at + 1] or found[at].key in listed("capitals.txt"):
        return False
    first, second = found[at], found[at + 1]
    both = all(one.raw[:1].isupper() and one.sort is Sort.WORD for one in (first, second))
    return both and begins(text, found, at) and bool(_SPACE.match(text, first.end, second.start))
