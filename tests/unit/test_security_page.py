"""docs/security.md promises nothing that no test holds, and says what does not hold as plainly."""

import re

import pytest
from rows import try_each
from security_claims import BARE, LIMITS, PAGE, ROOT, is_run, read_claims, read_table, split_sections

from bot.who_may import (
    AT_ONCE,
    COUNTED,
    IN_TIME,
    MEMBER,
    POSSIBLE,
    SIGNED,
    TABLE,
    THERAPIST,
    UNCHANGED,
    Rule,
)

TEXT = PAGE.read_text(encoding="utf-8")
ATTACKS = ROOT / "tests" / "attacks"
ROWS = 16
"""Rows of the second round: attacks that were played on the built bot."""


def test_no_claim_stands_by_itself() -> None:
    """Whoever reads a promise reads which test would fail if it were not kept."""
    claims = read_claims(TEXT)
    assert len(claims) > 50
    assert [claim.text for claim in claims if not claim.shown_by] == []


def test_each_named_test_is_one_that_is_run() -> None:
    """A test that a claim names is there, by file and name, and is among those that `make test` runs."""
    named = {test for claim in read_claims(TEXT) for test in claim.shown_by}
    named |= set(re.findall(r"`(tests/[\w./]+\.py(?:::\w+)?)`", TEXT))
    assert len(named) > 100
    assert sorted(test for test in named if not is_run(test)) == []


def test_a_claim_names_tests_and_no_whole_files() -> None:
    """A file of fifty tests shows nothing in particular; only an attack is one file."""
    whole = {test for claim in read_claims(TEXT) for test in claim.shown_by if "::" not in test}
    assert sorted(test for test in whole if not test.startswith("tests/attacks/")) == []


def test_the_limits_stand_beside_the_promises() -> None:
    """Each section that promises something says what it does not promise."""
    sections = split_sections(TEXT)
    assert sections.keys() > BARE
    silent = [name for name, lines in sections.items() if name not in BARE and LIMITS not in lines]
    assert silent == []
    for name, lines in sections.items():
        assert name in BARE or [line for line in lines[lines.index(LIMITS) :] if line.startswith("- ")]


def test_who_may_what_is_as_the_code_says() -> None:
    """The table of who may what is the one by which the bot decides."""
    columns: tuple[tuple[Rule, ...], ...] = (
        (MEMBER,),
        (SIGNED, COUNTED),
        (UNCHANGED,),
        (THERAPIST,),
        (IN_TIME,),
        (AT_ONCE,),
    )
    words = {SIGNED: "yes", COUNTED: "yes, or as policy says"}
    expected = [
        [str(what), *(next((words.get(rule, "yes") for rule in rules if rule in column), "") for column in columns)]
        for what, rules in TABLE.items()
    ]
    assert read_table(TEXT, "who may") == expected
    assert all(rules[0] == POSSIBLE for rules in TABLE.values())


@try_each("number", range(1, ROWS + 1))
def test_each_attack_has_its_row(number: int) -> None:
    """An attack that was played on the built bot stands on the page with its file, or is said to be open."""
    row = read_table(TEXT, "attacks")[number - 1]
    files = {
        f"`tests/attacks/{path.name}`" for path in ATTACKS.glob(f"row_{number:02}_*.py") if "_live" not in path.name
    }
    assert row[0] == str(number)
    assert set(re.findall(r"`tests/attacks/[^`]+`", row[-1])) == files, "name the file, and say what holds now"
    assert files or row[-1] == "open"


@try_each(
    ("page", "without"),
    [
        ("## A\n\n- It holds (`tests/unit/test_x.py::test_y`).\n- It holds too.\n", ["- It holds too."]),
        ("## A\n\nIt holds.\n\n- So.\n  `tests/unit/test_x.py::test_y`\n", ["It holds."]),
        (
            "## A\n\n*Who: anybody.*\n\n- So.\n  `tests/unit/test_x.py::test_y`\n\n**What does not hold**\n\n- This.\n",
            [],
        ),
        ("## A\n\n<!-- t -->\n| a |\n<!-- /t -->\n\n| b |\n", ["| b |"]),
        ("## How to read this page\n\nSlowly.\n\n## B\n\n- No.\n", ["- No."]),
    ],
)
def test_a_claim_without_a_test_is_found(page: str, without: list[str]) -> None:
    """Neither a second sentence, nor one before the list, nor a table hides a promise."""
    assert [claim.text for claim in read_claims(page) if not claim.shown_by] == without


@try_each(
    ("named", "run"),
    [
        ("tests/unit/test_security_page.py::test_each_attack_has_its_row", True),
        ("tests/attacks/row_01_a_pattern_for_a_name.py", True),
        ("tests/unit/test_security_page.py::test_it_is_perfect", False),
        ("tests/unit/test_perfection.py::test_it_is_perfect", False),
        ("tests/security_claims.py::is_run", False),
        ("tests/security_claims.py", False),
    ],
)
def test_a_test_that_is_not_run_is_found(named: str, run: bool) -> None:
    """A name that nobody defines, a file that is not there, and one that pytest does not collect show nothing."""
    assert is_run(named) is run


@pytest.mark.parametrize(
    "untrue", ["never sees words", "never their own as somebody", "reordering of the audit is found"]
)
def test_what_was_not_true_does_not_come_back(untrue: str) -> None:
    """Three promises of before were more than holds: no page makes them again."""
    pages = (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    assert [page.name for page in pages if untrue in page.read_text(encoding="utf-8")] == []
