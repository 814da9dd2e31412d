"""People and bots who stay from one test to the next: to log in and to sign takes seconds, a fresh room does not.

Whoever is lent to a test comes back from it, leaves every room, and is lent again; unless the test changed what cannot
be undone, such as their identity, or a bot's process. Then nobody else ever meets them.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot_process import BotProcess, bot_process
from foreign_client import ForeignClient, ForeignClients
from foreign_wire import ForeignError
from newcomer import Newcomer
from session_room import Session, enter_room

from bot.demo.homeserver import Homeserver
from bot.model import UserId

SPARE = 2
"""Bots that wait for somebody to ask for them."""


@dataclass
class People:
    """Signed people with one device each, by the name that tests call them; one test at a time has each of them."""

    synapse: Homeserver
    newcomer: Newcomer
    clients: ForeignClients
    _free: dict[str, list[ForeignClient]] = field(default_factory=lambda: defaultdict(list), repr=False)

    @asynccontextmanager
    async def lend(self, name: str) -> AsyncIterator[ForeignClient]:
        """Lend somebody called `name`, whose client hears signed devices only, and who is in no room."""
        person = self._free[name].pop() if self._free[name] else await self._log_in(name)
        await _has_left(person)  # a room of the last test that they were asked into too late to turn it down then
        try:
            yield person
        finally:
            if person.is_as_before and await _has_left(person):
                self._free[name].append(person)
            else:
                await self.clients.close(person)

    async def _log_in(self, name: str) -> ForeignClient:
        account = await self.newcomer(name)
        return await self.clients.log_in(self.synapse.url, account.login, account.password)


async def _has_left(person: ForeignClient) -> bool:
    """Let `person` leave every room, turn down every invitation, and forget it all; return whether they could."""
    rooms = (*person.rooms("join"), *person.rooms("invite"))
    try:
        await asyncio.gather(*(person.leave(room) for room in rooms))
    except (ForeignError, TimeoutError):
        return False
    person.forget()
    return True


@dataclass
class _Bot:
    """A bot at work, and what it was configured with."""

    process: BotProcess
    user_id: UserId
    configured: str


@dataclass
class Bots:
    """Bots by their therapist and configuration; one test at a time has each of them, for a room of its own."""

    synapse: Homeserver
    newcomer: Newcomer
    make_folder: Callable[[], Path]
    running: AsyncExitStack
    _free: list[_Bot] = field(default_factory=list, repr=False)

    @asynccontextmanager
    async def lend_session(
        self, people: tuple[ForeignClient, ForeignClient], **files: Mapping[str, Any]
    ) -> AsyncIterator[Session]:
        """Bring `people`, the first of whom is the therapist, and a bot of theirs into a fresh room.

        `files` are those of `session_room`. A bot that the test stops, ends or starts anew is lent to nobody else.
        """
        therapist = {"therapists": [people[0].user_id]}
        settings = {name: {**therapist, **files.get(name, {})} for name in ("deployment", "room")}
        bot = self._take(json.dumps(settings, sort_keys=True)) or await self._start(settings)
        pid = bot.process.pid
        try:
            yield await enter_room(people, bot.process, bot.user_id, languages=2)
        finally:
            if bot.process.is_running and bot.process.pid == pid:
                self._free.append(bot)
            else:
                await bot.process.kill()
            await self._end_spares()

    def _take(self, configured: str) -> _Bot | None:
        """Return the free bot that is configured so, if there is one; it is free no longer."""
        for bot in self._free:
            if bot.configured == configured:
                self._free.remove(bot)
                return bot
        return None

    async def _start(self, settings: Mapping[str, Mapping[str, Any]]) -> _Bot:
        account = await self.newcomer("bot")
        login = (account.user_id, account.password)
        bot = bot_process(
            self.make_folder(), self.synapse.url, *login, deployment=settings["deployment"], room=settings["room"]
        )
        process = await self.running.enter_async_context(bot)
        return _Bot(process, account.user_id, json.dumps(settings, sort_keys=True))

    async def _end_spares(self) -> None:
        """End the bots that nobody has asked for longest: each takes a quarter of a gigabyte."""
        while len(self._free) > SPARE:
            await self._free.pop(0).process.kill()
