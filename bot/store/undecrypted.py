"""Messages that cannot be read yet: kept as the ciphertext they came in, and each asked about at most once."""

from collections.abc import Iterable

from bot.model import Event, EventId, RoomId, UndecryptedEvent, UserId
from bot.store.db import Database, Transaction
from bot.store.inbox import admit_event

AGAIN = 600.0
"""Seconds in which one person is asked about one message only: whoever's keys do not come writes more of that kind."""


class Seals:
    """Ciphertexts waiting for their key."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self) -> tuple[UndecryptedEvent, ...]:
        """Return the messages still sealed, oldest first."""
        rows = await self._db.rows(
            "SELECT id, room, sender, body, since, reply_to, listening, asked FROM sealed ORDER BY since, rowid"
        )
        return tuple(
            UndecryptedEvent(
                EventId(event_id), RoomId(room), UserId(sender), body, since, reply_to, bool(listening), asked
            )
            for event_id, room, sender, body, since, reply_to, listening, asked in rows
        )

    async def open(self, seal: UndecryptedEvent, session: RoomId, says: Iterable[Event]) -> None:
        """Forget a sealed message, because it can be read or never will be, and write down what it says, in order, all at once.

        `session` is the session room that its own room belongs to: it is decrypted there, and decided here.
        """
        async with self._db.transaction() as transaction:
            await forget_seal(transaction, seal.id)
            for event in says:
                await admit_event(transaction, session, event)

    async def ask(self, seal: UndecryptedEvent, session: RoomId, question: Event) -> None:
        """Write down that the sender is to be asked about a message, unless they were asked about another just now."""
        async with self._db.transaction() as transaction:
            sql = "SELECT 1 FROM sealed WHERE room = ? AND sender = ? AND asked > 0 AND asked > ? LIMIT 1"
            lately = await transaction.rows(sql, seal.room, seal.sender, question.at - AGAIN)
            asked = -1.0 if lately else question.at
            await transaction.run("UPDATE sealed SET asked = ? WHERE id = ?", asked, seal.id)
            if not lately:
                await admit_event(transaction, session, question)


async def keep_sealed(transaction: Transaction, seal: UndecryptedEvent) -> None:
    """Keep a message that cannot be read yet, inside a transaction."""
    row = (seal.id, seal.room, seal.sender, seal.body, seal.since, seal.reply_to, seal.listening)
    sql = (
        "INSERT OR IGNORE INTO sealed (id, room, sender, body, since, reply_to, listening) VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    await transaction.run(sql, *row)


async def forget_seal(transaction: Transaction, event: EventId) -> None:
    """Forget one sealed message, inside a transaction."""
    await transaction.run("DELETE FROM sealed WHERE id = ?", event)


async def forget_room_seals(transaction: Transaction, room: RoomId) -> None:
    """Forget every sealed message of a room, inside a transaction."""
    await transaction.run("DELETE FROM sealed WHERE room = ?", room)
