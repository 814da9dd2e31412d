"""A process with a backend of somebody else's in it, as the bot runs it: what it may reach, and what is noticed.

    python third_party_session.py BASE_URL KIND

The package is installed as one is, by its metadata in a folder on the path. It prints one line of JSON: the answer, or
the error's class, and the alerts.
"""

import asyncio
import json
import sys

from bot.egress_watch import watch_egress
from bot.errors import BotError
from bot.llm.backend import open_backend
from bot.model import Language, Masked, Prompt, Task, Turn
from bot.settings import BackendSettings

TEXT = Masked("What is sleep hygiene?")
PROMPT = Prompt(Task.EXPLAIN, Language("en"), "You explain terms.", (Turn("user", TEXT),), TEXT)


async def main(base_url: str, kind: str) -> None:
    """Open the backend, ask it once, and print what came of it."""
    alerts: list[str] = []
    watch_egress(alerts.append)
    said = ""
    try:
        async with open_backend(BackendSettings(kind=kind, base_url=base_url, model="tiny")) as backend:
            said = (await backend.complete(PROMPT, max_tokens=9)).text
    except BotError as error:
        said = type(error).__name__
    sys.stdout.write(json.dumps({"said": said, "alerts": alerts}) + "\n")


asyncio.run(main(*sys.argv[1:]))
