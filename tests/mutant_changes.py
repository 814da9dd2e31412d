"""Every small change that `make mutants` can make to a module, each with the lines that it changes.

What can be changed in a line is mutmut's list, a library of its own; four changes are ours, the ones that matter most where rules
are written one per line: a guard that is never true, a condition dropped from several, an element dropped, a filter dropped.
mutmut's own runner is not used: it knows no seed, and leaves out decorated functions, which every command here is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst
import libcst.matchers as m
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

ROOT = Path(__file__).parents[1]
Operator = Callable[[cst.CSTNode], Iterable[cst.CSTNode]]
STATEMENTS = (cst.BaseCompoundStatement, cst.SimpleStatementLine)
NOT_CHANGED = (cst.Annotation, cst.Import, cst.ImportFrom, cst.ConcatenatedString)
NO_RULE = m.Decorator(m.Call(m.Name("dataclass") | m.Name("lru_cache"))) | m.Call(m.Name("TypeVar"))
"""Types, imports and what must not be assigned to are mypy's business; how much is remembered is no rule, and no sentence over two lines."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change: the lines as they were, as they are, and the whole source.

    `line` is where the change begins, `first` and `last` are the lines of the statement around it.
    A change that is not `in_function` takes effect as the module is imported.
    """

    module: str
    line: int
    first: int
    last: int
    in_function: bool
    old: str
    new: str
    source: str = field(repr=False)


def path_of(module: str) -> Path:
    """Return the file of a module of ours, without importing anything."""
    return ROOT.joinpath(*module.split(".")).with_suffix(".py")


def make_mutants(module: str) -> list[Mutant]:
    """Return every mutant of `module`, in the order of its lines."""
    source = path_of(module).read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Changes()
    wrapper.visit(visitor)
    mutants = []
    for span, around, node, changed in visitor.changes:
        if isinstance(node, cst.BaseCompoundStatement):
            new = wrapper.module.deep_replace(node, changed).code
        else:
            new = _splice(source, span, wrapper.module.code_for_node(changed))
        old_lines, new_lines = _differ(source, new)
        if old_lines != new_lines:
            lines = span.start.line, around.start.line, around.end.line
            mutants.append(Mutant(module, *lines, around in visitor.in_functions, old_lines, new_lines, new))
    return sorted(mutants, key=lambda mutant: mutant.line)


class _Changes(cst.CSTVisitor):
    """Collects what can be changed: where, in which statement, the node, and what may stand there instead."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.changes: list[tuple[CodeRange, CodeRange, cst.CSTNode, cst.CSTNode]] = []
        self.in_functions: set[CodeRange] = set()
        self._around: list[CodeRange] = []
        self._depth = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, NOT_CHANGED) or m.matches(node, NO_RULE):
            return False
        span = self.get_metadata(PositionProvider, node, None)
        if isinstance(node, STATEMENTS):
            self._around.append(span)
            if self._depth:
                self.in_functions.add(span)
        if span is not None and self._around:
            for kind, change in OPERATORS:
                if isinstance(node, kind):
                    self.changes += [(span, self._around[-1], node, changed) for changed in change(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, STATEMENTS):
            self._around.pop()

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        self._depth += isinstance(node, cst.FunctionDef) and attribute == "body"

    def on_leave_attribute(self, original_node: cst.CSTNode, attribute: str) -> None:
        self._depth -= isinstance(original_node, cst.FunctionDef) and attribute == "body"


def drop_guard(node: cst.If) -> Iterator[cst.If]:
    """Yield the same `if` with a condition that never holds."""
    yield node.with_changes(test=cst.Name("False"), whitespace_before_test=cst.SimpleWhitespace(" "))


def drop_condition(node: cst.BooleanOperation) -> Iterator[cst.BaseExpression]:
    """Yield each side of an `and` or `or` alone."""
    yield node.left
    yield node.right


def drop_element(node: cst.Tuple | cst.List | cst.Set) -> Iterator[cst.CSTNode]:
    """Yield a tuple, list or set of several without each of its elements."""
    if len(node.elements) > 1:
        for at in range(len(node.elements)):
            yield node.with_changes(elements=(*node.elements[:at], *node.elements[at + 1 :]))


def drop_filter(node: cst.CompFor) -> Iterator[cst.CompFor]:
    """Yield a comprehension without each of its conditions."""
    for at in range(len(node.ifs)):
        yield node.with_changes(ifs=(*node.ifs[:at], *node.ifs[at + 1 :]))


def change_string(node: cst.BaseString) -> Iterable[cst.BaseString]:
    """Yield what mutmut makes of a string first, which is other text: the same in capitals says nothing more."""
    return list(operator_string(node))[:1]


OPERATORS: tuple[tuple[type, Operator], ...] = (
    *((kind, change) for kind, change in mutation_operators if change is not operator_string),
    (cst.BaseString, change_string),
    (cst.If, drop_guard),
    (cst.BooleanOperation, drop_condition),
    (cst.Tuple, drop_element),
    (cst.List, drop_element),
    (cst.Set, drop_element),
    (cst.CompFor, drop_filter),
)


def _splice(source: str, span: CodeRange, new: str) -> str:
    """Return `source` with `new` in place of what stands in `span`: twenty times as fast as to print the whole tree anew."""
    lines = source.splitlines(keepends=True)
    before = (*lines[: span.start.line - 1], lines[span.start.line - 1][: span.start.column])
    behind = (lines[span.end.line - 1][span.end.column :], *lines[span.end.line :])
    return "".join((*before, new, *behind))


def _differ(old: str, new: str) -> tuple[str, str]:
    """Return the lines of `old` that are not in `new`, and the other way round, each with single spaces."""
    before, after = old.splitlines(), new.splitlines()
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return "\n".join(" ".join(line.split()) for line in before), "\n".join(" ".join(line.split()) for line in after)
