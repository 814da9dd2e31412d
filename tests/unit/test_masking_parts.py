"""The parts that masking rests on, each alone: where a sentence begins, what belongs to an address, what is one stretch."""

import pytest

from bot.masking.addresses import mask_addresses
from bot.masking.allowlist import begins_sentence
from bot.masking.lexicon import build_lexicon
from bot.masking.mask import mask
from bot.masking.names import Names, seed_names
from bot.masking.neighbours import mask_neighbours
from bot.masking.tokens import cut_into_pieces
from bot.model import Person, UserId


def masked(text: str, *, strict: bool = True) -> str:
    """Return `text` as another machine would get it."""
    return str(mask(text, Names(), strict=strict)[0])


def in_addresses(text: str, *names: str) -> list[str]:
    """Return the words that are masked for being part of an address, where else only `names` are."""
    pieces = list(cut_into_pieces(text, 0, len(text)))
    hidden = [piece.key in names for piece in pieces]
    mask_addresses(text, pieces, hidden)
    return [piece.key for piece, is_hidden in zip(pieces, hidden, strict=True) if is_hidden]


def beside(text: str, *names: str) -> list[str]:
    """Return what is masked for standing beside `names`, which are."""
    pieces = list(cut_into_pieces(text, 0, len(text)))
    hidden = [piece.key in names for piece in pieces]
    mask_neighbours(text, pieces, hidden, build_lexicon())
    return [piece.key for piece, is_hidden in zip(pieces, hidden, strict=True) if is_hidden and piece.key not in names]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("yes it is", ["yes"]),
        ("yes. no", ["yes", "no"]),
        ("well dr. reed said so", ["well"]),
        ("so j. reed said: no", ["so", "no"]),
        ("is it? yes! good", ["is", "yes", "good"]),
        ("one\ntwo three", ["one", "two"]),
    ],
)
def test_where_a_sentence_begins(text: str, firsts: list[str]) -> None:
    """A sentence begins the message, or follows the end of another; a title's or an initial's dot ends none."""
    pieces = list(cut_into_pieces(text, 0, len(text)))
    assert [piece.key for at, piece in enumerate(pieces) if begins_sentence(text, pieces, at)] == firsts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("apo ae", ["apo", "ae"]),
        ("apo here", []),
        ("united kingdom", ["united", "kingdom"]),
        ("united front", []),
    ],
)
def test_what_belongs_to_an_address_by_what_follows(text: str, words: list[str]) -> None:
    """A word may be part of an address for the next one alone: a post office of the army, a kingdom."""
    assert in_addresses(text) == words


@pytest.mark.parametrize(("text", "words"), [("12 hill street", ["12", "hill", "street"]), ("12 5 street", [])])
def test_what_stands_between_a_number_and_its_street(text: str, words: list[str]) -> None:
    """A number begins a street over its name; with another number between them it begins none."""
    assert in_addresses(text) == words


@pytest.mark.parametrize(
    ("text", "names", "words"),
    [
        ("rina do kusuma", ("rina", "kusuma"), ["do"]),
        ("rina do well", ("rina",), []),
        ("rose tanaka", ("tanaka",), ["rose"]),
        ("tanaka rose", ("tanaka",), ["rose"]),
        ("rose, tanaka", ("tanaka",), []),
        ("tanaka, rose", ("tanaka",), []),
        ("so tanaka, rose", ("tanaka",), []),
        ("j. tanaka", ("tanaka",), ["j"]),
        ("b. c. tanaka", ("tanaka",), ["b", "c"]),
        ("e.g. tea", (), []),
        ("j. went", (), []),
    ],
)
def test_what_stands_beside_a_name(text: str, names: tuple[str, ...], words: list[str]) -> None:
    """A particle between two names, a name that is a word, an initial: masked beside a name, and only right beside it."""
    assert beside(text, *names) == words


@pytest.mark.parametrize("ending", ["s", "d", "ll", "re", "ve", "m", "t"])
def test_a_contraction_of_an_ordinary_word_is_one(ending: str) -> None:
    """What English contracts behind an apostrophe makes no other word of an ordinary one; anything else there does."""
    assert masked(f"the kitchen'{ending} was closed") == f"the kitchen'{ending} was closed"
    assert masked("the kitchen'x was closed") == "the [WORD_1] was closed"


@pytest.mark.parametrize("ending", ["nya", "ku", "mu", "lah", "kah", "pun", "in", "an", "i", "kan"])
def test_an_ordinary_word_with_an_indonesian_ending_is_one(ending: str) -> None:
    """What Indonesian hangs on a word makes no other word of an ordinary one; any other ending does."""
    assert masked(f"saya lihat lemari{ending} di rumah") == f"saya lihat lemari{ending} di rumah"
    assert masked("saya lihat lemarizu di rumah") == "saya lihat [WORD_1] di rumah"


@pytest.mark.parametrize(
    "beginning", ["di", "ke", "ter", "ber", "se", "nge", "ng", "me", "mem", "men", "peng", "pe", "zu"]
)
def test_an_ordinary_word_with_an_indonesian_beginning_is_one(beginning: str) -> None:
    """What Indonesian puts before a word makes no other word of an ordinary one; anything else does."""
    word = f"{beginning}lemari"
    assert masked(f"saya lihat {word} di rumah") == f"saya lihat {'[WORD_1]' if beginning == 'zu' else word} di rumah"


def test_what_looks_like_a_placeholder_is_masked_as_it_is_written() -> None:
    """Two ways to write what looks like a placeholder are two things: neither is taken for the other."""
    assert masked("[PERSON_1] and [person_1], [PERSON_1]") == "[TEXT_1] and [TEXT_2], [TEXT_1]"


def test_a_name_has_one_placeholder_in_any_case() -> None:
    """A name in capitals is the same name."""
    assert masked("Tanaka and TANAKA and tanaka") == "[NAME_1] and [NAME_1] and [NAME_1]"


def test_an_ordinary_name_of_an_institution_goes_with_what_it_is() -> None:
    """A clinic or bank that is called by a word is masked with that word; a clinic of no name passes."""
    assert masked("dia ke klinik jaya") == "dia ke [WORD_1]"
    assert masked("dia ke klinik lagi") == "dia ke klinik lagi"


def test_a_number_and_a_name_behind_a_comma_are_one_thing() -> None:
    """What stands around a number over a comma is one place with one placeholder, as addresses are written."""
    assert masked("call 12, Tanaka") == "call [PLACE_1]"


@pytest.mark.parametrize("title", ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "rev"])
def test_a_title_goes_with_the_name_behind_it(title: str) -> None:
    """A title is masked before a name, and nowhere else."""
    assert beside(f"{title} tanaka", "tanaka") == [title]
    assert beside(f"{title} well", "tanaka") == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("the corner of tanaka and kusuma", True),
        ("the corner of the tanaka", True),
        ("the corner of tanaka of kusuma", True),
        ("the corner of a kusuma", False),
        ("the side of tanaka and kusuma", False),
    ],
)
def test_a_corner_is_an_address(text: str, *, whole: bool) -> None:
    """`The corner of A and B` is masked as a whole where A and B are names, with the small words in it."""
    words = text.split()
    names = [word for word in words if word in {"tanaka", "kusuma"}]
    assert in_addresses(text, "tanaka", "kusuma") == (words if whole else names)


@pytest.mark.parametrize("typed", ["tanaka", "TANAKA", "tanakaku", "yuki  TANAKA"])
def test_a_name_of_the_room_comes_back_as_the_room_spells_it(typed: str) -> None:
    """However somebody types the name of a person of the room, an answer has it as the room writes it."""
    names = seed_names(Names(), (Person(UserId("@yuki:clinic"), "Yuki Tanaka"),))
    text, then = mask(f"then {typed} said so", names)
    (placeholder,) = set(then.originals) - set(names.originals)
    assert placeholder in text
    assert then.originals[placeholder] in {"Tanaka", "Yuki Tanaka"}


def test_a_single_letter_of_a_name_is_nobody() -> None:
    """Who is called Ж Reed is known by Reed and by both, and not by a ж that somebody writes."""
    names = seed_names(Names(), [Person(UserId("@reed:clinic.example"), "Ж Reed")])
    assert sorted(names.seeds) == ["reed", "ж reed", "жreed"]


def test_names_outlive_what_still_says_them() -> None:
    """Of names that no text holds any more nothing is left, of the others all; their numbers are not given out again."""
    first, names = mask("Tanaka met Kusuma", Names())
    second, names = mask("Kusuma is well", names)
    assert str(first) == "[NAME_1] met [NAME_2]"
    left = names.outliving([str(second)])
    assert list(left.originals) == ["[NAME_2]"]
    assert set(left.found.values()) == {"[NAME_2]"}
    assert str(mask("Okonkwo knows Kusuma", left)[0]) == "[NAME_3] knows [NAME_2]"


@pytest.mark.parametrize("name", ["Citra", "Indra", "Dini", "dini", "citra"])
def test_a_name_is_no_ordinary_word_for_standing_in_the_glossary(name: str) -> None:
    """Terms like "citra tubuh" hold words that are people's names, and these stay within the clinic all the same."""
    assert name not in masked(f"my friend {name} left")
