"""`thirdchair init` as an operator gives it, and the bot that it sets up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from warm_command import Ended, run_command

from bot.demo.homeserver import Homeserver

ANSWERS: Mapping[str, str] = {
    "--jurisdiction": "uk",
    "--therapist": "@ana:clinic.local",
    "--second-contact": "none",
    "--on-call-room": "none",
    "--language": "en",
}
LOGIN = "/_matrix/client/v3/login"


@dataclass
class Starter:
    """A folder for a bot on `synapse`, and where its operator keeps secrets: outside of it."""

    synapse: Homeserver
    folder: Path
    name: str
    safe: Path
    answers: dict[str, str] = field(default_factory=lambda: dict(ANSWERS))

    @property
    def user(self) -> str:
        """Return the bot's whole user id."""
        return f"@{self.name}:{self.synapse.name}"

    @property
    def config(self) -> Path:
        """Return the deployment file."""
        return self.folder / "bot.yaml"

    @property
    def recovery_key(self) -> Path:
        """Return the file for the recovery key."""
        return self.safe / "recovery-key"

    def keep(self, secret: str) -> str:
        """Write a secret into a file of the operator's, and return its path."""
        file = self.safe / f"secret-{len(list(self.safe.iterdir()))}"
        file.write_text(secret + "\n")
        return str(file)

    async def run(self, **changed: str | None) -> Ended:
        """Run it without a terminal; None as a change leaves a flag out."""
        flags = {
            "--homeserver": self.synapse.url,
            "--user": self.user,
            "--recovery-key-file": str(self.recovery_key),
            **self.answers,
            **{f"--{name.replace('_', '-')}": value for name, value in changed.items()},
        }
        parts: list[str] = []
        for flag, value in flags.items():
            parts += [] if value is None else [flag, value]
        return await run_command("init", str(self.folder), *parts)

    async def register_with_tool(self, password: str) -> str:
        """Make the account and leave a device behind, as register_new_matrix_user does; return its access token."""
        await self.synapse.register(self.name, password)
        body = {"type": "m.login.password", "user": self.name, "password": password}
        async with aiohttp.ClientSession() as http, http.post(f"{self.synapse.url}{LOGIN}", json=body) as response:
            return str((await response.json())["access_token"])

    def list_traces(self, secret: str) -> list[str]:
        """Return the files in the folder, besides those of secrets, in which `secret` stands."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.parent.name != "secrets")
        return [str(path) for path in files if secret.encode() in path.read_bytes()]


def read_log(ended: Ended) -> list[dict[str, object]]:
    """Return what a command logged."""
    return [json.loads(line) for line in ended.err.splitlines() if line.startswith("{")]
