"""What the tests of the two SDK backends share: a prompt, a key, and a backend that is open against a model server."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.llm.backend import Backend, open_backend
from bot.model import Language, Masked, Prompt, Task, Turn
from bot.settings import BackendSettings

KINDS = ("openai", "anthropic")
KEY = "sk-quiet-heron"
ASKED = "What is [TERM_1]? velvet-walrus"

PROMPT = Prompt(
    task=Task.EXPLAIN,
    language=Language("en"),
    system="You explain terms in plain words.",
    turns=(
        Turn("user", Masked("first question")),
        Turn("assistant", Masked("first answer")),
        Turn("user", Masked(ASKED)),
    ),
    request=Masked("[TERM_1]"),
)


def backend_settings(kind: str, url: str, folder: Path) -> BackendSettings:
    """Return settings for a backend of `kind` at the model server `url`, with a key file in `folder`."""
    key_file = folder / "key"
    key_file.write_text(f"{KEY}\n", encoding="ascii")
    base_url = f"{url}/v1" if kind == "openai" else url
    return BackendSettings(kind=kind, base_url=base_url, model="tiny", api_key_file=key_file, timeout=20.0)


def opened(kind: str, url: str, folder: Path) -> AbstractAsyncContextManager[Backend]:
    """Return a backend of `kind` at `url`, found the way the bot finds it."""
    return open_backend(backend_settings(kind, url, folder))
