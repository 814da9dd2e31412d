"""The stage of a played session: real encrypted clients, a real homeserver, a model server, and the bot in this process.

The bot is what `thirdchair run` runs, but for its clock, which the script moves: a minute passes in the bot as soon as
everybody, bot and clients, has done and seen all that came of the minute before. So nothing waits for seconds, and that
nothing was said is seen for certain.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from foreign_client import ForeignClient
from foreign_event import Seen
from foreign_wire import PATIENCE
from model_server import ModelServer

from bot.app.services import Chair
from bot.model import EventId, RoomId, UserId

STEP = 60.0
"""Seconds by which the clock moves at once, at most: after more than two minutes without a sync the bot was away."""


class Clock:
    """Seconds since 1970 that stand still, but for a millionth at each look: no two moments are the same."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time."""
        self.now += 1e-6
        return self.now


@dataclass
class Stage:
    """Everybody there: `cast` by name, the bot's `chair`, its clock. `sent` is what the bot has posted, room by room.

    `missed` is what was posted in a room before somebody came, which they can never read.
    """

    chair: Chair
    clock: Clock
    cast: Mapping[str, ForeignClient]
    model: ModelServer
    session: RoomId
    desk: RoomId | None = None
    direct: dict[str, RoomId] = field(default_factory=dict)
    sent: dict[RoomId, set[EventId]] = field(default_factory=lambda: defaultdict(set))
    missed: dict[tuple[RoomId, str], set[EventId]] = field(default_factory=lambda: defaultdict(set))
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    _nudges: "count[int]" = field(default_factory=count)

    @property
    def bot(self) -> UserId:
        """Return the bot's user id."""
        return UserId(self.chair.client.user_id)

    def room(self, place: str, who: str) -> RoomId:
        """Return the room that a person calls so."""
        room_id = {"room": self.session, "desk": self.desk, "direct": self.direct.get(who)}[place]
        assert room_id is not None, f"{who} has no such room yet: {place}"
        return room_id

    def members(self, room: RoomId) -> dict[str, ForeignClient]:
        """Return who of the cast is in a room."""
        return {
            name: foreign_client for name, foreign_client in self.cast.items() if room in foreign_client.rooms("join")
        }

    def newest(self, room: RoomId, who: str, holds: Callable[[Seen], bool]) -> Seen:
        """Return the newest message for which `holds()`, as `who` sees it."""
        return [
            message
            for message in self.cast[who].seen(room)
            if message.is_message and not message.edit_of and holds(message)
        ][-1]

    async def until(self, moment: float) -> None:
        """Let the time pass until `moment` (seconds since 1970), minute by minute, with all that comes with it."""
        while self.clock.now < moment:
            self.clock.now = min(moment, self.clock.now + STEP)
            await self._heartbeat()
            for bell in (self.chair.to_think, self.chair.to_act):
                bell.set()
            await self.settled()

    async def comes(self, who: str, place: str) -> None:
        """Let somebody accept the bot's invitation to the desk or to their direct room."""
        client = self.cast[who]
        await client.until(lambda: bool(client.rooms("invite")))
        (room,) = client.rooms("invite")
        self.missed[room, who] |= self.sent[room]
        if place == "desk":
            self.desk = room
        else:
            self.direct[who] = room
        await client.join(room)
        joined = await client.sees(room, lambda message: message.joins and message.state_key == client.user_id)
        await self.settled(room, joined.id)

    async def settled(self, room: RoomId | None = None, event: EventId | None = None) -> None:
        """Wait until the bot has read `event` and done all that it has to, and everybody has seen what came of it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.bell.clear()
                if await self._has_read(room, event) and await self._is_idle() and self._all_seen(room, event):
                    return
                await self.bell.wait()

    async def _heartbeat(self) -> None:
        """Let the bot's sync come back with nothing, as it does twice a minute when nobody writes."""
        ana, now = self.cast["Ana"], self.clock.now
        nothing: dict[str, Any] = {"messages": {self.bot: {"*": {}}}}
        await ana.request("PUT", f"/sendToDevice/m.dummy/heartbeat-{next(self._nudges)}", nothing)
        async with asyncio.timeout(PATIENCE):
            while float(await self.chair.store.notes.read("synced_at") or 0.0) < now:
                self.bell.clear()
                await self.bell.wait()

    async def _has_read(self, room: RoomId | None, event: EventId | None) -> bool:
        if room is None or event is None:
            return True
        latest = (await self.chair.store.latest()).get(room)
        orders = ([message.id for message in client.seen(room)] for client in self.members(room).values())
        return any(event in order and latest in order[order.index(event) :] for order in orders)

    async def _is_idle(self) -> bool:
        """Return whether nothing waits to be read, decided or done, and nothing is due."""
        sql = (
            "SELECT (SELECT count(*) FROM inbox WHERE decided = 0) + (SELECT count(*) FROM sealed) "
            "+ (SELECT count(*) FROM job WHERE state = 'waiting')"
        )
        ((waiting,),) = await self.chair.store.db.rows(sql)
        return not waiting and not await self.chair.store.rooms.due(self.clock.now)

    def _all_seen(self, room: RoomId | None, event: EventId | None) -> bool:
        typed = {room: {event}} if room and event else {}
        rooms = {self.session, self.desk, *self.direct.values()} - {None}
        return all(
            (self.sent[room] | typed.get(room, set())) - self.missed[room, name] <= _readable(client, room)
            for room in rooms
            if room is not None
            for name, client in self.members(room).items()
        )


def _readable(client: ForeignClient, room: RoomId) -> set[EventId | None]:
    return {message.id for message in client.seen(room) if message.decrypted or not message.encrypted}
