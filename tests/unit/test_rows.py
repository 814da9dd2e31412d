"""A test over a table tries every row, and tells of each that failed."""

import pytest
from rows import try_each


def test_every_row_is_tried_and_each_failure_is_named() -> None:
    """Two of four rows fail, one by an error and one that should have raised: both are told, with their rows."""
    tried = []

    @try_each("number, half", [(2, 1), (3, 1), (4, 2), (0, 0)])
    def test(number: int, half: int) -> None:
        tried.append(number)
        assert number == 2 * half
        if number == 0:
            with pytest.raises(ZeroDivisionError):
                str(number)

    with pytest.raises(BaseExceptionGroup, match="2 rows failed") as failed:
        test()
    assert tried == [2, 3, 4, 0]
    notes = [error.__notes__ for error in failed.value.exceptions]
    assert notes == [["in the row {'number': 3, 'half': 1}"], ["in the row {'number': 0, 'half': 0}"]]


async def test_a_test_that_waits_is_awaited_for_every_row() -> None:
    """So a row of an asynchronous test cannot pass by never being run."""

    @try_each("number", [1, 2])
    async def test(number: int) -> None:
        assert number == 1

    with pytest.raises(BaseExceptionGroup, match="1 rows failed"):
        await test()


def test_a_table_without_rows_is_a_mistake() -> None:
    """A table that came out empty is no test that passed."""
    with pytest.raises(AssertionError):
        try_each("number", [])


@try_each("number", [1, 2])
@try_each("other", [3, 4])
def test_two_tables_make_every_pair(number: int, other: int, request: pytest.FixtureRequest) -> None:
    """Tables stand above each other as marks do, and fixtures are handed on."""
    assert number < other
    assert request.node.name == "test_two_tables_make_every_pair"
