"""The words that may leave: English and Indonesian dictionaries, less what is a name. Pure.

English words come from SCOWL, cut down by `scripts/build_wordlists.py`; Indonesian words from wordfreq's list, read as it is
installed, because its licence (CC BY-SA) does not fit ours. The other files of `words/` are this project's own.
"""

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgpack

from bot.words.book import built_in

LEVEL = 60
"""SCOWL's size of English: 10 are the commonest words, 60 all that we have. Chosen by `make eval-masking`."""
RANK = 31_000
"""How many of the most frequent Indonesian words are taken: all that there are."""
COMMON = 10
"""SCOWL's size of the commonest English words, which are no name at the start of a sentence."""
FAMILIAR = 35
"""SCOWL's size of the English words that everybody knows."""
EVERYDAY = 2_000
"""How many Indonesian words are as common."""
FREQUENT = 3_000
"""How many Indonesian words are too frequent to be foreign names."""
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf", "Cc"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about words, all folded.

    `english` and `indonesian` hold the safe words of a language, `both` those that are safe whatever the language.
    `names` are safe words that are also names, `coincidental` those that are names only in other languages, `never` what
    is no ordinary word; `common` are the commonest words of both languages; `capitals` may stand in capitals in mid-sentence.
    """

    english: frozenset[str]
    indonesian: frozenset[str]
    both: frozenset[str]
    names: frozenset[str]
    coincidental: frozenset[str]
    never: frozenset[str]
    common: frozenset[str]
    everyday: frozenset[str]
    capitals: frozenset[str]


@cache
def lexicon(level: int = LEVEL, rank: int = RANK) -> Lexicon:
    """Return the safe words, with English up to SCOWL's size `level` and the `rank` commonest Indonesian words.

    Read once, which takes up to half a second and 40 MB: call it when the bot starts.
    """
    kept, ordinary = listed("kept.txt"), listed("ordinary.txt")
    both = listed("chat.txt") | (_glossary() - ordinary)
    never = ((listed("given_names.txt") | listed("local.txt")) - kept - ordinary) | listed("days.txt")
    sizes = _sizes()
    # What is common in English and stands in no English dictionary is a name or a brand in Indonesian texts as well.
    abroad, at_home = _frequencies("en"), _frequencies("id")
    rare = indonesian()[FREQUENT:rank]
    foreign = {word for word in rare if word not in sizes and abroad.get(word, 0.0) >= 0.1 * at_home[word]}
    local = set(indonesian()[:rank]) - never - (foreign - ordinary - kept)
    return Lexicon(
        english=frozenset(word for word, size in sizes.items() if size <= level) - listed("days.txt"),
        indonesian=frozenset(local),
        both=both,
        names=kept,
        coincidental=ordinary,
        never=never,
        common=frozenset(word for word, size in sizes.items() if size <= COMMON) | set(indonesian()[:EVERYDAY]),
        everyday=frozenset(word for word, size in sizes.items() if size <= FAMILIAR),
        capitals=listed("capitals.txt"),
    )


def bare(text: str) -> str:
    """Return `text` as words are compared: one width, lower case, without accents and invisible characters."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in spread if unicodedata.category(char) not in _MARKS).replace("\u2019", "'")


def wordset(words: str) -> frozenset[str]:
    """Return the words of a line as a set."""
    return frozenset(words.split())


@cache
def listed(file: str) -> frozenset[str]:
    """Return the words of a file of `words/`, folded. Lines that begin with `#` are comments."""
    lines = files("bot.safety").joinpath("words", file).read_text(encoding="utf-8").splitlines()
    return frozenset(bare(word) for line in lines if not line.startswith("#") for word in line.split())


@cache
def indonesian() -> tuple[str, ...]:
    """Return wordfreq's Indonesian words, the most frequent first."""
    return tuple(_frequencies("id"))


@cache
def _frequencies(language: str) -> dict[str, float]:
    """Return wordfreq's words of a language and how often each is used, of all words, the most frequent first.

    The list is read from the package's own file, in its format cBpack: bins of words, one for each hundredth of a
    power of ten. Importing the package instead would load tokenisers for a hundred languages.
    """
    packed = files("wordfreq").joinpath("data", f"small_{language}.msgpack.gz").read_bytes()
    _, *bins = msgpack.unpackb(gzip.decompress(packed))
    words: dict[str, float] = {}
    for at, used_alike in enumerate(bins):
        for word in used_alike:
            words.setdefault(bare(word), 10 ** (-at / 100))
    return words


@cache
def _sizes() -> dict[str, int]:
    """Return the English words with SCOWL's size of each."""
    sizes: dict[str, int] = {}
    size = 0
    for line in files("bot.safety").joinpath("words", "english.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# size "):
            size = int(line.removeprefix("# size "))
        elif not line.startswith("#"):
            sizes.update(dict.fromkeys(line.split(), size))
    return sizes


@cache
def _glossary() -> frozenset[str]:
    """Return the words of the clinic's glossary: its terms and their synonyms."""
    words: set[str] = set()
    for entry in built_in().entries.values():
        for name in (entry.term, *entry.aka):
            words.update(bare(name).replace("-", " ").replace("/", " ").split())
    return frozenset(words)
