"""How a message can be read: the words that a reader sees, however they were typed. Pure, and linear in the text's length.

Nothing here keeps what it reads: no cache holds a word that somebody wrote.
"""

import re
import unicodedata

NUMBER = "00"
"""What a number of two digits or more is read as: how many pills matters less than that they were many."""

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

_FILLERS = re.compile("[\u115f\u1160\u3164\uffa0]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`\u00b4]")
_HELD_DOWN = re.compile(r"([a-z])\1+")
_TWICE = re.compile(r"(?<=[a-z]{3})2(?![a-z0-9])")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_APART = re.compile(r"(?<![^\W_])[^\W_](?:[ .\-_*/|~][^\W_]){2,}(?![^\W_])")
_DISGUISED = re.compile(r"[a-z][0-9$@€£]|[0-9$@€£+!|][a-z]|[a-z][^a-z\s]+[a-z]")
_BETWEEN = re.compile(r"[\s,;:?/()\[\]{}\"<>]+")
_NOISE = re.compile(r"[^a-z0-9@$€£+!|]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")

Reading = tuple[str, ...]
"""The words of a text, each in Latin small letters without doubled ones; a number of two digits or more is `NUMBER`."""


def list_readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read `text`: as it stands, and, if it may be disguised, with the disguise taken off.

    Any text will do. The first reading is the plain one.
    """
    seen = _normalise_letters(text)
    plain = split_letters(seen)
    if not (_DISGUISED.search(seen) or _APART.search(seen)):
        return (plain,)
    closed = _APART.sub(lambda run: _NOT_LETTERS.sub("", run[0].translate(_READ_AS[0])), seen)
    tables = _READ_AS if any(mark in closed for mark in _UPRIGHTS) else _READ_AS[:1]
    undone = (
        split_letters(" ".join(_undo_disguise(piece, table) for piece in _BETWEEN.split(closed))) for table in tables
    )
    return tuple(dict.fromkeys((plain, *undone)))


def split_letters(letters: str) -> Reading:
    """Return the words of `letters`, which are small and Latin already."""
    words = _WORD.findall(_TWICE.sub("", squeeze_runs(letters)))
    return tuple(NUMBER if word[0].isdigit() and len(word) > 1 else word for word in words)


def squeeze_runs(letters: str) -> str:
    """Return `letters` with each run of one letter as that letter once: "diiie" and "die" are the same."""
    return _HELD_DOWN.sub(r"\1", letters)


def _normalise_letters(text: str) -> str:
    """Return `text` in small letters, without marks, invisible signs and apostrophes, look-alikes as the Latin letter.

    Marks go first: putting thousands of them in order is what makes normalising slow.
    """
    if not text.isascii():
        text = _strip_marks(unicodedata.normalize("NFKD", _strip_marks(text))).casefold().translate(_LOOKS_LIKE)
    return _APOSTROPHES.sub("", text.casefold())


def _strip_marks(text: str) -> str:
    """Return `text` without combining marks, joiners and other signs that nobody sees."""
    kinds = {char: unicodedata.category(char) for char in set(text)}
    unseen = {ord(char): None for char, kind in kinds.items() if kind[0] == "M" or kind == "Cf"}
    return _FILLERS.sub("", text.translate(unseen))


def _undo_disguise(piece: str, table: dict[int, str]) -> str:
    """Return one piece of a text with digits and signs read as the letters they resemble, the rest left out.

    Signs at its ends are what they are: "die!" has no letter too many.
    """
    inner = _NOISE.sub("", piece).strip(f"{_UPRIGHTS[1:]}+")
    if any("a" <= char <= "z" for char in inner):
        inner = inner.translate(table)
    return _NOT_LETTERS.sub("", inner)
