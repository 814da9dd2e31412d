"""Messages that cannot be read yet: kept as the ciphertext they came in, and each asked about at most once."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from bot.model import Edited, Event, EventId, Heard, RoomId, UndecryptedEvent, UserId
from bot.store.codec import pack_thing
from bot.store.db import Database, Transaction
from bot.store.inbox import admit_event

ASK_AFTER = 30.0
"""Seconds after which the sender is asked: looked at after each sync, so within 30 to 60 s."""
MOST = 100
"""Messages that are kept of one person in one room: as many as one key is for. More push out the oldest."""
AGAIN = 600.0
"""Seconds in which one person is asked about one message only: whoever's keys do not come writes more of that kind."""

MOST_EDITS = 10
"""Edits of one such message that are kept with it, the newest."""

_SELECT = "SELECT id, room, sender, body, since, reply_to, listening, asked FROM sealed"
_KEEP = "INSERT OR IGNORE INTO sealed (id, room, sender, body, since, reply_to, listening) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ADMIT_HELD = (
    "INSERT OR IGNORE INTO inbox (id, room, kind, body) VALUES (?1, ?2, 'edited', "
    "CASE WHEN ?4 THEN json_set(?3, '$.late', json('true')) ELSE ?3 END)"
)
_BOUND = """
DELETE FROM sealed WHERE room = ?1 AND sender = ?2 AND id NOT IN (
    SELECT id FROM sealed WHERE room = ?1 AND sender = ?2 ORDER BY
    asked > 0 AND asked = (SELECT max(asked) FROM sealed WHERE room = ?1 AND sender = ?2) DESC, since DESC, rowid DESC
    LIMIT ?3
)
"""


class Seals:
    """Ciphertexts waiting for their key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> tuple[UndecryptedEvent, ...]:
        """Return the messages still sealed, oldest first."""
        return await self._list(f"{_SELECT} ORDER BY since, rowid")

    async def list_openable(self, sessions: Iterable[str], people: Iterable[str]) -> tuple[UndecryptedEvent, ...]:
        """Return the messages of Megolm sessions of which a key came, and of people whose devices changed, oldest first."""
        keys, senders = json.dumps(sorted(sessions)), json.dumps(sorted(people))
        where = (
            "sender IN (SELECT value FROM json_each(?)) OR json_extract(body, '$.content.session_id') "
            "IN (SELECT value FROM json_each(?))"
        )
        return await self._list(f"{_SELECT} WHERE {where} ORDER BY since, rowid", senders, keys)

    async def list_due(self, now: float) -> tuple[UndecryptedEvent, ...]:
        """Return the messages about which their senders are to be asked at `now`: the oldest of each person in each room."""
        sql = f"{_SELECT.replace('since', 'min(since)')} WHERE asked = 0 AND since <= ? GROUP BY room, sender"
        return await self._list(f"{sql} ORDER BY min(since), rowid", now - ASK_AFTER)

    async def list_rooms(self, before: float) -> tuple[RoomId, ...]:
        """Return the rooms with messages from `before` (seconds UTC)."""
        return tuple(
            RoomId(room) for (room,) in await self._db.rows("SELECT DISTINCT room FROM sealed WHERE since < ?", before)
        )

    async def forget_old(self, room: RoomId, before: float) -> None:
        """Forget the messages of a room from `before`: nobody sends their keys any more."""
        async with self._db.transaction() as transaction:
            await transaction.run("DELETE FROM sealed WHERE room = ? AND since < ?", room, before)

    async def pass_over(self, seal: UndecryptedEvent) -> None:
        """Write down that nobody is asked about a message, nor about others of that person there that came so far."""
        async with self._db.transaction() as transaction:
            sql = "UPDATE sealed SET asked = -1 WHERE room = ? AND sender = ? AND asked = 0"
            await transaction.run(sql, seal.room, seal.sender)

    async def _list(self, sql: str, *values: Any) -> tuple[UndecryptedEvent, ...]:
        return tuple(
            UndecryptedEvent(
                EventId(event_id), RoomId(room), UserId(sender), body, since, reply_to, bool(listening), asked
            )
            for event_id, room, sender, body, since, reply_to, listening, asked in await self._db.rows(sql, *values)
        )

    async def open(self, seal: UndecryptedEvent, session: RoomId, says: Sequence[Event]) -> None:
        """Forget a sealed message, because it can be read or never will be, and write down what it says, in order, all at once.

        `session` is the session room that its own room belongs to: it is decrypted there, and decided here. What it was
        edited to meanwhile comes right behind it, and too late where it does.
        """
        overdue = any(isinstance(event, Heard) and event.overdue for event in says)
        async with self._db.transaction() as transaction:
            edits = await _read_held_edits(transaction, seal.id)
            await forget_seal(transaction, seal.id)
            for event in says:
                await admit_or_hold(transaction, session, event)
            for edit, body in edits if says else ():
                await transaction.run(_ADMIT_HELD, edit, session, body, overdue)

    async def ask(self, seal: UndecryptedEvent, session: RoomId, question: Event) -> None:
        """Write down that the sender is to be asked about a message, unless they were asked about another just now.

        About all else of theirs there that would be asked about by then, they are not.
        """
        async with self._db.transaction() as transaction:
            sql = "SELECT 1 FROM sealed WHERE room = ? AND sender = ? AND asked > 0 AND asked > ? LIMIT 1"
            lately = await transaction.rows(sql, seal.room, seal.sender, question.at - AGAIN)
            asked = -1.0 if lately else question.at
            await transaction.run("UPDATE sealed SET asked = ? WHERE id = ?", asked, seal.id)
            rest = "UPDATE sealed SET asked = -1 WHERE room = ? AND sender = ? AND asked = 0 AND since <= ?"
            await transaction.run(rest, seal.room, seal.sender, question.at - ASK_AFTER)
            if not lately:
                await admit_event(transaction, session, question)


async def keep_sealed(transaction: Transaction, seals: Iterable[UndecryptedEvent]) -> int:
    """Keep messages that cannot be read yet, inside a transaction; return how many are dropped for being too many.

    Of each person in each room the newest are kept, and the one that they were asked about last.
    """
    dropped, by_person = 0, defaultdict(list)
    for seal in seals:
        by_person[seal.room, seal.sender].append(seal)
    for (room, sender), theirs in by_person.items():
        rows = [
            (seal.id, room, sender, seal.body, seal.since, seal.reply_to, seal.listening) for seal in theirs[-MOST:]
        ]
        await transaction.run_many(_KEEP, rows)
        dropped += len(theirs) - len(rows)
        dropped += await transaction.run(_BOUND, room, sender, MOST)
    return dropped


async def admit_or_hold(transaction: Transaction, room: RoomId, event: Event) -> None:
    """Write an event down inside a transaction; an edit of a message that cannot be read yet waits with that message."""
    if not isinstance(event, Edited) or not await _hold_edit(transaction, event):
        await admit_event(transaction, room, event)


async def _hold_edit(transaction: Transaction, edited: Edited) -> bool:
    """Keep an edit with its message; False if that is none that waits, or somebody else's."""
    sql = "SELECT 1 FROM sealed WHERE id = ? AND sender = ?"
    if not await transaction.rows(sql, edited.target, edited.sender):
        return False
    earlier = [edit for edit in await _read_held_edits(transaction, edited.target) if edit[0] != edited.id]
    await _write_held_edits(transaction, edited.target, [*earlier, (edited.id, pack_thing(edited))][-MOST_EDITS:])
    return True


async def _read_held_edits(transaction: Transaction, message: EventId) -> list[tuple[str, str]]:
    """Return the edits that wait with a message, each with its stored form, oldest first."""
    rows = await transaction.rows("SELECT edits FROM sealed WHERE id = ?", message)
    return [(edit, body) for edit, body in json.loads(rows[0][0])] if rows else []


async def _write_held_edits(transaction: Transaction, message: EventId, edits: list[tuple[str, str]]) -> None:
    text = json.dumps(edits, ensure_ascii=False)
    await transaction.run("UPDATE sealed SET edits = ? WHERE id = ?", text, message)


async def forget_seal(transaction: Transaction, event: EventId) -> None:
    """Forget one sealed message, with its edits, or one edit that waits with such a message, inside a transaction."""
    await transaction.run("DELETE FROM sealed WHERE id = ?", event)
    holding = "SELECT id FROM sealed WHERE edits != '[]' AND EXISTS (SELECT 1 FROM json_each(edits) WHERE json_extract(value, '$[0]') = ?)"
    for (message,) in await transaction.rows(holding, event):
        left = [edit for edit in await _read_held_edits(transaction, message) if edit[0] != event]
        await _write_held_edits(transaction, message, left)


async def forget_room_seals(transaction: Transaction, room: RoomId) -> None:
    """Forget every sealed message of a room, inside a transaction."""
    await transaction.run("DELETE FROM sealed WHERE room = ?", room)
