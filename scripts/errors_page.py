"""What docs/errors.md has from the code: errors, exit statuses, mistakes in files, what `doctor` finds, and alerts."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from read_code import GAP, ROOT, CodeReader, Pair, Reader, Source, read_sources

ERRORS = "errors.py"
TABLE_OF_ALERTS = "| reason | what happened | what to do |"
"""The head of whichever table in docs/ says what an alert means and what to do."""
ORDERED_BY = {"Alarm": 1, "Alert": 0, "raise_alarm": 2, "Unsaid": 3}
"""What orders an alert, and which of its arguments is the code."""
NOTES = "list_notes"
"""What lists the remarks of `thirdchair check`."""
AS_MISTAKES = {"wrong": 1, "Mistake": 2}
"""What notes a mistake in a file, and which of its arguments says what is wrong; the remedy stands behind it."""


def find_error_classes(sources: list[Source]) -> dict[str, ast.ClassDef]:
    """Return every class of error that a person can mend, by name, those of bot/errors.py first."""
    ordered = sorted(sources, key=lambda source: source.path.name != ERRORS)
    classes = [node for source in ordered for node in source.classes]
    kinds = {"BotError": next(node for node in classes if node.name == "BotError")}
    while more := {node.name: node for node in classes if node.name not in kinds and _name_base(node) in kinds}:
        kinds |= more
    places = {node.name: number for number, node in enumerate(classes)}
    return dict(sorted(kinds.items(), key=lambda item: places[item[0]]))


def find_exit_status(name: str, kinds: dict[str, ast.ClassDef]) -> int:
    """Return with which status the program ends because of an error."""
    for node in kinds[name].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "exit_code":
            return int(ast.literal_eval(node.value))
    return find_exit_status(_name_base(kinds[name]), kinds)


def find_errors(sources: list[Source]) -> dict[str, list[Pair]]:
    """Return what each class of error says, each with its remedy; all that is written down anywhere in the code."""
    kinds = find_error_classes(sources)
    own = {name: _read_own_sentence(sources, node) for name, node in kinds.items()}
    said = {name: [pair for pair in pairs if pair[0] != GAP] for name, pairs in own.items()}
    fixed = {name for name, pairs in said.items() if pairs}
    for source in sources:
        for call, inside in source.calls:
            name = getattr(call.func, "id", "")
            if name in kinds and name not in fixed:
                remedy = own[name][0][1] if own[name] else ""
                said[name] += [(what, by or remedy) for what, by in _read_arguments(Reader(source, inside), call, 0)]
    return {name: sorted({pair for pair in pairs if pair[0] != GAP}) for name, pairs in said.items()}


def find_mistakes(sources: list[Source]) -> list[Pair]:
    """Return what can be wrong in a file of the configuration, each with its remedy."""
    pairs = []
    for source in sources:
        for call, inside in source.calls:
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in AS_MISTAKES and (inside is None or inside.name not in AS_MISTAKES):
                pairs += _read_arguments(Reader(source, inside), call, AS_MISTAKES[name])
    return sorted({pair for pair in pairs if pair[0] != GAP})


def find_findings(sources: list[Source]) -> list[Pair]:
    """Return what `thirdchair doctor` can find that asks for something, each with what."""
    pairs = []
    for source in sources:
        for call, inside in source.calls:
            if getattr(call.func, "id", "") == "Finding":
                pairs += _read_arguments(Reader(source, inside), call, 0)
    return sorted({(what, remedy) for what, remedy in pairs if what != GAP and remedy not in {"", GAP}})


def find_warnings(sources: list[Source]) -> list[str]:
    """Return what `thirdchair check` warns of; the remedy stands in each sentence."""
    texts: set[str] = set()
    for source in sources:
        if source.path.parent.name == "settings" and source.path.stem.endswith("_warnings"):
            texts |= _read_yielded(source, {*source.functions})
    return sorted(texts - {GAP})


def find_remarks(sources: list[Source]) -> list[str]:
    """Return what `thirdchair check` notes besides: what `list_notes` says, and whatever it calls in its own file."""
    texts: set[str] = set()
    for source in sources:
        if NOTES in source.functions:
            texts |= _read_yielded(source, _find_called(source, NOTES))
    return sorted(texts - {GAP})


def _find_called(source: Source, name: str) -> set[str]:
    """Return the names of a function and of all that it calls in its own file."""
    called, left = {name}, [name]
    while left:
        inside = left.pop()
        names = {
            getattr(call.func, "id", "") for call, where in source.calls if where is source.functions[inside]
        } & source.functions.keys()
        left += names - called
        called |= names
    return called


def _read_yielded(source: Source, names: set[str]) -> set[str]:
    """Return the sentences that functions yield."""
    functions = [source.functions[name] for name in names]
    yielded = [(node.value, each) for each in functions for node in ast.walk(each) if isinstance(node, ast.Yield)]
    return {text for value, each in yielded if value for text in Reader(source, each).read_texts(value)}


def find_alerts(sources: list[Source]) -> frozenset[str]:
    """Return the code of every alert that the code can order; `*` stands for a part that is not written down."""
    codes: set[str] = set()
    for source in sources:
        for call, inside in source.calls:
            node = _find_code(call)
            if node is not None:
                codes |= {text.replace(GAP, "*") for text in CodeReader(source, inside).read_texts(node)}
            if getattr(call.func, "id", "") == "Unsayable" and call.args:
                codes |= {f"{text}-at-*" for text in CodeReader(source, inside).read_texts(call.args[0])}
    return frozenset(code for code in codes if code and not code.startswith(("*", GAP)))


def read_explained_alerts() -> dict[str, tuple[str, str, Path]]:
    """Return what an alert's code means, what to do, and the page that says so."""
    rows: dict[str, tuple[str, str, Path]] = {}
    remedy = ""
    for page in sorted((ROOT / "docs").glob("*.md")):
        table = (
            page.read_text(encoding="utf-8").partition(f"{TABLE_OF_ALERTS}\n")[2] if page.name != "errors.md" else ""
        )
        for line in table.splitlines():
            if not line.startswith("|"):
                break
            codes, means, does = (cell.strip() for cell in line.strip("|").split("|"))
            remedy = remedy if does == "as above" else re.sub(r"see (\[below\]\([^)]*\)|below)", "see there", does)
            for code in re.findall(r"`([^`]+)`", codes):
                rows.setdefault(code, (means, remedy, page))
    return rows


def is_explained(code: str, rows: dict[str, tuple[str, str, Path]]) -> bool:
    """Return whether an alert's code, or the family it is of, has a row."""
    return any(row == code or fnmatchcase(code, row) or fnmatchcase(row, code) for row in rows)


def tabulate_statuses() -> str:
    """Return which errors the program ends with, by exit status."""
    kinds = find_error_classes(read_sources())
    by_status: dict[int, list[str]] = {}
    for name in kinds:
        by_status.setdefault(find_exit_status(name, kinds), []).append(f"`{name}`")
    return _draw_table(
        ("status", "errors"), [(str(status), ", ".join(by_status[status])) for status in sorted(by_status)]
    )


def tabulate_errors() -> str:
    """Return a section for each class of error: what it means, with which status it ends, and what it can say."""
    sources = read_sources()
    kinds, said = find_error_classes(sources), find_errors(sources)
    return "\n\n".join(_describe_class(name, kinds, said[name]) for name in kinds)


def tabulate_mistakes() -> str:
    """Return the table of what can be wrong in a file."""
    return _draw_table(("what is wrong", "what to do"), find_mistakes(read_sources()))


def tabulate_warnings() -> str:
    """Return the list of what `thirdchair check` warns of."""
    return "\n".join(f"- {_escape_text(text)}" for text in find_warnings(read_sources()))


def tabulate_remarks() -> str:
    """Return the list of what `thirdchair check` notes besides."""
    return "\n".join(f"- {_escape_text(text)}" for text in find_remarks(read_sources()))


def tabulate_findings() -> str:
    """Return the table of what `thirdchair doctor` can find."""
    return _draw_table(("what it finds", "what to do"), find_findings(read_sources()))


def tabulate_alert_codes() -> str:
    """Return the table of alerts, with the page that has more on each."""
    rows = [
        (f"`{code}`", _unlink(remedy), f"[{page.name}]({page.name})")
        for code, (_, remedy, page) in sorted(read_explained_alerts().items())
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (("reason", "what to do", "more"), ("---",) * 3, *rows))


def _describe_class(name: str, kinds: dict[str, ast.ClassDef], pairs: list[Pair]) -> str:
    about = (ast.get_docstring(kinds[name]) or "").partition("\n")[0]
    parts = [f"### {name}", f"{about}\nExit status {find_exit_status(name, kinds)}."]
    if pairs:
        parts.append(_draw_table(("what it says", "what to do"), pairs))
    return "\n\n".join(parts)


def _read_own_sentence(sources: list[Source], node: ast.ClassDef) -> list[Pair]:
    """Return what a class says by itself, whoever raises it."""
    source = next(source for source in sources if node in source.classes)
    parts = set(ast.walk(node))
    for call, inside in source.calls:
        if call in parts and ast.unparse(call.func) == "super().__init__":
            return _read_arguments(Reader(source, inside), call, 0)
    return []


def _read_arguments(reader: Reader, call: ast.Call, first: int) -> list[Pair]:
    """Return sentence and remedy of a call: its arguments from `first` on, or a pair that is handed over as one."""
    arguments = call.args[first:]
    if arguments and isinstance(arguments[0], ast.Starred):
        return reader.read_starred(arguments[0].value)
    words = {word.arg: word.value for word in call.keywords}
    what = arguments[0] if arguments else words.get("what")
    return reader.read_pairs(what, arguments[1] if len(arguments) > 1 else words.get("remedy")) if what else []


def _find_code(call: ast.Call) -> ast.expr | None:
    """Return the expression that is the code of the alert that a call orders; None if it orders none."""
    place = ORDERED_BY.get(getattr(call.func, "id", ""))
    if place is not None:
        return call.args[place] if len(call.args) > place else None
    if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == "alert":
        return next((word.value for word in call.keywords if word.arg == "reason"), None)
    return None


def _draw_table(head: tuple[str, ...], rows: list[Pair]) -> str:
    written = (tuple(_escape_text(cell) for cell in row) for row in rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *written))


def _escape_text(text: str) -> str:
    """Return a sentence so that a page shows it as it is said."""
    text = re.sub(f"{GAP}+", GAP, " ".join(text.split())).replace("|", "\\|")
    parts = re.split(r"(`[^`\s][^`]*`)", text)
    return "".join(part if number % 2 else _escape_plain(part) for number, part in enumerate(parts))


def _escape_plain(text: str) -> str:
    return re.sub(r"([`*<>\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", text)


def _unlink(text: str) -> str:
    return re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text)


def _name_base(node: ast.ClassDef) -> str:
    return getattr(node.bases[0], "id", "") if node.bases else ""


def list_unexplained_alerts() -> Iterator[str]:
    """Yield the code of each alert that no page explains."""
    rows = read_explained_alerts()
    yield from (code for code in sorted(find_alerts(read_sources())) if not is_explained(code, rows))
