"""Masking for every text that there can be: nobody of the room gets out, and everything comes back."""

import re
import unicodedata
from pathlib import Path

from examples import try_examples
from hypothesis import given
from hypothesis import strategies as st

from bot.masking.lexicon import fold_word
from bot.masking.mask import find_covered, mask
from bot.masking.names import Names, fold_words, seed_names, unmask
from bot.masking.placeholders import find_lookalikes
from bot.model import Person, UserId

ANY = st.text(max_size=60)
NAME = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=9).map(lambda part: f"q{part}").map(str.title)
"""Made up, and no word of any list."""
INVISIBLE = st.sampled_from(["", "\u200b", "\u0301", "\u00ad", "\u2060"])
PLACEHOLDERS = st.sampled_from(
    ["[PERSON_1]", "[NAME_1]", "person_1", "[", "]", "_", "1", "\\_", "[TEXT_1]", "NUMBER_", "Kim "]
)


@st.composite
def disguised(draw: st.DrawFn, name: str) -> str:
    """Return a name as somebody may write it: any case and width, with characters that nobody sees."""
    chars = [
        draw(st.sampled_from([char.lower(), char.upper(), chr(ord(char) + 0xFEE0)])) + draw(INVISIBLE) for char in name
    ]
    return "".join(chars)


@given(st.data(), NAME, ANY, ANY, st.booleans())
@try_examples(200)
def test_nobody_of_the_room_gets_out(data: st.DataObject, name: str, before: str, after: str, strict: bool) -> None:
    """No word of what leaves is a name of the roster, whatever stands around it."""
    room = seed_names(Names(), (Person(UserId("@x:y.org"), name),))
    written = data.draw(disguised(name))
    left, _ = mask(f"{before} {written} {after}", room, strict=strict)
    assert fold_word(name) not in fold_words(left)


@given(st.lists(ANY | PLACEHOLDERS, max_size=6).map("".join), st.booleans())
@try_examples(300)
def test_everything_comes_back(text: str, strict: bool) -> None:
    """Unmasking what was masked gives the text again, up to the spelling of what is spelt in two ways."""
    left, names = mask(text, Names(), strict=strict)
    back = unmask(left, names)
    assert fold_word(back.text) == fold_word(text)
    spelt = [text[stretch.start : stretch.end] for stretch in find_covered(text, Names(), strict=strict)]
    if len({fold_word(item) for item in spelt}) == len(set(spelt)):
        assert back.text == text
    known = [item for _, _, item in find_lookalikes(left)]
    assert None not in known
    assert len(known) == len(spelt)


@given(st.lists(ANY | PLACEHOLDERS, max_size=6).map("".join))
@try_examples(200)
def test_for_another_machine_no_digit_of_the_text_is_left(text: str) -> None:
    """Between the placeholders stands no digit of any script."""
    left, _ = mask(text, Names())
    rest = re.sub(r"\[[A-Z]+_\d+\]", "", left)
    assert not any(unicodedata.category(char) == "Nd" for char in rest)


def test_the_word_lists_say_where_they_come_from() -> None:
    """Each file begins with its source; SCOWL's carries its notice."""
    bot = Path(__file__).parents[2] / "bot"
    files = sorted((*bot.glob("safety/words/*.txt"), *bot.glob("words/*/masking/*.txt")))
    assert len(files) >= 8
    for file in files:
        assert file.read_text(encoding="utf-8").startswith("# ")
    assert "Kevin Atkinson" in next(file for file in files if file.name == "dictionary.txt").read_text(encoding="utf-8")
