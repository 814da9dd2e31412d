"""The command `thirdchair doctor`: what a look at the bot finds, for people, or as JSON for programs."""

import asyncio
import json
import os
import sys
import time
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer

from bot.app.operator.doctor import examine_bot
from bot.app.operator.finding import Finding
from bot.app.renew_login import read_secret
from bot.errors import BotError
from bot.log import keep_log_still
from bot.settings import Settings, load_settings


def doctor(
    config: Annotated[Path, typer.Option("--config", help="The deployment file, bot.yaml.")] = Path("bot.yaml"),
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    admin_token_file: Annotated[
        Path | None,
        typer.Option(
            "--admin-token-file", help="A file with a Synapse administrator's access token: rate limits are looked at."
        ),
    ] = None,
) -> None:
    """Look at everything the bot needs, also while it runs; exit status 1 if there is something to do."""
    settings, token = load_settings(config), read_secret(admin_token_file)
    if admin_token_file and not token:
        raise BotError(
            "The file that `--admin-token-file` names holds no token.", "Look at its path, and who may read it."
        )
    keep_log_still()
    try:
        findings = asyncio.run(_look(settings, token, as_json=as_json))
        if as_json:
            typer.echo(json.dumps([finding.facts for finding in findings], indent=1, ensure_ascii=False))
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        raise typer.Exit(1) from None
    raise typer.Exit(int(any(finding.asks_for_something for finding in findings)))


async def _look(settings: Settings, admin_token: str | None, *, as_json: bool) -> list[Finding]:
    """Return what is found; for people each is told as soon as it is, since a backend may take its time."""
    findings: list[Finding] = []
    async with aclosing(examine_bot(settings, time.time(), admin_token)) as things:
        async for finding in things:
            findings.append(finding)
            if not as_json:
                typer.echo(str(finding))
                sys.stdout.flush()
    return findings


def _drop_output() -> None:
    """Let what was still to be said go nowhere: whoever read has gone, as `head` does, and Python would complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
