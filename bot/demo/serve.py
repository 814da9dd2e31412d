"""Serving a clinic to other programs: tests, benchmarks, people's own clients."""

import json
import sys
from typing import Any

from rich.console import Console

from bot.app.until import work_until_told
from bot.demo.bot_yaml import Wishes
from bot.demo.clinic import Clinic, run_clinic
from bot.demo.screen import Screen


def serve_clinic(wishes: Wishes, *, with_bot: bool) -> int:
    """Serve a clinic until told to end, and return the exit status.

    Standard output gets one line of JSON when everything is ready, and nothing else.

    Raises:
        BotError: something that a person can mend; BotEnded if the bot ended by itself.
    """
    work_until_told(_serve_until_told(wishes, with_bot=with_bot))
    return 0


async def _serve_until_told(wishes: Wishes, *, with_bot: bool) -> None:
    screen = Screen(Console(stderr=True, highlight=False))
    async with run_clinic(wishes, screen.progress, with_bot=with_bot) as there:
        sys.stdout.write(json.dumps(_describe_clinic(there)) + "\n")
        sys.stdout.flush()
        screen.progress("Ready. Ctrl-C ends everything and keeps nothing.")
        await there.lasts()


def _describe_clinic(there: Clinic) -> dict[str, Any]:
    """Return what other programs need to know."""
    return {
        "homeserver": there.server.url,
        "bot": there.bot.user_id,
        "accounts": {
            part: {"user_id": account.user_id, "password": account.password} for part, account in there.people.items()
        },
        "config": str(there.config),
        "data_dir": str(there.config.with_name("data")),
        "bot_log": str(there.bot_log),
        "bot_pid": there.bot_process.pid if there.bot_process else None,
        "registration_secret": there.server.registration_secret,
    }
