"""Where danger words are not compared: which languages have a list, and which messages are Javanese or Sundanese."""

import pytest
from other_language import XX, write_language
from rows import try_each

from bot.danger_words.coverage import (
    find_uncovered,
    list_covered,
    list_uncovered,
)
from bot.model import Language
from bot.words.shelf import languages, use_shelf

JV, SU = Language("jv"), Language("su")

JAVANESE = [
    "aku wis ora kuat maneh",
    "bojoku seneng nggebugi aku nek lagi nesu",
    "kowe ngerti ora piye rasane",
    "mbengi iki aku arep mati wae",
    "bapak ora tau gelem ngrungokke aku, dheweke mung nesu",
    "Kula sampun mboten kiat malih, Bu. Panjenengan pripun?",
    "aku wedi karo bojoku dewe",
    "opo sing kudu tak lakoni saiki",
    "ORA ISO TURU!!! kabeh iki salahku dewe",
]
SUNDANESE = [
    "abdi tos teu kiat deui",
    "urang sieun ka salaki, manehna sok neunggeul pisan",
    "kumaha ieu teh, kuring teu ngarti naon-naon",
    "abdi hoyong maot wae",
    "Ibu, abdi teu tiasa sare ti kamari",
    "geus teu aya gunana deui kuring hirup",
    "kunaon anjeun teu nyarios ka abdi",
]
ORDINARY = [
    "aku capek banget hari ini, tadi di kantor dimarahin terus sama bos",
    "suamiku pulang malam terus, aku jadi nggak bisa tidur nungguin dia",
    "kemarin kita sudah bicara soal anak-anak dan dia bilang mau berubah",
    "terima kasih ya Bu, minggu depan jam berapa?",
    "iya, Mas, aku paham maksudnya",
    "gimana ya, aku bingung banget sih sebenernya",
    "dia mah gitu orangnya, suka anu kalau lagi marah",
    "minum teh dulu baru ngobrol lagi",
    "kata Mbak Sari sama Pak Joko di Wonosobo harganya larang",
    "I can sing, but I cannot say what I mean when he is in the room.",
    "Please tell me what you can do about it.",
    "",
    "😢😢😢",
    "ok",
    "ora",
    "teu",
]
BORROWED = [
    "aku wis bilang sama dia berkali-kali supaya jangan pulang malam terus, tapi dia tetap saja begitu, piye ya Bu, bingung",
    "tadi pagi anak-anak sudah berangkat sekolah, terus aku duduk sendiri di rumah, rasanya ora enak, wis lama begini, piye lagi ya",
    "menurut saya kita harus coba dulu cara yang kemarin dibahas, soalnya kalau langsung marah ya percuma atuh, teu nyambung pisan obrolannya",
]
"""Indonesian with one to three words of another language in twenty."""


@try_each("text", JAVANESE)
def test_javanese_is_told(text: str) -> None:
    """What somebody writes in Javanese, plain or polite, with capitals and signs, is told as such."""
    assert find_uncovered(text) == JV


@try_each("text", SUNDANESE)
def test_sundanese_is_told(text: str) -> None:
    """What somebody writes in Sundanese is told as such."""
    assert find_uncovered(text) == SU


@try_each("text", ORDINARY)
def test_indonesian_and_english_are_not_taken_for_another(text: str) -> None:
    """Ordinary talk, slang, names, a single word and signs are in no language without a list."""
    assert find_uncovered(text) is None


@try_each("text", BORROWED)
def test_a_few_borrowed_words_do_not_make_it_another_language(text: str) -> None:
    """Two or three words in twenty are how people speak Indonesian at home: nothing is said of that."""
    assert find_uncovered(text) is None


@try_each(("borrowed", "told"), [(0, False), (1, False), (3, False), (5, True), (20, True)])
def test_how_many_words_it_takes(borrowed: int, told: bool) -> None:
    """Of twenty words three are not enough, five are."""
    words = ["ora", "wis", "piye", "kowe", "nek"] * 4
    written = find_uncovered(" ".join(words[:borrowed] + ["saya"] * (20 - borrowed)))
    assert (written is not None) is told


def test_the_list_is_what_the_folders_have() -> None:
    """Each language with a folder has a list; any other language of a room is told in its order."""
    assert list_covered() == languages()
    assert list_uncovered(languages()) == ()
    assert list_uncovered((SU, Language("id"), JV)) == (SU, JV)


def test_a_language_without_phrases_is_uncovered(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder whose list is empty counts as one without: the room is told, and not left to believe."""
    shelf = tmp_path_factory.mktemp("shelf")
    write_language(shelf)
    (shelf / XX / "phrases.yaml").write_text("phrases: []\nrows: []\n", encoding="utf-8")
    try:
        use_shelf(shelf)
        assert list_uncovered((XX, Language("id"))) == (XX,)
    finally:
        use_shelf()
    assert list_uncovered((XX,)) == (XX,)


def test_a_long_message_is_looked_at_once() -> None:
    """A message of 64 KiB takes no second look: what it is in is told from all of it."""
    assert find_uncovered("wis ora kuat " * 5000) == JV
    assert find_uncovered("saya sudah lelah " * 5000) is None
