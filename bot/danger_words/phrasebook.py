"""A language's phrases, ready to be compared with: the packed file in its folder, if it was made of the phrase file beside it. Pure."""

from dataclasses import dataclass
from hashlib import sha256

from bot.danger_words.normalise import Reading
from bot.danger_words.pack_phrases import pack_phrases
from bot.danger_words.phrase import Held, read_held
from bot.danger_words.phrase_graph import PhraseGraph
from bot.danger_words.word_table import WordTable
from bot.model import Language
from bot.words.packed import Packed, open_packed
from bot.words.shelf import open_file, parse_yaml, read_once

PHRASES, PACKED = "phrases.yaml", "phrases.packed"
_LISTS = ("rows", "phrases")
"""Under which of these a phrase file has its list."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """One language's phrases and how its words are compared."""

    table: WordTable
    graph: PhraseGraph[Held]
    not_alone: frozenset[str]
    """Common words, as they are typed, that say nothing as a whole message: "suicide" may be what somebody looks up."""
    therapist: Reading
    """What the name of a therapist is compared as; nothing where the list has no word for it."""


@read_once
def load_phrasebook(language: Language) -> Phrasebook:
    """Return the phrases of `language`, one of those that have a folder.

    What people read and change is the phrase file: a packed file that was made of another one is not looked at.
    """
    written = open_file(language, PHRASES).read_bytes()
    packed = _find_packed(language, written)
    if packed is None:
        packed = Packed(pack_phrases(parse_yaml(written.decode()), sha256(written).hexdigest()))
    therapist = tuple(packed.head["therapist"])
    return Phrasebook(WordTable(packed), PhraseGraph(packed, read_held), frozenset(packed.head["not_alone"]), therapist)


def has_phrases(language: Language) -> bool:
    """Return whether a language has a list of danger words; what only softens one is none."""
    there = open_file(language, PHRASES)
    if not there.is_file():
        return False
    written = there.read_bytes()
    packed = _find_packed(language, written)
    if packed is None:
        said = parse_yaml(written.decode()) or {}
        return any(said.get(key) for key in _LISTS)
    begin, _ = packed.find_part("graph.held")
    return packed.buffer[begin : begin + 1] == b"["  # phrases stand first, each as a list; what softens them as a text


def _find_packed(language: Language, written: bytes) -> Packed | None:
    """Return the packed file of a language, if it was made of the phrase file `written`."""
    packed = open_packed(open_file(language, PACKED))
    return packed if packed and packed.head.get("digest") == sha256(written).hexdigest() else None
