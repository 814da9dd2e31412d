"""Sees through how people disguise a name, mostly without meaning to: pulled apart, marked up, in letters or digits that look alike. Pure."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from bot.masking.cues import read_cues
from bot.masking.lexicon import build_lexicon
from bot.masking.tokens import Piece, Sort

_MARKUP = re.compile(r"[*_~`|\\]{1,8}\Z")
"""What stands between two halves of one word for nobody who reads it: emphasis that a client does not show."""
_APART = re.compile(r"[ \t]?[-.'\u2019\u02bc_]?[ \t]?\Z")
_MOST_LETTERS, _MOST_WORDS = 12, 4
"""Of how many pieces a name may be put together: letters one by one or halves in emphasis, and words."""
_ALIKE = (
    "\u0430a \u0431b \u0432b \u0433r \u0434d \u0435e \u043ak \u043cm \u043dh \u043eo \u0440p \u0441c "
    "\u0442t \u0443y \u0445x \u0456i \u0458j \u0455s \u0501d \u051bq \u051dw \u04bbh \u04cfl "
    "\u0131i \u0142l \u00f8o \u0111d \u0251a \u0261g \u0269i \u028fy \u1d00a \u026ai \u0274n \u1d0bk \u1d0dm "
    "\u03b1a \u03b2b \u03b3y \u03b5e \u03b6z \u03b9i \u03bak \u03bfo \u03c1p \u03c4t \u03c7x \u03c9w "
    "0o 3e 4a 5s 7t 8b 9g"
)
"""Letters that look like Latin ones, and digits that are read as one, each before what it is read as."""
_AS_SMALL, _AS_CAPITAL = (
    "\u03b7n \u03bcu \u03bdv \u03c3o \u03c5u \u0438u \u043fn",
    "\u03b7h \u03bcm \u03bdn \u03c3e \u03c5y \u0438n \u043fn",
)
"""Those that look like another one in capitals."""
_TABLES = tuple(
    {ord(pair[0]): pair[1] for pair in f"{_ALIKE} {letters} 1{upright}".split()}
    for letters in (_AS_SMALL, _AS_CAPITAL)
    for upright in "il"
)


def list_lookalikes(key: str) -> Iterator[str]:
    """Yield what a folded word may be read as besides: in Latin letters for those that look so, without apostrophes."""
    if _is_plain(key) or key.isdigit():
        return
    head, apostrophe, tail = key.partition("'")
    if apostrophe and not (tail in read_cues().contracted or build_lexicon().has(head + tail)):
        yield key.replace("'", "")
    for read in dict.fromkeys(key.translate(table) for table in _TABLES):
        if read != key and read.isascii() and read.replace("'", "").isalpha():
            yield read


def find_pulled_apart(
    text: str, pieces: Sequence[Piece], at: int, is_name: Callable[[str], object], begins: Collection[str]
) -> tuple[int, str]:
    """Return up to which piece a name goes that is pulled apart and begins with piece `at`, and the name; `at` if none does.

    `begins` is with what a name may begin: where plain letters begin none, nothing more is put together.

    Halves of a word with emphasis between them are one word to whoever reads them. With spaces or hyphens between, letters
    one by one are, and words of which at least one is no ordinary word: `just in` is nobody called Justin.
    """
    key, best, marked = pieces[at].key, (at, ""), True
    if _is_plain(key) and key not in begins:
        return best
    for reach in range(at + 1, min(at + _MOST_LETTERS, len(pieces))):
        between = (pieces[reach - 1].end, pieces[reach].start)
        emphasis = _MARKUP.match(text, *between) is not None
        marked = marked and emphasis
        key += pieces[reach].key
        if _is_plain(key) and key not in begins:
            break
        if not (emphasis or _APART.match(text, *between)) or pieces[reach].sort is Sort.CONTACT:
            break
        if not marked and reach - at >= _MOST_WORDS and len(key) > reach - at + 1:
            break
        if is_name(key) and (marked or _is_name_in_parts(pieces[at : reach + 1])):
            best = (reach, key)
    return best


def _is_name_in_parts(parts: Sequence[Piece]) -> bool:
    """Return whether pieces with a space or hyphen between them may be one name: letters, or words that are not all ordinary."""
    if all(len(part.key) == 1 for part in parts):
        return len(parts) > 2
    if len(parts) > _MOST_WORDS or any(len(part.key) == 1 for part in parts[1:]):
        return False
    return any(len(part.key) > 1 and not build_lexicon().has(part.key) for part in parts)


def _is_plain(key: str) -> bool:
    return key.isascii() and key.isalpha()
