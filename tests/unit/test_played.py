"""The script and the page of the played session: what a row means, and that the page shows what an app would."""

from pathlib import Path

import pytest
from played_markdown import of_html, steady, typed
from played_script import Deed, Part, Row, read_script, rows_of

from bot.matrix.send import format_sentence
from bot.model import Language, make_words

SCRIPT = Path(__file__).parents[1] / "e2e" / "played" / "session.yaml"


def read(folder: Path, *rows: str) -> tuple[Row, ...]:
    """Return the rows of a script of one part."""
    path = folder / "script.yaml"
    path.write_text("\n".join(("- part: One", "  rows:", *(f"  - {row}" for row in rows))), encoding="utf-8")
    return tuple(rows_of(read_script(path)))


def test_a_row_reads_as_a_dialogue(tmp_path: Path) -> None:
    """Minute, person, place, what it answers, what is typed or done, and what the model says then."""
    rows = read(
        tmp_path,
        "14:02 Kim: hello",
        '14:05 Kim, to Dewi 14:04: "!translate"\n    model: a translation',
        "14:06 Ana, at the desk, to the draft: ok",
        "14:07 Dewi, in private does: joins",
        "14:08 Kim does: deletes Kim 14:05",
    )
    assert rows[0] == Row("14:02", "Kim", "hello", model={})
    assert (rows[1].to, rows[1].model) == ("Dewi 14:04", {"": "a translation"})
    assert (rows[2].place, rows[2].to, rows[2].text) == ("desk", "the draft", "ok")
    assert (rows[3].place, rows[3].deed) == ("direct", Deed.JOINS)
    assert (rows[4].deed, rows[4].text, rows[4].seconds) == (Deed.DELETES, "Kim 14:05", 50880.0)


@pytest.mark.parametrize(
    "rows", [("Kim at two: hello",), ("14:02 Kim: hello\n    says: more",), ("14:02 Kim: hello", "14:01 Ana: hello")]
)
def test_what_is_no_row_is_refused(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """A row without its minute, one with a key that means nothing, and one that goes back in time."""
    with pytest.raises(ValueError, match="row"):
        read(tmp_path, *rows)


def test_the_session_is_an_hour() -> None:
    """What is played goes from the first `!listen` that works to the end of the hour, in parts with a title."""
    parts: tuple[Part, ...] = read_script(SCRIPT)
    rows = tuple(rows_of(parts))
    assert (rows[-1].text, rows[-1].at) == ("!end yes", "15:00")
    assert next(row.at for row in rows if row.at >= "14:00") == "14:00"
    assert {row.who for row in rows if row.deed is not Deed.WAITS} == {"Ana", "Kim", "Dewi"}
    assert all(part.title and part.about for part in parts)


def test_the_page_shows_a_sentence_as_an_app_does() -> None:
    """Emphasis, commands, lists and line breaks stand on the page as in the message; a typed sign means nothing there."""
    _, html = format_sentence(make_words("wrong-done", Language("en"), people="*Kim*"))
    assert of_html(html, str) == "Thank you for saying so. \\*Kim\\* has been told."
    _, html = format_sentence(
        make_words(
            "answer",
            Language("en"),
            answer="1. a\n2. b",
            source="model",
            checked="no",
            person="-",
            cut=0,
            human=0,
            task="explain",
        )
    )
    assert of_html(html, str) == "_AI · not checked by a therapist_\n\n1. a\n2. b"
    assert (typed("!explain a*b"), typed("a*b")) == ("`!explain a*b`", "a\\*b")


def test_what_differs_in_each_run_has_one_name() -> None:
    """A link is named by what it leads to, a fence and the signed head by what they are."""
    link = "https://matrix.to/#/!room/$event"
    assert steady(f"K1: {link}", {"$event": "Kim's message"}.__getitem__) == "K1: «link to Kim's message»"
    assert steady("a1b2c3d4e5f60718\nwords", str) == "0f1e2d3c4b5a6978\nwords"
    assert steady("ab" * 96, str) == "«192 hexadecimal digits»"
