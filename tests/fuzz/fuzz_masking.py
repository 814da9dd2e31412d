"""Fuzzed: masking, and the way back.

For every text: no name of the room and nothing given to `!mask` gets out; unmasking gives the text again, up to the
spelling of what is spelt in two ways; every placeholder that leaves is a known one, up to an end that looks like one cut off; for another machine no digit is left;
masking the same text again gives the same; and the work is in proportion to the text's length.
"""

import re
import unicodedata

from fuzz_work import bound_work

from bot.masking.lexicon import build_lexicon, fold_word
from bot.masking.mask import find_covered, mask
from bot.masking.names import Names, fold_words, seed_names, unmask
from bot.masking.placeholders import find_cut_placeholder, find_lookalikes
from bot.model import Person, UserId

NAMES = ("Quibbrath", "Zanthorel")
KEPT_BACK = "wurzelkram"
"""Made up, and no words of any list."""
_ROOM = seed_names(Names(), tuple(Person(UserId(f"@x{n}:y.org"), name) for n, name in enumerate(NAMES)), (KEPT_BACK,))
_SECRET = frozenset(fold_word(word) for word in (*NAMES, KEPT_BACK))
WORDS = tuple(
    word.encode()
    for word in (
        *NAMES, KEPT_BACK, "quibbrath", "QUIBBRATH", "Quibbrath's", "zanthorelnya", "q u i b b r a t h", "Quib-brath", "[PERSON_1]",
        "[NAME_1]", "person_1", "\uff3bPERSON_1\uff3d", "[TEXT_1]", "NUMBER_", "[", "]", "_", "\\_", "0812 3456 789", "kim@clinic.org",
        "https://clinic.org/x?y=1", "@kim:clinic", "!room:clinic", "12 May 1984", "Jalan Mawar 5", "Dr. ", "my sister ", "ibu ",
        "\u200b", "\u0301", "\u00ad", "\u2060", "\u202e", "\uff31", "ß", "İ", "ﬁ", "\n", ", ", ". ", " and ", "\U0001f600", "\u0661\u0662",
    )
)  # fmt: skip


def run_masking(data: bytes) -> None:
    """Mask the text in `data`, strictly if its first byte is odd."""
    strict, text = bool(data[:1] and data[0] & 1), data[1:].decode("utf-8", "replace")
    bound_work(30_000 + 1_500 * len(text), _check_text, text, strict)


def _check_text(text: str, strict: bool) -> None:
    left, names = mask(text, _ROOM, strict=strict)
    assert not _SECRET & {*fold_words(left)}, "a name gets out"
    again, same = mask(text, names, strict=strict)
    assert (again, same) == (left, names), "the same text is masked in two ways"
    covered = [*find_covered(text, _ROOM, strict=strict)]
    known = [item for _, _, item in find_lookalikes(left)]
    assert None not in known, "something leaves that only looks like a placeholder"
    assert len(known) == len(covered)
    if strict:
        rest = re.sub(r"\[[A-Z]+_\d+\]", "", left)
        assert not any(unicodedata.category(char) == "Nd" for char in rest), "a digit gets out"
    back, cut = unmask(left, names), find_cut_placeholder(left)
    assert back.unknown == ((cut,) if cut else ()), "the way back is not known"
    if not any(stretch.placeholder for stretch in covered):  # a person of the room comes back as the room writes them
        assert fold_word(back.text) == fold_word(text), "what comes back is another text"


def list_seeds() -> dict[str, bytes]:
    """Return texts to begin with: each thing that is masked, by turns in one set and the other."""
    build_lexicon()
    return {
        f"told-{number:02}": bytes([number % 2]) + b"I told " + word + b" that the bus was late again, 3 times."
        for number, word in enumerate(WORDS)
    }
