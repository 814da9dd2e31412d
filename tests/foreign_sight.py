"""What a foreign client has seen so far, and how a test waits for it to see something, or shows that it saw nothing."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from foreign_event import Seen
from foreign_wire import PATIENCE, ForeignError, Wire

from bot.model import EventId, RoomId, UserId


@dataclass
class Sight:
    """All that one client has been shown, in the order in which it came."""

    wire: Wire = field(repr=False)
    _seen: dict[EventId, Seen] = field(default_factory=dict, repr=False, init=False)
    _typing: list[tuple[RoomId, UserId, bool]] = field(default_factory=list, repr=False, init=False)
    _read: dict[tuple[RoomId, UserId], EventId] = field(default_factory=dict, repr=False, init=False)
    _membership: dict[RoomId, tuple[str, str]] = field(default_factory=dict, repr=False, init=False)

    def seen(self, room: RoomId) -> tuple[Seen, ...]:
        """Return the events of `room` in the order in which they came; one that was decrypted late is decrypted."""
        return tuple(event for event in self._seen.values() if event.room == room)

    def typed(self, room: RoomId, person: UserId) -> tuple[bool, ...]:
        """Return each change of `person` typing (True) and having stopped (False)."""
        return tuple(on for where, who, on in self._typing if (where, who) == (room, person))

    def read_by(self, room: RoomId, person: UserId) -> EventId | None:
        """Return the event up to which `person` has read."""
        return self._read.get((room, person))

    def rooms(self, membership: str) -> tuple[RoomId, ...]:
        """Return the rooms in which this client is a member of the kind `invite`, `join` or `leave`."""
        return tuple(room for room, (kind, _) in self._membership.items() if kind == membership)

    def name_of(self, room: RoomId) -> str:
        """Return what a room was called when this client's membership last changed there."""
        return self._membership[room][1]

    async def until(self, holds: Callable[[], bool], *, patience: float = PATIENCE) -> None:
        """Return as soon as `holds()`; it is looked at now and at each thing that any client sees."""
        async with asyncio.timeout(patience), self.wire.news:
            await self.wire.news.wait_for(lambda: self.wire.ended or holds())
        if self.wire.ended:
            raise ForeignError("until", "NodeEnded")

    async def meets(self, room: RoomId, *people: UserId) -> None:
        """Return as soon as all `people` have joined `room`, as this client knows."""
        await self.until(lambda: set(people) <= {event.state_key for event in self.seen(room) if event.joins})

    async def sees(
        self,
        room: RoomId,
        condition: Callable[[Seen], bool],
        *,
        after: EventId | None = None,
        patience: float = PATIENCE,
    ) -> Seen:
        """Return the first event of `room`, of those that came after `after`, for which `condition` holds.

        An AssertionError tells what came instead, in numbers and types.
        """
        with suppress(TimeoutError):
            await self.until(lambda: any(map(condition, self._since(room, after))), patience=patience)
        for event in self._since(room, after):
            if condition(event):
                return event
        came = Counter(str(event) for event in self._since(room, after))
        raise AssertionError(f"Not seen within {patience:.0f} s. What came: {dict(came)}")

    async def silence(self, room: RoomId, person: UserId, *, since: EventId, until: Callable[[Seen], bool]) -> Seen:
        """Return the event that ends the silence: after `since`, `person` wrote nothing before `until` held for it.

        Choose an end that `person` can only bring about after having dealt with `since`: the answer to a later command.
        """
        end = await self.sees(room, until, after=since)
        between = self._since(room, since)
        said = [str(event) for event in between[: between.index(end)] if event.sender == person and event.is_message]
        assert not said, f"There was no silence: {Counter(said)}"
        return end

    def forget(self) -> None:
        """Forget all that was seen so far, as if somebody else sat before the client from now on."""
        for seen in (self._seen, self._typing, self._read, self._membership):
            seen.clear()

    def notice(self, told: dict[str, Any]) -> None:
        """Take in one thing that this client saw."""
        if event := told.get("event"):
            self._seen[event["id"]] = Seen.told(event)
        elif typing := told.get("typing"):
            self._typing.append((typing["room"], typing["user"], typing["typing"]))
        elif receipt := told.get("receipt"):
            self._read[receipt["room"], receipt["user"]] = receipt["event"]
        elif ours := told.get("membership"):
            self._membership[ours["room"]] = (ours["membership"], ours["name"])

    def _since(self, room: RoomId, after: EventId | None) -> tuple[Seen, ...]:
        events = self.seen(room)
        ids = [event.id for event in events]
        if after is None:
            return events
        return events[ids.index(after) + 1 :] if after in ids else ()
