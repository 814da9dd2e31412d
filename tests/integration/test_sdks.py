"""The providers' SDKs are loaded where a backend of theirs is opened, and nowhere else: a bot without one never runs them."""

import json
import subprocess
import sys
from pathlib import Path

LOADS = """
import asyncio, json, sys
import bot.cli
from bot.llm.backend import open_backend
from bot.settings import BackendSettings

async def main():
    for kind in ("embedded", "openai", "anthropic"):
        more = {"base_url": "http://127.0.0.1:9", "model": "tiny", "api_key_file": sys.argv[1]}
        async with open_backend(BackendSettings(kind=kind, **({} if kind == "embedded" else more))):
            print(json.dumps([name for name in ("nio", "openai", "anthropic") if name in sys.modules]))

asyncio.run(main())
"""


def test_an_sdk_is_loaded_for_its_own_backend_alone(tmp_path: Path) -> None:
    """The whole program with the embedded backend loads neither SDK; opening a backend loads its own and not the other."""
    key = tmp_path / "key"
    key.write_text("sk-quiet-heron")
    told = subprocess.run([sys.executable, "-c", LOADS, key], stdout=subprocess.PIPE, check=True, text=True).stdout
    embedded, openai, anthropic = map(json.loads, told.splitlines())
    assert (embedded, openai) == (["nio"], ["nio", "openai"])
    assert anthropic == ["nio", "openai", "anthropic"]
