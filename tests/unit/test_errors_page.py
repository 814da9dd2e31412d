"""The index of errors: nobody can raise one, note a mistake or order an alert that is not in it."""

import ast
import re
from pathlib import Path
from textwrap import dedent

from errors_page import (
    find_alerts,
    find_error_classes,
    find_errors,
    find_exit_status,
    find_mistakes,
    find_remarks,
    is_explained,
    list_unexplained_alerts,
    read_explained_alerts,
)
from read_code import GAP, read_sources
from write_pages import rewrite_errors

import bot.cli
from bot.errors import BotError

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
SOURCES = read_sources()


def _list_subclasses(kind: type[BotError]) -> set[type[BotError]]:
    inner: list[type[BotError]] = kind.__subclasses__()
    return {kind}.union(*(_list_subclasses(each) for each in inner))


def _read_code(folder: Path, text: str) -> dict[str, list[tuple[str, str]]]:
    """Return what errors `text` can raise, beside bot/errors.py itself."""
    (folder / "errors.py").write_text((ROOT / "bot" / "errors.py").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "of_ours.py").write_text(dedent(text), encoding="utf-8")
    return find_errors(read_sources(folder))


def test_the_page_is_as_the_code_says() -> None:
    """Each table stands there letter by letter as `make docs` writes it."""
    assert rewrite_errors(PAGE) == PAGE, "run `make docs`"


def test_every_kind_of_error_has_its_section_and_status() -> None:
    """Each class of error that Python knows has a section, with the status that the program really ends with."""
    assert bot.cli.app
    ours = {kind for kind in _list_subclasses(BotError) if kind.__module__.partition(".")[0] == "bot"}
    kinds = find_error_classes(SOURCES)
    assert {kind.__name__ for kind in ours} <= kinds.keys()
    assert [kind for kind in ours if find_exit_status(kind.__name__, kinds) != kind.exit_code] == []
    assert [name for name in kinds if f"### {name}\n" not in PAGE] == []


def test_every_error_has_a_remedy() -> None:
    """Whatever an operator is told comes with what to do."""
    assert [what for pairs in find_errors(SOURCES).values() for what, remedy in pairs if remedy in {"", GAP}] == []
    assert [what for what, remedy in find_mistakes(SOURCES) if remedy in {"", GAP}] == []


def test_every_sentence_that_is_raised_is_in_the_index() -> None:
    """A sentence that stands behind `raise` stands on the page too, whichever class it is of; a part of one begins in lower case."""
    kinds = find_error_classes(SOURCES)
    raised = {
        first.value
        for source in SOURCES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and ast.unparse(node.exc.func) in kinds
        for first in node.exc.args[:1]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value[:1].isupper()
    }
    assert len(raised) > 40
    assert [what for what in sorted(raised) if f"| {what} |" not in PAGE] == []


def test_every_alert_is_explained() -> None:
    """Each code that an alert can have stands in the index, and on the page that it points to, with what to do."""
    assert {"crisis", "disk-full", "room-history", "set-aside-*", "not-private-at-*"} <= find_alerts(SOURCES)
    assert list(list_unexplained_alerts()) == []
    rows = read_explained_alerts()
    assert [code for code, (_, remedy, _) in rows.items() if not remedy or f"| `{code}` |" not in PAGE] == []
    assert is_explained("strangers-at-desk", rows)
    assert not is_explained("never-heard-of", rows)


def test_what_check_notes_is_on_the_page() -> None:
    """Each remark of `thirdchair check` stands there; the rules of a room, which another command lists from the same file, do not."""
    remarks = find_remarks(SOURCES)
    assert [text for text in remarks if "which has no effect in this version" in text]
    assert [text for text in remarks if "by which nobody is called: write whole ids" in text]
    assert [text for text in remarks if text.startswith("backend ")] == []
    assert len(remarks) > 8
    section = PAGE.partition("<!-- remarks -->")[2].partition("<!-- /remarks -->")[0]
    assert section.count("\n- ") == len(remarks)


def test_an_error_that_is_new_comes_in_by_itself(tmp_path: Path) -> None:
    """A class, a sentence with a gap, and one that a helper hands over are found without being listed anywhere."""
    said = _read_code(
        tmp_path,
        '''
        _REMEDY = "Buy a longer one."

        class LeashTooShort(BotError):
            """A leash does not reach."""

        def tie(length):
            if length < 1:
                raise LeashTooShort(f"The leash has {length} m.", _REMEDY)
            raise _refuse("has come off")

        def _refuse(what):
            return StoreRefused(f"The leash {what}.", "Tie it anew.")
        ''',
    )
    assert said["LeashTooShort"] == [("The leash has … m.", "Buy a longer one.")]
    assert said["StoreRefused"] == [("The leash has come off.", "Tie it anew.")]


def test_rows_of_a_table_are_read_one_by_one(tmp_path: Path) -> None:
    """A sentence and its remedy that a table holds together stay together."""
    said = _read_code(
        tmp_path,
        """
        _KNOWN = {1: ("is thin", "Feed it."), 2: ("is fat", "Walk it.")}

        def look(number):
            what, remedy = _KNOWN[number]
            return BackendDown(f"The dog {what}.", remedy)
        """,
    )
    assert said["BackendDown"] == [("The dog is fat.", "Walk it."), ("The dog is thin.", "Feed it.")]


def test_no_sentence_breaks_its_row() -> None:
    """Each row of the page has as many cells as its head, whatever signs a sentence holds."""
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 4}
