"""The words that may leave: the dictionaries of our languages, less what is a name. Pure.

Each language says in `masking/words.yaml` where its words come from: a dictionary of its own, or wordfreq's list, read as it
is installed, because its licence (CC BY-SA) does not fit ours.
"""

import gzip
import re
import unicodedata
from array import array
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import msgpack

from bot.masking.cues import read_cues
from bot.model import Language
from bot.words.book import load_built_in_book
from bot.words.packed import Packed, WordMap, WordMapWriter, hold_words, open_packed, pack, pack_words
from bot.words.shelf import languages, open_file, read_lines, read_once, read_shelf_yaml

WORDS = "masking/words.yaml"
PACKED = "dictionary.packed"
_NO_WORD = re.compile(r"[-/()]")
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})


@dataclass(frozen=True, slots=True)
class Ranked:
    """The words of a language up to a rank, `most`, but those in `without`. They are looked up in a packed file."""

    ranks: WordMap
    most: int
    without: tuple[Container[str], ...] = ()

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or not 0 <= self.ranks.find(word) <= self.most:
            return False
        return not any(word in others for others in self.without)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about words, all folded.

    `safe` holds each language's safe words, `anywhere` those that are safe whatever the language.
    `names` are safe words that are also names, `coincidental` those that are names only in other languages, `never` what
    is no ordinary word; `common` are the commonest words of all languages, `everyday` what everybody knows;
    `capitals` may stand in capitals in mid-sentence.
    """

    safe: Mapping[Language, Ranked]
    anywhere: frozenset[str]
    names: frozenset[str]
    coincidental: frozenset[str]
    never: Container[str]
    common: tuple[Ranked, ...]
    everyday: tuple[Ranked, ...]
    capitals: frozenset[str]

    def has(self, word: str) -> bool:
        """Return whether `word` is an ordinary one in any language."""
        return word in self.anywhere or any(word in words for words in self.safe.values())

    def find_homes(self, word: str) -> tuple[Language, ...]:
        """Return the languages in which `word` is a safe one."""
        return tuple(language for language, words in self.safe.items() if word in words)

    def is_common(self, word: str) -> bool:
        """Return whether `word` is one of the commonest of a language."""
        return any(word in words for words in self.common)

    def is_everyday(self, word: str) -> bool:
        """Return whether `word` is one that everybody knows who speaks its language."""
        return any(word in words for words in self.everyday)


@read_once
def build_lexicon(sizes: tuple[tuple[Language, int], ...] = ()) -> Lexicon:
    """Return the safe words, of each language as many as it says, or as `sizes` says instead.

    Read once, which takes up to a fifth of a second and 4 MB: call it when the bot starts.
    """
    kept, ordinary = read_word_file("kept.txt"), read_word_file("ordinary.txt")
    spared = ordinary | kept
    never = hold_words((_given_names() | read_word_file("names.txt")) - spared | read_cues().days)
    return Lexicon(
        safe={
            spoken: words
            for spoken in languages()
            for words in _up_to(spoken, "whole", dict(sizes).get(spoken), _list_unsafe(spoken, never, spared))
        },
        anywhere=read_word_file("chat.txt") | {word for word in _list_glossary_words() - ordinary if word not in never},
        names=kept,
        coincidental=ordinary,
        never=never,
        common=tuple(chain.from_iterable(_up_to(spoken, "common") for spoken in languages())),
        everyday=tuple(chain.from_iterable(_up_to(spoken, "familiar") for spoken in languages())),
        capitals=read_word_file("capitals.txt"),
    )


def _list_unsafe(spoken: Language, never: WordMap, spared: frozenset[str]) -> tuple[Container[str], ...]:
    """Return which words of a language's list are not safe. A list that nobody cleaned is cleaned of names."""
    if "frequency" not in _source(spoken):
        return (read_cues().days,)
    return never, hold_words(_list_foreign(spoken) - spared)


def _list_foreign(spoken: Language) -> frozenset[str]:
    """Return which words of a language's list are rather another language's names and brands.

    What is common there and stands in no dictionary of it is a name or a brand here as well.
    """
    said = _source(spoken).get("foreign")
    if not said:
        return frozenset()
    theirs, (home, bins) = _map_ranks(said["than"]), _read_frequent(_source(spoken)["frequency"])
    foreign = frozenset(
        word
        for word, at in _list_used(said["frequency"])
        if (rank := home.find(word)) >= said["from"]
        and _count_share(at) >= said["share"] * _count_share(bins[rank])
        and word not in theirs
    )
    _open_dictionary(said["than"]).give_back()  # all of it was looked through
    return foreign


def _up_to(
    spoken: Language, limit: str, most: int | None = None, without: tuple[Container[str], ...] = ()
) -> tuple[Ranked, ...]:
    """Return the words of a language up to the size or rank that it gives as `limit`, or up to `most`; none without one."""
    most = most if most is not None else _source(spoken).get(limit)
    if most is None:
        return ()
    counts = "frequency" in _source(spoken)  # ranks begin at 0, so that many are fewer than `most`; sizes are up to it
    return (Ranked(_map_ranks(spoken), most - counts, without),)


def fold_word(text: str) -> str:
    """Return `text` as words are compared: one width, lower case, without accents and invisible characters."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in spread if unicodedata.category(char) not in _MARKS).replace("\u2019", "'")


@read_once
def read_word_file(file: str) -> frozenset[str]:
    """Return the words of a list that each language may have in its folder `masking`, folded."""
    lines = (line for spoken in languages() for line in read_lines(spoken, f"masking/{file}"))
    return frozenset(fold_word(word) for line in lines for word in line.split())


def ranks(spoken: Language) -> dict[str, int]:
    """Return the words of a language, the commonest first: its dictionary's sizes of them, or how many are more frequent."""
    source = _source(spoken)
    if "frequency" in source:
        return {word: rank for rank, word in enumerate(_map_ranks(spoken))}
    return _read_word_sizes(open_file(spoken, f"masking/{source['dictionary']}").read_bytes()) if source else {}


@read_once
def _map_ranks(spoken: Language) -> WordMap:
    """Return the same, to be looked up."""
    source = _source(spoken)
    return (
        _read_frequent(source["frequency"])[0] if "frequency" in source else WordMap(_open_dictionary(spoken), "ranks")
    )


@read_once
def _open_dictionary(spoken: Language) -> Packed:
    """Return a language's dictionary: the packed file beside it, if it was made of that dictionary."""
    dictionary = _source(spoken).get("dictionary")
    packed = open_packed(open_file(spoken, f"masking/{PACKED}")) if dictionary else None
    if packed and packed.head["digest"] == sha256(open_file(spoken, f"masking/{dictionary}").read_bytes()).hexdigest():
        return packed
    return Packed(pack({}, pack_words("ranks", ranks(spoken))))


def pack_dictionary(written: bytes) -> bytes:
    """Return the packed file of a dictionary, given what stands in its file."""
    return pack({"digest": sha256(written).hexdigest()}, pack_words("ranks", _read_word_sizes(written)))


@read_once
def _source(spoken: Language) -> dict[str, Any]:
    return read_shelf_yaml(spoken, WORDS)


def _given_names() -> frozenset[str]:
    """Return names and places of the whole world that stand in our languages' lists of words."""
    lines = files("bot.masking").joinpath("words", "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold_word(word) for line in lines if not line.startswith("#") for word in line.split())


@read_once
def _read_frequent(file: str) -> tuple[WordMap, "array[int]"]:
    """Return the words of one of wordfreq's files with how many are more frequent, and the bin in which each of them stands."""
    writer, bins = WordMapWriter(sum(map(len, _unpack_bins(file)))), array("H")
    for word, at in _list_used(file):
        if writer.add(word, len(bins)):
            bins.append(at)
    return WordMap(Packed(pack({}, writer.pack("ranks"))), "ranks"), bins


def _list_used(file: str) -> Iterator[tuple[str, int]]:
    """Yield the words of one of wordfreq's files, the most frequent first, with their bins; one may come again, in a later one."""
    for at, used_alike in enumerate(_unpack_bins(file)):
        for word in used_alike:
            yield fold_word(word), at


def _count_share(at: int) -> float:
    """Return how often a word of a bin is used, of all words: there is a bin for each hundredth of a power of ten."""
    return float(10 ** (-at / 100))


def _unpack_bins(file: str) -> Iterator[list[str]]:
    """Yield the bins of one of wordfreq's files, read from the package's own file, in its format cBpack.

    The package is looked up and not imported: that would load tokenisers for a hundred languages.
    """
    package = find_spec("wordfreq")
    assert package is not None
    assert package.submodule_search_locations is not None
    packed = Path(package.submodule_search_locations[0], "data", file).read_bytes()
    bins = msgpack.Unpacker()
    bins.feed(gzip.decompress(packed))
    before = bins.read_array_header()
    bins.skip()  # before the first bin stands what the file is
    for _ in range(before - 1):
        yield bins.unpack()  # a bin at a time, for all at once are several MB


def _read_word_sizes(written: bytes) -> dict[str, int]:
    """Return the words of a dictionary's file with the size of each."""
    sizes: dict[str, int] = {}
    size = 0
    for line in written.decode().splitlines():
        if line.startswith("# size "):
            size = int(line.removeprefix("# size "))
        elif not line.startswith("#"):
            sizes.update(dict.fromkeys(line.split(), size))
    return sizes


@read_once
def _list_glossary_words() -> frozenset[str]:
    """Return the words of the clinic's glossary: its terms and their synonyms."""
    words: set[str] = set()
    for entry in load_built_in_book().entries.values():
        for name in (entry.term, *entry.aka):
            words.update(_NO_WORD.sub(" ", fold_word(name)).split())
    return frozenset(words)
