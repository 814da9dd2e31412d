"""What people have a right to, done by the loops: their data, the signed head at the end, and words gone in time."""

import asyncio
from dataclasses import replace

from bot.app.keys.key_expiry import forget_idle_keys
from bot.app.services import Chair
from bot.app.show.person_data import Kept, describe_person
from bot.matrix.client.head_keys import HEAD
from bot.model import Attachment, Desk, Mark, Notice, Reply, RoomId, ShowData, ShowHead, make_words
from bot.policy import RoomRules
from bot.store.erasing import erase_expired
from bot.store.freezes import find_freeze_time

FILE = "your-data.json"
HOUR = 3600.0
EVERY = 600.0
"""Seconds between two looks for requests that were kept for long enough: that is counted in hours."""


async def show_records(chair: Chair, room: RoomId, effect: ShowHead | ShowData) -> tuple[Reply | Notice, ...]:
    """Return the messages that show somebody their data, or the desk the head of the audit, in order."""
    if isinstance(effect, ShowHead):
        head = await chair.store.audit.signed_head()
        return (Notice(make_words("audit-head", effect.language, head=head), Mark(kind=HEAD), where=Desk()),)
    return await _show_data(chair, room, effect)


async def retain_for_ever(chair: Chair) -> None:
    """Erase, for ever, what was sent longer ago than `retention.sent` allows, and room keys that have done their work."""
    while True:
        await erase_outlived(chair)
        await forget_idle_keys(chair)
        await asyncio.sleep(EVERY)


async def erase_outlived(chair: Chair) -> None:
    """Erase now what was sent longer ago than `retention.sent` allows; where no policy holds any more, than its default.

    In a room that the operator has frozen nothing is erased.
    """
    for room_id in await chair.store.rooms.all():
        policy = await chair.standing_policy(room_id)
        hours = (policy.rules if policy else RoomRules()).retention.sent
        now = chair.clock()
        async with chair.store.db.transaction() as transaction:
            frozen = await find_freeze_time(transaction, room_id)
            gone = 0 if frozen else await erase_expired(transaction, room_id, now - HOUR * hours, now)
        if gone:
            await chair.store.db.settle()


async def _show_data(chair: Chair, room: RoomId, effect: ShowData) -> tuple[Reply, ...]:
    """Return the file that holds what is kept about the asker, read at the moment of showing, behind what is said of it."""
    store = chair.store
    text = await describe_person(Kept(store.rooms, store.sent, store.audit), effect.where.user, [room])
    words = make_words("mydata-file", effect.language, prefix=effect.prefix)
    line = Reply(effect.to, words, Mark(kind="mydata"), where=effect.where)
    return line, replace(line, file=Attachment(FILE, "application/json", text))
