"""What is masked for what it stands beside: names of two words, initials, house numbers and their streets. Pure."""

import re
from collections.abc import Iterable, Sequence

from bot.safety.judging import WEAK_NAMES
from bot.safety.lexicon import Lexicon, wordset
from bot.safety.names import TITLES
from bot.safety.tokens import Piece, Sort

_BESIDE = re.compile(r"[ \t]?[-\u2013.'\u2019/&#]{0,2}[ \t]?\Z")
_BREAK = re.compile(r"[,;\n!?]")
_ENGLISH_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "rev"})
_BEFORE_NAMES = wordset("new united saint upper lower los las san santa el la de van von bin binti al st great")
_AFTER_FIRMS = wordset("inc ltd llc plc corp corporation incorporated gmbh group technologies associates holdings tbk")
_BALINESE = frozenset({"i", "ni"})
"""What a Balinese name begins with: I Wayan, Ni Made."""
_LONE = frozenset("aiuynkoxd")
"""Letters that are words of their own, or stand for one in chat."""
_STREETS = wordset("street st road rd avenue ave drive dr lane ln blvd boulevard pkwy parkway hwy highway sq ct pl")
_PERHAPS_STREETS = wordset("way court place square terrace crescent close")
_UNITS = wordset("suite ste apt apartment unit box floor flat room po dpo apo fpo psc route highway hwy")
_ROADS = wordset("jl jln gg rt rw")
_QUARTERS = wordset("kel kec kab desa dusun perum perumahan komplek kompleks blok kelurahan kecamatan kabupaten")
_PERHAPS_ROADS = frozenset({"jalan", "gang", "kampung"})
_STOPS = wordset("yang dan di ke dari untuk dengan itu ini saya aku kamu dia kami ya pada sama tapi the and is to")
_AT_CORNERS = frozenset({"the", "and", "of"})
MONTHS = frozenset({"may", "march", "mar"})
_DATES_TOO = MONTHS | {"sat", "sun"}
_NO_INITIALS = frozenset({"eg", "ie", "am", "pm"})
ADDRESS_WORDS = _STREETS | _PERHAPS_STREETS | _UNITS | _ROADS | _QUARTERS | _PERHAPS_ROADS


def spread(text: str, found: Sequence[Piece], hidden: list[bool], lexicon: Lexicon) -> None:
    """Mask words that are names only because of a neighbour that is: `rose` in `rose tanaka`, `putri` in `mbak putri`."""
    for order in (range(len(found)), reversed(range(len(found)))):
        for at in order:
            if not hidden[at]:
                before = at - 1 if at and _near(text, found, at - 1) else None
                after = at + 1 if at + 1 < len(found) and _near(text, found, at) else None
                hidden[at] = _named(found, hidden, lexicon, (before, at, after))
            if not hidden[at] and _initial(text, found, hidden, at):
                hidden[at] = True
                hidden[at + 1] = True


def addresses(text: str, found: Sequence[Piece], hidden: list[bool]) -> None:
    """Mask whole addresses: from a house number to its street, and what follows `Suite`, `Jl.` or `Kel`."""
    for at in range(len(found)):
        reach = _address_from(text, found, hidden, at)
        if reach > at:
            hidden[at : reach + 1] = [True] * (reach + 1 - at)


def _address_from(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return where the address or date ends that begins with piece `at`; `at` if none does."""
    piece = found[at]
    if piece.key == "the":
        return _corner(found, hidden, at)
    if piece.key in _ROADS | _QUARTERS or (piece.key in _PERHAPS_ROADS and _capital(found[at + 1 : at + 2])):
        return _place_after(text, found, at)
    reach = _street_after(text, found, hidden, at) if piece.sort is Sort.NUMBER else at
    if reach > at or at + 1 == len(found) or not _near(text, found, at):
        return reach
    return at + 1 if _belongs(piece, found[at + 1]) else at


def _near(text: str, found: Sequence[Piece], at: int) -> bool:
    """Return whether no more than a space or a dot stands between a piece and the next."""
    return _BESIDE.match(text, found[at].end, found[at + 1].start) is not None


def _named(
    found: Sequence[Piece], hidden: Sequence[bool], lexicon: Lexicon, around: tuple[int | None, int, int | None]
) -> bool:
    before, at, after = around
    after_name = before is not None and hidden[before] and found[before].sort is Sort.WORD
    before_name = after is not None and hidden[after] and found[after].sort is Sort.WORD
    key = found[at].key
    if before is not None and found[before].key in TITLES and key in lexicon.names:
        return True
    if key in _BEFORE_NAMES or key in _ENGLISH_TITLES:
        return before_name
    if key in _BALINESE and after is not None and found[after].key in lexicon.never:
        return True
    if len(key) == 1:
        lone = key in _LONE and (found[at].raw in {"I", "A"} or found[at].raw.islower())
        return (after_name or before_name) and not lone
    if key in _AFTER_FIRMS:
        return after_name
    telling = found[at].raw != key or key not in lexicon.common
    return (after_name or before_name) and telling and key in lexicon.names and key not in WEAK_NAMES


def _initial(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> bool:
    """Return whether a letter with a dot is somebody's initial, or one of several."""
    piece = found[at]
    if len(piece.key) != 1 or text[piece.end : piece.end + 1] != "." or at + 1 >= len(found):
        return False
    after = found[at + 1]
    if len(after.key) == 1 and after.start == piece.end + 1:
        return piece.key + after.key not in _NO_INITIALS
    return hidden[at + 1] and after.sort is Sort.WORD and _near(text, found, at)


def _street_after(text: str, found: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return where the street ends that the number `at` belongs to; `at` if there is none."""
    for reach in range(at + 1, min(at + 6, len(found))):
        key = found[reach].key
        if found[reach].sort is not Sort.WORD or "\n" in text[found[at].end : found[reach].start]:
            return at
        named = any(hidden[at + 1 : reach]) or _capital(found[at + 1 : reach])
        if reach > at + 1 and (key in _STREETS or (key in _PERHAPS_STREETS and named)):
            return reach
    return at


def _place_after(text: str, found: Sequence[Piece], at: int) -> int:
    """Return where the name ends that follows a word for a road or quarter: up to four words, or two that are in capitals."""
    most = 4 if found[at].key in _ROADS else 2
    reach = at
    while reach + 1 < min(at + 1 + most, len(found)):
        after = found[reach + 1]
        plain = after.raw.islower() and (found[at].key not in _ROADS or after.key in _STOPS)
        if _BREAK.search(text, found[reach].end, after.start) or (plain and reach > at):
            break
        reach += 1
    return reach


def _corner(found: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return where `the corner of A and B` ends that begins with piece `at`; `at` if it is not one of names."""
    last = at
    if [piece.key for piece in found[at + 1 : at + 3]] == ["corner", "of"]:
        for reach in range(at + 3, min(at + 10, len(found))):
            if hidden[reach]:
                last = reach
            elif found[reach].key not in _AT_CORNERS:
                break
    return last


def _belongs(piece: Piece, after: Piece) -> bool:
    """Return whether a word is part of an address or date because of the piece that follows it."""
    key = piece.key
    if piece.sort is Sort.NUMBER:
        return after.key in MONTHS
    if after.sort is Sort.NUMBER:
        return key in _UNITS | _DATES_TOO or (piece.raw.isupper() and len(key) in {2, 3})
    united = key == "united" and after.key in {"kingdom", "states"}
    return united or (key in {"apo", "dpo", "fpo"} and len(after.key) == 2)


def _capital(pieces: Iterable[Piece]) -> bool:
    return any(piece.raw[:1].isupper() for piece in pieces)
