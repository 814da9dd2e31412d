"""A bot at work beside a homeserver that a test holds in its hand, with desks and direct rooms."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hand_held import ANA, KIM, ROOM, Client, Post, Server
from polling import is_at_rest, wait_until

from bot.app.services import Chair
from bot.model import (
    Card,
    Decision,
    Desk,
    Effect,
    EventId,
    Heard,
    Language,
    Mark,
    RoomId,
    UserId,
    Where,
    make_words,
)
from bot.settings import load_settings

EN = Language("en")
BEN, EVE, SUE = UserId("@ben:clinic"), UserId("@eve:clinic"), UserId("@sue:clinic")
LINE = make_words("listen-already", EN, prefix="!")
MARK = Mark(kind="note")
CARD = Card("A1", LINE, MARK, (ANA,))


@dataclass
class Scene:
    """A bot at work, in a room with Ana, a therapist, and Kim."""

    chair: Chair
    server: Server = field(repr=False)
    folder: Path
    numbers: int = 0

    @property
    def client(self) -> Client:
        """Return the client as the test's own."""
        client: Any = self.chair.client
        assert isinstance(client, Client)
        return client

    def rules(self, room: str = "", deployment: str = "") -> None:
        """Write more rules into the files, which hold from now on."""
        for name, text in (("rooms/all.yaml", room), ("bot.yaml", deployment)):
            file = self.folder / name
            lines = [line for line in file.read_text().splitlines() if line.split(":")[0] not in text]
            file.write_text("\n".join([*lines, text]) + "\n")
        self.chair.settings = load_settings(self.folder / "bot.yaml")

    async def desk(self, of: RoomId = ROOM) -> RoomId:
        """Return the desk of a session, as soon as Ana is asked in."""
        server = self.server
        await server.until(lambda: len(server.rooms.desks()) >= 2)
        room = await self.side_room(of, Desk())
        await server.until(lambda: server.rooms.members[room].get(ANA))
        return room

    async def side_room(self, of: RoomId, where: Where) -> RoomId:
        """Return a side room, as soon as it is noted."""

        async def find_room() -> RoomId | None:
            side = await self.chair.store.sides.find_side(of, where)
            return side.room if side else None

        await wait_until(find_room)
        room = await find_room()
        assert room
        return room

    async def at_desk(self) -> RoomId:
        """Return the desk, with Ana in it and greeted."""
        room = await self.desk()
        await self.server.moves(ANA, "join", room)
        await self.server.until(lambda: self.said(room))
        return room

    async def orders(self, *effects: Effect) -> None:
        """Let something be decided."""
        self.numbers += 1
        cause = Heard(EventId(f"$cause{self.numbers}"), KIM, self.chair.clock(), "!cause")
        await self.chair.store.commit(cause, Decision(await self.chair.store.rooms.room(ROOM), effects), None)
        self.chair.to_act.set()

    async def done(self) -> None:
        """Return when everything that happened is taken in, decided and done."""
        await wait_until(lambda: is_at_rest(self.chair.store, str(len(self.server.stream))))

    def said(self, room: RoomId) -> list[Post]:
        """Return what the bot said in a room."""
        return [post for post in self.server.posts if post.room == room]

    async def wait_for_unsaid(self, times: int) -> None:
        """Return as soon as so many sessions were told that something could not be said."""

        async def are_told() -> bool:
            return len(await self.happened("unsaid")) >= times

        await wait_until(are_told)

    async def happened(self, kind: str) -> list[str]:
        """Return the ids of the events of one kind that any session was told of."""
        rows = await self.chair.store.db.rows("SELECT id FROM inbox WHERE kind = ? ORDER BY seq", kind)
        return [row[0] for row in rows]
