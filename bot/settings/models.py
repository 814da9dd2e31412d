"""What may stand in each kind of configuration file. Paths are relative to the file that names them."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.model import UserId
from bot.policy import RoomRules, Rules


class BackendSettings(Rules):
    """One entry of `backends`.

    `kind` names an entry point of the group `thirdchair.backends`.
    `remote: true` declares a gateway that forwards text elsewhere, wherever it resolves to itself.
    `timeout` is in seconds and covers one whole attempt.
    """

    kind: str = "embedded"
    base_url: str | None = None
    model: str | None = None
    api_key_file: Path | None = None
    remote: bool = False
    timeout: Annotated[float, Field(gt=0, le=600)] = 60.0
    max_tokens: Annotated[int, Field(ge=16, le=8192)] = 700


class WebSettings(Rules):
    """Where a monitoring system may ask for counts and health. Loopback unless somebody means otherwise."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 9464


class Deployment(RoomRules):
    """`bot.yaml`: the homeserver, the account, the folders, the backends, and rules that hold in every room.

    One of `password_file` and `access_token_file` is needed.
    `key_file` holds the key of the encrypted data folder, as 64 hexadecimal digits;
    without it, one is made as `store.key` inside `data_dir`.
    `web` serves counts and health; without it nothing listens.
    """

    homeserver: Annotated[str, Field(pattern=r"^https?://[^/\s@?#]+/?$")]
    user_id: Annotated[UserId, Field(pattern=r"^@[^:\s]+:\S+$")]
    device_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._=/-]{1,255}$")] | None = None
    password_file: Path | None = None
    access_token_file: Path | None = None
    key_file: Path | None = None
    data_dir: Path
    rooms: Path = Path("rooms")
    backends: dict[str, BackendSettings] = Field(default={})
    web: WebSettings | None = None


class RoomFile(RoomRules):
    """`rooms/*.yaml`: the rules of one room, named by its id or alias, or of every other room by `"*"`."""

    room: Annotated[str, Field(pattern=r"^(\*|![^\s]+|#[^:\s]+:\S+)$")]


class Source(Rules):
    """Where a jurisdiction pack takes a rule from."""

    what: str
    where: str


class Pack(RoomRules):
    """`jurisdictions/*.yaml`: what a place's law asks, as far as its sources go. Have counsel review it."""

    title: str
    sources: tuple[Source, ...]
    checked_on: date
    reviewed_by: str | None
    loopback_only: bool = False
