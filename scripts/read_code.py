"""What the bot says when something is wrong, read from its code: each sentence with its remedy, and each code of an alert.

Nothing is run and nothing is listed by hand: whoever raises an error, notes a mistake or orders an alert is found here.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
GAP = "…"
"""Stands for what is only known when it happens: a name, a number, a file."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
Pair = tuple[str, str]


@dataclass(frozen=True)
class Source:
    """One file of the bot, with what its names stand for."""

    path: Path
    tree: ast.Module
    shared: dict[str, ast.expr] = field(repr=False)
    """Constants of all files, by name: for those that come from another one."""

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """Return what is named at the top of the file."""
        return _list_constants(self.tree)

    @cached_property
    def functions(self) -> dict[str, Function]:
        """Return the functions and methods by name."""
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, Function)}

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        """Return every class of the file."""
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]

    def find_constant(self, name: str) -> ast.expr | None:
        """Return what a constant is: one of this file, or of whichever file names it."""
        return self.constants.get(name) or self.shared.get(name)

    @cached_property
    def calls(self) -> list[tuple[ast.Call, Function | None]]:
        """Return every call with the function that it stands in."""
        return list(_list_calls_in(self.tree, None))


@cache
def read_sources(folder: Path = ROOT / "bot") -> list[Source]:
    """Return every file below `folder`."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    shared: dict[str, ast.expr] = {}
    for tree in trees.values():
        shared |= {name: value for name, value in _list_constants(tree).items() if name not in shared}
    return [Source(path, tree, shared) for path, tree in trees.items()]


def _list_constants(tree: ast.Module) -> dict[str, ast.expr]:
    named: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                named |= _pair_names(target, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            named[node.target.id] = node.value
    return named


def _pair_names(target: ast.expr, value: ast.expr) -> dict[str, ast.expr]:
    if isinstance(target, ast.Name):
        return {target.id: value}
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return {
            name.id: item for name, item in zip(target.elts, value.elts, strict=False) if isinstance(name, ast.Name)
        }
    return {}


def _list_calls_in(node: ast.AST, inside: Function | None) -> Iterator[tuple[ast.Call, Function | None]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, inside
        yield from _list_calls_in(child, child if isinstance(child, Function) else inside)


class Reader:
    """Reads what expressions of one function say, as far as that is written down."""

    def __init__(self, source: Source, inside: Function | None, *, asks_callers: bool = True) -> None:
        self.source = source
        self.inside = inside
        self.asks_callers = asks_callers

    def read_texts(self, node: ast.expr) -> list[str]:
        """Return each text that an expression can be; `GAP` stands for every part that is not written down."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return _join_texts([self.read_texts(part) for part in parts])
            case ast.FormattedValue(value=value):
                return self.read_texts(value)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _join_texts([self.read_texts(left), self.read_texts(right)])
            case ast.Name(id=name):
                return self._read_name(name, node)
            case _:
                return self._read_choice(node)

    def _read_choice(self, node: ast.expr) -> list[str]:
        """Return what is said in one case or the other, or as a form with places to fill."""
        match node:
            case ast.IfExp(body=body, orelse=other):
                return [*self.read_texts(body), *self.read_texts(other)]
            case ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant() as last]):
                return self.read_texts(last)
            case ast.Call(func=ast.Attribute(attr="format", value=form)):
                return [_fill_gaps(text) for text in self.read_texts(form)]
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.Tuple(elts=[first, *_])]):
                return [f"{text} {GAP}" for text in self.read_texts(first)]
            case _:
                return [GAP]

    def read_pairs(self, what: ast.expr, remedy: ast.expr | None) -> list[Pair]:
        """Return what two arguments say together; where both were taken out of one table, row by row."""
        named = {node.id for part in (what, remedy) if part for node in ast.walk(part) if isinstance(node, ast.Name)}
        table = self._find_table(named, what.lineno)
        if table is not None:
            return [pair for row in table for pair in row.read_pairs(what, remedy)]
        whats = self.read_texts(what)
        remedies = self.read_texts(remedy) if remedy else [""]
        if len(whats) == len(remedies):
            return list(zip(whats, remedies, strict=True))
        return [(text, " / ".join(dict.fromkeys(remedies))) for text in whats]

    def read_starred(self, node: ast.expr) -> list[Pair]:
        """Return the pairs of sentence and remedy that `*node` can be: a constant's, or what a function returns."""
        if isinstance(node, ast.Name):
            node = self.source.find_constant(node.id) or node
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            function = self.source.functions.get(name)
            reader = Reader(self.source, function)
            returned = [part.value for part in ast.walk(function) if isinstance(part, ast.Return)] if function else []
            return [pair for part in returned if part for pair in reader.read_starred(part)]
        if isinstance(node, ast.IfExp):
            return [*self.read_starred(node.body), *self.read_starred(node.orelse)]
        return self.read_pairs(node.elts[0], node.elts[1]) if isinstance(node, ast.Tuple) and len(node.elts) > 1 else []

    def _read_name(self, name: str, node: ast.expr) -> list[str]:
        assigned = [value for line, value in self._list_assigned(name) if line < node.lineno]
        if assigned:
            return [text for value in assigned for text in self.read_texts(value)]
        constant = self.source.find_constant(name)
        if constant is not None and not self._is_argument(name):
            return Reader(self.source, None).read_texts(constant)
        return self._read_argument(name)

    def _list_assigned(self, name: str) -> list[tuple[int, ast.expr]]:
        """Return what a name is set to in the function: all of it, since one of several branches is taken."""
        nodes = list(ast.walk(self.inside)) if self.inside else []
        pairs = [
            (node.lineno, _pair_names(node.target if isinstance(node, ast.NamedExpr) else node.targets[0], node.value))
            for node in nodes
            if isinstance(node, ast.Assign | ast.NamedExpr)
        ]
        return [(line, pair[name]) for line, pair in pairs if name in pair]

    def _is_argument(self, name: str) -> bool:
        return self.inside is not None and name in {arg.arg for arg in self.inside.args.args}

    def _read_argument(self, name: str) -> list[str]:
        """Return what an argument is where its function is called in the same file."""
        if self.inside is None or not self.asks_callers or not self._is_argument(name):
            return [GAP]
        names = [arg.arg for arg in self.inside.args.args if arg.arg != "self"]
        texts: list[str] = []
        for call, caller in self.source.calls:
            called = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if called == self.inside.name != "__init__" and len(call.args) > names.index(name):
                texts += type(self)(self.source, caller, asks_callers=False).read_texts(call.args[names.index(name)])
        return texts or [GAP]

    def _find_table(self, named: set[str], line: int) -> "list[Reader] | None":
        """Return a reader for each row of the table out of which names were taken last before `line`; None without one."""
        taken: dict[str, tuple[int, list[ast.expr], list[str]]] = {}
        for node in ast.walk(self.inside) if self.inside else ():
            match node:
                case ast.Assign(
                    targets=[ast.Tuple(elts=targets)], value=ast.Subscript(value=ast.Name(id=constant))
                ) if node.lineno < line and isinstance(table := self.source.find_constant(constant), ast.Dict):
                    names = [target.id for target in targets if isinstance(target, ast.Name)]
                    for name in named & set(names):
                        taken[name] = max(taken.get(name, (0, [], [])), (node.lineno, table.values, names), key=_line)
        if not taken:
            return None
        lineno, rows, names = max(taken.values(), key=_line)
        if any(lineno < at < line for name in named for at, _ in self._list_assigned(name)):
            return None
        return [
            _Row(self.source, self.inside, dict(zip(names, row.elts, strict=True)))
            for row in rows
            if isinstance(row, ast.Tuple)
        ]


class CodeReader(Reader):
    """Reads codes, which a function of the same file may choose: all that it can return."""

    def read_texts(self, node: ast.expr) -> list[str]:
        """Return each code that an expression can be."""
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in self.source.functions:
                function = self.source.functions[name]
                reader = Reader(self.source, function, asks_callers=False)
                returned = [part.value for part in ast.walk(function) if isinstance(part, ast.Return) and part.value]
                return [text for part in returned for text in reader.read_texts(part)]
            case _:
                return super().read_texts(node)


class _Row(Reader):
    """Reads with the names of one row of a table."""

    def __init__(self, source: Source, inside: Function | None, row: dict[str, ast.expr]) -> None:
        super().__init__(source, inside, asks_callers=False)
        self.row = row

    def _read_name(self, name: str, node: ast.expr) -> list[str]:
        return self.read_texts(self.row[name]) if name in self.row else super()._read_name(name, node)

    def _find_table(self, named: set[str], line: int) -> list[Reader] | None:  # noqa: ARG002 - it is a row already
        return None


def _line(taken: tuple[int, list[ast.expr], list[str]]) -> int:
    return taken[0]


def _join_texts(parts: list[list[str]]) -> list[str]:
    """Return the texts put together; a part that can be several things is all of them, one after the other."""
    whole = [""]
    for part in parts:
        whole = [before + text for before in whole for text in part]
    return whole


def _fill_gaps(form: str) -> str:
    return GAP.join(piece.partition("}")[2] if number else piece for number, piece in enumerate(form.split("{")))
