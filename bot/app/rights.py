"""What people have a right to, done by the loops: their data, the signed head at the end, and words gone in time."""

import asyncio

from bot.app.chair import Chair
from bot.app.export import Kept, about
from bot.app.keys_gone import forget_idle_keys
from bot.model import Attachment, Desk, Mark, Notice, Reply, RoomId, ShowData, ShowHead, words
from bot.policy import RoomRules
from bot.store.erasing import expired
from bot.store.freezes import frozen_since

FILE = "third-chair-my-data.json"
HOUR = 3600.0
EVERY = 600.0
"""Seconds between two looks for requests that were kept for long enough: that is counted in hours."""


async def told(chair: Chair, room: RoomId, effect: ShowHead | ShowData) -> tuple[Reply | Notice, ...]:
    """Return the messages that show somebody their data, or the desk the head of the audit, in order."""
    if isinstance(effect, ShowHead):
        head = await chair.store.audit.signed_head()
        return (Notice(words("audit-head", effect.language, head=head), Mark(kind="end"), where=Desk()),)
    return await _data(chair, room, effect)


async def retain(chair: Chair) -> None:
    """Erase, for ever, what was sent longer ago than `retention.sent` allows, and room keys that have done their work."""
    while True:
        await outlived(chair)
        await forget_idle_keys(chair)
        await asyncio.sleep(EVERY)


async def outlived(chair: Chair) -> None:
    """Erase now what was sent longer ago than `retention.sent` allows; where no policy holds any more, than its default.

    In a room that the operator has frozen nothing is erased.
    """
    for room_id in await chair.store.rooms.all():
        _, policy = await chair.ruling(room_id)
        hours = (policy.rules if policy else RoomRules()).retention.sent
        now = chair.clock()
        async with chair.store.db.transaction() as transaction:
            frozen = await frozen_since(transaction, room_id)
            gone = 0 if frozen else await expired(transaction, room_id, now - HOUR * hours, now)
        if gone:
            await chair.store.db.settle()


async def _data(chair: Chair, room: RoomId, effect: ShowData) -> tuple[Reply, ...]:
    """Return the message whose file holds what is kept about the asker, read at the moment of showing."""
    store = chair.store
    text = await about(Kept(store.rooms, store.sent, store.audit), effect.where.user, [room])
    return (
        Reply(
            effect.to,
            words("mydata-file", effect.language, prefix=effect.prefix),
            Mark(kind="mydata"),
            where=effect.where,
            file=Attachment(FILE, "application/json", text),
        ),
    )
