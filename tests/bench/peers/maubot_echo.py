"""`!echo` with maubot in its standalone mode, encrypted: HOMESERVER USER PASSWORD FOLDER. It needs `maubot[encryption]` and libolm."""

import asyncio
import json
import os
import sys
from pathlib import Path

import aiohttp

META = """
maubot: 0.4.0
id: org.thirdchair.echo
version: 0.1.0
license: Apache-2.0
modules: [echobot]
main_class: EchoBot
"""
PLUGIN = """
from maubot import MessageEvent, Plugin
from maubot.handlers import command


class EchoBot(Plugin):
    @command.new("echo")
    @command.argument("words", pass_raw=True)
    async def echo(self, event: MessageEvent, words: str) -> None:
        await event.reply(words)
"""


async def log_in(homeserver: str, user: str, password: str) -> dict[str, str]:
    """Return what maubot calls credentials."""
    who = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password}
    async with aiohttp.ClientSession() as http, http.post(f"{homeserver}/_matrix/client/v3/login", json=who) as answer:
        told = await answer.json()
    return {"id": user, "homeserver": homeserver, **{name: told[name] for name in ("access_token", "device_id")}}


homeserver, user, password, folder = sys.argv[1:]
os.chdir(folder)
account = {"credentials": asyncio.run(log_in(homeserver, user, password)), "autojoin": True, "displayname": "disable"}
Path("config.yaml").write_text(json.dumps({"user": {**account, "avatar_url": "disable"}}))  # JSON is YAML
Path("maubot.yaml").write_text(META)
Path("echobot.py").write_text(PLUGIN)
os.execv(sys.executable, (sys.executable, "-m", "maubot.standalone"))  # noqa: S606 - it becomes maubot, so that its CPU and memory are seen
