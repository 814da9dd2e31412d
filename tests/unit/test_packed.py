"""Word lists as packed files: what is looked up in them is what people wrote in the lists beside them, to the letter."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pack_words import pack_all
from rows import try_each

from bot.danger_words.find_phrase import find_trip
from bot.danger_words.phrasebook import PACKED, PHRASES
from bot.model import Kind, Language
from bot.words.packed import (
    Packed,
    WordMap,
    WordMapWriter,
    hold_words,
    open_packed,
    pack,
    pack_numbers,
    pack_words,
)
from bot.words.shelf import languages, open_file, use_shelf

QQ = Language("qq")
WORDS = st.text(st.characters(exclude_characters="\n"), max_size=12)


@try_each("number", range(len(list(pack_all()))))
def test_each_packed_file_is_what_its_list_says(number: int) -> None:
    """A list that was changed was packed anew: else run scripts/pack_words.py."""
    file, content = list(pack_all())[number]
    assert file.read_bytes() == content, file.name


@given(words=st.dictionaries(WORDS, st.integers(0, 2**32 - 1), max_size=60), others=st.lists(WORDS, max_size=20))
def test_a_map_knows_its_words_and_no_others(words: dict[str, int], others: list[str]) -> None:
    """Each word is found with its number, in the order in which they were given, and nothing else is in it."""
    packed = WordMap(Packed(pack({}, {"before": b"1", **pack_words("map", words)})), "map")
    assert {word: packed.find(word) for word in words} == words
    assert list(packed) == list(words)
    assert [word for word in others if (word in packed) != (word in words)] == []


def test_parts_are_read_as_they_were_packed(tmp_path: Path) -> None:
    """Numbers, bytes and JSON come back, from a file as from memory; no file is nothing."""
    content = pack({"of": "us"}, {"odd": b"abc", "numbers": pack_numbers("I", [1, 2**31, 7]), "said": b'["\xc3\xa9"]'})
    (tmp_path / "file").write_bytes(content)
    for packed in (Packed(content), open_packed(tmp_path / "file")):
        assert packed is not None
        assert packed.head == {"of": "us"}
        assert packed.read_bytes("odd") == b"abc"
        assert list(packed.view_numbers("numbers", "I")) == [1, 2**31, 7]
        assert packed.read_json("said") == ["\u00e9"]
    assert open_packed(tmp_path / "none") is None


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Path]:
    """Lend a language whose lists are English's, packed file and all."""
    folder = tmp_path / QQ
    folder.mkdir()
    for name in ("sentences.ftl", PHRASES, PACKED):
        shutil.copy(str(open_file(languages()[0], name)), folder)
    yield tmp_path
    use_shelf()


def test_a_list_that_was_changed_counts_as_it_stands(shelf: Path) -> None:
    """Where a packed file was made of another list than stands beside it, the list counts: no phrase is missed for it."""
    file = shelf / QQ / PHRASES
    use_shelf(shelf)
    assert find_trip("wobbled the grumpkin") is None
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    said["rows"].append(
        {"kind": "suicide", "tier": "alarm", "say": ["wobbled the grumpkin"], "finds": [], "spares": []}
    )
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    use_shelf(shelf)
    trip = find_trip("wobbled the grumpkin")
    assert trip is not None
    assert (trip.kind, trip.language) == (Kind.SUICIDE, QQ)


def test_a_word_that_comes_again_keeps_its_first_number() -> None:
    """A map that is written word by word holds each once, with the number that it came with first."""
    writer = WordMapWriter(3)
    assert [writer.add(word, number) for number, word in enumerate(["satu", "dua", "satu"])] == [True, True, False]
    written = WordMap(Packed(pack({}, writer.pack("map"))), "map")
    assert [written.find(word) for word in ("satu", "dua", "tiga")] == [0, 1, -1]
    assert list(written) == ["satu", "dua"]


def test_pages_that_were_given_back_are_read_again(tmp_path: Path) -> None:
    """After all of a file was let go of, it says what it said before."""
    file = tmp_path / "words.packed"
    file.write_bytes(pack({}, pack_words("map", {f"word{number}": number for number in range(5000)})))
    packed = open_packed(file)
    assert packed is not None
    words = WordMap(packed, "map")
    assert words.find("word4711") == 4711
    packed.give_back()
    assert words.find("word4711") == 4711
    Packed(file.read_bytes()).give_back()  # one in memory has nothing to let go of


def test_words_that_are_held_are_those_and_no_others() -> None:
    """A compact set of words says of each whether it is in it."""
    held = hold_words({"kim", "ana"})
    assert "kim" in held
    assert "ki" not in held
    assert "kima" not in held
