"""`!echo` with opsdroid, encrypted: HOMESERVER USER PASSWORD FOLDER. It waits for an invitation, for opsdroid has to be told its rooms."""

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

SKILL = """
from opsdroid.matchers import match_regex
from opsdroid.skill import Skill


class Echo(Skill):
    @match_regex(r"!echo (?P<words>.+)", matching_condition="match")
    async def echo(self, message):
        await message.respond(message.regex.group("words"))
"""


def ask(path: str, token: str = "", body: object = None) -> Any:
    """Return the homeserver's answer."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(f"{homeserver}/_matrix/client/v3/{path}", data, headers)  # noqa: S310 - on loopback
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        return json.load(answer)


homeserver, user, password, folder = sys.argv[1:]
os.chdir(folder)
who = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password}
token, since = ask("login", body=who)["access_token"], ""
rooms: dict[str, object] = {}
while not rooms:
    answer = ask(f"sync?timeout=20000{since}", token)
    since, rooms = f"&since={answer['next_batch']}", answer.get("rooms", {}).get("invite", {})
account = {"mxid": user, "password": password, "homeserver": homeserver, "rooms": {"main": next(iter(rooms))}}
matrix = {**account, "enable_encryption": True, "store_path": "store", "device_id": "OPSDROID"}
Path("store").mkdir()
Path("echo.py").write_text(SKILL)
config = {
    "logging": {"level": "info", "console": True},
    "connectors": {"matrix": matrix},
    "skills": {"echo": {"path": "echo.py"}},
    "web": {"host": "127.0.0.1", "port": 18089},
}
Path("configuration.yaml").write_text(json.dumps(config))  # JSON is YAML
os.execv(sys.executable, (sys.executable, "-m", "opsdroid", "start", "-f", "configuration.yaml"))  # noqa: S606 - it becomes opsdroid
