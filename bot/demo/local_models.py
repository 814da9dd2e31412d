"""Model servers on this machine that the demonstration could use: looked for at their usual ports, and offered, never used.

What is asked is which models there are, of this machine alone, and nothing else; nothing that anybody says goes there.
"""

import asyncio
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from pydantic import BaseModel

SERVERS = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
"""Servers that speak OpenAI's API, each with the port where it is usually found."""
SECONDS = 1.0
"""How long all of them together are waited for."""
_LARGEST = 200_000
"""Bytes of a list of models that are read."""
_NAME = re.compile(r"[\w.][\w.:/@+-]{0,150}")
"""What a model is called. Anything else is not put into a command line that somebody copies."""
_NO_TALKER = re.compile(r"(?i)embed|bge-|rerank|whisper")
"""Models that answer nothing."""


class _Listed(BaseModel):
    id: str


class _List(BaseModel):
    """What a server says that it has."""

    data: list[_Listed]


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that a server on this machine says it has; `server` is what is usually found at its port."""

    server: str
    base_url: str
    model: str

    @property
    def command(self) -> str:
        """Return what to type for a demonstration with this model."""
        return (
            f".venv/bin/thirdchair demo --backend openai --base-url {self.base_url} --model {shlex.quote(self.model)}"
        )


async def find_local_models(servers: Mapping[str, int] = SERVERS, seconds: float = SECONDS) -> tuple[LocalModel, ...]:
    """Return the first model that answers of each of `servers`, which are names and ports of this machine.

    It takes `seconds` at most, and nothing that answers otherwise, or not at all, is an error.
    """
    timeout = aiohttp.ClientTimeout(total=seconds)
    # No proxy, no cookies, nothing unpacked: a plain question to this machine.
    async with aiohttp.ClientSession(
        timeout=timeout, trust_env=False, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        models = await asyncio.gather(*(_ask_server(session, name, port) for name, port in servers.items()))
    return tuple(model for model in models if model)


async def _ask_server(session: aiohttp.ClientSession, name: str, port: int) -> LocalModel | None:
    base_url = f"http://127.0.0.1:{port}/v1"
    plain = {"accept": "application/json", "accept-encoding": "identity"}
    try:
        async with session.get(f"{base_url}/models", allow_redirects=False, headers=plain) as response:
            body = await _read_start(response) if response.status == 200 else b""
        model = _choose_model(body) if len(body) <= _LARGEST else None
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    return LocalModel(name, base_url, model) if model else None


async def _read_start(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, or a little more of it than is looked at."""
    body = b""
    async for chunk in response.content.iter_chunked(16_384):
        body += chunk
        if len(body) > _LARGEST:
            break
    return body


def _choose_model(body: bytes) -> str | None:
    """Return the first model of a server's list that can answer; None if there is none.

    Raises:
        ValueError: it is no such list.
    """
    names = (listed.id for listed in _List.model_validate_json(body).data)
    return next((name for name in names if _NAME.fullmatch(name) and not _NO_TALKER.search(name)), None)
