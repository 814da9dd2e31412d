"""The manual of the backends: what stands in it can be copied."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
import yaml
from backends import KEY, PROMPT
from model_server import model_server
from pydantic import TypeAdapter

import bot
from bot.llm.backend import open_backend
from bot.settings import BackendSettings

MANUAL = (Path(bot.__file__).parent.parent / "docs" / "backends.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", MANUAL, re.DOTALL | re.MULTILINE)


BACKENDS = [text for text in _blocks("yaml") if "backend" in yaml.safe_load(text)]
"""The snippets that choose a backend; another says which networks are the clinic's."""


@pytest.mark.parametrize("text", BACKENDS)
async def test_every_backend_in_the_manual_opens_and_answers(text: str, tmp_path: Path) -> None:
    """With the server's port and the key's file put in, each snippet is a backend that works."""
    snippet = yaml.safe_load(text)
    backends = TypeAdapter(dict[str, BackendSettings]).validate_python(snippet.get("backends", {}))
    assert snippet["backend"] in {"embedded", *backends}
    (tmp_path / "key").write_text(KEY, encoding="ascii")
    async with model_server() as server:
        for settings in backends.values():
            path = urlsplit(settings.base_url or "").path
            here = {"base_url": server.url + path, "api_key_file": settings.api_key_file and tmp_path / "key"}
            async with open_backend(settings.model_copy(update=here)) as backend:
                assert (await backend.complete(PROMPT, max_tokens=99)).text == server.default.text


def test_the_manual_shows_each_kind() -> None:
    """Three snippets: embedded, openai, anthropic."""
    kinds = [settings["kind"] for text in BACKENDS for settings in yaml.safe_load(text).get("backends", {}).values()]
    assert kinds == ["openai", "anthropic"]
    assert len(BACKENDS) == 3


def test_the_manual_knows_every_key() -> None:
    """Each key of a backend stands in the table with its default."""
    for name, about in BackendSettings.model_fields.items():
        default = {"None": "none", "False": "`false`"}.get(str(about.default), f"`{about.default}`".replace(".0`", "`"))
        assert f"| `{name}` | {default} |" in MANUAL


async def test_the_backend_of_your_own_works_as_printed(tmp_path: Path) -> None:
    """The example is a whole backend: saved as a file and opened, it answers."""
    (code,) = _blocks("python")
    file = tmp_path / "echo_backend.py"
    file.write_text(code, encoding="utf-8")
    spec = spec_from_file_location("echo_backend", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    async with httpx2.AsyncClient() as http, module.open_echo(BackendSettings(kind="echo"), http) as backend:
        assert (await backend.complete(PROMPT, max_tokens=1)).text == PROMPT.request
