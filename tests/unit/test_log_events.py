"""Whatever the log may say stands in one table with its meaning: nothing is logged that nobody can look up."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import get_args

from rows import try_each

from bot.log_events import ALERT, ALERTS, EVENTS, find_alert
from bot.model import InSession, Where
from bot.model.danger import DANGER
from bot.session.membership import REPLACED, UNFIT_HISTORY
from bot.session.talk.alone import ALONE_UNFIT

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "bot").rglob("*.py"))
LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
NOT_FIXED = {
    "bot/app/act.py": ("reason", "effect.code"),
    "bot/app/operator/run_command.py": ("reason",),
}
"""Where the reason of an alert is not spelt out: what it can be there is tried below."""
PASSED_ON = {
    "bot/session/danger/alarms.py": ("reason",),
    "bot/session/decide.py": ("OTHER_ACCOUNT if account else NO_RULES",),
    "bot/session/danger/calling.py": ("alarm.reason",),
    "bot/session/membership.py": ("unfit",),
    "bot/session/results.py": ("event.reason",),
}
"""Where an `Alert` is made of a code that is not spelt out there."""
UNSAYABLE = ("absent", "nobody", "not-encrypted", "not-private", "power", "strangers", "refused", "impossible")


def list_calls(path: Path) -> Iterator[ast.Call]:
    """Yield the calls in a file."""
    yield from (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def is_log_call(call: ast.Call) -> bool:
    """Return whether a call writes a line into the log."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in LEVELS:
        return False
    whose = ast.unparse(call.func.value)
    return whose == "log" or "get_logger(" in whose


def spell(path: Path, node: ast.expr) -> str | None:
    """Return the text that an expression is: written there, a constant of its file, or a family; None if it is neither."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "*" for part in node.values)  # type: ignore[misc]  # texts
    if isinstance(node, ast.Name) and node.id.isupper():
        module = import_module(str(path.relative_to(ROOT).with_suffix("")).replace("/", "."))
        return str(getattr(module, node.id))
    return None


@try_each("path", FILES)
def test_each_line_of_the_log_stands_in_the_table(path: Path) -> None:
    """Every event is a fixed text that stands in the table, so that somebody who reads it at night can look it up."""
    name = str(path.relative_to(ROOT))
    for call in filter(is_log_call, list_calls(path)):
        event = spell(path, call.args[0])
        assert event in EVENTS, f"{name}:{call.lineno}: say in bot/log_events.py what {ast.unparse(call.args[0])} means"
        reason = next((word.value for word in call.keywords if word.arg == "reason"), None)
        if event == ALERT:
            assert reason is not None
            code = spell(path, reason)
            fixed = code is not None and find_alert(code) is not None
            assert fixed or ast.unparse(reason) in NOT_FIXED.get(name, ()), (
                f"{name}:{call.lineno}: {ast.unparse(reason)}"
            )


@try_each("path", FILES)
def test_each_alert_that_a_decision_orders_stands_in_the_table(path: Path) -> None:
    """What the rooms that decide tell the operator has a meaning and, where something is to be done, what."""
    name = str(path.relative_to(ROOT))
    for call in list_calls(path):
        made = isinstance(call.func, ast.Name) and call.func.id == "Alert"
        raised = isinstance(call.func, ast.Name) and call.func.id == "raise_alarm"
        if made or raised:
            code = spell(path, call.args[2 if raised else 0])
            if code and code.endswith("*"):
                assert [reason for reason in ALERTS if reason.startswith(code[:-1])], code
                continue
            known = code is not None and find_alert(code) is not None
            assert known or ast.unparse(call.args[0]) in PASSED_ON.get(name, ()), f"{name}:{call.lineno}"


def test_what_is_passed_on_stands_in_the_table() -> None:
    """The codes that are handed from one place to another are looked up as well."""
    places = {kind.kind for kind in (*get_args(Where), *get_args(InSession))}
    codes = {*DANGER, REPLACED, UNFIT_HISTORY, ALONE_UNFIT, "room-not-encrypted", "room-public", "bug"}
    codes |= {"socket-not-permitted", "program-not-permitted", "identity-changed", "unreadable-at-desk"}
    codes |= {f"{reason}-at-{place}" for reason in UNSAYABLE for place in places}
    codes |= {f"set-aside-{source}" for source in ("inbox", "job", "room")}
    assert [code for code in sorted(codes) if find_alert(code) is None] == []


def test_the_table_holds_nothing_that_is_never_logged() -> None:
    """What nobody says any more does not stand there for somebody to look for."""
    said = {spell(path, call.args[0]) for path in FILES for call in list_calls(path) if is_log_call(call)}
    assert set(EVENTS) - said == set()


def test_a_table_says_something_of_each() -> None:
    """Each line has a meaning; each alert what to do as well, for an alert without that only frightens."""
    assert [event for event, entry in EVENTS.items() if not entry.means] == []
    assert [reason for reason, entry in ALERTS.items() if not (entry.means and entry.remedy)] == []


def test_a_code_that_is_none_is_not_found() -> None:
    """A family takes in its places alone."""
    assert find_alert("strangers-at-desk") is ALERTS["strangers-at-*"]
    assert find_alert("strangers-elsewhere") is None
