"""The log: JSON lines of allow-listed keys, so that nothing anybody wrote can stand in it."""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast


@contextmanager
def _hide_modules(*names: str) -> Iterator[None]:
    """Let modules that are not loaded yet look as if they were not installed, while the block runs."""
    modules = cast("dict[str, ModuleType | None]", sys.modules)
    hidden = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]


with _hide_modules("rich", "twisted"):  # 8 MB, and a third of a second, for tracebacks in colour that are never shown
    import structlog

KEYS = frozenset(
    {"event", "level", "timestamp", "module", "reason", "room", "user", "device", "job", "kind", "count", "seconds"}
    | {"status", "backend", "url", "file", "version", "error", "remedy", "where", "task", "tokens_in", "tokens_out"}
    | {"tokens_cached"}
    | {"was", "now"}
)
"""What a log line may hold. Ids of rooms and people are pseudonyms of the homeserver's, never names or words.
`was` and `now` are public keys. `left_out` is the log's own: how many keys of a line are not among these."""


def get_logger(name: str) -> Any:
    """Return the logger of one module."""
    return structlog.get_logger(module=name)  # bound late: modules are imported before logging is started


def start_logging(*, verbose: bool = False) -> None:
    """Write JSON lines to standard error. Exceptions are given by class and place, never with local variables."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _replace_exception,
            _keep_allowed_keys,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG if verbose else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries may quote what they were given: they keep to warnings whose text is not shown.
    logging.basicConfig(handlers=[_Quiet()], level=logging.WARNING, force=True)


def keep_log_still(least: int = logging.ERROR) -> None:
    """Write errors alone, or what is at the `least` a warning, for a command that tells people itself what came of each thing that it tried."""
    start_logging()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(least))


class _Quiet(logging.Handler):
    """Says that a library warned, without what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the library's name and the line of its source."""
        where = f"{record.filename}:{record.lineno}"
        structlog.get_logger().warning("a library warns", module=record.name, where=where)


def _replace_exception(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace an exception by its class and the places it passed through in our own code."""
    error = line.pop("exc", None)
    if isinstance(error, BaseException):
        line["error"] = type(error).__name__
        places = []
        trace = error.__traceback__
        while trace:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}")
            trace = trace.tb_next
        line["where"] = " ".join(places[-6:])
    return line


def _keep_allowed_keys(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep the keys that may be logged, and say how many were left out, under a key that no caller can give."""
    kept = {key: value for key, value in line.items() if key in KEYS}
    if len(kept) < len(line):
        kept["left_out"] = len(line) - len(kept)
    return kept
