"""What is part of an address or a date: from a house number to its street or flat, what follows `Jl.` or `Kel`. Pure."""

import re
from collections.abc import Iterable, Sequence

from bot.masking.cues import corners, read_cues
from bot.masking.neighbours import is_near
from bot.masking.tokens import Piece, Sort

_BREAK = re.compile(r"[,;\n!?]")
_SENTENCE = re.compile(r"[;!?]|\.\s")
_BETWEEN = 7
"""Pieces that may lie between a house number and the flat's."""


def mask_addresses(text: str, pieces: Sequence[Piece], hidden: list[bool]) -> None:
    """Mask whole addresses: from a house number to its street, and what follows `Suite`, `Jl.` or `Kel`."""
    for at in range(len(pieces)):
        reach = _find_address_end(text, pieces, hidden, at)
        if reach > at:
            hidden[at : reach + 1] = [True] * (reach + 1 - at)
        if start := _find_flat_start(text, pieces, at):
            hidden[start : at + 1] = [True] * (at + 1 - start)


def _find_address_end(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return where the address or date ends that begins with piece `at`; `at` if none does."""
    piece, cues = pieces[at], read_cues()
    for begins in corners():
        if piece.key == begins[0]:
            return _find_corner_end(pieces, hidden, at, begins)
    sure = piece.key in cues.roads or piece.key in cues.quarters
    if sure or (piece.key in cues.perhaps_roads and _is_capitalised(pieces[at + 1 : at + 2])):
        return _find_place_end(text, pieces, at)
    reach = _find_street_end(text, pieces, hidden, at) if piece.sort is Sort.NUMBER else at
    if reach > at or at + 1 == len(pieces) or not is_near(text, pieces, at):
        return reach
    return at + 1 if _is_part_of_address(piece, pieces[at + 1]) else at


def _find_street_end(text: str, pieces: Sequence[Piece], hidden: Sequence[bool], at: int) -> int:
    """Return where the street ends that the number `at` belongs to; `at` if there is none."""
    cues = read_cues()
    for reach in range(at + 1, min(at + 6, len(pieces))):
        key = pieces[reach].key
        if pieces[reach].sort is not Sort.WORD or "\n" in text[pieces[at].end : pieces[reach].start]:
            return at
        named = any(hidden[at + 1 : reach]) or _is_capitalised(pieces[at + 1 : reach])
        if reach > at + 1 and (key in cues.streets or (key in cues.perhaps_streets and named)):
            return reach
    return at


def _find_flat_start(text: str, pieces: Sequence[Piece], at: int) -> int:
    """Return how far back an address begins whose flat is told at `at`, `12 hill row, apt. 3`: behind its number; 0 if nowhere."""
    if pieces[at].key not in read_cues().flats or at + 1 == len(pieces) or pieces[at + 1].sort is not Sort.NUMBER:
        return 0
    for start in range(at - 1, max(-1, at - _BETWEEN), -1):
        if _SENTENCE.search(text, pieces[start].end, pieces[start + 1].start):
            return 0
        if pieces[start].sort is Sort.NUMBER:
            return start + 1
    return 0


def _find_place_end(text: str, pieces: Sequence[Piece], at: int) -> int:
    """Return where the name ends that follows a word for a road or quarter: up to four words, or two that are in capitals."""
    cues = read_cues()
    most = 4 if pieces[at].key in cues.roads else 2
    reach = at
    while reach + 1 < min(at + 1 + most, len(pieces)):
        after = pieces[reach + 1]
        plain = after.raw.islower() and (pieces[at].key not in cues.roads or after.key in cues.place_ends)
        if _BREAK.search(text, pieces[reach].end, after.start) or (plain and reach > at):
            break
        reach += 1
    return reach


def _find_corner_end(pieces: Sequence[Piece], hidden: Sequence[bool], at: int, begins: tuple[str, ...]) -> int:
    """Return where `the corner of A and B` ends that begins with piece `at`; `at` if it is not one of names."""
    last, cues, names = at, read_cues(), at + len(begins)
    if tuple(piece.key for piece in pieces[at:names]) == begins:
        for reach in range(names, min(at + 10, len(pieces))):
            street = pieces[reach].key in cues.streets or pieces[reach].key in cues.perhaps_streets
            if hidden[reach] or (street and hidden[reach - 1]):
                last = reach
            elif pieces[reach].key not in cues.at_corners:
                break
    return last


def _is_part_of_address(piece: Piece, after: Piece) -> bool:
    """Return whether a word is part of an address or date because of the piece that follows it."""
    key, cues = piece.key, read_cues()
    if piece.sort is Sort.NUMBER:
        return after.key in cues.months
    if after.sort is Sort.NUMBER:
        dated = key in cues.units or key in cues.months or key in cues.dates_too
        return dated or (piece.raw.isupper() and len(key) in {2, 3})
    return f"{key}_{after.key}" in cues.states or (key in cues.army_post and len(after.key) == 2)


def _is_capitalised(pieces: Iterable[Piece]) -> bool:
    return any(piece.raw[:1].isupper() for piece in pieces)
