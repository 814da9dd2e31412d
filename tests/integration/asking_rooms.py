"""Many session rooms of one bot, and a model server that works on a few requests at once, each for as long as it is told.

async with open_clinic(folder, rooms=200, seconds=0.2) as clinic:
    question = await clinic.ask(3)
    await clinic.until(lambda: clinic.server.replies(question))
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nio
from hand_held import ANA, BOT, KIM, Client, Server, at_work, seat
from held_rooms import MEMBER, HeldRoom
from polling import is_at_rest, wait_until

from bot.app.services import Chair
from bot.model import TALK, Answer, Consent, Decision, EventId, Floor, Heard, Person, Prompt, Room, RoomId, UserId
from bot.session.talk.agreement import hash_card
from bot.settings import load_settings

PEOPLE = (Person(ANA, "Ana"), Person(KIM, "Kim"))
QUIET = 5.0
"""Seconds after which a sync that brings nothing ends: without any, the bot would take the homeserver for gone."""
_TERM = re.compile(r"grundle(\w{3})")
_LETTERS = "bcdfghjkmn"


def name_room(number: int) -> RoomId:
    """Return the room of a number."""
    return RoomId(f"!many{number}:clinic")


def make_term(number: int) -> str:
    """Return a made-up word by which a model knows which room asked: no glossary has it, and no mask touches it."""
    return "grundle" + "".join(_LETTERS[int(digit)] for digit in f"{number:03}")


@dataclass
class SlottedModel:
    """A model server with `slots`: what comes beyond them waits in its own queue, first come, first served.

    It takes `seconds` for a request; where they are None, a request of a room ends as soon as a test says `finish`.
    `begun` are the rooms by number in the order in which their requests began (-1: it cannot be told which), `running` those
    that it works on, `most` how many it was asked for at once.
    """

    server: Server
    slots: int
    seconds: float | None
    begun: list[int] = field(default_factory=list)
    running: list[int] = field(default_factory=list)
    asked: int = 0
    most: int = 0
    _free: asyncio.Semaphore = field(init=False)
    _finished: dict[int, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Have every slot free."""
        self._free = asyncio.Semaphore(self.slots)

    def finish(self, number: int) -> None:
        """Let the request of a room that it works on end."""
        self._finished.setdefault(number, asyncio.Event()).set()

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - as a backend is called
        """Answer after a while; whoever goes away before leaves the slot."""
        named = _TERM.search(prompt.request)
        number = int("".join(str(_LETTERS.index(letter)) for letter in named[1])) if named else -1
        self.asked += 1
        self.most = max(self.most, self.asked)
        try:
            async with self._free:
                await self._work(number)
        finally:
            self.asked -= 1
        return Answer(f"A {named[0] if named else 'word'} is a small habit that helps people sleep.", "tiny", 11, 7)

    async def _work(self, number: int) -> None:
        self.begun.append(number)
        self.running.append(number)
        async with self.server.news:
            self.server.news.notify_all()
        try:
            if self.seconds is None:
                await self._finished.setdefault(number, asyncio.Event()).wait()
                del self._finished[number]
            else:
                await asyncio.sleep(self.seconds)
        finally:
            self.running.remove(number)


class ManyClient(Client):
    """A client that is in many rooms from the first sync on, and is answered also while nothing happens in any."""

    async def sync(self, *, since: str | None, full_state: bool, **more: Any) -> nio.SyncResponse:
        """Return what happened, as ever."""
        if full_state:
            members: dict[str, Any] = dict.fromkeys((ANA, KIM, BOT), MEMBER)
            here: dict[str, Any] = {room: HeldRoom(dict(members)) for room in self.server.rooms.members}
            answer = await super().sync(since=since, full_state=full_state, **more)
            self.rooms |= here
            return answer
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET):
                return await super().sync(since=since, full_state=full_state, **more)
        return nio.SyncResponse(
            since or "", nio.Rooms({}, {}, {}), nio.DeviceOneTimeKeyCount(50, 50), nio.DeviceList([], []), [], []
        )


@dataclass
class Clinic:
    """A bot at work in many rooms, with the model that it asks."""

    chair: Chair
    server: Server = field(repr=False)
    model: SlottedModel = field(repr=False)

    async def ask(self, number: int) -> EventId:
        """Let Kim ask for a word in a room that no glossary has."""
        return await self.say(f"!explain {make_term(number)}", number)

    async def say(self, text: str, number: int, who: UserId = KIM) -> EventId:
        """Let somebody write a message in a room."""
        return await self.server.says_now(text, who, name_room(number))

    async def until(self, holds: Callable[[], object]) -> None:
        """Return as soon as `holds()`, however long that takes."""
        async with self.server.news:
            await self.server.news.wait_for(holds)

    async def settle(self) -> None:
        """Wait until everything that happened is decided and done."""
        await wait_until(lambda: is_at_rest(self.chair.store))

    async def settle_room(self, number: int) -> None:
        """Wait until everything that happened in a room is decided and done."""
        sql = "SELECT 1 FROM inbox WHERE room = ?1 AND NOT decided UNION SELECT 1 FROM job WHERE room = ?1 AND state = 'waiting'"

        async def is_idle() -> bool:
            return not await self.chair.store.db.rows(sql, name_room(number))

        await wait_until(is_idle)

    async def seat_room(self, number: int) -> None:
        """Let the AI be on in a room, to which everybody agreed."""
        now, room = self.chair.clock(), name_room(number)
        policy = self.chair.find_filed_policy(room)
        assert policy is not None
        card = hash_card(policy, policy.languages[0])
        consents = tuple(
            Consent(person.id, purpose, card, policy.languages[0], EventId(f"$yes{person.id}{purpose}"), now)
            for person in PEOPLE
            for purpose in TALK
        )
        state = Room(
            room, True, Floor.LISTEN, PEOPLE, last_talk=now, last_therapist=now, disclosed=now, consents=consents
        )
        cause = Heard(EventId(f"seat/{number}"), ANA, now, "")
        await self.chair.store.commit(cause, Decision(state), None)


@asynccontextmanager
async def open_clinic(
    folder: Path, rooms: int, *, slots: int = 8, seconds: float | None = None
) -> AsyncIterator[Clinic]:
    """Run a bot whose AI is on in so many rooms, and whose model works on `slots` requests, `seconds` on each."""
    server = Server(at_once=1000)
    for number in range(rooms):
        server.rooms.members[name_room(number)] = dict.fromkeys((ANA, KIM, BOT), "join")
    model = SlottedModel(server, slots, seconds)
    async with seat(folder, ManyClient(server), {"house": model}) as chair:
        main = folder / "bot.yaml"
        main.write_text(main.read_text().replace("model: tiny", f"model: tiny, slots: {slots}, timeout: 600"))
        chair.settings = load_settings(main)
        clinic = Clinic(chair, server, model)
        async with at_work(chair):
            await chair.synced.wait()
            await clinic.settle()  # the bot has found itself in each
            for number in range(rooms):
                await clinic.seat_room(number)
            yield clinic
