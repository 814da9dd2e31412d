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
    digest = sha256(written).hexdigest()
    packed = open_packed(open_file(language, PACKED))
    if packed is None or packed.head.get("digest") != digest:
        packed = Packed(pack_phrases(parse_yaml(written.decode()), digest))
    therapist = tuple(packed.head["therapist"])
    return Phrasebook(WordTable(packed), PhraseGraph(packed, read_held), frozenset(packed.head["not_alone"]), therapist)
