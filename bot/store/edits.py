"""Edits, as far as a decision has to know of them beforehand: which message an edit was of, and what is edited already.

    event = await store.edits.look_ahead(room, event)     # before it is decided
    await note_edit(transaction, room, event)             # as an edit is decided

Of a message only its newest edit is known: the words of earlier ones went when they were edited.
"""

from dataclasses import replace

from bot.model import Edited, Event, EventId, Heard, Redacted, RoomId
from bot.store.db import Database, Transaction


class Edits:
    """The newest edit of each message of which there is still a word, and edits that are not decided yet."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def look_ahead(self, room: RoomId, event: Event) -> Event:
        """Return an event with what its decision has to know of edits.

        Who deletes the newest edit of a message deletes what stands in the message now. And of a message that was heard:
        whether its sender has edited it by now.
        """
        if isinstance(event, Redacted):
            rows = await self._db.rows("SELECT target FROM edit WHERE room = ? AND id = ?", room, event.target)
            return replace(event, target=EventId(rows[0][0])) if rows else event
        if isinstance(event, Heard) and await self._is_edited_since(room, event):
            return replace(event, edited=True)
        return event

    async def _is_edited_since(self, room: RoomId, heard: Heard) -> bool:
        sql = (
            "SELECT 1 FROM undecided WHERE room = ? AND kind = 'edited' AND CASE WHEN json_valid(body) THEN "
            "json_extract(body, '$.target') = ? AND json_extract(body, '$.sender') = ? ELSE FALSE END LIMIT 1"
        )
        return bool(await self._db.rows(sql, room, heard.id, heard.sender))


async def note_edit(transaction: Transaction, room: RoomId, edited: Edited) -> None:
    """Note an edit that counts as the newest of its message, inside a transaction, where there is still a word of that.

    What is known of messages of which there is none any more goes.
    """
    known = (
        "EXISTS (SELECT 1 FROM line WHERE line.room = ?1 AND line.id = {target}) OR "
        "EXISTS (SELECT 1 FROM piece WHERE piece.room = ?1 AND piece.event = {target} AND piece.text IS NOT NULL)"
    )
    gone = f"DELETE FROM edit WHERE room = ?1 AND NOT ({known.format(target='edit.target')})"  # noqa: S608 - the names above
    await transaction.run(gone, room)
    sql = f"INSERT OR REPLACE INTO edit (room, target, id) SELECT ?1, ?2, ?3 WHERE {known.format(target='?2')}"
    await transaction.run(sql, room, edited.target, edited.id)
