"""What people have a right to, done by the loops: their data, the signed head at the end, and words gone in time."""

import asyncio

from bot.app.chair import Chair
from bot.app.export import Kept, about
from bot.app.showing import parted
from bot.model import Mark, Notice, Place, Reply, RoomId, ShowData, ShowHead, words
from bot.policy import RoomRules
from bot.store.erasing import expired

MOST = 12
"""Messages in which `!mydata` shows what is kept; all of it is to be had from the clinic."""
HOUR = 3600.0
EVERY = 600.0
"""Seconds between two looks for requests that were kept for long enough: that is counted in hours."""


async def told(chair: Chair, room: RoomId, effect: ShowHead | ShowData) -> tuple[Reply | Notice, ...]:
    """Return the messages that show somebody their data, or the desk the head of the audit, in order."""
    if isinstance(effect, ShowHead):
        head = await chair.store.audit.signed_head()
        return (Notice(words("audit-head", effect.language, head=head), Mark(kind="end"), place=Place.DESK),)
    return await _data(chair, room, effect)


async def retain(chair: Chair) -> None:
    """Erase, for ever, what was sent longer ago than `retention.sent` allows."""
    while True:
        await outlived(chair)
        await asyncio.sleep(EVERY)


async def outlived(chair: Chair) -> None:
    """Erase now what was sent longer ago than `retention.sent` allows; where no policy holds any more, than its default."""
    for room_id in await chair.store.rooms.all():
        _, policy = await chair.ruling(room_id)
        hours = (policy.rules if policy else RoomRules()).retention.sent
        now = chair.clock()
        async with chair.store.db.transaction() as transaction:
            gone = await expired(transaction, room_id, now - HOUR * hours, now)
        if gone:
            await chair.store.db.settle()


async def _data(chair: Chair, room: RoomId, effect: ShowData) -> tuple[Reply, ...]:
    store = chair.store
    text = await about(Kept(store.rooms, store.sent, store.audit), effect.asker, [room])
    parts = list(parted(text))
    shown = parts[:MOST]
    return tuple(
        Reply(
            effect.to,
            words(
                "mydata-part",
                effect.language,
                prefix=effect.prefix,
                part=number,
                of=len(parts),
                last="cut" if number == len(shown) < len(parts) else "end" if number == len(parts) else "more",
                text=part,
            ),
            Mark(kind="mydata"),
            place=Place.DIRECT,
            whom=effect.asker,
        )
        for number, part in enumerate(shown, start=1)
    )
