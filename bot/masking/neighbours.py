"""What is masked for what it stands beside: names of two words, initials, what a firm or a place ends in. Pure."""

import re
from collections.abc import Sequence

from bot.masking.cues import read_cues
from bot.masking.lexicon import Lexicon
from bot.masking.tokens import Piece, Sort

_BESIDE = re.compile(r"[ \t]?[-\u2013.'\u2019/&#]{0,2}[ \t]?\Z")


def mask_neighbours(text: str, pieces: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask words that are names only because of a neighbour that is: `rose` in `rose tanaka`, `putri` in `mbak putri`."""
    for order in (range(len(pieces)), reversed(range(len(pieces)))):
        for at in order:
            if not hidden[at]:
                before = at - 1 if at and is_near(text, pieces, at - 1) else None
                after = at + 1 if at + 1 < len(pieces) and is_near(text, pieces, at) else None
                hidden[at] = _is_named_by_neighbour(pieces, hidden, lexicon, (before, at, after))
            if not hidden[at] and _is_initial(text, pieces, hidden, at):
                hidden[at] = True
                hidden[at + 1] = True


def is_near(text: str, pieces: Sequence[Piece], at: int) -> bool:
    """Return whether no more than a space or a dot stands between a piece and the next."""
    return _BESIDE.match(text, pieces[at].end, pieces[at + 1].start) is not None


def _is_named_by_neighbour(
    pieces: Sequence[Piece], hidden: Sequence[bool], lexicon: Lexicon, around: tuple[int | None, int, int | None]
) -> bool:
    before, at, after = around
    cues = read_cues()
    after_name = before is not None and hidden[before] and pieces[before].sort is Sort.WORD
    before_name = after is not None and hidden[after] and pieces[after].sort is Sort.WORD
    key = pieces[at].key
    if before is not None and pieces[before].key in cues.titles and key in lexicon.names:
        return True
    if key in cues.before_names or key in cues.hidden_titles:
        return before_name
    if key in cues.name_begins and after is not None and pieces[after].key in lexicon.never:
        return True
    if before_name and after_name and (key in cues.between_names or (len(key) == 1 and not pieces[at].raw.isascii())):
        return True
    if len(key) == 1:
        lone = key in cues.lone and (pieces[at].raw in {"I", "A"} or pieces[at].raw.islower())
        return (after_name or before_name) and not lone
    if key in cues.after_names:
        return after_name
    given = before is not None and pieces[before].key in lexicon.never
    telling = pieces[at].raw != key or not lexicon.is_common(key) or given
    return (after_name or before_name) and telling and key in lexicon.names and key not in cues.weak_names


def _is_initial(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether a letter with a dot is somebody's initial, or one of several."""
    piece = pieces[at]
    if len(piece.key) != 1 or text[piece.end : piece.end + 1] != "." or at + 1 >= len(pieces):
        return False
    after = pieces[at + 1]
    if len(after.key) == 1 and after.start == piece.end + 1:
        return piece.key + after.key not in read_cues().no_initials
    return hidden[at + 1] and after.sort is Sort.WORD and is_near(text, pieces, at)
