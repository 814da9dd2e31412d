"""The side rooms of sessions: which desk and which direct rooms there are, and in which Matrix rooms.

A desk can be shared: one Matrix room for several sessions, which have the same nonce then, and the same `shared`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.audit.chain import Deed, make_deed
from bot.model import Came, Desk, RoomId, Where
from bot.store.audit_log import append_deeds
from bot.store.codec import read_place, write_place
from bot.store.db import Database
from bot.store.desk_lines import forget_desk_lines, has_own_lines
from bot.store.inbox import admit_event
from bot.store.undecrypted import forget_room_seals


@dataclass(frozen=True, slots=True)
class Side:
    """One side room of the session room `session`: its desk, or a room of one person's.

    `nonce` is what its creation event carries. `room` is None until it is known to be there. `shared` is what a desk goes
    by that is other sessions' too, and `stay` names this session's time at it.
    """

    nonce: str
    session: RoomId
    where: Where
    room: RoomId | None
    shared: str = ""
    stay: str = ""


class Sides:
    """One side room at most for each session, place and person; written down before it is made."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def side(self, session: RoomId, where: Where) -> Side:
        """Return a side room, with a nonce that is on disk when this returns; it need not be there yet."""
        side = await self.find_side(session, where)
        if side is None:
            place, _, whom = write_place(where).partition(" ")
            new = (secrets.token_urlsafe(16), session, place, whom)
            async with self._db.transaction() as transaction:
                await transaction.run(
                    "INSERT OR IGNORE INTO side (nonce, session, place, whom) VALUES (?, ?, ?, ?)", *new
                )
            side = await self.find_side(session, where)
            assert side is not None
        return side

    async def find_side(self, session: RoomId, where: Where) -> Side | None:
        """Return a side room, or None if none was needed so far."""
        sql = "session = ? AND place = ? AND whom = ?"
        place, _, whom = write_place(where).partition(" ")
        return next(iter(await self._where(sql, session, place, whom)), None)

    async def recognise_side(self, room: RoomId) -> Side | None:
        """Return which side room the Matrix room `room` is, None if it is none of ours; of a shared desk the first session's."""
        return next(iter(await self.list_sides_at(room)), None)

    async def list_sides_at(self, room: RoomId) -> tuple[Side, ...]:
        """Return every session's side room that the Matrix room `room` is: several only for a shared desk."""
        return await self._where("room = ?", room)

    async def find_shared_room(self, shared: str) -> RoomId | None:
        """Return the Matrix room of the desk that goes by `shared`, None if there is none so far."""
        sides = await self._where("shared = ? AND room IS NOT NULL", shared)
        return sides[0].room if sides else None

    async def all(self) -> tuple[Side, ...]:
        """Return every side room, whether it is there yet or not."""
        return await self._where("TRUE")

    async def join_desk(self, session: RoomId, shared: str, came: Sequence[Came], at: float) -> None:
        """Note, at `at` (seconds UTC), that a session is at the desk that goes by `shared`, and who sits there already: all at once.

        A session that has a desk stays where it is.
        """
        async with self._db.transaction() as transaction:
            sql = "SELECT nonce, room FROM side WHERE shared = ? LIMIT 1"
            rows = await transaction.rows(sql, shared)
            nonce, room = rows[0] if rows else (secrets.token_urlsafe(16), None)
            new = (nonce, session, write_place(Desk()), room, shared, secrets.token_urlsafe(16))
            sql = "INSERT OR IGNORE INTO side (nonce, session, place, room, shared, stay) VALUES (?, ?, ?, ?, ?, ?)"
            if await transaction.run(sql, *new) != 1:
                return
            if room is not None:
                await append_deeds(transaction, [_make_deed(at, session, write_place(Desk()), "", room)], "")
            for event in came:
                await admit_event(transaction, session, event)

    async def leave_desk(self, side: Side) -> bool:
        """Forget that a session is at that desk; False, and nothing is, while a line of the bot's stands there of it."""
        async with self._db.transaction() as transaction:
            if side.shared and side.room and await has_own_lines(transaction, side.room, side.session):
                return False
            sql = "DELETE FROM side WHERE session = ? AND nonce = ? AND stay = ?"
            await transaction.run(sql, side.session, side.nonce, side.stay)
            if side.room:
                await forget_desk_lines(transaction, side.room, side.session)
        return True

    async def note_room(self, nonce: str, room: RoomId, at: float) -> bool:
        """Note, at `at` (seconds UTC), in which Matrix room a side room is, in the audit of each of its sessions too.

        False if that nonce is nobody's, or its room is known already.
        """
        async with self._db.transaction() as transaction:
            sql = "SELECT session, place, whom FROM side WHERE nonce = ? AND room IS NULL"
            rows = await transaction.rows(sql, nonce)
            sql = "UPDATE OR IGNORE side SET room = ? WHERE nonce = ? AND room IS NULL"
            if await transaction.run(sql, room, nonce) < 1:
                return False
            made = [_make_deed(at, RoomId(session), place, whom, room) for session, place, whom in rows]
            await append_deeds(transaction, made, "")
        return True

    async def forget_room(self, room: RoomId) -> bool:
        """Forget a side room that cannot be used any more, and what waits sealed from there; the next need makes another."""
        async with self._db.transaction() as transaction:
            await forget_room_seals(transaction, room)
            await forget_desk_lines(transaction, room)
            return await transaction.run("DELETE FROM side WHERE room = ?", room) > 0

    async def _where(self, condition: str, *values: str) -> tuple[Side, ...]:
        rows = await self._db.rows(
            f"SELECT nonce, session, place, whom, room, shared, stay FROM side WHERE {condition} ORDER BY rowid",  # noqa: S608 - conditions are the constants above
            *values,
        )
        return tuple(
            Side(
                nonce,
                RoomId(session),
                read_place(f"{place} {whom}".strip()),
                RoomId(room) if room else None,
                shared,
                stay,
            )
            for nonce, session, place, whom, room, shared, stay in rows
        )


def _make_deed(at: float, session: RoomId, place: str, whom: str, room: RoomId) -> Deed:
    return make_deed("side-room-made", at, session, place=place, person=whom, side=room)
