"""The house itself: what no linter checks and every newcomer relies on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from rows import try_each

from bot.masking.lexicon import ranks
from bot.session.language.languages import common_words
from bot.words import FALLBACK, languages

ROOT = Path(__file__).parents[2]
FOREIGN = ROOT / "tests" / "e2e" / "foreign"
TINY = ROOT / "tests" / "real_model"
OURS = sorted((*(ROOT / "bot").rglob("*.py"), *(ROOT / "tests").rglob("*.py")))
LONGEST_FILE = 400
MADE = {"tests/e2e/foreign/node_modules", "tests/real_model/node_modules"}
"""What is no file of the project: `make test` and `make real-model` make it."""
DOCS = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


def name(path: Path) -> str:
    """Return a file by its place in the project."""
    return str(path.relative_to(ROOT))


def _tests_in(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the tests of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


@try_each("path", OURS)
def test_a_file_says_first_what_it_is_for(path: Path) -> None:
    """Every file begins with one line on what it is for, and is short enough to be read at a sitting."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) <= LONGEST_FILE


@try_each("path", [path for path in OURS if path.name.startswith(("test_", "row_"))])
def test_every_test_states_a_truth(path: Path) -> None:
    """Every test has a docstring, so that the tests read as what the bot is like."""
    silent = [test.name for test in _tests_in(path) if not ast.get_docstring(test)]
    assert silent == []


def test_one_place_makes_masked_text() -> None:
    """Only `mask` makes `Masked`, and only `Masked` fits a backend: text has one way out."""
    makers = [name(path) for path in (ROOT / "bot").rglob("*.py") if re.search(r"\bMasked\(", path.read_text())]
    assert makers == ["bot/masking/mask.py"]


def test_locks_name_no_hosts() -> None:
    """Lock files pin by name, version and hash, so that any mirror of the registries serves."""
    locks = [*ROOT.glob("requirements*.lock"), ROOT / "deploy" / "tools.lock"]
    for path in (*locks, *(folder / "package-lock.json" for folder in (FOREIGN, TINY))):
        assert "://" not in re.sub(r'"(funding|url)": ?"[^"]*"', "", path.read_text()), name(path)


@try_each("path", DOCS)
def test_a_link_in_the_docs_leads_somewhere(path: Path) -> None:
    """Whatever a page points at inside the project exists."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@try_each("path", DOCS)
def test_a_file_named_in_the_docs_exists(path: Path) -> None:
    """Whatever file of the project a page names in code type exists."""
    named = re.findall(r"`((?:bot|tests|config|deploy|docs|scripts)/[\w./-]+)`", path.read_text(encoding="utf-8"))
    assert [item for item in named if not (ROOT / item).exists() and item not in MADE] == []


def test_nobody_carries_effects_by_hand() -> None:
    """Two decisions become one by `then` and `also` alone, so no step can lose what was to be done before it."""
    carried = re.compile(r"\*[\w.]+\.effects\b|[\[(]\*effects, |, \*effects[,)\]]|effects \+= [\w.]+\.effects")
    places = {
        name(path): part
        for path in sorted((ROOT / "bot").rglob("*.py"))
        if (part := carried.findall(path.read_text(encoding="utf-8")))
    }
    assert places.pop("bot/model/effects.py") == ["*self.effects", "*after.effects", "*self.effects", ", *effects)"]
    assert places == {}


NAMES_A_LANGUAGE = {
    "bot/demo/scene.py": "the demonstration plays a talk in two languages, and shows each as it is written",
}
"""Code outside of `bot/words` that holds a language's words, each with why. A word of any language is no code."""


def _texts_in(path: Path) -> Iterator[str]:
    """Yield the texts in the code of a file, without docstrings and what stands beneath a constant."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_no_code_names_a_language() -> None:
    """A language is a folder: outside of `bot/words` no text is a language's code, and none holds a word that only one has.

    The fallback's own words are what code is written in, so they are not looked for.
    """
    codes = set(languages())
    telling = (
        frozenset().union(*(common_words(language) for language in languages() if language != FALLBACK))
        - ranks(FALLBACK).keys()
    )
    naming = {
        name(path)
        for path in (ROOT / "bot").rglob("*.py")
        if not path.is_relative_to(ROOT / "bot" / "words")
        for text in _texts_in(path)
        if text in codes or not telling.isdisjoint(re.findall(r"[^\W\d_]+", text.casefold()))
    }
    assert naming == set(NAMES_A_LANGUAGE)
