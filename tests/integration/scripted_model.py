"""A model that a test tells what to do: hang, fail, refuse, be busy, or answer."""

import asyncio

from hand_held import Server

from bot.errors import BackendBusy, BackendDown, BackendRefused
from bot.model import Answer, Prompt

ANSWER = Answer("They spoke of sleep.", "tiny", 11, 7)


class Model:
    """A model that does what it is told, time after time: `hang`, `busy`, `refuse`, `fail` or `answer`."""

    def __init__(self, server: Server, *steps: str) -> None:
        self.server = server
        self.steps = iter(steps)
        self.prompts: list[Prompt] = []

    async def complete(self, prompt: Prompt, *, max_tokens: int) -> Answer:  # noqa: ARG002 - as a backend is called
        """Do the next step."""
        self.prompts.append(prompt)
        async with self.server.news:
            self.server.news.notify_all()
        match next(self.steps):
            case "hang":
                await asyncio.Event().wait()
            case "busy":
                raise BackendBusy("busy", retry_after=0.0)
            case "refuse":
                raise BackendRefused("no key", status=401)
            case "fail":
                raise BackendDown("down")
        return ANSWER
