"""The words that may leave: the dictionaries of our languages, less what is a name. Pure.

Each language says in `masking/words.yaml` where its words come from: a dictionary of its own, or wordfreq's list, read as it
is installed, because its licence (CC BY-SA) does not fit ours.
"""

import gzip
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgpack

from bot.masking.cues import read_cues
from bot.model import Language
from bot.words.book import load_built_in_book
from bot.words.shelf import languages, open_file, read_lines, read_once, read_shelf_yaml

WORDS = "masking/words.yaml"
_NO_WORD = re.compile(r"[-/()]")
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about words, all folded.

    `safe` holds each language's safe words, `anywhere` those that are safe whatever the language.
    `names` are safe words that are also names, `coincidental` those that are names only in other languages, `never` what
    is no ordinary word; `common` are the commonest words of all languages; `capitals` may stand in capitals in mid-sentence.
    """

    safe: Mapping[Language, frozenset[str]]
    anywhere: frozenset[str]
    names: frozenset[str]
    coincidental: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    everyday: frozenset[str]
    capitals: frozenset[str]

    def has(self, word: str) -> bool:
        """Return whether `word` is an ordinary one in any language."""
        return word in self.anywhere or any(word in words for words in self.safe.values())


@read_once
def build_lexicon(sizes: tuple[tuple[Language, int], ...] = ()) -> Lexicon:
    """Return the safe words, of each language as many as it says, or as `sizes` says instead.

    Read once, which takes up to half a second and 40 MB: call it when the bot starts.
    """
    kept, ordinary, days = read_word_file("kept.txt"), read_word_file("ordinary.txt"), read_cues().days
    never = ((_given_names() | read_word_file("names.txt")) - kept - ordinary) | days
    spared = ordinary | kept
    return Lexicon(
        safe={spoken: _safe_in(spoken, dict(sizes).get(spoken), never, spared) for spoken in languages()},
        anywhere=read_word_file("chat.txt") | (_list_glossary_words() - ordinary - never),
        names=kept,
        coincidental=ordinary,
        never=never,
        common=frozenset().union(*(_up_to(spoken, "common") for spoken in languages())),
        everyday=frozenset().union(*(_up_to(spoken, "familiar") for spoken in languages())),
        capitals=read_word_file("capitals.txt"),
    )


def _safe_in(spoken: Language, whole: int | None, never: frozenset[str], spared: frozenset[str]) -> frozenset[str]:
    """Return the safe words of a language, up to the size or rank `whole`. A list that nobody cleaned is cleaned of names."""
    words = _up_to(spoken, "whole", whole)
    if "frequency" not in _source(spoken):
        return words - read_cues().days
    return words - never - (_foreign(spoken, words) - spared)


def _foreign(spoken: Language, words: frozenset[str]) -> frozenset[str]:
    """Return which of `words` are rather another language's names and brands.

    What is common there and stands in no dictionary of it is a name or a brand here as well.
    """
    said = _source(spoken).get("foreign")
    if not said:
        return frozenset()
    home, abroad, theirs = (
        _read_frequencies(_source(spoken)["frequency"]),
        _read_frequencies(said["frequency"]),
        ranks(said["than"]),
    )
    own = ranks(spoken)
    return frozenset(
        word
        for word in words
        if own[word] >= said["from"] and word not in theirs and abroad.get(word, 0.0) >= said["share"] * home[word]
    )


def _up_to(spoken: Language, limit: str, most: int | None = None) -> frozenset[str]:
    """Return the words of a language up to the size or rank that it gives as `limit`, or up to `most`; none without one."""
    most = most if most is not None else _source(spoken).get(limit)
    if most is None:
        return frozenset()
    counts = "frequency" in _source(spoken)  # ranks begin at 0, so that many are fewer than `most`; sizes are up to it
    return frozenset(word for word, rank in ranks(spoken).items() if (rank < most if counts else rank <= most))


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


@read_once
def ranks(spoken: Language) -> dict[str, int]:
    """Return the words of a language, the commonest first: its dictionary's sizes of them, or how many are more frequent."""
    source = _source(spoken)
    if "frequency" in source:
        return {word: rank for rank, word in enumerate(_read_frequencies(source["frequency"]))}
    return _read_word_sizes(spoken, source["dictionary"]) if source else {}


@read_once
def _source(spoken: Language) -> dict[str, Any]:
    return read_shelf_yaml(spoken, WORDS)


@cache
def _given_names() -> frozenset[str]:
    """Return names and places of the whole world that stand in our languages' lists of words."""
    lines = files("bot.masking").joinpath("words", "given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold_word(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def _read_frequencies(file: str) -> dict[str, float]:
    """Return the words of one of wordfreq's files and how often each is used, of all words, the most frequent first.

    The list is read from the package's own file, in its format cBpack: bins of words, one for each hundredth of a
    power of ten. The package is looked up and not imported: that would load tokenisers for a hundred languages.
    """
    package = find_spec("wordfreq")
    assert package is not None
    assert package.submodule_search_locations is not None
    packed = Path(package.submodule_search_locations[0], "data", file).read_bytes()
    _, *bins = msgpack.unpackb(gzip.decompress(packed))
    words: dict[str, float] = {}
    for at, used_alike in enumerate(bins):
        for word in used_alike:
            words.setdefault(fold_word(word), 10 ** (-at / 100))
    return words


def _read_word_sizes(spoken: Language, file: str) -> dict[str, int]:
    """Return the words of a dictionary with the size of each."""
    sizes: dict[str, int] = {}
    size = 0
    for line in open_file(spoken, f"masking/{file}").read_text(encoding="utf-8").splitlines():
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
