"""The clinic's own glossary: its entries go before the built-in ones, and every mistake in it is told with its line."""

from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import ConfigWrong
from bot.model import Language, RoomId
from bot.session.language.glossary_lookup import find_mentioned_terms, look_up_term
from bot.settings import load_settings, read_files
from bot.settings.load import find_packs_folder
from bot.words.book import Book, Entry, load_built_in_book, merge_books

EN, ID = Language("en"), Language("id")
WHOLE = "term: quiet room\n  plain: A room to sit in.\n  example: You sit there."


def clinic(key: str = "quiet_room", term: str = "quiet room", language: Language = EN, **more: object) -> Entry:
    """Return an entry of a clinic's."""
    return Entry(key, language, term, "What we say.", "As we do it.", **more)  # type: ignore[arg-type]  # tests name fields


def found(book: Book, term: str, language: Language = EN) -> str:
    """Return what a book says of a term, an empty text for nothing."""
    entry = look_up_term(book, term, language)
    return entry.plain if entry else ""


# ---- over the built-in one --------------------------------------------------------------------------------------


def test_a_new_term_is_found_by_all_its_names() -> None:
    """What only the clinic knows is found like any other term, also misspelt, and picked out of a message."""
    book = merge_books((clinic(aka=("decompression chamber",)),))
    for typed in ("quiet room", "the Quiet Rooms", "decompression chamber", "decompresion chamber"):
        assert found(book, typed) == "What we say."
    assert [entry.term for entry in find_mentioned_terms(book, "see you in the quiet room", EN)] == ["quiet room"]
    assert found(load_built_in_book(), "quiet room") == ""


def test_the_clinics_words_go_before_ours() -> None:
    """An entry with a built-in key takes its place in its language; the other language and all other names stay."""
    book = merge_books((clinic("rumination", "rumination"),))
    assert found(book, "ruminating") == found(book, "ruminasi") == "What we say."
    assert found(book, "ruminasi", ID) == found(load_built_in_book(), "ruminasi", ID)


def test_a_built_in_term_under_another_key_is_that_term() -> None:
    """Nobody has to know our keys: an entry whose term is one of our names takes the place of ours."""
    book = merge_books((clinic("ours", "ruminasi", ID), clinic("ours", "brooding again", EN)))
    assert found(book, "rumination", ID) == found(book, "rumination") == "What we say."
    assert found(book, "brooding again") == "What we say."


def test_another_name_leads_to_the_clinics_entry() -> None:
    """A name of ours that the clinic gives to an entry of its own leads there; ours is still found by its others."""
    book = merge_books((clinic("group", "Tuesday group", aka=("rumination",)),))
    assert found(book, "rumination") == "What we say."
    assert found(book, "ruminasi") == found(load_built_in_book(), "ruminasi")


def test_what_is_hidden_is_nowhere() -> None:
    """A hidden entry is found under none of its names, in no language, and in no message."""
    book = merge_books((), frozenset({"rumination"}))
    for name in ("rumination", "ruminating", "ruminasi", "ruminaton"):
        assert look_up_term(book, name, EN) is None
        assert find_mentioned_terms(book, f"all this {name} hurts", ID) == ()


def test_a_term_in_one_language_alone_is_told_in_that() -> None:
    """Where the clinic has written a term only in Indonesian, whoever asks in English reads it in Indonesian."""
    assert found(merge_books((clinic("x", "ruang tenang", ID),)), "ruang tenang", EN) == "What we say."


def test_books_are_the_same_if_they_say_the_same() -> None:
    """A file that was saved unchanged is no change, a word changed in it is one."""
    book, same, other = (merge_books((clinic(aka=aka),)) for aka in ((), (), ("calm room",)))
    assert book == same
    assert book != other
    assert merge_books(()) == load_built_in_book()


@given(
    st.sets(st.sampled_from(sorted({key for key, _ in load_built_in_book().entries})), max_size=4), st.text(max_size=30)
)
def test_the_clinics_entries_are_always_found(hidden: set[str], term: str) -> None:
    """Whatever is hidden and however the clinic calls its term: whoever types that name reads the clinic's text."""
    book = merge_books((clinic("own", f"zz{term}zz"),), frozenset(hidden))
    assert look_up_term(book, f"zz{term}zz", EN) is None or found(book, f"zz{term}zz") == "What we say."
    assert not {key for key, _ in book.entries} & hidden


# ---- the file ---------------------------------------------------------------------------------------------------


def shelf(folder: Path, **files: str) -> Path:
    """Write a configuration with a glossary of these files, by language; return its deployment file."""
    (folder / "terms").mkdir()
    for name, text in files.items():
        (folder / "terms" / f"{name}.yaml").write_text(text)
    return written(folder, f"{GOOD}glossary: terms\n")


def test_a_folder_is_read_and_rules_every_room(tmp_path: Path) -> None:
    """The files of a folder, named by their languages, are in every room's policy; no rule and no agreement changes."""
    path = shelf(
        tmp_path,
        en=f"quiet_room:\n  {WHOLE}\n  source: house rules\ngrounding: {{hidden: true}}\n",
        id="a: {term: b c, plain: d, example: e}\n",
    )
    policy = load_settings(path).policy(RoomId("!any"))
    assert policy is not None
    entry = look_up_term(policy.glossary, "quiet room", EN)
    assert entry is not None
    assert (entry.plain, entry.source, entry.clinic) == ("A room to sit in.", "house rules", True)
    assert look_up_term(policy.glossary, "grounding", EN) is None
    path.write_text(GOOD)
    without = load_settings(path).policy(RoomId("!any"))
    assert without is not None
    assert without.sha256 == policy.sha256
    assert without.glossary == load_built_in_book()


def test_one_file_is_enough(tmp_path: Path) -> None:
    """A single file is in the language of its name, or else in the deployment's first."""
    for name, language in (("id.yaml", ID), ("terms.yaml", ID), ("en.yaml", EN)):
        (tmp_path / name).write_text(f"quiet_room:\n  {WHOLE}\n")
        path = tmp_path / "bot.yaml"
        if not path.exists():
            written(tmp_path)
        path.write_text(f"{GOOD}language: [id, en]\nglossary: {name}\n")
        entry = look_up_term(load_settings(path).glossary, "quiet room", language)
        assert entry is not None
        assert entry.language == language


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    """Unknown keys, wrong types, missing parts and mistakes of other files come together, each with file and line."""
    bad = "a:\n  term: [b]\n  plain: c\n  example: d\nb:\n  term: x\n  exampel: y\nc: {hidden: true, term: z}\nd: 3\n"
    path = shelf(tmp_path, en=bad, id="e:\n  term: f\n")
    path.write_text(path.read_text() + "idel: 3\n")
    told = mistakes(path)
    assert "`idel` is not a key that I know" in told
    path.write_text(path.read_text().replace("idel: 3\n", ""))
    told = mistakes(path)
    assert "terms/en.yaml:2: `a.term`" in told
    assert "terms/en.yaml:7: `b.exampel` is not a key that I know. Did you mean `example`?" in told
    assert "terms/en.yaml:8: `c`: an entry that is hidden holds nothing else" in told
    assert "terms/en.yaml:9: `d`" in told
    assert "terms/id.yaml:1: `e`: this entry lacks `plain`, `example`" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [unclosed\n", "this is not YAML"),
        ("", "the file holds no keys"),
        (f"a:\n  {WHOLE}\na:\n  {WHOLE}\n", "`a` stands here twice"),
        (f"a:\n  {WHOLE}\nb:\n  {WHOLE}\n", "en.yaml:6: `quiet room` is a name of another entry too, `a`"),
        (f"a:\n  {WHOLE}\n  aka: [x y, '???']\n", "en.yaml:5: `a.aka.1` holds no letters"),
        (f"a:\n  {WHOLE}\n  everyday: [loud]\n", "`loud` is none of the names of `a`"),
        ("ruminaton: {hidden: true}\n", "there is no built-in entry `ruminaton` to hide. Did you mean `rumination`?"),
        ("a: {term: '', plain: b, example: c}\n", "`a.term`"),
        (
            "a: {term: rumination, plain: b, example: c}\nrumination: {term: x y, plain: b, example: c}\n",
            "`rumination` and `a` both take the place of the built-in entry `rumination`",
        ),
        (f"a:\n  term: {'x' * 81}\n  plain: b\n  example: c\n", "Write 80 letters at most"),
    ],
)
def test_a_mistake_says_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    """What is wrong in a glossary is told like any mistake of the configuration, and the bot does not start."""
    assert told in mistakes(shelf(tmp_path, en=text))


def test_names_of_two_languages_do_not_clash_unseen(tmp_path: Path) -> None:
    """One name for two things is a mistake also across files: who types it can mean only one."""
    told = mistakes(shelf(tmp_path, en=f"a:\n  {WHOLE}\n", id=f"b:\n  {WHOLE}\n"))
    assert "terms/id.yaml:2: `quiet room` is a name of another entry too, `a`" in told


def test_a_glossary_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """A path that leads nowhere, an empty folder, and a file whose name says no language are each told."""
    path = written(tmp_path, f"{GOOD}glossary: nowhere\n")
    assert "bot.yaml:7: there is no `nowhere`" in mistakes(path)
    (tmp_path / "nowhere").mkdir()
    assert "bot.yaml:7: the folder `nowhere` holds no glossary file" in mistakes(path)
    (tmp_path / "nowhere" / "terms.yaml").write_text(f"a:\n  {WHOLE}\n")
    assert "nowhere/terms.yaml:1: its name does not say its language" in mistakes(path)


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    """Where another kind of file stands in its place, or no text, that is told."""
    path = shelf(tmp_path)
    (tmp_path / "terms" / "en.yaml").mkdir()
    assert "the file cannot be read" in mistakes(path)
    (tmp_path / "terms" / "id.yaml").write_bytes(b"\xff\xfe\x00")
    assert "the file is not UTF-8 text" in mistakes(path)


def test_the_example_is_a_good_one(tmp_path: Path) -> None:
    """Whoever copies the example files has a glossary without mistakes, in both languages."""
    path = shelf(tmp_path)
    for file in sorted((find_packs_folder().parent / "glossary").iterdir()):
        (tmp_path / "terms" / file.name).write_text(file.read_text())
    files = read_files(path)
    assert len(files.glossary) == 2
    for typed, language in (("calm room", EN), ("ruang hening", ID)):
        entry = look_up_term(files.settings.glossary, typed, language)
        assert entry is not None
        assert entry.language == language


def test_check_counts_the_glossarys_files(tmp_path: Path) -> None:
    """`thirdchair check` says that it has read the glossary, and ends with 78 where that has a mistake."""
    path = shelf(tmp_path, en=f"quiet_room:\n  {WHOLE}\n")
    result = CliRunner().invoke(app, ["check", "--config", str(path)])
    assert result.output.startswith("bot.yaml and 1 room file(s), 1 glossary file(s): no mistakes found.")
    (tmp_path / "terms" / "en.yaml").write_text("quiet_room: {term: x}\n")
    failed = CliRunner().invoke(app, ["check", "--config", str(path)])
    assert isinstance(failed.exception, ConfigWrong)
    assert failed.exception.exit_code == 78
