"""Whose event is decided next: the rooms go in turn, one event each, and those go first in which something ends or guards.

Within a room all is decided as it came, so what ends or guards there takes along what waits before it. Such rooms go round
among themselves; where others wait every second turn is theirs, so that nobody who shouts all the time keeps the rest unheard.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.model import RoomId

FEW = 2
"""Rooms among which nobody waits for more than one event of another's, so that nothing has to go first."""


@dataclass(frozen=True, slots=True)
class Place:
    """One event's place in line: of which room it is, and its number in the inbox."""

    room: RoomId
    number: int


class Turns:
    """The line of what waits, by numbers alone. What was decided meanwhile is found to be so when it would be its turn."""

    def __init__(self) -> None:
        self._last = 0
        self._line: OrderedDict[RoomId, deque[int]] = OrderedDict()
        self._first: OrderedDict[RoomId, int] = OrderedDict()
        self._unread: deque[Place] = deque()
        self._was_first = False

    @property
    def known(self) -> int:
        """Return the number up to which all that waits is in line; 0 where nothing is, so that all is looked for."""
        return self._last if self._line else 0

    @property
    def rooms(self) -> frozenset[RoomId]:
        """Return the rooms of which something is in line."""
        return frozenset(self._line)

    def join_line(self, places: Iterable[Place]) -> None:
        """Let what is new stand in line, oldest first; what stands there already stays where it is."""
        for place in places:
            if place.number > self.known:
                self._line.setdefault(place.room, deque()).append(place.number)
                self._unread.append(place)
                self._last = place.number

    def list_unread(self) -> Iterator[Place]:
        """Yield, once each, what may have to go first: nothing while only a few rooms wait."""
        while self._unread and len(self._line) > FEW:
            yield self._unread.popleft()

    def put_first(self, place: Place) -> None:
        """Let a room go first until the event at `place` is decided."""
        if place.room in self._line:
            self._first[place.room] = place.number

    def find_next(self) -> Place | None:
        """Return whose turn it is, None if nothing waits: the same until that turn is over."""
        if not self._line:
            return None
        others = (room for room in self._line if room not in self._first)
        room = next(others, None) if self._was_first or not self._first else next(iter(self._first))
        room = room or next(iter(self._first))
        return Place(room, self._line[room][0])

    def end_turn(self, place: Place) -> None:
        """Let the room behind have its turn, now that the event at `place` is decided."""
        self._was_first = place.room in self._first
        self.leave_line(place)
        for line in (self._line, self._first):
            if place.room in line:
                line.move_to_end(place.room)

    def leave_line(self, place: Place) -> None:
        """Take out of the line what waits no more."""
        waiting = self._line.get(place.room)
        if not waiting or waiting[0] != place.number:
            return
        waiting.popleft()
        if not waiting or self._first.get(place.room, waiting[0]) <= place.number:
            self._first.pop(place.room, None)
        if not waiting:
            del self._line[place.room]
        if not self._line:
            self._unread.clear()
