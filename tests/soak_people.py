"""The people of a soak: many small clients in this process, encrypted and signed, that follow each invitation and read all the time.

Each is the bot's own hardened client with an identity of its own, as the people of the demonstration are.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Self

import nio
from newcomer import Newcomer

from bot.demo.bot_yaml import Account
from bot.demo.person import Person, open_person
from bot.errors import BotError
from bot.matrix.client.refusals import require_response
from bot.matrix.send import KEY
from bot.model import EventId, RoomId, UserId

AGAIN = 0.3
"""Seconds after which somebody tries again whom the homeserver did not answer."""
PREFIX = "thirdchair."
"""Stands before the name of each job of the bot's, which begins with the event that caused it."""
AT_ONCE = 6
"""How many people log in side by side."""


@dataclass(frozen=True, slots=True)
class Read:
    """A message as somebody's client shows it. `marks` is what a machine reads on one of the bot's."""

    id: EventId
    sender: UserId
    body: str = field(repr=False)
    reply_to: EventId | None
    edits: EventId | None
    marks: dict[str, Any]

    @property
    def is_edit(self) -> bool:
        """Return whether it stands in the place of an earlier one."""
        return self.edits is not None

    @property
    def cause(self) -> EventId:
        """Return what the bot said it because of: what a therapist asks for in the room may be answered at their desk."""
        return self.reply_to or EventId(str(self.marks.get("job", "")).removeprefix(PREFIX).partition("/")[0])

    @classmethod
    def of(cls, event: Any) -> Self:
        """Return what a text that could be decrypted shows."""
        content = event.source["content"]
        relation = content.get("m.relates_to") or {}
        return cls(
            EventId(event.event_id),
            UserId(event.sender),
            event.body,
            relation.get("m.in_reply_to", {}).get("event_id"),
            relation.get("event_id") if relation.get("rel_type") == "m.replace" else None,
            content.get(KEY) or {},
        )


@dataclass
class Attendee:
    """Somebody who sits at their client, from the moment on at which they `attend`."""

    person: Person
    sent: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition, repr=False)
    _numbers: Iterator[int] = field(default_factory=count, repr=False)
    _mouth: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _slots: dict[RoomId, list[Read | None]] = field(default_factory=dict, repr=False)
    _sealed: dict[RoomId, set[int]] = field(default_factory=dict, repr=False)

    @property
    def user_id(self) -> UserId:
        """Return who it is."""
        return self.person.user_id

    @property
    def rooms(self) -> tuple[RoomId, ...]:
        """Return the rooms that they are in."""
        return tuple(RoomId(room) for room in self.person.client.rooms)

    async def attend(self) -> None:
        """Read along for ever, and follow every invitation; a homeserver that is away is asked again."""
        while True:
            try:
                await self.person.sight.look()
                for room in self.person.sight.invitations - set(self.rooms):
                    await self.person.client.call("POST", f"/_matrix/client/v3/rooms/{room}/join", {})
            except BotError:
                await asyncio.sleep(AGAIN)
            async with self._news:
                self._news.notify_all()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until it `holds`, however long that takes; it is looked at with all that comes."""
        async with self._news:
            await self._news.wait_for(holds)

    def messages(self, room: RoomId) -> list[Read]:
        """Return all that could be read in a room, oldest first. Each is looked at once; what is sealed, until it opens."""
        timeline, slots = self.person.sight.timeline(room), self._slots.setdefault(room, [])
        sealed = self._sealed.setdefault(room, set())
        for place in (*sorted(sealed), *range(len(slots), len(timeline))):
            event = timeline[place]
            sealed.discard(place)
            if isinstance(event, nio.MegolmEvent):
                sealed.add(place)
            read = Read.of(event) if isinstance(event, nio.RoomMessageText | nio.RoomMessageNotice) else None
            slots[place : place + 1] = [read]
        return [read for read in slots if read]

    def from_bot(self, room: RoomId, bot: UserId) -> list[Read]:
        """Return what the bot said in a room, oldest first, edits and all."""
        return [message for message in self.messages(room) if message.sender == bot]

    def count_sealed(self, room: RoomId) -> int:
        """Return how many messages of a room they could not decrypt so far."""
        self.messages(room)
        return len(self._sealed[room])

    async def say(self, room: RoomId, text: str, to: Read | None = None) -> EventId:
        """Send a message once, tried again under the same transaction id for as long as the homeserver is away.

        A reply `to` somebody's message mentions them, as apps do it.
        """
        content: dict[str, Any] = {"msgtype": "m.text", "body": text, "m.mentions": {}}
        if to:
            content |= {"m.relates_to": {"m.in_reply_to": {"event_id": to.id}}, "m.mentions": {"user_ids": [to.sender]}}
        txn, client = f"soak.{next(self._numbers)}", self.person.client
        while True:
            try:
                async with self._mouth:
                    answer = await client.room_send(room, "m.room.message", content, tx_id=txn)
                self.sent += 1
                return EventId(require_response(answer, nio.RoomSendResponse).event_id)
            except BotError:
                await asyncio.sleep(AGAIN)

    async def ask(self, room: RoomId, text: str, bot: UserId) -> EventId:
        """Send a message, and return it when the bot's reply to it can be read."""
        question = await self.say(room, text)
        await self.until(lambda: any(said.reply_to == question for said in self.from_bot(room, bot)))
        return question


@asynccontextmanager
async def bring_people(
    homeserver: str, newcomer: Newcomer, folder: Path, names: Sequence[str]
) -> AsyncIterator[list[Attendee]]:
    """Log everybody of `names` in, each with a fresh account, and let them attend for as long as the block runs."""
    few = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as opened, asyncio.TaskGroup() as group:

        async def arrive(name: str) -> Attendee:
            async with few:
                account = await newcomer(name)
                place = folder / account.login
                place.mkdir(parents=True)
                who = Account(name, account.user_id, account.password)
                return Attendee(await opened.enter_async_context(open_person(homeserver, who, place)))

        attendees = await asyncio.gather(*(arrive(name) for name in names))
        reading = [group.create_task(attendee.attend()) for attendee in attendees]
        yield attendees
        for task in reading:
            task.cancel()
