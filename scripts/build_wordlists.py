"""Build the masking's word lists that are not written by hand, from SCOWL and from Faker's names.

    apt-get install scowl && pip install Faker
    python scripts/build_wordlists.py [--scowl /usr/share/dict/scowl]

SCOWL (Debian package `scowl`) may be used, changed and distributed with its notice, which the written file carries;
Faker's names are under the MIT licence. The Indonesian words come from wordfreq when the bot runs and are not copied.
"""

import argparse
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from bot.masking import lexicon
from bot.model import Language

BOT = Path(__file__).parents[1] / "bot"
DICTIONARY = BOT / "words" / "en" / "masking" / "dictionary.txt"
NAMES = BOT / "safety" / "words" / "given_names.txt"
LARGEST = 60
EVERYDAY = 20
"""Up to this size of SCOWL a word is one of the commonest, and only a few by hand count as names."""
NAMES_ALL_THE_SAME = frozenset({"bob", "don", "ken", "phoenix", "ted", "sam", "ben", "max"})
DIALECTS = "english|american|british|british_z|canadian|australian"
SCOWL_NOTICE = """\
# English words by SCOWL's sizes, 10 (the commonest) to {largest}, less those that are rather names. Built by scripts/build_wordlists.py.
#
# From SCOWL, Spell Checker Oriented Word Lists. The collective work is Copyright 2000-2011 by Kevin Atkinson as well as any
# of the copyrights mentioned in the file `copyright` of Debian's package `scowl`:
# Permission to use, copy, modify, distribute and sell these word lists, the associated scripts, the output created from the
# scripts, and its documentation for any purpose is hereby granted without fee, provided that the above copyright notice
# appears in all copies and that both that copyright notice and this permission notice appear in supporting documentation.
# Kevin Atkinson makes no representations about the suitability of this array for any purpose. It is provided "as is"
# without express or implied warranty.
"""
FAKER_NOTICE = """\
# Names and places among the words of the dictionaries: not safe. Built by scripts/build_wordlists.py.
# From Faker's providers of names and addresses (MIT licence, Copyright (c) 2012 Daniele Faraglia) and SCOWL's proper names.
"""


def main() -> None:
    """Write the English dictionary and `given_names.txt`."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scowl", type=Path, default=Path("/usr/share/dict/scowl"))
    scowl: Path = options.parse_args().scowl
    sizes = _sizes(scowl, "words|contractions")
    proper = _sizes(scowl, "upper|proper-names")
    safe_by_hand = (
        lexicon.read_word_file("kept.txt") | lexicon.read_word_file("ordinary.txt") | lexicon.read_word_file("chat.txt")
    )
    indonesian = set(lexicon.ranks(Language("id")))
    names = set(_faker("person", "name")) | set(_faker("address", "cit|countr|state|street"))
    names = {name for name in names if name in indonesian or sizes.get(name, EVERYDAY) > EVERYDAY}
    names |= {name for name in proper if name in indonesian and name not in sizes} | NAMES_ALL_THE_SAME
    names -= safe_by_hand
    names = {name for name in names if name in sizes or name in indonesian}
    common = {word for word, size in sizes.items() if size <= EVERYDAY} - NAMES_ALL_THE_SAME
    NAMES.write_text(FAKER_NOTICE + _filled(names), encoding="utf-8")
    english = SCOWL_NOTICE.format(largest=LARGEST)
    for size in sorted({size for size in sizes.values() if size <= LARGEST}):
        words = {word for word, of in sizes.items() if of == size and (word not in names or word in common)}
        english += f"# size {size}\n{_filled(words)}"
    DICTIONARY.write_text(english, encoding="utf-8")


def _sizes(scowl: Path, kinds: str) -> dict[str, int]:
    """Return the words of SCOWL's lists of these kinds, folded, each with the smallest size that has it."""
    sizes: dict[str, int] = {}
    for file in sorted(scowl.iterdir()):
        if match := re.fullmatch(rf"(?:{DIALECTS})-(?:{kinds})\.(\d+)", file.name):
            for word in file.read_text(encoding="latin-1").split():
                if "'s" in word and "contractions" not in file.name:
                    continue
                if ("words" in kinds) == (word == word.lower()):
                    key = lexicon.fold_word(word)
                    sizes[key] = min(sizes.get(key, 99), int(match[1]))
    return sizes


def _faker(provider: str, fields: str) -> Iterator[str]:
    """Yield the words in the attributes of Faker's `provider` whose names hold one of `fields`, of all locales in Latin letters."""
    package = importlib.import_module(f"faker.providers.{provider}")
    for locale in pkgutil.iter_modules(package.__path__):
        made = importlib.import_module(f"{package.__name__}.{locale.name}").Provider
        for name, value in vars(made).items():
            if re.search(fields, name) and "format" not in name:
                yield from re.findall(r"[a-z]{2,}", lexicon.fold_word(" ".join(_texts(value))))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(tuple(value))
        yield from _texts(tuple(value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _texts(item)


def _filled(words: set[str]) -> str:
    """Return the words in order, as many as fit into lines of about 150 letters."""
    lines = [""]
    for word in sorted(words):
        if len(lines[-1]) + len(word) > 150:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
