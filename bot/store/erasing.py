"""Erasing: people's words out of the notebook, and the salts of their hashes, with an entry in the audit in the same moment.

    await forgotten(transaction, room, effect, event, policy)     # what a decision orders, as it is written down
    await expired(transaction, room, before, at)                  # requests that were kept for long enough

The window, drafts and questions are the room's own, and went from it in the decision. Ids, counts and the chain stay.
"""

from bot.model import Event, Forget, Heard, RoomId, UserId
from bot.safety.audit import BOT, deed
from bot.store.audit import append
from bot.store.db import Transaction
from bot.store.sent import forget_person, forget_room, older_than

OPERATOR = "operator"
"""The actor in the audit where somebody erased at the machine, and not in a room."""


async def forgotten(transaction: Transaction, room: RoomId, order: Forget, event: Event, policy: str) -> dict[str, int]:
    """Erase what `order` says, inside a transaction, and return how much of each kind there was."""
    counts = await erased(transaction, room, order.whom)
    actor = event.sender if isinstance(event, Heard) else OPERATOR
    one = deed("erased", event.at, room, actor=actor, cause=event.id, person=order.whom or "", **counts)
    await append(transaction, [one], policy)
    return counts


async def erased(transaction: Transaction, room: RoomId, whom: UserId | None) -> dict[str, int]:
    """Erase the words of `whom` in a session, or everybody's, inside a transaction; return how much of each kind there was."""
    pieces = await (forget_person(transaction, room, whom) if whom else forget_room(transaction, room))
    salts = await transaction.run("DELETE FROM salt WHERE room = ?1 AND (?2 IS NULL OR person = ?2)", room, whom)
    sealed = await transaction.run(
        "DELETE FROM sealed WHERE (room = ?1 OR room IN (SELECT room FROM side WHERE session = ?1)) "
        "AND (?2 IS NULL OR sender = ?2)",
        room,
        whom,
    )
    return {("pieces" if whom else "requests"): pieces, "salts": salts, "sealed": sealed}


async def unread(transaction: Transaction, room: RoomId, whom: UserId | None) -> int:
    """Erase messages that are not decided yet, inside a transaction: only while no bot runs that would read them."""
    sql = (
        "UPDATE inbox SET decided = 1, body = NULL WHERE room = ?1 AND decided = 0 AND kind IN ('Heard', 'Edited') "
        "AND (?2 IS NULL OR json_extract(body, '$.sender') = ?2)"
    )
    return await transaction.run(sql, room, whom)


async def expired(transaction: Transaction, room: RoomId, before: float, at: float) -> int:
    """Erase the requests of a session that left before `before`, inside a transaction at `at`; return how many (both in seconds UTC)."""
    requests = await older_than(transaction, room, before)
    if requests:
        await append(transaction, [deed("expired", at, room, actor=BOT, requests=requests)], "")
    return requests
