"""The review: a clinician signs a text, the answer says so, and a text that has changed is signed by nobody."""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from clinic_files import GOOD, mistakes, written
from rows import try_each
from scene import KIM, Scene, policy
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import BotError, ConfigWrong
from bot.model import Language, Reply
from bot.settings import list_unsigned, load_settings
from bot.settings.review_file import Signature, list_valid, read_review, sign_entries, write_review
from bot.words import languages, render_words
from bot.words.book import Book, Entry, load_built_in_book, merge_books
from bot.words.passages import list_passages, name_entry
from bot.words.shelf import read_shelf_yaml

EN, ID = Language("en"), Language("id")
DAY = date(2026, 11, 29)
GRIEF, BERDUKA, ANGER = name_entry("grief", EN), name_entry("grief", ID), name_entry("anger_management", EN)
PASSAGES = {passage.id: passage for passage in list_passages()}
OURS = "From the glossary (Third Chair's own text, "


def signatures(*ids: str, name: str = "Dr. R. Example", changed: bool = False) -> dict[str, Signature]:
    """Return signatures of the texts `ids`, as they read today, or as they read before they were `changed`."""
    other = hashlib.sha256(b"what it was").hexdigest()
    return {
        each: Signature.model_validate(
            {"sha256": other if changed else PASSAGES[each].sha256, "name": name, "date": DAY}
        )
        for each in ids
    }


def label(book: Book, typed: str) -> str:
    """Return the last line of the glossary's answer to a command, without its markup."""
    (reply,) = Scene(replace(policy(), glossary=book)).says(KIM, typed)
    assert isinstance(reply, Reply)
    return render_words(reply.words).splitlines()[-1].strip("_")


def review(folder: Path, *words: str) -> str:
    """Return what `thirdchair review` tells about the file in `folder`."""
    result = CliRunner().invoke(app, ["review", str(folder / "review.yaml"), *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


# ---- what there is to sign ------------------------------------------------------------------------------------------


def test_every_text_of_the_project_is_listed_once() -> None:
    """Each term, each row of phrases and each sentence, in every language, has one id of its own."""
    groups = Counter(passage.group for passage in list_passages())
    assert sorted(groups) == sorted(
        f"{part}/{spoken}" for part in ("glossary", "phrases", "sentences") for spoken in languages()
    )
    assert len(PASSAGES) == len(list_passages())
    for spoken in languages():
        assert groups[f"glossary/{spoken}"] == len(read_shelf_yaml(spoken, "glossary.yaml"))
        assert groups[f"phrases/{spoken}"] > len(read_shelf_yaml(spoken, "phrases.yaml")["rows"])


def test_a_clinician_reads_what_people_would_be_told_and_by_which_names() -> None:
    """A term is signed with its other names, a row of phrases with what it must find and must leave alone."""
    grief = PASSAGES[GRIEF].text
    assert grief.startswith("grief: The pain and the many feelings after a loss.")
    assert "Example: Months later" in grief
    assert "bereavement" in grief
    row = next(passage.text for passage in list_passages() if passage.id.startswith("phrases/en/suicide/alarm/"))
    assert row.startswith("suicide, alarm: ")
    assert "\nFound: " in row
    assert "\nLeft alone: " in row


# ---- what a signature does ------------------------------------------------------------------------------------------


def test_an_answer_says_who_has_reviewed_it_and_when() -> None:
    """What is signed says so in its label, in the reader's language; what is not says that nobody has."""
    book = sign_entries(load_built_in_book(), signatures(GRIEF))
    assert label(book, "!explain grief") == f"{OURS}reviewed by Dr. R. Example, 2026-11-29)"
    assert label(book, "!explain anger management") == f"{OURS}not reviewed by a clinician)"
    assert label(book, "!jelaskan grief").endswith("belum diperiksa psikolog atau dokter)")
    book = sign_entries(load_built_in_book(), signatures(BERDUKA))
    assert (
        label(book, "!jelaskan grief") == "Dari glosarium (tulisan Third Chair, diperiksa Dr. R. Example, 2026-11-29)"
    )


def test_an_answer_of_two_terms_is_reviewed_only_if_both_are() -> None:
    """One signature does not speak for the term beside it; two people who signed are both named."""
    grief = signatures(GRIEF)
    for signed, end in (
        (grief, "not reviewed by a clinician)_"),
        (grief | signatures(ANGER, name="A. Other"), "reviewed by A. Other, 2026-11-29; Dr. R. Example, 2026-11-29)_"),
    ):
        scene = Scene(replace(policy(), glossary=sign_entries(load_built_in_book(), signed))).listening()
        scene.says(KIM, "is it bereavement or anger management")
        (reply,) = scene.says(KIM, "!explain", reply_to=scene.room.window[0].id)
        assert isinstance(reply, Reply)
        assert render_words(reply.words).endswith(end)


def test_a_clinics_own_text_needs_no_signature_of_ours() -> None:
    """The clinic answers for what it wrote itself; a signature under our text does not go over to it."""
    own = Entry("grief", EN, "grief", "What we say.", "An example.")
    book = sign_entries(merge_books((own,)), signatures(GRIEF))
    assert label(book, "!explain grief") == "From the glossary (this clinic's own text)"
    assert not book.entries["grief", EN].reviewed


def test_a_text_that_has_changed_is_signed_by_nobody() -> None:
    """A signature is for the text that was read: another text has none, and the review says which are to be read again."""
    old = signatures(GRIEF, changed=True)
    assert list_valid(old) == {}
    assert label(sign_entries(load_built_in_book(), old), "!explain grief").endswith("not reviewed by a clinician)")
    made = write_review(old | signatures(ANGER))
    assert made.lost == (GRIEF,)
    assert made.signed["glossary/en"] == 1


def test_what_is_signed_makes_another_book() -> None:
    """A running bot that reads a new signature answers with it: the book is not the one from before."""
    plain = load_built_in_book()
    assert sign_entries(plain, {}) == plain
    assert sign_entries(plain, signatures(GRIEF)) != plain
    assert sign_entries(plain, signatures(GRIEF)) != sign_entries(plain, signatures(ANGER))


# ---- the file and the command ---------------------------------------------------------------------------------------


def test_a_review_is_written_signed_and_read_again(tmp_path: Path) -> None:
    """The first call lists all and signs nothing; a name signs what it is for; the next call keeps that."""
    assert "0 of" in review(tmp_path).splitlines()[0]
    told = review(tmp_path, "--only", "glossary/en", "--name", "Dr. R. Example")
    terms = len(read_shelf_yaml(EN, "glossary.yaml"))
    assert f"  glossary/en: {terms} of {terms}\n" in told
    assert "  glossary/id: 0 of" in told
    before = (tmp_path / "review.yaml").read_text()
    review(tmp_path, "--only", "glossary/en/grief", "--name", "Somebody Else")
    assert (tmp_path / "review.yaml").read_text() == before
    files, read = read_review(tmp_path / "review.yaml")
    assert not files[0].mistakes
    assert len(list_valid(read)) == terms


def test_one_term_is_signed_alone(tmp_path: Path) -> None:
    """Signing grief signs no term whose key only begins like it."""
    review(tmp_path, "--only", "glossary/en/trauma", "--name", "Dr. R. Example")
    _, read = read_review(tmp_path / "review.yaml")
    assert set(list_valid(read)) == {"glossary/en/trauma"}


def test_what_cannot_be_signed_is_told(tmp_path: Path) -> None:
    """Nothing of that id, a name that would be markup, no file named: each is told, and nothing is written."""
    for words, told in (
        (("--only", "glosary/en", "--name", "A. B."), "There is no text of that id."),
        (("--only", "glossary/en", "--name", "*A*"), "That name cannot stand in a label."),
    ):
        result = CliRunner().invoke(app, ["review", str(tmp_path / "review.yaml"), *words])
        assert isinstance(result.exception, BotError)
        assert str(result.exception) == told
    assert CliRunner().invoke(app, ["review", str(tmp_path / "review.yaml"), "--name", "A. B."]).exit_code == 2
    unnamed = CliRunner().invoke(app, ["review", "--config", str(written(tmp_path))])
    assert str(unnamed.exception) == "No review file is named."
    assert not (tmp_path / "review.yaml").exists()


@try_each(
    ("text", "told"),
    [
        ("a: [unclosed\n", "this is not YAML"),
        ("glossary/en/grief: {sha256: abc}\n", "`glossary/en/grief.sha256`"),
        (f"glossary/en/grief: {{sha256: {'a' * 64}, name: Dr. R}}\n", "a signature has both, a name and a date"),
        (f"glossary/en/grief: {{sha256: {'a' * 64}, date: 2026-11-29}}\n", "a signature has both, a name and a date"),
        (f"glossary/en/grief: {{sha256: {'a' * 64}, name: '_x_', date: 2026-11-29}}\n", "`glossary/en/grief.name`"),
        (f"glossary/en/grief: {{sha256: {'a' * 64}, nane: x}}\n", "nane"),
    ],
)
def test_a_mistake_in_the_file_says_what_to_do(text: str, told: str, tmp_path: Path) -> None:
    """The bot does not start with a review file that cannot be read, and the command leaves it as it is."""
    path = tmp_path / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    path.mkdir()
    config = written(path, f"{GOOD}review: review.yaml\n")
    (path / "review.yaml").write_text(text)
    assert told in mistakes(config)
    result = CliRunner().invoke(app, ["review", "--config", str(config)])
    assert isinstance(result.exception, ConfigWrong)
    assert (path / "review.yaml").read_text() == text


def test_the_configuration_names_the_file_and_the_answers_follow_it(tmp_path: Path) -> None:
    """With `review` in bot.yaml the file may still be missing; once it is signed, the glossary knows by whom."""
    config = written(tmp_path, f"{GOOD}review: review.yaml\n")
    assert load_settings(config).glossary == load_built_in_book()
    CliRunner().invoke(app, ["review", "--config", str(config), "--only", "glossary", "--name", "Dr. R. Example"])
    glossary = load_settings(config).glossary
    assert all(entry.reviewed.startswith("Dr. R. Example, 20") for entry in glossary.entries.values())
    assert list_unsigned(glossary) == ()


def test_check_warns_until_every_term_is_signed(tmp_path: Path) -> None:
    """`thirdchair check` says how many terms nobody has signed, refuses nothing, and is quiet once all are."""
    config = written(tmp_path, f"{GOOD}review: review.yaml\n")
    warned = CliRunner().invoke(app, ["check", "--config", str(config)])
    assert warned.exit_code == 0
    assert "entries of Third Chair's glossary are signed by no clinician" in warned.output
    CliRunner().invoke(app, ["review", "--config", str(config), "--only", "glossary", "--name", "Dr. R. Example"])
    assert "signed by no clinician" not in CliRunner().invoke(app, ["check", "--config", str(config)]).output


def test_no_text_stands_in_what_is_printed_of_it() -> None:
    """A passage and a signature can be shown in a log or a test without what they hold."""
    assert "pain" not in repr(PASSAGES[GRIEF])
    assert "pain" not in repr(Signature(sha256="a" * 64, text="pain"))
    with pytest.raises(ValueError, match="both"):
        Signature(sha256="a" * 64, name="A. B.")
