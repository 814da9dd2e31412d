"""Practising in real rooms: the client's messages go there at a human pace, and each of the bot's decisions is recorded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields

from bot.app.act import act
from bot.app.keys.pinning import keep_pins_current
from bot.app.listen import listen
from bot.app.services import Chair
from bot.app.think import think
from bot.demo.practice.judgement import Record
from bot.model import Decision, Desk, Elapsed, Event, EventId, Mark, Notice, RoomId, Words
from bot.store import Haul, Store

Voice = Callable[[str, EventId | None], Awaitable[EventId]]
"""Writes a message into a room, in reply to another or to none, and returns it."""
LOOPS = (listen, think, act, keep_pins_current)
Eraser = Callable[[EventId], Awaitable[None]]
"""Deletes a message of one's own."""
BREATH, LETTER, LONGEST = 2.0, 0.06, 15.0
"""Seconds before a message, for each of its letters, and in all at most."""
REGRET = 6.0
"""Seconds after which somebody deletes a message whose draft is at the desk."""


@dataclass(frozen=True, slots=True)
class Watched(Store):
    """A notebook that shows `record` the room `about` after each decision, once that is written down."""

    about: Callable[[], RoomId | None]
    record: Record

    async def commit(self, event: Event, decision: Decision, deadline: float | None, policy: str = "") -> None:
        """Write down that `event` is decided, as every notebook does, and show the room."""
        await Store.commit(self, event, decision, deadline, policy)
        if decision.room.id == self.about():
            self.record.saw(decision.room)


def watch_store(store: Store, about: Callable[[], RoomId | None], record: Record) -> Watched:
    """Return the same notebook, watched."""
    parts = {part.name: getattr(store, part.name) for part in fields(Store)}
    return Watched(**parts, about=about, record=record)


@dataclass
class Rooms:
    """A stage in real rooms. `voices` are the scenario's people, `private` they in their direct rooms.

    `erasers` delete for each of them what they wrote.
    `pace` is 1.0 for a human's, 0.0 for none.
    """

    voices: Mapping[str, Voice]
    record: Record
    pace: float = 1.0
    private: Mapping[str, Voice] = field(default_factory=dict)
    erasers: Mapping[str, Eraser] = field(default_factory=dict)

    async def writes(self, who: str, text: str, reply_to: EventId | None, *, private: bool = False) -> EventId:
        """Wait as long as somebody would who types it, and write it."""
        await asyncio.sleep(self.pace * min(LONGEST, BREATH + LETTER * len(text)))
        return await (self.private if private else self.voices)[who](text, reply_to)

    async def takes_back(self, who: str, message: EventId) -> None:
        """Delete the message once its draft is at the desk, and wait until the bot knows."""
        await self.until(lambda: self.record.is_at_desk(message) or self.record.is_settled(message))
        await asyncio.sleep(self.pace * REGRET)
        await self.erasers[who](message)
        await self.until(lambda: self.record.is_settled(message))

    async def wait_for_decision(self, question: EventId) -> None:
        """Wait until the therapist has decided on the draft for `question`, or has ended the practice."""
        await self.until(lambda: self.record.is_settled(question))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until `holds()`; it is looked at after each decision."""
        while not holds():
            await self.record.news.wait()
            self.record.news.clear()


@asynccontextmanager
async def run_loops_beside(chair: Chair) -> AsyncIterator[None]:
    """Run the bot's loops for as long as the block runs."""
    async with asyncio.TaskGroup() as loops:
        tasks = [loops.create_task(loop(chair)) for loop in LOOPS]
        yield
        for task in tasks:
            task.cancel()


async def lay_at_desk(chair: Chair, session: RoomId, card: Words) -> None:
    """Let the bot post `card` at the desk, as it posts everything: written down first, once."""
    cause = Elapsed(EventId("practice/closing"), chair.clock())
    notice = Notice(card, Mark(kind="practice"), rings=True, where=Desk())
    await chair.store.take_in(Haul((), (), {}, {}, orders=((session, cause, (notice,)),)))
    chair.to_act.set()
