"""The notebook as a whole, and the one transaction in which a decision and its jobs are written."""

import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StoreRefused
from bot.model import Decision, Event
from bot.store.db import Database, open_database
from bot.store.inbox import Inbox, decided
from bot.store.key import StoreKey
from bot.store.notes import Notes
from bot.store.outbox import Outbox, order
from bot.store.rooms import Rooms, keep


@dataclass(frozen=True, slots=True)
class Store:
    """Inbox, rooms, outbox and notes, over one encrypted file."""

    db: Database
    inbox: Inbox
    rooms: Rooms
    outbox: Outbox
    notes: Notes

    async def commit(self, event: Event, decision: Decision, deadline: float | None) -> None:
        """Write down that `event` is decided, the room as it is now, and what is to be done: all or nothing."""
        async with self.db.transaction() as transaction:
            await keep(transaction, decision.room, deadline)
            await order(transaction, decision.room.id, event, decision.effects)
            await decided(transaction, event)


@asynccontextmanager
async def open_store(data_dir: Path, key: StoreKey) -> AsyncIterator[Store]:
    """Open the notebook in `data_dir`, for this process alone.

    Raises:
        StoreRefused: another process has it open, or it cannot be opened with this key.
    """
    with (data_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreRefused(
                "Another process is using this data folder.",
                "Stop it first: one account, one device, one process.",
            ) from error
        async with open_database(data_dir / "thirdchair.db", key.derived("database")) as db:
            yield Store(db, Inbox(db), Rooms(db), Outbox(db), Notes(db))
