"""The operator's freeze of a room, which holds from the moment it is on disk, whether a bot runs and has seen it or not.

await order(db, room, Frozen(...))            # by another process than the bot's: SQLite takes turns by itself
await frozen_since(db_or_transaction, room)   # the newest order, also one that is not decided yet
"""

from bot.audit.chain import OPERATOR, make_deed
from bot.model import Frozen, RoomId
from bot.store.audit_log import append_deeds
from bot.store.db import Database, Transaction
from bot.store.inbox import admit_event

# An order that cannot be read counts as a freeze: it may be one. Of a room's own state nothing can be told where it cannot.
_SINCE = (
    "SELECT coalesce((SELECT CASE WHEN NOT json_valid(body) THEN 1.0 "
    "WHEN json_extract(body, '$.lifted') THEN 0.0 ELSE json_extract(body, '$.at') END "
    "FROM inbox WHERE room = ?1 AND kind = 'frozen' AND decided = 0 ORDER BY seq DESC LIMIT 1), "
    "(SELECT CASE WHEN json_valid(state) THEN json_extract(state, '$.frozen_since') END FROM room WHERE id = ?1), 0.0)"
)


async def find_freeze_time(db: Database | Transaction, room: RoomId) -> float:
    """Return since when `room` is frozen, in seconds UTC; 0 if it is not."""
    return float((await db.rows(_SINCE, room))[0][0])


async def write_freeze(db: Database, room: RoomId, event: Frozen) -> bool:
    """Write down a freeze, or its end, with its entry in the audit, all at once; False if it is so already."""
    async with db.transaction() as transaction:
        if event.lifted is not bool(await find_freeze_time(transaction, room)):
            return False
        action = "freeze-lifted" if event.lifted else "frozen"
        await admit_event(transaction, room, event)
        await append_deeds(transaction, [make_deed(action, event.at, room, actor=OPERATOR, cause=event.id)], "")
    return True
