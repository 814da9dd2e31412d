"""Erasing: people's words out of the notebook, and the salts of their hashes, with an entry in the audit in the same moment.

    await forgotten(transaction, room, effect, event, policy)     # what a decision orders, as it is written down
    await expired(transaction, room, before, at)                  # requests that were kept for long enough

The window, drafts and questions are the room's own, and went from it in the decision. Ids, counts and the chain stay.
"""

from bot.audit.chain import BOT, OPERATOR, make_deed
from bot.model import Edited, Event, EventId, Forget, Heard, Redacted, RoomId, UserId
from bot.store.audit_log import append_deeds
from bot.store.db import Transaction
from bot.store.known_names import forget_names, forget_outlived_names
from bot.store.sent_requests import (
    forget_message_words,
    forget_older_requests,
    forget_person_words,
    forget_room_requests,
)


async def carry_out_forget(
    transaction: Transaction, room: RoomId, order: Forget, event: Event, policy: str
) -> dict[str, int]:
    """Erase what `order` says, inside a transaction, and return how much of each kind there was.

    A message of which nothing was sent leaves no entry: what people delete among themselves is not the bot's to note.
    """
    if order.event:
        counts = {"pieces": await _erase_message(transaction, room, order.event, order.whom)}
    else:
        counts = await erase_person_or_all(transaction, room, order.whom)
    if order.event is None or counts["pieces"]:
        actor = event.sender if isinstance(event, Heard | Edited | Redacted) else OPERATOR
        about = {"person": order.whom or "", "event": order.event or ""}
        deed = make_deed("erased", event.at, room, actor=actor, cause=event.id, **about, **counts)
        await append_deeds(transaction, [deed], policy)
    return counts


async def _erase_message(transaction: Transaction, room: RoomId, event: EventId, whom: UserId | None) -> int:
    """Erase the words of one message, and what placeholders stood for in it alone; return how many pieces there were."""
    pieces = await forget_message_words(transaction, room, event, whom)
    if pieces:
        await forget_outlived_names(transaction, room)
    return pieces


async def erase_person_or_all(transaction: Transaction, room: RoomId, whom: UserId | None) -> dict[str, int]:
    """Erase the words of `whom` in a session, or everybody's, inside a transaction; return how much of each kind there was.

    What the room's placeholders stand for goes in any case: whose names those are nobody can tell. So they are numbered anew.
    What cannot be read yet at a desk that other sessions share may be about those, and stays with the session's; a person's own goes.
    """
    pieces = await (forget_person_words(transaction, room, whom) if whom else forget_room_requests(transaction, room))
    salts = await transaction.run("DELETE FROM salt WHERE room = ?1 AND (?2 IS NULL OR person = ?2)", room, whom)
    sealed = await transaction.run(
        "DELETE FROM sealed WHERE (room = ?1 OR room IN (SELECT room FROM side WHERE session = ?1 AND (?2 IS NOT NULL OR "
        "NOT EXISTS (SELECT 1 FROM side AS other WHERE other.room = side.room AND other.session != ?1)))) "
        "AND (?2 IS NULL OR sender = ?2)",
        room,
        whom,
    )
    names = await forget_names(transaction, room)
    return {("pieces" if whom else "requests"): pieces, "salts": salts, "sealed": sealed, "placeholders": names}


async def erase_undecided(transaction: Transaction, room: RoomId, whom: UserId | None) -> int:
    """Erase messages that are not decided yet, inside a transaction: only while no bot runs that would read them.

    So are answers of backends and what a machine wrote down, whatever they rest on: nobody waits for them when the AI is off. What cannot be read may
    be anybody's, and goes too.
    """
    sql = (
        "UPDATE inbox SET decided = 1, body = NULL WHERE room = ?1 AND decided = 0 AND (kind IN ('answered', 'transcribed') "
        "OR (kind IN ('heard', 'edited', 'recorded') "
        "AND CASE WHEN ?2 IS NULL OR NOT json_valid(body) THEN TRUE ELSE json_extract(body, '$.sender') = ?2 END))"
    )
    return await transaction.run(sql, room, whom)


async def erase_expired(transaction: Transaction, room: RoomId, before: float, at: float) -> int:
    """Erase the requests of a session that left before `before`, inside a transaction at `at`; return how many (both in seconds UTC)."""
    requests = await forget_older_requests(transaction, room, before)
    if requests or not await transaction.rows("SELECT 1 FROM sent WHERE room = ? LIMIT 1", room):
        await forget_outlived_names(transaction, room)
    if requests:
        await append_deeds(transaction, [make_deed("expired", at, room, actor=BOT, requests=requests)], "")
    return requests
