"""What one hour of an operator stands on: the machine, the homeserver, the people, the bot, the session."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from bot_process import PATIENCE, BotProcess
from foreign_client import ForeignClient
from fresh_machine import FreshMachine, fetch_page
from session_room import Session

from bot.demo.homeserver import Homeserver, find_free_port

ASKED, TERM = "!explain sleep hygiene", "sleep hygiene"


@dataclass
class Hour:
    """One hour on one machine. What is started is ended by `stack`; homeserver, bot and session come in its course."""

    machine: FreshMachine
    stack: AsyncExitStack
    port: int = field(default_factory=find_free_port)
    people: dict[str, ForeignClient] = field(default_factory=dict)
    homeserver: Homeserver | None = None
    process: BotProcess | None = None
    room: Session | None = None

    @property
    def synapse(self) -> Homeserver:
        """Return the homeserver, which runs by now."""
        assert self.homeserver is not None
        return self.homeserver

    @property
    def bot(self) -> BotProcess:
        """Return the bot, which was started by now."""
        assert self.process is not None
        return self.process

    @property
    def session(self) -> Session:
        """Return the session, which was begun by now."""
        assert self.room is not None
        return self.room

    async def start_bot(self) -> None:
        """Start the bot, and return when its page says that it is ready."""
        await self.bot.start()
        await self.bot.ready()
        async with asyncio.timeout(PATIENCE):
            while (await fetch_page(self.port, "/ready"))[0] != 200:  # noqa: ASYNC110 - a page can only be looked up
                await asyncio.sleep(0.1)

    async def join_next_room(self, name: str) -> None:
        """Let somebody join the room that they are asked into."""
        who = self.people[name]
        await who.until(lambda: bool(who.rooms("invite")))
        await who.join(who.rooms("invite")[0])

    async def ask_bot(self, name: str) -> None:
        """Let somebody ask what a term means, and check that they can read the answer, from a device that its owner signed."""
        answer = await self.session.answer(self.people[name], ASKED)
        assert (answer.failure, answer.shield) == (None, "NONE"), answer
        assert TERM in answer.body.lower(), answer

    async def count_lines(self) -> int:
        """Let the doctor look; return how many lines it says, and check that none asks for anything.

        What only an administrator's token shows, how often Synapse lets the bot speak, is not looked at.
        """
        said = await self.machine.order("doctor")
        assert list_to_do(said) == [], said
        return len([line for line in said.splitlines() if line.startswith("ok")])


def list_to_do(said: str) -> list[str]:
    """Return the lines of the doctor that ask for something."""
    return [line for line in said.splitlines() if line.startswith(("look", "wrong"))]
