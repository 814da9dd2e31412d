"""Which SDK is loaded: the one that a backend is configured with, and no other."""

import subprocess
import sys
from pathlib import Path

import pytest

SDKS = ("anthropic", "openai")
OPENED = """\
import asyncio, sys
import bot.cli
from bot.llm.backend import open_backend
from bot.settings.models import BackendSettings

async def main() -> None:
    async with open_backend(BackendSettings(**{settings!r}, api_key_file={key!r})):
        print(*(name for name in {sdks!r} if name in sys.modules))

asyncio.run(main())
"""
KINDS = {
    "embedded": ({}, ""),
    "openai": ({"kind": "openai", "base_url": "http://127.0.0.1:9/v1", "model": "m"}, "openai"),
    "anthropic": ({"kind": "anthropic", "base_url": "http://127.0.0.1:9", "model": "m"}, "anthropic"),
}


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_sdk_is_loaded_where_it_is_configured(tmp_path: Path, kind: str) -> None:
    """The whole program with the backend `embedded` loads neither SDK; with one of the two, that one alone."""
    settings, loaded = KINDS[kind]
    key = tmp_path / "key"
    key.write_text("a key")
    program = OPENED.format(settings=settings, key=str(key), sdks=SDKS)
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == loaded
