"""What the demonstration's bot is told: `bot.yaml` with its secrets in files, and one room policy for every room."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigWrong, Mistake
from bot.model import UserId
from bot.settings.yaml_file import parse_value
from bot.words import languages

BACKEND = "house"
"""The name of a backend other than the embedded one."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the bot's configuration shall differ from the usual one.

    `kind` is the kind of backend. An `api_key` must be there for `anthropic`, so something stands in if none is given.
    `rules` are changes to the room policy as `key=value`: the key dotted, the value YAML.
    """

    kind: str = "embedded"
    base_url: str | None = None
    model: str | None = None
    api_key: str | None = field(default=None, repr=False)
    rules: tuple[str, ...] = ()

    def room_policy(self, therapist: UserId) -> dict[str, Any]:
        """Return what the room file holds.

        Raises:
            ConfigWrong: a value is not YAML.
        """
        policy: dict[str, Any] = {
            "room": "*",
            "language": [*languages()],
            "approval": "unasked",
            "history": "shared",  # a visitor may join with any app and its defaults
            "therapists": [therapist],
        }
        for rule in self.rules:
            key, _, value = rule.partition("=")
            _put_rule(policy, key.strip().split("."), _parse_rule(key.strip(), value))
        return policy

    def backend(self, folder: Path) -> dict[str, Any]:
        """Return the keys of `bot.yaml` for the backend, after writing its key into a file of `folder`."""
        if self.kind == "embedded":
            return {}
        about = {"kind": self.kind, "base_url": self.base_url, "model": self.model}
        key = self.api_key or ("none-needed" if self.kind == "anthropic" else None)
        if key:
            about["api_key_file"] = _write_secret(folder / "api-key", key).name
        return {"backends": {BACKEND: {name: value for name, value in about.items() if value}}, "backend": BACKEND}


@dataclass(frozen=True, slots=True)
class Account:
    """An account on the demonstration's homeserver; `name` is what one logs in with."""

    name: str
    user_id: UserId
    password: str = field(repr=False)


def write_bot_yaml(folder: Path, homeserver: str, bot: Account, therapist: UserId, wishes: Wishes) -> Path:
    """Write the configuration of a bot that lives in `folder`, and return its path. Writing again replaces it.

    Raises:
        ConfigWrong: a wish cannot be written down. Whether it makes sense is not looked at.
    """
    (folder / "rooms").mkdir(parents=True, exist_ok=True)
    _write_yaml(folder / "rooms" / "all.yaml", wishes.room_policy(therapist))
    configuration = folder / "bot.yaml"
    _write_yaml(
        configuration,
        {
            "homeserver": homeserver,
            "user_id": bot.user_id,
            "password_file": _write_secret(folder / "password", bot.password).name,
            "data_dir": "data",
            "jurisdiction": ["demo"],
            **wishes.backend(folder),
        },
    )
    return configuration


def _put_rule(policy: dict[str, Any], path: list[str], value: Any) -> None:
    """Set the value at a dotted path. Where the path makes no sense, what comes out is refused when it is loaded."""
    for part in path[:-1]:
        inner = policy.get(part)
        policy[part] = inner if isinstance(inner, dict) else {}
        policy = policy[part]
    policy[path[-1]] = value


def _parse_rule(key: str, value: str) -> Any:
    try:
        return parse_value(value)
    except yaml.YAMLError:
        mistake = Mistake("--set", 1, f"the value of `{key}` is not YAML", "Check quotes, colons and brackets")
        raise ConfigWrong((mistake,)) from None


def _write_yaml(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _write_secret(path: Path, text: str) -> Path:
    """Write a file that its owner alone can read; the mode is set before the secret is inside."""
    path.touch(mode=0o600)
    path.write_text(text + "\n", encoding="utf-8")
    return path
