"""What stands though it was called back while it was on its way: known by its echo or by word that it was sent, and taken back once.

Between an order to hold something back and the homeserver there is a request under way that nobody can call back. So whatever
comes to stand of a job that is void is taken back, whichever way the bot hears of it, in the transaction in which it does.
"""

import re
from collections.abc import Mapping

from bot.model import Cancel, EventId, Retract, RoomId, SessionRoom
from bot.store.codec import pack_thing, read_place, tag_of
from bot.store.db import Transaction

_PART = re.compile(r"(/\d+)\.\d+\Z")
"""What is behind a job's id in the transaction of one part of it, where it takes several messages."""


async def note_own_posts(transaction: Transaction, own: Mapping[EventId, str], at: float) -> None:
    """Note which messages came by of those that a backend wrote, each with its job, inside a transaction at `at` (seconds UTC).

    What of them was called back meanwhile is taken back; of what still waits to be sure that it stands, it is known where it does.
    """
    for event, job in own.items():
        whole = _PART.sub(r"\1", job)
        sql = "UPDATE job SET event = ? WHERE id = ? AND generated AND state = 'waiting' AND event IS NULL"
        await transaction.run(sql, event, whole)
        await take_back_if_void(transaction, whole, event, at)


async def take_back_if_void(transaction: Transaction, job: str, event: EventId, at: float) -> None:
    """Order that `event` is deleted, which `job` became, if that was called back."""
    sql = "SELECT room, lane FROM job WHERE id = ? AND generated AND state = 'void'"
    for room, lane in await transaction.rows(sql, job):
        await _order_retraction(transaction, RoomId(room), lane, event, at)


async def take_back_untold(transaction: Transaction, room: RoomId, cancel: Cancel, cause: EventId, at: float) -> None:
    """Order that what `cancel` calls back is deleted where it stands already, and no decision has heard so yet.

    That is what came by before it was known as sent, and what was sent while `cause` waited to be decided. To be called before
    the jobs are void.
    """
    sql = (
        "SELECT lane, event FROM job WHERE state = 'waiting' AND event IS NOT NULL AND room = ?1 AND generated "
        "AND (?2 IS NULL OR question = ?2)"
    )
    stand = await transaction.rows(sql, room, cancel.question)
    sql = (
        "SELECT job.lane, job.event, inbox.id FROM inbox JOIN job ON job.id = substr(inbox.id, 1, length(inbox.id) - "
        "length(inbox.kind) - 1) WHERE NOT inbox.decided AND inbox.room = ?1 AND inbox.kind IN ('shown', 'polled') "
        "AND inbox.id != ?3 AND job.state = 'done' AND job.event IS NOT NULL AND job.room = ?1 AND job.generated "
        "AND (?2 IS NULL OR job.question = ?2)"
    )
    untold = await transaction.rows(sql, room, cancel.question, cause)
    await transaction.run_many(
        "UPDATE inbox SET decided = 1, body = NULL WHERE id = ?", [(told,) for _, _, told in untold]
    )
    for lane, event in (*stand, *((lane, event) for lane, event, _ in untold)):
        await _order_retraction(transaction, room, lane, EventId(event), at)


async def _order_retraction(transaction: Transaction, room: RoomId, lane: str, event: EventId, at: float) -> None:
    """Order that a message is deleted: once for each message, however often it is heard of."""
    order = Retract(event, read_place(lane) if lane else SessionRoom())
    sql = "INSERT OR IGNORE INTO job (id, room, kind, body, made, lane, tries) VALUES (?, ?, ?, ?, ?, ?, 1)"
    await transaction.run(sql, f"late/{event}/0", room, tag_of(order), pack_thing(order), at, lane)
