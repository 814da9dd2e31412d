"""Write the packed files of the word lists, which the bot looks words up in without loading them.

    python scripts/pack_words.py

Run it when a language's `phrases.yaml` or `masking/dictionary.txt` has changed: until then the bot works the lists out at its start,
which takes it a second and the memory of them. tests/unit/test_packed.py says when it is to be run.
"""

from collections.abc import Iterator
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.danger_words.pack_phrases import pack_phrases
from bot.danger_words.phrasebook import PACKED, PHRASES
from bot.masking.lexicon import PACKED as PACKED_DICTIONARY
from bot.masking.lexicon import WORDS, pack_dictionary
from bot.words.shelf import languages, open_file, parse_yaml, read_shelf_yaml


def pack_all() -> Iterator[tuple[Traversable, bytes]]:
    """Yield each packed file and what is to be in it."""
    for language in languages():
        written = open_file(language, PHRASES).read_bytes()
        yield open_file(language, PACKED), pack_phrases(parse_yaml(written.decode()), sha256(written).hexdigest())
        if dictionary := read_shelf_yaml(language, WORDS).get("dictionary"):
            written = open_file(language, f"masking/{dictionary}").read_bytes()
            yield open_file(language, f"masking/{PACKED_DICTIONARY}"), pack_dictionary(written)


def main() -> None:
    """Write them, each beside where it stood: a bot that runs goes on with the one that it has opened."""
    for file, content in pack_all():
        assert isinstance(file, Path)
        new = file.with_suffix(".new")
        new.write_bytes(content)
        new.replace(file)


if __name__ == "__main__":
    main()
