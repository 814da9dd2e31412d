"""How a message can be read: the words that a reader sees, however they were typed. Pure, and linear in the text's length.

Nothing here keeps what it reads: no cache holds a word that somebody wrote.
"""

import re
import unicodedata

NUMBER = "00"
"""What a number of two digits or more is read as: how many pills matters less than that they were many."""
COMMA, STOP = ",", "."
"""Marks between words: within a sentence, and at its end."""
MARKS = frozenset({COMMA, STOP})
APART = "\ue000"
"""Stands before letters that were typed apart: only a language's words tell where one ends and the next begins."""
HOLE = "\ue001"
"""Stands for a letter that was starred out: "k*ll"."""

_LETTERS = dict(
    zip(
        "абвгеёкмнорстухіјѕԁԛԝһӏпцзαβγεηικνορτυχωμςσıłđøɑɡɩßþ",
        "abbreekmhopctyxijsdqwhlnu3abyeniknoptuxwmccildoagisp",
        strict=True,
    )
)
_LOOKS_LIKE = str.maketrans(_LETTERS)
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "+": "t", "€": "e", "£": "l"}
_UPRIGHTS = "1!|"
_READ_AS = tuple(str.maketrans(_LEET | dict.fromkeys(_UPRIGHTS, letter)) for letter in "il")

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
_UNTYPED = re.compile("['\u2018\u2019\u02bc`\u00b4\x00-\x08\x0e-\x1f\x7f]")
"""Apostrophes, and controls that nobody sees."""
_TWICE = re.compile(r"(?<=[a-z]{3})2(?![a-z0-9])")
_TOKEN = re.compile(rf"{APART}?[a-z]+(?:{HOLE}[a-z]+)*|[0-9]+|[.!?\n][^a-z0-9{APART}]*|[,;][^a-z0-9{APART}.!?\n]*")
_APART = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,4}[^\W_]){2,60}(?![^\W_])")
_DISGUISED = re.compile(r"[a-z][0-9$@€£]|[0-9$@€£+!|][a-z]|[a-z][^a-z\s]+[a-z]")
_PIECE = re.compile(r"[^\s,;:?/()\[\]{}\"<>]+")
_NOISE = re.compile(rf"[^a-z0-9@$€£+!|{APART}{HOLE}]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")
_NO_WORD = re.compile(rf"[^a-z0-9{APART}{HOLE}]")
_STARRED = re.compile(r"(?<=[a-z0-9])\*(?=[a-z0-9])")

Reading = tuple[str, ...]
"""The words of a text in Latin small letters, and the marks between them; a number of two digits or more is `NUMBER`."""


def list_readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read `text`: as it stands, and, if it may be disguised, with the disguise taken off.

    Any text will do. The first reading is the plain one.
    """
    seen = _normalise_letters(text)
    plain = split_letters(seen)
    if not (_DISGUISED.search(seen) or _APART.search(seen)):
        return (plain,)
    closed = _APART.sub(lambda run: APART + _NOT_LETTERS.sub("", run[0]), seen)
    tables = _READ_AS if any(mark in closed for mark in _UPRIGHTS) else _READ_AS[:1]
    return tuple(dict.fromkeys((plain, *(split_letters(_undo_disguise(closed, table)) for table in tables))))


def split_letters(letters: str) -> Reading:
    """Return the words and marks of `letters`, which are small and Latin already."""
    tokens = _TOKEN.findall(_TWICE.sub("", letters))
    read_as = {token: _read_token(token) for token in set(tokens)}
    return tuple(map(read_as.__getitem__, tokens))


def _read_token(token: str) -> str:
    """Return the word, number or mark that a token is."""
    if token[0].isdigit():
        return NUMBER if len(token) > 1 else token
    if token[0] in ",;":
        return COMMA
    return token if token[0].isalpha() or token[0] == APART else STOP


def _normalise_letters(text: str) -> str:
    """Return `text` in small letters, without accents, invisible signs and apostrophes, look-alikes as the Latin letter."""
    if not text.isascii():
        text = text.translate({ord(char): _see_sign(char) for char in set(text) if not char.isascii()})
    return _UNTYPED.sub("", text.casefold())


def _see_sign(char: str) -> str:
    """Return what a reader sees in one sign beyond ASCII: small Latin letters, itself, or nothing.

    Sign by sign, for putting thousands of accents in order is what makes normalising a whole text slow. What is no Latin
    letter stays one sign: some stand for a whole sentence.
    """
    seen = "".join(part for part in unicodedata.normalize("NFKD", char) if not _is_unseen(part))
    latin = seen.casefold().translate(_LOOKS_LIKE)
    return latin if latin.isascii() else latin[:1]


def _is_unseen(char: str) -> bool:
    """Return whether `char` is a combining mark, a joiner or another sign that nobody sees, or that is ours alone."""
    kind = unicodedata.category(char)
    return kind[0] == "M" or kind in {"Cf", "Co"} or char in _FILLERS


def _undo_disguise(text: str, table: dict[int, str]) -> str:
    """Return `text` with digits and signs within words read as the letters they resemble, and other signs left out."""
    undone: dict[str, str] = {}

    def undo(match: re.Match[str]) -> str:
        piece = match[0]
        if piece not in undone:
            undone[piece] = piece if piece.isalpha() else _undo_piece(piece, table)
        return undone[piece]

    return _PIECE.sub(undo, text)


def _undo_piece(piece: str, table: dict[int, str]) -> str:
    """Return one piece of a text without its disguise. Signs at its ends are what they are: "die!" has no letter too many."""
    inner = _NOISE.sub("", _STARRED.sub(HOLE, piece)).strip(f"{_UPRIGHTS[1:]}+")
    if any("a" <= char <= "z" for char in inner):
        inner = inner.translate(table)
    return _NO_WORD.sub("", inner) + (STOP if piece[-1] in ".!" else "")
