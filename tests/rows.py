"""A test over a table: one test that tries every row, and at its end names each row that failed.

    @try_each(("typed", "meant"), [("!stop", "stop"), ("! stop", "stop")])
    def test_a_command_is_read(typed: str, meant: str) -> None:

It is `pytest.mark.parametrize` where a row needs neither a fixture of its own nor a name: a thousand rows are no thousand
tests.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

Test = Callable[..., Any]


def try_each(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Return what makes a test try all `rows`, each of them the values of the arguments `names`, one after the other.

    Fixtures are the same for all rows. What fails is raised at the end, all at once, noted with its row.
    """
    wanted = tuple(names.replace(" ", "").split(",")) if isinstance(names, str) else names
    table = [dict(zip(wanted, _read_row(row, len(wanted)), strict=True)) for row in rows]
    assert table, "a test of no rows shows nothing"

    def wrap(test: Test) -> Test:
        def try_rows(**fixtures: Any) -> None:
            with _collect() as errors:
                for row in table:
                    with _note(errors, row):
                        test(**fixtures, **row)

        async def await_rows(**fixtures: Any) -> None:
            with _collect() as errors:
                for row in table:
                    with _note(errors, row):
                        await test(**fixtures, **row)

        made: Any = functools.wraps(test)(await_rows if inspect.iscoroutinefunction(test) else try_rows)
        of_test = inspect.signature(test)
        assert set(wanted) <= set(of_test.parameters), "a column that the test does not look at"
        fixtures = [parameter for name, parameter in of_test.parameters.items() if name not in wanted]
        made.__signature__ = of_test.replace(parameters=fixtures)  # by this pytest knows what to hand it
        return made  # type: ignore[no-any-return]

    return wrap


def _read_row(row: Any, width: int) -> tuple[Any, ...]:
    return (row,) if width == 1 else tuple(row)


@contextmanager
def _collect() -> Iterator[list[BaseException]]:
    """Yield a list for errors, and raise what stands in it at the end."""
    errors: list[BaseException] = []
    yield errors
    if errors:
        raise BaseExceptionGroup(f"{len(errors)} rows failed", errors)


@contextmanager
def _note(errors: list[BaseException], row: dict[str, Any]) -> Iterator[None]:
    """Put what is raised in the block among the errors, with its row."""
    try:
        yield
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - whatever it is, the other rows are tried
        error.add_note(f"in the row {row!r:.500}")
        errors.append(error)
