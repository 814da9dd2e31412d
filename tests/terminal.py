"""The program on a terminal, as a person sits before it: what it shows, and what is typed when it asks.

    async with terminal("init", str(folder)) as screen:
        await screen.answer("The homeserver's address", "https://clinic.example")
        assert await screen.end() == 0

What it asks for in secret is typed in the same way, and does not show.
"""

import asyncio
import os
import pty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot_process import PATIENCE, PROGRAM


@dataclass
class Screen:
    """What stands on the terminal, and the program behind it. `typed_at` is how much of it stood there at the last answer."""

    process: asyncio.subprocess.Process
    ours: int
    shown: str = field(default="", repr=False)
    typed_at: int = 0
    over: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    def take_in(self) -> None:
        """Read what the program shows, until it has ended."""
        try:
            told = os.read(self.ours, 65536)
        except OSError:  # nobody has the other end open any more
            told = b""
        if not told:
            self.over = asyncio.get_running_loop().remove_reader(self.ours)
        self.shown += told.decode(errors="replace")
        self.news.set()

    async def answer(self, question: str, text: str) -> None:
        """Type `text` once `question` has been asked, since the last answer, and the blank stands behind it: it is listened for then.

        Raises:
            TimeoutError: it is not; noted with what stands there.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while question not in self.shown[self.typed_at :] or not self.shown.endswith(" "):
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError as error:
            error.add_note(self.shown)
            raise
        self.typed_at = len(self.shown)
        os.write(self.ours, f"{text}\n".encode())

    async def end(self) -> int:
        """Return the exit status, once the program has ended and all that it showed was read."""
        async with asyncio.timeout(PATIENCE):
            while not self.over:
                self.news.clear()
                await self.news.wait()
            return await self.process.wait()


@asynccontextmanager
async def terminal(*arguments: str) -> AsyncIterator[Screen]:
    """Run `thirdchair` with `arguments` on a terminal of its own; it is ended if the block is over before."""
    ours, theirs = pty.openpty()
    try:
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *arguments, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
    finally:
        os.close(theirs)
    screen = Screen(process, ours)
    asyncio.get_running_loop().add_reader(ours, screen.take_in)
    try:
        yield screen
    finally:
        asyncio.get_running_loop().remove_reader(ours)
        if process.returncode is None:
            process.kill()
            await process.wait()
        os.close(ours)
