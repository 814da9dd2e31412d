"""A row of the notebook that holds a stored form, and what to do where it cannot be read: say which row, and never what it holds."""

from dataclasses import dataclass
from typing import Any

from bot.errors import FormUnreadable
from bot.model import RoomId
from bot.store.codec import unpack_thing


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table `source`: `inbox`, `job` or `room`. `room` is its session, `kind` what it says that it is."""

    source: str
    id: str
    room: RoomId
    kind: str


class RowUnreadable(FormUnreadable):
    """A row of the notebook holds nothing that this version can read.

    Attributes:
        row: which one.
    """

    def __init__(self, row: Row, reason: str) -> None:
        super().__init__(reason)
        self.row = row


def read_row(row: Row, body: str) -> Any:
    """Return what the `body` of a row holds.

    Raises:
        RowUnreadable: it cannot be read.
    """
    try:
        return unpack_thing(row.kind, body)
    except FormUnreadable as error:
        raise RowUnreadable(row, error.reason) from None
