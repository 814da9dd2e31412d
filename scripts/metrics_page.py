"""What docs/metrics.md has from the code: every metric, every alert for Prometheus, every event and alert of the log."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import prometheus_client
import yaml

import bot.metrics
from bot.log_events import ALERTS, EVENTS, Entry

RULES = Path(__file__).parents[1] / "deploy" / "prometheus" / "thirdchair.rules.yml"
Metric = prometheus_client.Counter | prometheus_client.Gauge | prometheus_client.Histogram


def list_metrics() -> dict[str, Metric]:
    """Return every metric of ours by the name that Prometheus knows it by."""
    metrics = [metric for metric in vars(bot.metrics).values() if isinstance(metric, Metric)]
    return {_name_metric(metric): metric for metric in metrics}


def list_samples() -> frozenset[str]:
    """Return every name under which a sample of ours can be asked for."""
    parts = {"histogram": ("_bucket", "_count", "_sum")}
    return frozenset(
        f"{name}{part}"
        for name, metric in list_metrics().items()
        for part in parts.get(metric._type, ("",))  # noqa: SLF001 - no other way to learn it
    )


def list_rules() -> list[dict[str, Any]]:
    """Return the alert rules as they stand in their file."""
    groups = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def tabulate_metrics() -> str:
    """Return the table of metrics: name, kind, labels, meaning."""
    rows = [
        (f"`{name}`", metric._type, ", ".join(f"`{label}`" for label in metric._labelnames), metric._documentation)  # noqa: SLF001 - as above
        for name, metric in sorted(list_metrics().items())
    ]
    return _draw_table(("metric", "kind", "labels", "what it says"), rows)


def tabulate_rules() -> str:
    """Return the table of alerts for Prometheus: name, how urgent, what happened, what to do."""
    rows = [
        (f"`{rule['alert']}`", rule["labels"]["severity"], _plain(rule, "summary"), _plain(rule, "remedy"))
        for rule in list_rules()
    ]
    return _draw_table(("alert", "severity", "what happened", "what to do"), rows)


def tabulate_alerts() -> str:
    """Return the table of the log's alerts by their reason."""
    return _draw_table(("reason", "what happened", "what to do"), _list_rows(ALERTS.items()))


def tabulate_events() -> str:
    """Return the table of the log's events."""
    return _draw_table(("event", "what it says", "what to do"), _list_rows(sorted(EVENTS.items())))


def _list_rows(entries: Iterable[tuple[str, Entry]]) -> list[tuple[str, str, str]]:
    return [(f"`{name}`", entry.means, entry.remedy or "nothing") for name, entry in entries]


def _draw_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))


def _name_metric(metric: Metric) -> str:
    return f"{metric._name}_total" if metric._type == "counter" else str(metric._name)  # noqa: SLF001 - as above


def _plain(rule: dict[str, Any], key: str) -> str:
    """Return an annotation for people who read a page: the label's name instead of its value."""
    return str(rule["annotations"][key]).replace("{{ $labels.", "`").replace(" }}", "`")
