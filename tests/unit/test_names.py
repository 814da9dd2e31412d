"""Names: what a function is called says what it does, and no name means two things."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
BOT = sorted((ROOT / "bot").rglob("*.py"))
OURS = sorted((*BOT, *(ROOT / "tests").rglob("*.py"), *(ROOT / "scripts").glob("*.py")))

SHARED: dict[str, str] = {}
"""Public names that two modules have, each with the reason."""
MOST_SHARED = 0.03

PARTICIPLES = frozenset(
    [
        "begun",
        "bound",
        "built",
        "chosen",
        "cut",
        "done",
        "drawn",
        "found",
        "frozen",
        "given",
        "gone",
        "heard",
        "held",
        "hidden",
        "kept",
        "known",
        "laid",
        "led",
        "left",
        "let",
        "lost",
        "made",
        "met",
        "paid",
        "put",
        "read",
        "risen",
        "said",
        "seen",
        "sent",
        "shown",
        "spoken",
        "taken",
        "told",
        "worn",
        "woven",
        "written",
    ]
)
"""The irregular ones; the others end in -ed."""
READ_NOW = frozenset({"cut", "let", "put", "read"})
"""Those that are a verb of today too: what a thing is told to do, where the thing says with what."""
VERBS_IN_ED = frozenset({"embed", "feed", "need", "proceed", "seed", "shed"})

LEFT = frozenset(
    {
        ("bot/danger_words/phrasebook.py", "compared"),
        ("bot/danger_words/phrasebook.py", "found"),
        ("bot/model/room.py", "vacated"),
    }
)
"""Methods that are still called by a participle. The list only gets shorter."""

EMPTY = frozenset({"one", "found"})
"""Words that say nothing of what they stand for."""


@cache
def _read_tree(path: Path) -> ast.Module:
    """Return what Python makes of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions of a file that stand in no class and in no other function."""
    for node in _read_tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _is_participle(name: str) -> bool:
    """Return whether a function is called by nothing but what was done."""
    word = name.strip("_")
    return word in PARTICIPLES or (word.endswith("ed") and "_" not in word and word not in VERBS_IN_ED)


def _bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each name that a file gives to a variable, an argument or what a pattern takes, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.MatchAs(name=str(name)):
                yield node.lineno, name
            case ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name


def _fields(tree: ast.AST) -> set[int]:
    """Return the lines on which classes name their fields: those are no variables."""
    return {
        node.lineno
        for kind in ast.walk(tree)
        if isinstance(kind, ast.ClassDef)
        for node in kind.body
        if isinstance(node, ast.AnnAssign | ast.Assign)
    }


def test_no_public_name_means_two_things() -> None:
    """A public function of the bot has its name for itself; the few that do not stand on a list with the reason."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in BOT:
        for function in _functions(path):
            if not function.name.startswith("_"):
                homes[function.name].append(str(path.relative_to(ROOT)))
    shared = {name: where for name, where in homes.items() if len(where) > 1}
    assert {name: where for name, where in shared.items() if name not in SHARED} == {}
    assert [name for name in SHARED if name not in shared] == []
    assert sum(map(len, shared.values())) <= MOST_SHARED * sum(map(len, homes.values()))


def test_a_function_is_called_by_what_it_does() -> None:
    """No function of a module is called by a bare participle: `end_drafts`, never `ended`."""
    named = [
        f"{path.relative_to(ROOT)}:{each.name}"
        for path in BOT
        for each in _functions(path)
        if _is_participle(each.name)
    ]
    assert named == [], named


def test_a_method_is_called_by_what_it_does() -> None:
    """No method is called by a bare participle either; a property may be, for it says how a thing is."""
    named = {
        (str(path.relative_to(ROOT)), method.name)
        for path in BOT
        for owner in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
        if _is_participle(method.name) and method.name not in READ_NOW
        if not any(isinstance(mark, ast.Name) and "property" in mark.id for mark in method.decorator_list)
    }
    assert named <= LEFT, named - LEFT


def test_a_variable_says_what_it_is() -> None:
    """Nothing is called `one` or `found`: a reader sees what it is where it is used."""
    empty = []
    for path in OURS:
        tree = _read_tree(path)
        fields = _fields(tree)
        empty += [
            f"{path.relative_to(ROOT)}:{line}"
            for line, name in _bound_names(tree)
            if name in EMPTY and line not in fields
        ]
    assert empty == []
