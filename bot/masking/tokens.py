"""Cuts a message into words, numbers and contacts, without losing a character. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from bot.masking.lexicon import fold_word


class Sort(Enum):
    """What a piece of text is, by its looks alone."""

    WORD = "word"
    NUMBER = "number"  # any token with a digit
    CONTACT = "contact"  # link, Matrix id, e-mail address, host name


@dataclass(slots=True)
class Piece:
    """A piece of a message from `start` to `end`; `key` is it folded, without possessive."""

    start: int
    end: int
    sort: Sort
    raw: str = field(repr=False)
    key: str = field(repr=False)


def _list_marks() -> str:
    """Return, as part of a character class, what may stand inside a word unseen: accents, joiners, invisible characters."""
    spans: list[list[int]] = []
    for point in (*range(0x80, 0x1F000), *range(0xE0000, 0xE0200)):
        if unicodedata.category(chr(point)) in {"Mn", "Mc", "Me", "Cf"}:
            if spans and spans[-1][1] == point - 1:
                spans[-1][1] = point
            else:
                spans.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans)


_TOPS = "com|org|net|edu|gov|info|biz|io|app|dev|id|co|uk|de|nl|fr|au|nz|ca|sg|jp|cn|eu|ch|dk|fi|pl"
_AT = r"[(\[{<](?:at|@)[)\]}>]"
_DOT = r"(?:\.|[ ]?[(\[{<][ ]?(?:dot|\.)[ ]?[)\]}>][ ]?)"
"""How an address is written that no robot shall find: `name(at)host`, and with spaces `name (at) host (dot) org`."""


@cache
def _compile_piece() -> re.Pattern[str]:
    """Return what finds the next piece; made when the first text is masked: 2 MB, which a bot that asks no model never needs."""
    mark = _list_marks()
    letter = rf"[^\W\d_][{mark}]*"
    return re.compile(
        rf"""
      (?P<contact>
          (?:https?|ftp|mxc|matrix|mailto|tel)://?\S*[^\s.,;:!?)\]'"\u00bb\u201d]
        | matrix:\S+ | www\.\S+
        | [@!\#$][^\s:@/]{{1,255}}:[\w.\-]+(?::\d+)?          # Matrix ids and aliases
        | \$[\w+/\-]{{20,}} | @[^\W_][\w.\-=/+]*              # event ids; bare mentions
        | [\w.+\-%]{{1,64}}@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{0,8}}
        | (?:[^\W_][\w\-]{{0,62}}\.){{1,8}}(?:{_TOPS})\b(?:/[^\s]*)?
        | (?:[^\W_][\w\-]{{0,62}}\.){{1,8}}[a-z]{{2,24}}/\w[^\s]*             # t.me/name
        | [\w.+\-%]{{1,64}}{_AT}[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{0,8}}
        | [\w.+\-%]{{1,64}}[ ]{_AT}[ ][\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{1,8}}
        | [\w.+\-%]{{1,64}}[ ]at[ ][\w\-]{{1,63}}(?:[ ]dot[ ](?:{_TOPS})\b){{1,2}}
      )
    | (?P<number> [+]?(?:{letter})*\d(?:[^\W_]|[{mark}])*(?:[.,:/'\u2019\-\u2013][^\W_]*\d[^\W_]*)*%? )
    | (?P<word> (?:{letter})+(?:['\u2019\u02bc](?:{letter})+)* )
    """,
        re.VERBOSE | re.IGNORECASE,
    )


def cut_into_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of `text` between `start` and `end`; what stands between them has neither letter nor digit."""
    for match in _compile_piece().finditer(text, start, end):
        raw = match[0]
        sort = Sort(match.lastgroup)
        first, last = match.span()
        key = fold_word(raw)
        if sort is Sort.WORD and key.endswith("'s") and len(raw) > 2:
            raw, key, last = raw[:-2], key[:-2], last - 2
        yield Piece(first, last, sort, raw, key)
