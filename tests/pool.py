"""People and bots who stay from one test to the next: to log in and to sign takes seconds, a fresh room does not.

Whoever is lent to a test comes back from it, leaves every room, and is lent again; unless the test changed what cannot
be undone, such as their identity, or a bot's process. Then nobody else ever meets them.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot_process import BotProcess, bot_process
from foreign_client import ForeignClient, ForeignClients
from foreign_wire import ForeignError
from newcomer import Newcomer

from bot.demo.homeserver import Homeserver
from bot.model import UserId


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
class LentBot:
    """A bot whose deployment is the plainest: one therapist, every room under the same rules, no model."""

    process: BotProcess
    user_id: UserId


@dataclass
class Bots:
    """Plain bots by their therapist; one test at a time has each of them, for a room of its own."""

    synapse: Homeserver
    newcomer: Newcomer
    make_folder: Callable[[], Path]
    running: AsyncExitStack
    _free: dict[UserId, LentBot] = field(default_factory=dict, repr=False)

    @asynccontextmanager
    async def lend(self, therapist: UserId) -> AsyncIterator[LentBot]:
        """Lend a bot that is at work and has `therapist` for its therapist, or start one."""
        bot = self._free.pop(therapist, None) or await self._start(therapist)
        pid = bot.process.pid
        try:
            yield bot
        finally:
            if bot.process.is_running and bot.process.pid == pid:
                self._free[therapist] = bot
            else:
                await bot.process.kill()

    async def _start(self, therapist: UserId) -> LentBot:
        account = await self.newcomer("bot")
        mine = {"therapists": [therapist]}
        bot = await self.running.enter_async_context(
            bot_process(
                self.make_folder(), self.synapse.url, account.user_id, account.password, deployment=mine, room=mine
            )
        )
        return LentBot(bot, account.user_id)
