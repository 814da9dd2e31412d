"""The side rooms of sessions: which desk and which direct rooms there are, and in which Matrix rooms."""

import secrets
from dataclasses import dataclass

from bot.audit.chain import make_deed
from bot.model import RoomId, Where
from bot.store.audit_log import append_deeds
from bot.store.codec import read_place, write_place
from bot.store.db import Database
from bot.store.undecrypted import forget_room_seals


@dataclass(frozen=True, slots=True)
class Side:
    """One side room of the session room `session`: its desk, or a room of one person's.

    `nonce` is what its creation event carries. `room` is None until it is known to be there.
    """

    nonce: str
    session: RoomId
    where: Where
    room: RoomId | None


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
        """Return which side room the Matrix room `room` is, None if it is none of ours."""
        return next(iter(await self._where("room = ?", room)), None)

    async def all(self) -> tuple[Side, ...]:
        """Return every side room, whether it is there yet or not."""
        return await self._where("TRUE")

    async def note_room(self, nonce: str, room: RoomId, at: float) -> bool:
        """Note, at `at` (seconds UTC), in which Matrix room a side room is, in the audit too.

        False if that nonce is nobody's, or its room is known already.
        """
        async with self._db.transaction() as transaction:
            sql = "UPDATE OR IGNORE side SET room = ? WHERE nonce = ? AND room IS NULL"
            if await transaction.run(sql, room, nonce) != 1:
                return False
            rows = await transaction.rows("SELECT session, place, whom FROM side WHERE nonce = ?", nonce)
            session, place, whom = rows[0]
            made = make_deed("side-room-made", at, RoomId(session), place=place, person=whom, side=room)
            await append_deeds(transaction, [made], "")
        return True

    async def forget_room(self, room: RoomId) -> bool:
        """Forget a side room that cannot be used any more, and what waits sealed from there; the next need makes another."""
        async with self._db.transaction() as transaction:
            await forget_room_seals(transaction, room)
            return await transaction.run("DELETE FROM side WHERE room = ?", room) == 1

    async def _where(self, condition: str, *values: str) -> tuple[Side, ...]:
        rows = await self._db.rows(f"SELECT nonce, session, place, whom, room FROM side WHERE {condition}", *values)  # noqa: S608 - conditions are the constants above
        return tuple(
            Side(nonce, RoomId(session), read_place(f"{place} {whom}".strip()), RoomId(room) if room else None)
            for nonce, session, place, whom, room in rows
        )
