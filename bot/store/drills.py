"""The operator's order to play an alarm: written down beside a running bot, or for one that starts later.

await write_drill(db, room, Drilled(...))     # by another process than the bot's: SQLite takes turns by itself
"""

from bot.audit.chain import OPERATOR, make_deed
from bot.model import Drilled, RoomId
from bot.store.audit_log import append_deeds
from bot.store.db import Database
from bot.store.inbox import admit_event


async def write_drill(db: Database, room: RoomId, event: Drilled) -> None:
    """Write down that an alarm is to be played in `room`, with its entry in the audit, all at once."""
    async with db.transaction() as transaction:
        await admit_event(transaction, room, event)
        ordered = make_deed("drill-ordered", event.at, room, actor=OPERATOR, cause=event.id)
        await append_deeds(transaction, [ordered], "")
