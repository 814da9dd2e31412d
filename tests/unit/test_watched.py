"""What the bot shows to whoever watches it: each metric is named, drawn and asked for by its own name, and none by a person's."""

import json
import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from bot.log_events import ALERTS, EVENTS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "metrics.md"
DASHBOARD = ROOT / "deploy" / "grafana" / "thirdchair.json"
RULES = ROOT / "deploy" / "prometheus" / "thirdchair.rules.yml"
TRIED = ROOT / "deploy" / "prometheus" / "thirdchair.rules.test.yml"
LABELS = {"backend", "direction", "floor", "kind", "loop", "outcome", "reason", "sort", "task"}
"""The names of labels: each has a few values that stand in the code, or the operator's own names of backends."""
NAME = re.compile(r"\bthirdchair_\w+")
pages: Any = import_module("metrics_page")
writer: Any = import_module("write_pages")


def list_expressions() -> list[str]:
    """Return every expression of the dashboard and of the alert rules."""
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    drawn = [target["expr"] for panel in panels for target in panel["targets"]]
    return [*drawn, *(rule["expr"] for rule in pages.list_rules())]


def test_the_page_is_as_the_code_says() -> None:
    """Every metric, alert and line of the log stands on the page, letter by letter as `make docs` writes it."""
    text = PAGE.read_text(encoding="utf-8")
    assert writer.rewrite_metrics(text) == text, "run `make docs`"
    assert [name for name in (*pages.list_metrics(), *EVENTS, *ALERTS) if f"| `{name}` |" not in text] == []


def test_every_metric_that_is_there_is_on_the_page() -> None:
    """Nothing of the bot's is counted beside the one place in which metrics are made."""
    ours = {family.name for family in REGISTRY.collect() if family.name.startswith("thirdchair_")}
    assert ours == {name.removesuffix("_total") for name in pages.list_metrics()}


def test_no_label_can_hold_a_room_or_a_person() -> None:
    """What tells samples apart is one of a few kinds of code; who and where are none of them."""
    labels = {label for metric in pages.list_metrics().values() for label in metric._labelnames}
    assert labels == LABELS


def test_each_expression_asks_for_what_there_is() -> None:
    """A dashboard or an alert that names a metric of another version would stay silent for ever."""
    samples = pages.list_samples()
    for expression in list_expressions():
        assert set(NAME.findall(expression)) <= samples, expression
        assert NAME.search(expression) or expression.startswith("up{"), expression


def test_each_metric_is_drawn() -> None:
    """Whatever is worth counting is worth seeing: each metric has its place on the dashboard."""
    drawn = {name for expression in list_expressions() for name in NAME.findall(expression)}
    unseen = {name for name in pages.list_metrics() if not any(seen.startswith(name) for seen in drawn)}
    assert unseen == set()


def test_the_dashboard_can_be_imported() -> None:
    """It names no data source of anybody's, and no two panels lie one over the other."""
    board = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    assert {panel["datasource"]["uid"] for panel in board["panels"]} == {"${datasource}"}
    assert board["templating"]["list"][0]["name"] == "datasource"
    cells: Counter[tuple[int, int]] = Counter()
    for place in (panel["gridPos"] for panel in board["panels"]):
        assert place["x"] + place["w"] <= 24
        cells.update(
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        )
    assert cells.most_common(1)[0][1] == 1


def test_each_alert_says_what_to_do_and_is_tried_both_ways() -> None:
    """Whoever is woken reads what happened and what to do; each alert has a case in which it comes, and one in which not."""
    rules = {rule["alert"]: rule for rule in pages.list_rules()}
    for name, rule in rules.items():
        assert rule["labels"]["severity"] in {"page", "ticket"}, name
        assert set(rule["annotations"]) == {"summary", "remedy"}, name
    cases = [case for test in yaml.safe_load(TRIED.read_text())["tests"] for case in test["alert_rule_test"]]
    assert {case["alertname"] for case in cases if case["exp_alerts"]} == set(rules)
    assert {case["alertname"] for case in cases if not case["exp_alerts"]} == set(rules)


@pytest.mark.parametrize("file", [RULES, TRIED])
def test_rules_name_nobody(file: Path) -> None:
    """An alert's words say what and how often, and its labels are the metrics' own."""
    named = set(re.findall(r"\$labels\.(\w+)", file.read_text(encoding="utf-8")))
    assert named <= LABELS
