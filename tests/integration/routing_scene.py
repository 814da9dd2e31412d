"""A bot that listens and decides nothing: what happens in a session's rooms, and what the session is told of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import nio
from hand_held import ANA, KIM, OTHER, ROOM, Client, Server, at_work, heard, seat
from polling import wait_until

from bot.app.listen import listen
from bot.app.services import Chair
from bot.model import (
    Captioned,
    Decision,
    Desk,
    Direct,
    Event,
    EventId,
    Floor,
    Heard,
    Language,
    Person,
    Room,
    RoomId,
    SecondContact,
    UserId,
)
from bot.store.codec import unpack_thing

EVE, BEN, ZOE = UserId("@eve:clinic"), UserId("@ben:clinic"), UserId("@zoe:clinic")
EN = Language("en")
PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
DESK, DIRECT = RoomId("!desk:clinic"), RoomId("!direct:clinic")
NIGHT = RoomId("!night:clinic")
BESIDE = ((ROOM, Desk(), DESK), (ROOM, Direct(KIM), DIRECT), (RoomId(""), SecondContact(EVE), NIGHT))


def _hears(client: Any, room: RoomId, event: Any, now: float, **late: bool) -> Any:
    """Hear an event that a test made as it is, and everything else as usual."""
    if isinstance(event, Happening):
        return replace(event.event, at=now)
    return heard(client, room, event, now, **late)


@dataclass
class Happening:
    """Something that a homeserver tells, already heard."""

    event: Any = field(repr=False)
    decrypted: bool = False
    source: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def event_id(self) -> str:
        """Return the id of the event."""
        return str(self.event.id)


@dataclass
class Scene:
    """A bot that listens and decides nothing: the session room, its desk, and Kim's direct room."""

    chair: Chair
    server: Server = field(repr=False)
    folder: Path

    async def means(self, event: Any, room: RoomId) -> list[Event]:
        """Let something happen in a Matrix room, and return what the session is told."""
        before = await self._seen()
        await self.server.tell(Happening(event) if isinstance(event, (*get_args(Event), Captioned)) else event, room)
        await self.read()
        return [event for event in await self._seen() if event not in before]

    async def read(self) -> None:
        """Return when everything that happened is taken in."""

        async def has_read() -> bool:
            return await self.chair.store.notes.read("sync_token") == str(len(self.server.stream))

        await wait_until(has_read)

    async def _seen(self) -> list[Event]:
        rows = await self.chair.store.db.rows("SELECT room, kind, body FROM inbox ORDER BY seq")
        assert {row[0] for row in rows} <= {ROOM, OTHER}
        return [unpack_thing(kind, body) for room, kind, body in rows if room == ROOM and kind != "arrived"]


@asynccontextmanager
async def listening_scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Seat a bot in a session at which everybody is, and let it listen."""
    server = Server()
    async with seat(tmp_path, Client(server)) as chair:
        chair.hear = _hears
        await room_is(chair, Room(ROOM, seated=True, floor=Floor.LISTEN, roster=PEOPLE))
        for of, where, room in BESIDE:
            side = await chair.store.sides.side(of, where)
            body = {"creation_content": {"org.thirdchair": {"side": side.nonce}}, "is_direct": bool(where.user)}
            server.rooms.made[room], server.rooms.members[room] = {"sender": "@bot:clinic", **body}, {}
            server.stream.append((room, nio.RoomCreateEvent.from_dict(server.rooms.creation(room))))
            for person in ("@bot:clinic", ANA, KIM, EVE):
                server.rooms.move(person, "join", room)
        async with at_work(chair, listen):
            scene = Scene(chair, server, tmp_path)
            await scene.read()
            yield scene


async def room_is(chair: Chair, room: Room) -> None:
    """Let a session room be as it is given."""
    cause = Heard(EventId(f"$cause{room.floor}"), KIM, 1.0, "x")
    await chair.store.commit(cause, Decision(room), None)


def says(text: str, sender: UserId, **more: Any) -> Heard:
    """Return something that somebody wrote."""
    return Heard(EventId("$said"), sender, 0.0, text, signed=True, **more)
