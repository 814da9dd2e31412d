"""What somebody between bot and homeserver does to answers to a sync: it keeps events out of them, and puts some in.

An event is one of a room's timeline or state, or a letter from device to device, as JSON.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from bot.model import RoomId

Json: TypeAlias = dict[str, Any]
Part: TypeAlias = Literal["timeline", "state"]


@dataclass
class Delivery:
    """What the next answer to a sync brings beside what the homeserver says."""

    _waiting: list[tuple[Json, RoomId | None, Part]] = field(default_factory=list)
    due: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while there is something to bring."""
    done: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while there is nothing."""

    def __post_init__(self) -> None:
        self.forget()

    def add(self, event: Json, room: RoomId | None, part: Part = "timeline") -> None:
        """Bring an event of a room, or, with no room, a letter."""
        self._waiting.append((event, room, part))
        self.due.set()
        self.done.clear()

    def put_into(self, body: Json) -> None:
        """Put all that waits into an answer, before what is there: events held back are older."""
        for event, room, part in reversed(self._waiting):
            _find_events(body, room, part).insert(0, event)
        self.forget()

    def forget(self) -> None:
        """Bring nothing of all that."""
        self._waiting.clear()
        self.due.clear()
        self.done.set()


@dataclass
class Held:
    """What is kept out of answers to syncs, and whatever else comes for which `which` is true."""

    which: Callable[[Json], bool]
    delivery: Delivery
    _events: list[tuple[Json, RoomId | None]] = field(default_factory=list)
    _holds: bool = True
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait_for(self, many: int) -> list[Json]:
        """Return what is held, oldest first, once it is so many."""
        async with asyncio.timeout(120):
            while len(self._events) < many:
                self._news.clear()
                await self._news.wait()
        return [event for event, _ in self._events]

    def release(self, *events: Json) -> None:
        """Let these go, in one answer; or, with none named, everything that is held."""
        for event, room in list(self._events):
            if event in events or not events:
                self._events.remove((event, room))
                self.delivery.add(event, room)

    def stop(self) -> None:
        """Hold nothing more from now on; what is held stays so."""
        self._holds = False

    def keep(self, body: Json) -> None:
        """Keep what is to be held out of an answer."""
        for events, room in _list_events(body) if self._holds else ():
            kept = [event for event in events if self.which(event)]
            events[:] = [event for event in events if event not in kept]
            self._events += [(event, room) for event in kept]
        self._news.set()


def _list_events(body: Json) -> Iterator[tuple[list[Json], RoomId | None]]:
    """Yield the letters of an answer, and the timeline of each room in it."""
    yield _find_events(body, None), None
    for room in body.get("rooms", {}).get("join", {}):
        yield _find_events(body, room), room


def _find_events(body: Json, room: RoomId | None, part: Part = "timeline") -> list[Json]:
    """Return the list of events that stands in an answer, put there if there was none."""
    there: Any = body
    for name in ("to_device",) if room is None else ("rooms", "join", room, part):
        there = there.setdefault(name, {})
    events: list[Json] = there.setdefault("events", [])
    return events
