"""The deployment file: where the homeserver is, who the bot is, which backends there are."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.policy import Rules


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
