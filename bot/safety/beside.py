"""What is masked for what it stands beside: names of two words, initials, what a firm or a place ends in. Pure."""

import re
from collections.abc import Sequence

from bot.safety.cues import read_cues
from bot.safety.lexicon import Lexicon
from bot.safety.tokens import Piece, Sort

_BESIDE = re.compile(r"[ \t]?[-\u2013.'\u2019/&#]{0,2}[ \t]?\Z")


def spread(text: str, found: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask words that are names only because of a neighbour that is: `rose` in `rose tanaka`, `putri` in `mbak putri`."""
    for order in (range(len(found)), reversed(range(len(found)))):
        for at in order:
            if not hidden[at]:
                before = at - 1 if at and near(text, found, at - 1) else None
                after = at + 1 if at + 1 < len(found) and near(text, found, at) else None
                hidden[at] = _named(found, hidden, lexicon, (before, at, after))
            if not hidden[at] and _initial(text, found, hidden, at):
                hidden[at] = True
                hidden[at + 1] = True


def near(text: str, found: Sequence[Piece], at: int) -> bool:
    """Return whether no more than a space or a dot stands between a piece and the next."""
    return _BESIDE.match(text, found[at].end, found[at + 1].start) is not None


def _named(
    found: Sequence[Piece], hidden: Sequence[bool], lexicon: Lexicon, around: tuple[int | None, int, int | None]
) -> bool:
    before, at, after = around
    cues = read_cues()
    after_name = before is not None and hidden[before] and found[before].sort is Sort.WORD
    before_name = after is not None and hidden[after] and found[after].sort is Sort.WORD
    key = found[at].key
    if before is not None and found[before].key in cues.titles and key in lexicon.names:
        return True
    if key in cues.before_names or key in cues.hidden_titles:
        return before_name
    if key in cues.name_begins and after is not None and found[after].key in lexicon.never:
        return True
    if before_name and after_name and (key in cues.between_names or (len(key) == 1 and not found[at].raw.isascii())):
        return True
    if len(key) == 1:
        lone = key in cues.lone and (found[at].raw in {"I", "A"} or found[at].raw.islower())
        return (after_name or before_name) and not lone
    if key in cues.after_names:
        return after_name
    given = before is not None and found[before].key in lexicon.never
    telling = found[at].raw != key or key not in lexicon.common or given
    return (after_name or before_name) and telling and key in lexicon.names and key not in cues.weak_names


def _initial(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether a letter with a dot is somebody's initial, or one of several."""
    piece = found[at]
    if len(piece.key) != 1 or text[piece.end : piece.end + 1] != "." or at + 1 >= len(found):
        return False
    after = found[at + 1]
    if len(after.key) == 1 and after.start == piece.end + 1:
        return piece.key + after.key not in read_cues().no_initials
    return hidden[at + 1] and after.sort is Sort.WORD and near(text, found, at)
