"""What each room's placeholders stand for: as secret as its talk, and kept no longer than the requests they stand in.

known = await store.names.get_names(room)
await store.names.keep(job, room, known, grown)     # False: they were changed meanwhile, mask again

await forget_names(transaction, room)               # all of a room: whose else they are cannot be told apart
await outlived_names(transaction, room)             # those that stand in no request any more that is kept
"""

from contextlib import suppress
from typing import Any, cast

from bot.errors import FormUnreadable
from bot.masking.names import Names
from bot.model import RoomId
from bot.store.codec import pack_thing, unpack_thing
from bot.store.db import Database, Transaction


class KnownNames:
    """The names of each room, grown by one request after another."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get_names(self, room: RoomId) -> Names:
        """Return what the placeholders of `room` stand for; nothing if nothing was ever masked there."""
        rows = await self._db.rows(_BODY, room)
        return _names(rows)

    async def keep(self, job: str, room: RoomId, known: Names, names: Names) -> bool:
        """Write down what the placeholders of `room` stand for from now on; False if that is not `known` any more.

        For a job that is not wanted any more nothing is written: what somebody had forgotten must not come back with it.
        """
        async with self._db.transaction() as transaction:
            rows = await transaction.rows(_BODY, room)
            if _names(rows) != known:
                return False
            if await transaction.rows("SELECT 1 FROM job WHERE id = ? AND state = 'waiting'", job):
                sql = "INSERT OR REPLACE INTO placeholders (room, body) VALUES (?, ?)"
                await transaction.run(sql, room, pack_thing(names))
        return True


def _names(rows: list[tuple[Any, ...]]) -> Names:
    """Return the names in what `_BODY` gives: none where nothing was ever masked."""
    return cast(Names, unpack_thing("names", rows[0][0])) if rows else Names()


_BODY = "SELECT body FROM placeholders WHERE room = ?"


async def forget_names(transaction: Transaction, room: RoomId) -> int:
    """Forget what the placeholders of `room` stand for, inside a transaction; return how many there were.

    Whoever stays has a new number from then on.
    """
    rows = await transaction.rows(_BODY, room)
    await transaction.run("DELETE FROM placeholders WHERE room = ?", room)
    with suppress(FormUnreadable):
        return sum(_names(rows).last.values())
    return 0


async def forget_outlived_names(transaction: Transaction, room: RoomId) -> None:
    """Forget, inside a transaction, what stands in no request of `room` any more; all of it where no request is kept."""
    rows = await transaction.rows(_BODY, room)
    sql = "SELECT text FROM piece WHERE room = ? AND sender IS NOT NULL AND text IS NOT NULL"
    texts = [text for (text,) in await transaction.rows(sql, room)] if rows else []
    with suppress(FormUnreadable):  # what cannot be read cannot be told apart either: it goes whole
        if texts:
            left = _names(rows).outliving(texts)
            await transaction.run("UPDATE placeholders SET body = ? WHERE room = ?", pack_thing(left), room)
            return
    await forget_names(transaction, room)
